import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gunzipSync, inflateSync } from 'node:zlib';

/** A text in one of the forms in which it may lie about. */
export interface Needle {
  /** `base64 of …` */
  name: string;
  bytes: Buffer;
}

const chunkBytes = 32 * 1024 * 1024;
const overlapBytes = 4_096;
const pageBytes = 4_096;
/** From here on one pass for all needles is worth a program of its own. */
const smallBytes = 256 * 1024;

/** Every form of these texts that is looked for; what is compressed is unpacked where it is found. */
export function needlesOf(texts: readonly string[]): Needle[] {
  return texts.flatMap((text) => {
    const utf8 = Buffer.from(text, 'utf8');
    const utf16 = Buffer.from(text, 'utf16le');
    const escaped = [...text]
      .map((one) => (one > '\u007f' ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one))
      .join('');
    const forms: [string, Buffer][] = [
      ['utf-8', utf8],
      ['utf-16le', utf16],
      ['utf-16be', Buffer.from(utf16).swap16()],
      ['hex', Buffer.from(utf8.toString('hex'))],
      ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
      ['escapes', Buffer.from(escaped)],
      ['ESCAPES', Buffer.from(escaped.replace(/\\u[0-9a-f]{4}/g, (one) => `\\u${one.slice(2).toUpperCase()}`))],
      ['percent', Buffer.from(encodeURIComponent(text))],
      ...[0, 1, 2].map((before): [string, Buffer] => ['base64', base64At(utf8, before)]),
      ...[0, 1, 2].map((before): [string, Buffer] => ['base64 of utf-16le', base64At(utf16, before)]),
    ];
    return forms.map(([name, bytes]) => ({ name: `${name} of ${text}`, bytes }));
  });
}

/** The letters that stand for the bytes wherever `before` bytes of a group of three come before them. */
function base64At(bytes: Buffer, before: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return Buffer.from(text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)));
}

/** The names of what is found in it, also within gzip and zlib streams that begin there. */
export function foundIn(bytes: Buffer, needles: readonly Needle[], depth = 1): string[] {
  const found = mayHold(bytes, needles) ? needles.filter((needle) => bytes.includes(needle.bytes)).map(({ name }) => name) : [];
  return depth === 0 ? found : [...found, ...unpacked(bytes).flatMap((inner) => foundIn(inner, needles, 0))];
}

/** False where grep, which looks for all of them in one pass, finds none. */
function mayHold(bytes: Buffer, needles: readonly Needle[]): boolean {
  if (bytes.length < smallBytes || needles.some((needle) => needle.bytes.includes('\n'))) return true;
  const patterns = needles.map((needle) => needle.bytes.toString('latin1')).join('\n');
  // No argument of a program holds a NUL, as UTF-16 does: the patterns come from a file.
  const folder = mkdtempSync(join(tmpdir(), 'ftz-scan-'));
  try {
    writeFileSync(join(folder, 'patterns'), patterns, 'latin1');
    const options = { input: bytes, env: { ...process.env, LC_ALL: 'C' } };
    return spawnSync('grep', ['-q', '-a', '-F', '-f', join(folder, 'patterns')], options).status !== 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unpacked(bytes: Buffer): Buffer[] {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 };
  const inner: Buffer[] = [];
  for (const [magic, unpack] of [
    [Buffer.from([0x1f, 0x8b, 0x08]), gunzipSync],
    [Buffer.from([0x78, 0x9c]), inflateSync],
    [Buffer.from([0x78, 0x01]), inflateSync],
    [Buffer.from([0x78, 0xda]), inflateSync],
  ] as const)
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      try {
        inner.push(unpack(bytes.subarray(at), options));
      } catch {
        // Not the beginning of a stream after all.
      }
    }
  return inner;
}

export function foundInFile(path: string, needles: readonly Needle[]): string[] {
  if (statSync(path).size <= chunkBytes) return foundIn(readFileSync(path), needles);
  const file = openSync(path, 'r');
  try {
    return foundInPieces((at, into) => readSync(file, into, 0, into.length, at), 0, statSync(path).size, needles);
  } finally {
    closeSync(file);
  }
}

/** Every file in the folder, below it, too: `path: what`. */
export function foundInFolder(folder: string, needles: readonly Needle[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .flatMap((path) => foundInFile(path, needles).map((what) => `${path}: ${what}`));
}

/** All that a running process has written and may write to: its heaps, its buffers, its stacks. */
export function foundInMemory(pid: number, needles: readonly Needle[]): string[] {
  const [memory, pages] = [openSync(`/proc/${pid}/mem`, 'r'), openSync(`/proc/${pid}/pagemap`, 'r')];
  try {
    const found = new Set<string>();
    let batch: Buffer[] = [];
    const search = (): void => {
      for (const what of foundIn(Buffer.concat(batch), needles, 0)) found.add(what);
      batch = [];
    };
    for (const range of writableMappings(pid).flatMap(({ start, end }) => usedRanges(pages, start, end)))
      for (let at = range.start; at < range.end; at += chunkBytes) {
        const piece = Buffer.alloc(Math.min(chunkBytes + overlapBytes, range.end - at));
        batch.push(piece.subarray(0, readMemory(memory, at, piece)));
        if (batch.reduce((sum, { length }) => sum + length, 0) >= chunkBytes) search();
      }
    search();
    return [...found];
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
}

function writableMappings(pid: number): { start: number; end: number }[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines
    .filter((line) => / rw/.test(line))
    .map((line) => {
      const [start = 0, end = 0] = (line.split(' ')[0] as string).split('-').map((hex) => Number.parseInt(hex, 16));
      return { start, end };
    });
}

/** Where of a mapping there is memory behind it, or in the swap: bits 63 and 62 of each page's eight bytes (proc(5), pagemap). */
function usedRanges(pages: number, start: number, end: number): { start: number; end: number }[] {
  const entries = Buffer.alloc(((end - start) / pageBytes) * 8);
  readSync(pages, entries, 0, entries.length, (start / pageBytes) * 8);
  const ranges: { start: number; end: number }[] = [];
  for (let at = start, entry = 7; at < end; at += pageBytes, entry += 8) {
    if ((entries[entry] as number) < 0x40) continue;
    const last = ranges.at(-1);
    if (last?.end === at) last.end += pageBytes;
    else ranges.push({ start: at, end: at + pageBytes });
  }
  return ranges;
}

/** Pages that went away in between hold nothing. */
function readMemory(memory: number, at: number, into: Buffer): number {
  try {
    return readSync(memory, into, 0, into.length, at);
  } catch {
    return 0;
  }
}

function foundInPieces(
  read: (at: number, into: Buffer) => number,
  start: number,
  end: number,
  needles: readonly Needle[],
): string[] {
  const found = new Set<string>();
  for (let at = start; at < end; at += chunkBytes) {
    const piece = Buffer.alloc(Math.min(chunkBytes + overlapBytes, end - at));
    for (const what of foundIn(piece.subarray(0, read(at, piece)), needles)) found.add(what);
  }
  return [...found];
}
