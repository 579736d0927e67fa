import { brief, contentFault, type BidFault } from './bid-fault.js';
import type { Octets } from './octets.js';

/** One file of a tar; its content is to be read before the next is asked for. */
export interface TarEntry {
  name: string;
  bytes: number;
  content: AsyncGenerator<Uint8Array, void>;
}

const block = 512;
const ustar = 'ustar\u000000';
/** Of a header that only names the file after it. */
const extensionBytesMax = 65_536;
/** Records that change neither a file's name nor its content: what common tools write unasked. */
const harmlessRecord =
  /^(?:[amc]time|[ug]id|[ug]name|comment|(?:SCHILY|LIBARCHIVE)\.(?:(?:xattr|acl)\..+|fflags|dev|ino|nlink|creationtime))$/;
const kinds: Record<string, readonly [string, string]> = {
  '1': ['硬链接', 'a hard link'],
  '2': ['符号链接', 'a symbolic link'],
  '3': ['字符设备', 'a character device'],
  '4': ['块设备', 'a block device'],
  '5': ['文件夹', 'a folder'],
  '6': ['管道', 'a pipe'],
  g: ['全局pax头', 'a global pax header'],
};

/**
 * The files of a POSIX tar (IEEE Std 1003.1 pax, ustar and pax interchange; GNU long names too) and nothing that a tar may hold beside
 * files. Reads on to the end of `octets`: behind the archive there may be only zeros. Throws BidFault.
 */
export async function* tarEntries(octets: Octets): AsyncGenerator<TarEntry, void> {
  let longName: string | null = null;
  for (;;) {
    const header = await octets.take(block);
    if (header.length < block) throw cutShort();
    if (header.every((one) => one === 0)) break;
    const { kind, bytes } = readHeader(header);
    if (kind === 'x' || kind === 'L') {
      if (longName !== null) throw contentFault('一个文件有两个名称头', 'one file has two headers that name it');
      longName = await readExtension(octets, kind, bytes);
      continue;
    }
    const content = contentOf(octets, bytes);
    yield { name: longName || nameIn(header), bytes, content };
    for await (const _unread of content);
    if ((await octets.take(paddingOf(bytes))).length < paddingOf(bytes)) throw cutShort();
    longName = null;
  }
  if (longName !== null) throw cutShort();
  await onlyZeros(octets);
}

function readHeader(header: Buffer): { kind: string; bytes: number } {
  const magic = header.toString('latin1', 257, 265);
  if (magic !== ustar && magic !== 'ustar  \0') throw contentFault('不是POSIX tar归档', 'it is no POSIX tar');
  if (octalOf(header, 148, 8) !== checksumOf(header)) throw contentFault('tar头校验和不符', "a tar header's checksum is wrong");
  const kind = String.fromCharCode(header[156] as number).replace('\0', '0');
  if (!['0', 'x', 'L'].includes(kind)) {
    const [zh, en] = kinds[kind] ?? ['未知类型的条目', 'an entry of unknown kind'];
    throw contentFault(`tar中含有${zh}`, `the tar holds ${en}`);
  }
  return { kind, bytes: octalOf(header, 124, 12) };
}

/** Where a longer name stands before it, this field may end within a letter. */
function nameIn(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 265) === ustar ? textOf(header.subarray(345, 500)) : '';
  const name = textOf(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The name that a long header carries; empty where it carries none. */
async function readExtension(octets: Octets, kind: 'x' | 'L', bytes: number): Promise<string> {
  if (bytes > extensionBytesMax) throw contentFault('tar扩展头过长', 'an extended header of the tar is too long');
  const body = await octets.take(bytes);
  const padding = await octets.take(paddingOf(bytes));
  if (body.length < bytes || padding.length < paddingOf(bytes)) throw cutShort();
  return kind === 'L' ? textOf(body) : (paxRecords(body).get('path') ?? '');
}

/** `length key=value\n` each, the length counting itself. */
function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length;) {
    const [, digits = ''] = /^([1-9]\d{0,5}) /.exec(body.toString('latin1', at, at + 7)) ?? [];
    const end = at + Number(digits);
    const text = utf8Of(body.subarray(at + digits.length + 1, Math.max(end, at)));
    const [, key = '', value = ''] = /^([^=]+)=([^]*)\n$/.exec(text) ?? [];
    if (key === '' || end > body.length) throw contentFault('pax头格式不正确', 'a pax header is malformed');
    if (records.has(key)) throw contentFault(`pax头中“${brief(key)}”重复`, `a pax header says "${brief(key)}" twice`);
    if (key !== 'path' && !harmlessRecord.test(key)) {
      throw contentFault(`pax头含有不接受的“${brief(key)}”`, `a pax header has "${brief(key)}", which is not taken`);
    }
    records.set(key, value);
    at = end;
  }
  return records;
}

async function* contentOf(octets: Octets, bytes: number): AsyncGenerator<Uint8Array, void> {
  for (let left = bytes; left > 0;) {
    const part = await octets.some(left);
    if (part.length === 0) throw cutShort();
    left -= part.length;
    yield part;
  }
}

async function onlyZeros(octets: Octets): Promise<void> {
  for (;;) {
    const part = await octets.some(Infinity);
    if (part.length === 0) return;
    if (part.some((one) => one !== 0)) throw contentFault('tar归档结束后还有数据', 'there is data behind the end of the tar');
  }
}

/** ASCII octal digits, ended by a space or NUL. */
function octalOf(header: Buffer, at: number, length: number): number {
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(header.toString('latin1', at, at + length)) ?? [];
  if (digits === undefined) throw contentFault('tar头中的数字不正确', 'a number in a tar header is malformed');
  return Number.parseInt(digits, 8);
}

/** With the checksum's own eight bytes as spaces. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, one, at) => sum + (at >= 148 && at < 156 ? 0x20 : one), 0);
}

/** Up to the first NUL; nothing may stand behind it. */
function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  if (end === -1) return utf8Of(field);
  if (field.subarray(end).some((one) => one !== 0)) throw contentFault('tar中的文件名含有NUL', 'a name in the tar holds a NUL');
  return utf8Of(field.subarray(0, end));
}

function utf8Of(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw contentFault('tar中的文件名不是UTF-8', 'a name in the tar is not UTF-8');
  }
}

function paddingOf(bytes: number): number {
  return (block - (bytes % block)) % block;
}

function cutShort(): BidFault {
  return contentFault('tar归档不完整', 'the tar is cut short');
}
