import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, mkdir, open, rename, stat, unlink, utimes, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Null where there is no such file; throws where nobody can say. */
export async function bytesOf(path: string): Promise<number | null> {
  const facts = await factsOf(path);
  return facts?.isFile() ? facts.size : null;
}

/** The modification time of a blob that more than one has kept: it needs no clock, and nobody else reads it. */
const sharedAtMs = 86_400_000;
/** That of one whose mark was taken off; whoever keeps it from then on marks it, or brings its own with a time of its own. */
const loosenedAtMs = 2 * sharedAtMs;

/** False where the file went away before it could be seen to carry the mark. */
export async function markShared(path: string): Promise<boolean> {
  return (await timed(path, sharedAtMs)) && isShared(path);
}

/** False where there is no such file. */
export function unmarkShared(path: string): Promise<boolean> {
  return timed(path, loosenedAtMs);
}

/** Whether more than one has kept the blob. */
export async function isShared(path: string): Promise<boolean> {
  return (await factsOf(path))?.mtimeMs === sharedAtMs;
}

/** Whether nobody has kept the blob since its mark was taken off. */
export async function isLoosened(path: string): Promise<boolean> {
  return (await factsOf(path))?.mtimeMs === loosenedAtMs;
}

/** Takes the place of whatever is there. False where there is nothing to move. */
export async function moved(from: string, to: string): Promise<boolean> {
  return (await unlessAbsent(rename(from, to).then(() => true))) ?? false;
}

/** False where there is such a file already, or nothing to link it to; unlike a rename, a link never takes a file's place. */
export async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      const { code = '' } = error as { code?: string };
      if (['EEXIST', 'ENOENT'].includes(code)) return false;
      throw error;
    },
  );
}

/** Removes one file, or finds it gone. */
export async function removed(path: string): Promise<void> {
  await unlessAbsent(unlink(path));
}

/** The SHA-256 of all that the stream has, in hex. Throws what the stream throws. */
export async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return hash.digest('hex');
}

/** What stands for the digest of a file that cannot be read. */
export function unreadable(why: string): string {
  return `unreadable (${why})`;
}

/** All of the bytes, however many the system takes at once. */
export async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
}

/** Makes a folder and syncs each folder above it that got a new entry, or a power cut could lose the way to a blob. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) await syncFolder(dirname(folder));
}

/** Until the folder's entries are on the disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Folders that are there for good: each is opened once, and its entries are synced through the same handle ever after. */
export class LastingFolders {
  private readonly handles = new Map<string, Promise<FileHandle>>();

  async sync(path: string): Promise<void> {
    if (process.platform === 'win32') return;
    const opened = this.handles.get(path) ?? open(path, 'r');
    this.handles.set(path, opened);
    opened.catch(() => this.handles.delete(path));
    await (await opened).sync();
  }

  async close(): Promise<void> {
    const opened = [...this.handles.values()];
    this.handles.clear();
    await Promise.all(opened.map(async (one) => (await one).close()));
  }
}

async function timed(path: string, atMs: number): Promise<boolean> {
  const time = new Date(atMs);
  return (await unlessAbsent(utimes(path, time, time).then(() => true))) ?? false;
}

function factsOf(path: string): Promise<Stats | null> {
  return unlessAbsent(stat(path));
}

/** Null where there is no such file: any other error leaves it open what there is. */
async function unlessAbsent<Done>(call: Promise<Done>): Promise<Done | null> {
  return call.catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  });
}
