import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { bytesOf, linked, makeFolder, removed, syncFolder } from '../platform/blob-files.js';
import { BlobStore, type Staged } from '../platform/blob-store.js';
import { CONFIG, type Config } from '../platform/config.js';

interface Part {
  path: string;
  bytes: number;
}

const whole = 'whole';

/**
 * The bytes of uploads: DATA_DIR/blobs/uploads/<id>/<offset>. A part is synced before it gets its name, and of two parts at one offset only the
 * first gets it. So the end of the last part is an offset that no crash takes back, and no lock is needed between requests or processes.
 */
@Injectable()
export class UploadFiles {
  private readonly root: string;

  constructor(
    @Inject(CONFIG) config: Pick<Config, 'dataDir'>,
    private readonly blobs: BlobStore,
  ) {
    this.root = join(config.dataDir, 'blobs', 'uploads');
  }

  async begin(id: string): Promise<void> {
    await makeFolder(this.folderOf(id));
  }

  /** The number of bytes that are on the disk for good. */
  async offset(id: string): Promise<number> {
    const done = await bytesOf(join(this.folderOf(id), whole));
    return done ?? (await this.parts(id)).reduce((sum, one) => sum + one.bytes, 0);
  }

  async countParts(id: string): Promise<number> {
    return (await this.parts(id)).length;
  }

  /** False where another part came to this offset first, or the upload is complete or gone: then the bytes are gone, too. */
  async append(id: string, offset: number, part: Staged): Promise<boolean> {
    const path = join(this.folderOf(id), nameOf(offset));
    try {
      if (!(await linked(part.path, path))) return false;
      await syncFolder(this.folderOf(id));
      // Names of parts are free again once there is the whole, and only then.
      if (!(await this.isComplete(id))) return true;
      await removed(path);
      return false;
    } finally {
      await this.blobs.discard(part);
    }
  }

  /** Whether the parts have become one file. */
  async isComplete(id: string): Promise<boolean> {
    return (await bytesOf(join(this.folderOf(id), whole))) !== null;
  }

  /** All that is there. Breaks off, or is short, where somebody completes it meanwhile: then ask again. */
  async *read(id: string): AsyncGenerator<Buffer> {
    if (await this.isComplete(id)) return yield* createReadStream(join(this.folderOf(id), whole)) as AsyncIterable<Buffer>;
    for (const part of await this.parts(id)) yield* createReadStream(part.path) as AsyncIterable<Buffer>;
  }

  /** The parts have become one file, which takes their place. */
  async complete(id: string, staged: Staged): Promise<void> {
    const parts = await this.parts(id);
    await linked(staged.path, join(this.folderOf(id), whole));
    await syncFolder(this.folderOf(id));
    await this.blobs.discard(staged);
    for (const part of parts) await removed(part.path);
  }

  /** The whole file under a second name, for a bid to take; the upload keeps its own. Null where it is gone. */
  async take(id: string, facts: Omit<Staged, 'path'>): Promise<Staged | null> {
    return this.blobs.stageAgain(join(this.folderOf(id), whole), facts);
  }

  async remove(id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true });
  }

  /** In their order; a gap ends them. */
  private async parts(id: string): Promise<Part[]> {
    const folder = this.folderOf(id);
    const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name)).sort();
    const parts: Part[] = [];
    let from = 0;
    for (const name of names) {
      const path = join(folder, name);
      const bytes = await bytesOf(path);
      if (Number(name) !== from || bytes === null) break;
      parts.push({ path, bytes });
      from += bytes;
    }
    return parts;
  }

  private folderOf(id: string): string {
    return join(this.root, id);
  }
}

function nameOf(offset: number): string {
  return String(offset).padStart(12, '0');
}
