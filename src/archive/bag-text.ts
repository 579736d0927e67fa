/** A file of a bag, by its name from the bag's folder. */
export interface BagDigest {
  name: string;
  bytes: number;
  sha256: string;
  sha512: string;
}

/** RFC 8493 section 2.1.1, to the byte. */
export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** RFC 8493 section 2.1.3, in the form that `sha256sum -c` reads, too. */
export function manifestText(files: readonly BagDigest[], algorithm: 'sha256' | 'sha512'): string {
  return files.map((one) => `${one[algorithm]}  ${one.name}\n`).join('');
}

/** RFC 8493 section 2.2.2: one line for each. */
export function infoText(info: readonly (readonly [string, string])[]): string {
  return info.map(([label, value]) => `${label}: ${value.replace(/[\r\n]+/g, ' ').trim()}\n`).join('');
}

/**
 * Names that every tool writes alike: RFC 8493 encodes CR, LF and %, `sha256sum` a backslash, so that none of them stands in one; and none leads out of
 * the bag's folder.
 */
export function isBagName(name: string): boolean {
  const parts = name.split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && part === safeName(part));
}

const bytesMax = 200;

/** A file's own name as a part of a bag's: what tools or systems write in different ways is an underscore, and a long one is cut before its ending. */
export function safeName(name: string): string {
  const plain = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}%\\/:*?"<>|~]|^[ .-]|[ .]$/gu, '_');
  if (Buffer.byteLength(plain) <= bytesMax) return plain === '' ? '_' : plain;
  const ending = /\.[A-Za-z0-9]{1,12}$/.exec(plain)?.[0] ?? '';
  let cut = plain.slice(0, plain.length - ending.length);
  while (Buffer.byteLength(cut) + ending.length > bytesMax) cut = [...cut].slice(0, -1).join('');
  return `${cut.replace(/[ .]$/u, '_')}${ending}`;
}
