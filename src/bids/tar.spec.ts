import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, pack, type Header } from 'tar-stream';
import fc from 'fast-check';
import { BidFault } from './bid-fault.js';
import { Octets } from './octets.js';
import { tarEntries } from './tar-reader.js';
import { tarBytes, tarOf } from './tar-writer.js';

interface Member {
  name: string;
  content: Buffer;
}

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** The members, or the reason of the fault. */
async function read(bytes: Uint8Array, size = 1000): Promise<Member[] | string> {
  const members: Member[] = [];
  try {
    for await (const { name, bytes: length, content } of tarEntries(new Octets(inParts(bytes, size)))) {
      const parts: Uint8Array[] = [];
      for await (const part of content) parts.push(part);
      members.push({ name, content: Buffer.concat(parts) });
      expect(members.at(-1)?.content).toHaveLength(length);
    }
  } catch (error) {
    if (error instanceof BidFault) return (error.breach.facts['reason'] as { en: string }).en;
    throw error;
  }
  return members;
}

async function written(members: readonly Member[], padding = 0): Promise<Buffer> {
  const files = members.map(({ name, content }) => ({ name, bytes: content.length, content: [content] }));
  const parts: Uint8Array[] = [];
  for await (const part of tarOf(files, tarBytes(files) + padding)) parts.push(part);
  return Buffer.concat(parts);
}

async function packed(entries: readonly (Partial<Header> & { content?: string })[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of entries) archive.entry({ name: 'a', ...header } as Header, content);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

const members: Member[] = [
  { name: 'bid.json', content: Buffer.from('{}') },
  { name: '投标函及报价一览表（正本）.pdf', content: Buffer.alloc(512, 1) },
  { name: 'n'.repeat(100), content: Buffer.alloc(513, 2) },
  { name: 'n'.repeat(101), content: Buffer.alloc(0) },
  { name: '长'.repeat(85), content: Buffer.alloc(70_000, 3) },
];

describe('a tar', () => {
  it.each([0, 1, 512, 100_000])('comes back as it was written, with %i zeros more at its end', async (padding) => {
    const bytes = await written(members, padding);
    expect(await read(bytes)).toEqual(members);
    expect(bytes).toHaveLength(tarBytes(members.map(({ name, content }) => ({ name, bytes: content.length }))) + padding);
  });

  it('comes back whatever the names and lengths', async () => {
    const member = fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((one) => !one.includes('\0')),
      content: fc.uint8Array({ maxLength: 1100 }).map((one) => Buffer.from(one)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 4 }), fc.integer({ min: 1, max: 1500 }), async (some, size) => {
        expect(await read(await written(some), size)).toEqual(some);
      }),
      { numRuns: 100 },
    );
  });

  it('is read by another reader, and reads what another writer wrote', async () => {
    const found: Member[] = [];
    const reader = extract();
    reader.end(await written(members, 1024));
    for await (const entry of reader) {
      const parts: Buffer[] = [];
      for await (const part of entry as AsyncIterable<Buffer>) parts.push(part);
      found.push({ name: entry.header.name, content: Buffer.concat(parts) });
    }
    expect(found).toEqual(members);
    const other = await packed(members.map(({ name, content }) => ({ name, content: content.toString('latin1') })));
    expect(await read(other)).toEqual(members);
  });

  it.each(['ustar', 'gnu', 'pax'])('is read as the system packs it (%s), and unpacks there', async (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'ftz-tar-'));
    try {
      const usual = members.filter(({ name }) => format !== 'ustar' || Buffer.byteLength(name) <= 100);
      for (const { name, content } of usual) writeFileSync(join(folder, name), content);
      const names = usual.map((one) => one.name);
      expect(await read(execFileSync('tar', [`--format=${format}`, '-cf', '-', ...names], { cwd: folder }))).toEqual(usual);
      for (const name of names) rmSync(join(folder, name));
      execFileSync('tar', ['-xf', '-'], { cwd: folder, input: await written(usual, 4096) });
      expect(readdirSync(folder).sort()).toEqual([...names].sort());
      for (const { name, content } of usual) expect(readFileSync(join(folder, name)).equals(content)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is not written longer or shorter than it says', async () => {
    const drain = async (bytes: number, total: number): Promise<void> => {
      for await (const _part of tarOf([{ name: 'a', bytes, content: [Buffer.from('xx')] }], total));
    };
    await expect(drain(1, 4096)).rejects.toThrow('does not have the 1 bytes');
    await expect(drain(3, 4096)).rejects.toThrow('does not have the 3 bytes');
    await expect(drain(2, 2047)).rejects.toThrow('does not fit');
    await expect(drain(8 ** 11, 4096)).rejects.toThrow('too large');
    await drain(2, 2048);
  });
});

/** One header with changes by offset, its checksum right, and a body. */
function crafted(changes: Record<number, string>, body = Buffer.alloc(0), sum?: string): Buffer {
  const header = Buffer.alloc(512);
  header.write('a.txt', 0);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\u000000', 257, 'latin1');
  for (const [at, text] of Object.entries(changes)) header.write(text, Number(at), 'latin1');
  header.write('        ', 148);
  const right = header.reduce((all, one) => all + one, 0);
  header.write(sum ?? `${right.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

const pax = (records: string | Buffer): Buffer => crafted({ 156: 'x' }, Buffer.from(records));
const end = Buffer.alloc(1024);
const plain = crafted({}, Buffer.from('x'));

describe('a hostile tar', () => {
  it.each<[string, Buffer[] | (() => Promise<Buffer>), string]>([
    ['a hard link', () => packed([{ type: 'link', linkname: 'b' }]), 'a hard link'],
    ['a symbolic link', () => packed([{ type: 'symlink', linkname: '/etc/passwd' }]), 'a symbolic link'],
    ['a character device', () => packed([{ type: 'character-device' }]), 'a character device'],
    ['a block device', () => packed([{ type: 'block-device' }]), 'a block device'],
    ['a folder', () => packed([{ type: 'directory' }]), 'a folder'],
    ['a pipe', () => packed([{ type: 'fifo' }]), 'a pipe'],
    ['a contiguous file', () => packed([{ type: 'contiguous-file' }]), 'unknown kind'],
    ['a sparse file', [crafted({ 156: 'S' }), end], 'unknown kind'],
    ['a long link name', [crafted({ 156: 'K' }, Buffer.from('x\0')), plain, end], 'unknown kind'],
    ['a global header', [crafted({ 156: 'g' }, Buffer.from('16 path=bid.json')), plain, end], 'a global pax header'],
    ['another size in pax', [pax('9 size=2\n'), plain, end], 'has "size"'],
    ['a link in pax', [pax('14 linkpath=b\n'), plain, end], 'has "linkpath"'],
    ['another character set', [pax('21 hdrcharset=BINARY\n'), plain, end], 'has "hdrcharset"'],
    ['sparse records', [pax('22 GNU.sparse.major=1\n'), plain, end], 'has "GNU.sparse.major"'],
    ['a name twice in pax', [pax('9 path=b\n9 path=c\n'), plain, end], 'says "path" twice'],
    ['a pax length too long', [pax('99 path=b\n'), plain, end], 'malformed'],
    ['a pax length too short', [pax('5 path=b\n'), plain, end], 'malformed'],
    ['a pax length of nothing', [pax('0 path=b\n'), plain, end], 'malformed'],
    ['pax without a key', [pax('5 =b\n'), plain, end], 'malformed'],
    ['pax that is no text', [pax(Buffer.from([0x39, 0x20, 0x70, 0x61, 0x74, 0x68, 0x3d, 0xff, 0x0a])), plain, end], 'not UTF-8'],
    ['two pax headers', [pax('9 path=b\n'), pax('9 path=c\n'), plain, end], 'two headers'],
    ['a pax header too long', [pax(Buffer.alloc(65_537, 'x')), plain, end], 'too long'],
    ['a pax header of nothing', [pax('9 path=b\n'), end], 'cut short'],
    ['a pax header that ends early', [pax('9 path=b\n').subarray(0, 515)], 'cut short'],
    ['a name in GBK', [crafted({ 0: '\xcd\xb6\xb1\xea' }), end], 'not UTF-8'],
    ['a NUL within the name', [crafted({ 0: 'a.txt\0.exe' }), end], 'NUL'],
    ['a NUL within a long name', [crafted({ 156: 'L' }, Buffer.from('a\0b\0')), plain, end], 'NUL'],
    ['a wrong checksum', [crafted({}, Buffer.from('x'), '000000\0 '), end], 'checksum'],
    ['a size that is no number', [crafted({ 124: '99999999999\0' }), end], 'malformed'],
    ['a negative size', [crafted({ 124: '-0000000001\0' }), end], 'malformed'],
    ['a size in base 256', [crafted({ 124: '\x80\0\0\0\0\0\0\0\0\0\0\x05' }), end], 'malformed'],
    ['no size', [crafted({ 124: '\0'.repeat(12) }), end], 'malformed'],
    ['a size larger than what follows', [crafted({ 124: '00000100000\0' }), end], 'cut short'],
    ['the first tar of 1979', [crafted({ 257: '\0'.repeat(8) }), end], 'no POSIX tar'],
    ['a ZIP file', [Buffer.from('PK\u0003\u0004'.repeat(1000))], 'no POSIX tar'],
    ['no end', [plain], 'cut short'],
    ['no padding', [plain.subarray(0, 700)], 'cut short'],
    ['another archive behind the end', [plain, end, plain, end], 'behind the end'],
    ['one byte behind the end', [plain, end, Buffer.alloc(9999), Buffer.of(1)], 'behind the end'],
  ])('is refused: %s', async (_name, made, reason) => {
    expect(await read(Array.isArray(made) ? Buffer.concat(made) : await made())).toContain(reason);
  });

  it('may carry what common tools add', async () => {
    const records = '30 mtime=1774000000.123456789\n20 LIBARCHIVE.dev=1\n31 SCHILY.xattr.com.apple.x=\0\u0001\n';
    expect(await read(Buffer.concat([pax(recounted(records)), plain, end]))).toEqual([
      { name: 'a.txt', content: Buffer.from('x') },
    ]);
    expect(await read(Buffer.concat([pax('8 path=\n'), plain, end]))).toMatchObject([{ name: 'a.txt' }]);
    const prefixed = crafted({ 345: 'folder' }, Buffer.from('x'));
    expect(await read(Buffer.concat([prefixed, end]))).toMatchObject([{ name: 'folder/a.txt' }]);
  });
});

/** The same records with their lengths right. */
function recounted(records: string): string {
  const lines = records.split('\n').slice(0, -1);
  return lines
    .map((line) => {
      const rest = line.slice(line.indexOf(' '));
      let length = Buffer.byteLength(rest) + 2;
      while (String(length).length + Buffer.byteLength(rest) + 1 !== length) length += 1;
      return `${length}${rest}\n`;
    })
    .join('');
}
