import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Bilingual } from '../rules/breach.js';

/** What the central directory says of one entry. */
export interface ZipEntry {
  name: string;
  /** 0: stored as it is. */
  method: number;
  offset: number;
  nameBytes: number;
  compressedBytes: number;
  bytes: number;
  encrypted: boolean;
  symlink: boolean;
}

/** Why an archive is not taken. */
export class ArchiveFault extends Error {
  constructor(readonly reason: Bilingual) {
    super(reason.en);
    this.name = 'ArchiveFault';
  }
}

const entriesMax = 2_000;
const inflatedBytesMax = 1024 ** 3;
/** Text packs twenty to fifty times; what packs more is made to burst. */
const ratioMax = 100;
const ratioFreeBytes = 1024 ** 2;
const localHeaderBytes = 30;

const archives = /\.(zip|jar|war|ear|apk|7z|rar|tar|gz|tgz|bz2|tbz|xz|txz|zst|lz|lzma|lzh|arj|cab|iso|img|dmg|vhd|vhdx|wim)$/i;

/**
 * Reads the directory of a ZIP archive that lies on the disk, record by record, and inflates nothing: what it says of itself must be safe to
 * unpack. Throws ArchiveFault.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[]> {
  const file = await openPromise(path, { strictFileNames: true, autoClose: false }).catch((error: unknown) => {
    throw faultOf(error as Error);
  });
  try {
    if (file.comment.length > 0) throw new ArchiveFault({ zh: '带有压缩包注释', en: 'it carries an archive comment' });
    if (file.entryCount > entriesMax)
      throw new ArchiveFault({ zh: `条目超过${entriesMax}个`, en: `it has more than ${entriesMax} entries` });
    const directoryAt = file.readEntryCursor;
    const entries = await entriesOf(file);
    requireSafe(entries, directoryAt);
    return entries;
  } finally {
    file.close();
  }
}

function entriesOf(file: ZipFile): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  return new Promise((resolve, reject) => {
    file.on('error', (error) => reject(faultOf(error)));
    file.on('end', () => resolve(entries));
    file.on('entry', (entry) => {
      entries.push(present(entry));
      file.readEntry();
    });
    file.readEntry();
  });
}

function present(entry: Entry): ZipEntry {
  const encryption = 0b10_0000_0100_0001;
  return {
    name: entry.fileName,
    method: entry.compressionMethod,
    offset: entry.relativeOffsetOfLocalHeader,
    nameBytes: entry.fileNameLength,
    compressedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    encrypted: (entry.generalPurposeBitFlag & encryption) !== 0,
    symlink: ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
  };
}

function requireSafe(entries: readonly ZipEntry[], directoryAt: number): void {
  if (entries.length === 0) throw new ArchiveFault({ zh: '没有内容', en: 'it is empty' });
  for (const entry of entries) requireSafeEntry(entry);
  const names = new Set(entries.map((one) => one.name.normalize('NFC').toLowerCase()));
  if (names.size < entries.length) throw new ArchiveFault({ zh: '条目重名', en: 'two entries have one name' });
  requireApart(entries, directoryAt);
  const inflated = entries.reduce((sum, one) => sum + one.bytes, 0);
  if (inflated > inflatedBytesMax || inflated > ratioMax * directoryAt + ratioFreeBytes)
    throw new ArchiveFault({ zh: `展开后将达${inflated}字节`, en: `it would unpack to ${inflated} bytes` });
}

function requireSafeEntry({ name, encrypted, symlink }: ZipEntry): void {
  const shown = name.slice(0, 100);
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(name)) throw unsafeName();
  if (encrypted) throw new ArchiveFault({ zh: `条目“${shown}”已加密`, en: `entry "${shown}" is encrypted` });
  if (symlink) throw new ArchiveFault({ zh: `条目“${shown}”是符号链接`, en: `entry "${shown}" is a symbolic link` });
  if (archives.test(name)) throw new ArchiveFault({ zh: `含有压缩包“${shown}”`, en: `it holds another archive, "${shown}"` });
}

/** Entries follow one another from the first byte on and end before the directory: none lies in another, nothing stands before them. */
function requireApart(entries: readonly ZipEntry[], directoryAt: number): void {
  const sorted = [...entries].sort((left, right) => left.offset - right.offset);
  if (sorted[0]?.offset !== 0) throw new ArchiveFault({ zh: '压缩包之前另有内容', en: 'something stands before it' });
  for (const [at, one] of sorted.entries()) {
    const end = one.offset + localHeaderBytes + one.nameBytes + one.compressedBytes;
    if (end > (sorted[at + 1]?.offset ?? directoryAt)) throw new ArchiveFault({ zh: '条目相互重叠', en: 'its entries overlap' });
  }
}

function unsafeName(): ArchiveFault {
  return new ArchiveFault({ zh: '条目名称不安全', en: 'the name of an entry is not safe' });
}

/** What the reader itself finds: absolute names, `..` and backslashes among it. */
function faultOf(error: Error): ArchiveFault {
  if (/^(absolute path|invalid relative path|invalid characters)/.test(error.message)) return unsafeName();
  return new ArchiveFault({ zh: '结构损坏', en: 'its structure is broken' });
}
