/** A file on its way into a tar: its length is said before its bytes. */
export interface TarFile {
  name: string;
  bytes: number;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const block = 512;
/** What the name field of a header takes. */
const nameBytesMax = 100;
const sizeMax = 8 ** 11 - 1;

/**
 * A POSIX tar (ustar; a pax header before a name that is long or not ASCII) of exactly `total` bytes, its end zeros. Nothing of the machine or its user
 * stands in it: no owner or mode, and no time but `second` since 1970. Throws Error where a file has another length than it says, or `total` is too little.
 */
export async function* tarOf(files: readonly TarFile[], total: number, second = 0): AsyncGenerator<Uint8Array, void> {
  for (const { name, bytes, content } of files) {
    yield* headersOf(name, bytes, second);
    let left = bytes;
    for await (const part of content) {
      left -= part.length;
      yield part;
    }
    if (left !== 0) throw new Error(`${name} does not have the ${bytes} bytes it had before`);
    yield new Uint8Array(paddingOf(bytes));
  }
  let zeros = total - tarBytes(files);
  if (zeros < 0) throw new Error('the tar does not fit');
  for (zeros += 2 * block; zeros > 0; zeros -= 65_536) yield new Uint8Array(Math.min(zeros, 65_536));
}

/** Its length without any padding: every file in whole blocks, and two blocks at the end. */
export function tarBytes(files: readonly Pick<TarFile, 'name' | 'bytes'>[]): number {
  return files.reduce(
    (sum, { name, bytes }) => sum + headersOf(name, bytes).reduce((all, one) => all + one.length, 0) + bytes + paddingOf(bytes),
    2 * block,
  );
}

function headersOf(name: string, bytes: number, second = 0): Uint8Array[] {
  const utf8 = new TextEncoder().encode(name);
  if (/^[\x20-\x7e]+$/.test(name) && utf8.length <= nameBytesMax) return [headerOf(utf8, bytes, '0', second)];
  const record = paxRecord('path', name);
  return [
    headerOf(new TextEncoder().encode('PaxHeader'), record.length, 'x', second),
    record,
    new Uint8Array(paddingOf(record.length)),
    headerOf(new TextEncoder().encode('file'), bytes, '0', second),
  ];
}

/** The length at its beginning counts its own digits. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length += 1;
  return new TextEncoder().encode(`${length} ${key}=${value}\n`);
}

function headerOf(name: Uint8Array, bytes: number, kind: '0' | 'x', second: number): Uint8Array {
  if (bytes > sizeMax) throw new Error('too large for a tar');
  const header = new Uint8Array(block);
  const put = (text: string, at: number): void => header.set(new TextEncoder().encode(text), at);
  header.set(name, 0);
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  put(`${second.toString(8).padStart(11, '0')}\0`, 136);
  put('        ', 148);
  put(kind, 156);
  put('ustar\u000000', 257);
  const sum = header.reduce((all, one) => all + one, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function paddingOf(bytes: number): number {
  return (block - (bytes % block)) % block;
}
