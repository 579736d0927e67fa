import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isBagName, type BagDigest } from '../archive/bag-text.js';
import { BidFault } from '../bids/bid-fault.js';
import { Octets } from '../bids/octets.js';
import { CommandFault } from '../platform/command-fault.js';
import { tarEntries } from '../bids/tar-reader.js';
import type { Bilingual } from '../rules/breach.js';
import type { Findings } from './findings.js';
import type { Named } from './inputs.js';

/** A file of the bag as it lies there. */
export type BagFile = BagDigest & Named;

/** The bag's folder; of a tar it is a folder for this once. */
export interface BagFolder {
  path: string;
  remove(): Promise<void>;
}

/** Throws CommandFault where it is neither a folder nor a tar of one. */
export async function bagFolder({ name, path }: Named, findings: Findings): Promise<BagFolder> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFault({ zh: `无法读取 ${name}（${error.code}）。`, en: `${name} cannot be read (${error.code}).` });
  });
  if (facts.isDirectory()) return { path, remove: () => Promise.resolve() };
  const scratch = await mkdtemp(join(tmpdir(), 'ftz-verify-'));
  const remove = (): Promise<void> => rm(scratch, { recursive: true, force: true });
  try {
    return { path: await unpack({ name, path }, scratch, findings), remove };
  } catch (error) {
    await remove();
    throw error instanceof BidFault ? noBundle(name, error) : error;
  }
}

/** Files that stand twice in the tar, or out of its one folder, are faults, and stay where they are. */
async function unpack({ name: tar, path }: Named, scratch: string, findings: Findings): Promise<string> {
  let root: string | null = null;
  for await (const { name, content } of tarEntries(new Octets(createReadStream(path) as AsyncIterable<Uint8Array>))) {
    const [first = ''] = name.split('/');
    if (!isBagName(name) || !name.includes('/') || first !== (root ?? first)) {
      findings.fault({ file: name, pointer: '' }, '不在归档的唯一文件夹内。', 'Is not within the one folder of the archive.');
      continue;
    }
    root = first;
    await place(join(scratch, name), content).catch((error: NodeJS.ErrnoException) => {
      if (!takenCodes.includes(error.code ?? '')) throw error;
      findings.fault({ file: name, pointer: '' }, '在归档中出现两次。', 'Stands in the archive twice.');
    });
  }
  if (root === null) throw new CommandFault({ zh: `${tar} 中没有文件夹。`, en: `${tar} holds no folder.` });
  return join(scratch, root);
}

/** A file, or a folder where a file is to be, is there already. */
const takenCodes = ['EEXIST', 'ENOTDIR', 'EISDIR'];

async function place(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(content), createWriteStream(path, { flags: 'wx' }));
}

function noBundle(name: string, { breach }: BidFault): CommandFault {
  const { zh, en } = breach.facts['reason'] as Bilingual;
  return new CommandFault({ zh: `${name} 不是档案包：${zh}。`, en: `${name} is no bundle: ${en}.` });
}

/** Every file below the folder, by its name from there; what is no file is a fault. */
export async function bagFiles(folder: string, findings: Findings): Promise<Map<string, BagFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, BagFile>();
  const named = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of named.sort((left, right) => (left.path < right.path ? -1 : 1))) {
    // Where a backslash is a letter like others, a file of that name is another than the one in the folder.
    const name = relative(folder, path).split(sep).join('/');
    if (entry.isFile()) files.set(name, { name, path, ...(await digestsOf(path)) });
    else if (!entry.isDirectory()) findings.fault({ file: name, pointer: '' }, '不是文件。', 'Not a file.');
  }
  return files;
}

async function digestsOf(path: string): Promise<Omit<BagDigest, 'name'>> {
  const [short, long] = [createHash('sha256'), createHash('sha512')];
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += part.length;
    short.update(part);
    long.update(part);
  }
  return { bytes, sha256: short.digest('hex'), sha512: long.digest('hex') };
}
