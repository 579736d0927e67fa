import { link, mkdir, open, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Null where there is no such file. */
export async function bytesOf(path: string): Promise<number | null> {
  const facts = await stat(path).catch(() => null);
  return facts?.isFile() ? facts.size : null;
}

/** The modification time of a blob that more than one has kept: it needs no clock, and nobody else reads it. */
const sharedAtMs = 86_400_000;

/** False where the file went away before it could be seen to carry the mark. */
export async function markShared(path: string): Promise<boolean> {
  const mark = new Date(sharedAtMs);
  try {
    await utimes(path, mark, mark);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return false;
    throw error;
  }
  return isShared(path);
}

/** Whether more than one has kept the blob. */
export async function isShared(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.mtimeMs === sharedAtMs;
}

/** False where there is such a file already; unlike a rename, a link never takes its place. */
export async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: string }).code === 'EEXIST') return false;
      throw error;
    },
  );
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
