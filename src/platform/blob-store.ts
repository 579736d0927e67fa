import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  bytesOf,
  isLoosened,
  isShared,
  LastingFolders,
  linked,
  makeFolder,
  markShared,
  moved,
  removed,
  sha256Of,
  syncFolder,
  unmarkShared,
  unreadable,
  writeAll,
} from './blob-files.js';
import { CONFIG, type Config } from './config.js';
import { Refusal, unknownResource } from './refusal.js';
import { S3Blobs, type KeptBlobs } from './s3-blobs.js';

/** Bytes that have arrived whole and are on the disk, but belong to nothing yet. */
export interface Staged {
  sha256: string;
  sha512: string;
  bytes: number;
  path: string;
}

export interface Blob {
  /** Of the whole blob, whatever range was asked for. */
  bytes: number;
  stream: Readable;
}

/** First and last byte, both included, as in RFC 9110. */
export interface ByteRange {
  first: number;
  last: number;
}

/** Anything staged for longer than this was left by a crash. */
const orphanMs = 3_600_000;
/** Of the process, and no file's. */
const ownFaults = ['EMFILE', 'ENFILE', 'ENOMEM'];
/** Another turn is needed only where somebody takes the same blob back at that very moment. */
const placingsMax = 1_000;

/**
 * Documents by their content: DATA_DIR/blobs/sha256/ab/<hex>, or S3 where that is configured. Names are made here, never taken from a client; a blob once kept
 * never changes. The 256 folders are made and synced at the start, so that keeping a blob syncs one entry of one of them.
 */
@Injectable()
export class BlobStore implements OnModuleInit, OnApplicationShutdown {
  private readonly root: string;
  private readonly staging: string;
  private readonly folders = new LastingFolders();
  /** Where blobs are kept instead of the folder; staged is always here. */
  private readonly elsewhere: KeptBlobs | null;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir'> & Partial<Pick<Config, 's3'>>) {
    this.elsewhere = config.s3 ? new S3Blobs(config.s3) : null;
    this.root = join(config.dataDir, 'blobs', 'sha256');
    this.staging = join(config.dataDir, 'blobs', 'staging');
  }

  async onModuleInit(): Promise<void> {
    await this.elsewhere?.ready();
    await makeFolder(this.root);
    await makeFolder(this.staging);
    for (let first = 0; first < 256; first += 1)
      await mkdir(join(this.root, first.toString(16).padStart(2, '0')), { recursive: true, mode: 0o700 });
    await syncFolder(this.root);
    await this.sweepStaging();
  }

  async onApplicationShutdown(): Promise<void> {
    this.elsewhere?.close();
    await this.folders.close();
  }

  /**
   * Writes what arrives to the staging folder, hashing on the way, and returns when the bytes are on the disk. Outside any transaction.
   * Throws Refusal 413 at the first byte over `bytesMax`, and whatever the source throws; then nothing is left behind.
   */
  async stage(source: Readable | AsyncIterable<Buffer>, limit: { bytesMax: number }): Promise<Staged> {
    const path = join(this.staging, randomUUID());
    // A client that leaves before the file is open must not end the process; the reading below still throws what it threw.
    if (source instanceof Readable) source.on('error', () => undefined);
    const file = await open(path, 'wx', 0o600);
    try {
      const written = await write(source, file, limit.bytesMax);
      await file.sync();
      await file.close();
      return { ...written, path };
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Stages a file that is on the disk already, under a second name. Null where there is no such file. */
  async stageAgain(existing: string, facts: Omit<Staged, 'path'>): Promise<Staged | null> {
    const path = join(this.staging, randomUUID());
    return (await linked(existing, path)) ? { ...facts, path } : null;
  }

  /**
   * Moves staged bytes to their place, for good, and syncs the folder. Keeping the same content twice is one blob. True where the blob is
   * new: then, and only then, may its keeper take it back.
   */
  async keep(staged: Staged): Promise<boolean> {
    if (this.elsewhere) {
      const isNew = await this.elsewhere.keep(staged);
      await this.discard(staged);
      return isNew;
    }
    const path = this.pathOf(staged.sha256);
    const isNew = await this.place(staged, path);
    await this.folders.sync(dirname(path));
    return isNew;
  }

  /**
   * Undoes a `keep` that answered true, because what it was kept for was refused. A blob that somebody else has kept meanwhile stays: it is
   * moved away first, and put back where it carries the mark, so that a keeper either marks it in time or finds it gone and brings its own.
   */
  async takeBack(staged: Pick<Staged, 'sha256'>): Promise<void> {
    // What is locked stays where it is.
    if (this.elsewhere) return;
    const path = this.pathOf(staged.sha256);
    const leaving = join(this.staging, `${randomUUID()}.${staged.sha256}`);
    // What it was kept for is refused either way.
    if (!(await moved(path, leaving).catch(() => false))) return;
    if (await isShared(leaving)) await this.putBack(leaving, path);
    else await rm(leaving, { force: true });
  }

  async discard(staged: Staged): Promise<void> {
    await removed(staged.path);
  }

  /** Takes the mark off that others have kept the blob, so that whoever keeps it from now on is seen. False where there is no such blob. */
  async loosen(sha256: string): Promise<boolean> {
    if (this.elsewhere) return this.elsewhere.has(sha256);
    return unmarkShared(this.pathOf(sha256));
  }

  /**
   * Destroys a blob that no row needs, some time after it was loosened: one that somebody has kept since then stays. True where there is none any more,
   * and its folders say so on the disk. What an earlier attempt moved away and did not destroy goes, too.
   */
  async remove(sha256: string): Promise<boolean> {
    if (this.elsewhere) return this.elsewhere.remove(sha256);
    const path = this.pathOf(sha256);
    if ((await bytesOf(path)) !== null) {
      if (!(await isLoosened(path))) return false;
      await moved(path, join(this.staging, `${randomUUID()}.${sha256}`));
    }
    for (const name of (await readdir(this.staging)).filter((one) => one.endsWith(`.${sha256}`))) {
      const leaving = join(this.staging, name);
      if (await isLoosened(leaving)) await removed(leaving);
      else await this.putBack(leaving, path);
    }
    for (const folder of [dirname(path), this.staging]) await this.folders.sync(folder);
    return (await bytesOf(path)) === null;
  }

  /** Length in bytes. Throws Refusal 404 where there is no such blob. */
  async size(sha256: string): Promise<number> {
    if (this.elsewhere) return this.elsewhere.size(sha256);
    const bytes = await bytesOf(this.pathOf(sha256));
    if (bytes === null) throw unknownResource();
    return bytes;
  }

  /** The blob, or the part of it in `range`. Throws Refusal 404 where there is no such blob, RangeError where the range is not within it. */
  async open(sha256: string, range?: ByteRange): Promise<Blob> {
    if (this.elsewhere) return this.elsewhere.open(sha256, range);
    const bytes = await this.size(sha256);
    if (range && !(range.first >= 0 && range.first <= range.last && range.last < bytes))
      throw new RangeError('range not within the blob');
    const stream = createReadStream(this.pathOf(sha256), range ? { start: range.first, end: range.last } : {});
    return { bytes, stream };
  }

  /**
   * The SHA-256 of each file in one of the 256 folders, by its name; of one that cannot be read `unreadable (…)` and why. A file that goes away meanwhile is
   * left out.
   */
  async digests(folder: string): Promise<Map<string, string>> {
    if (this.elsewhere) return this.elsewhere.digests(folder);
    const digests = new Map<string, string>();
    for (const name of await readdir(join(this.root, folder))) {
      const digest = await sha256Of(createReadStream(join(this.root, folder, name))).catch((error: { code: string }) => {
        if (ownFaults.includes(error.code)) throw error;
        return error.code === 'ENOENT' ? null : unreadable(error.code);
      });
      if (digest !== null) digests.set(name, digest);
    }
    return digests;
  }

  /** Removes what crashes left in the staging folder; a blob that was on its way out goes back, since its row may be there. Ages are read off the file system's own clock. */
  async sweepStaging(): Promise<number> {
    const probe = join(this.staging, randomUUID());
    await (await open(probe, 'wx', 0o600)).close();
    const { mtimeMs: nowMs } = await stat(probe);
    await rm(probe);
    let swept = 0;
    for (const name of await readdir(this.staging)) {
      const path = join(this.staging, name);
      const [, leaving] = name.split('.');
      if (leaving !== undefined) await this.putBack(path, this.pathOf(leaving));
      const facts = await stat(path).catch(() => null);
      if (facts === null || nowMs - facts.mtimeMs < orphanMs) continue;
      await rm(path, { force: true });
      swept += 1;
    }
    return swept;
  }

  /** True where the file at `path` is the staged one. */
  private async place(staged: Staged, path: string): Promise<boolean> {
    for (let attempt = 0; attempt < placingsMax; attempt += 1) {
      if (await linked(staged.path, path)) {
        await this.discard(staged);
        return true;
      }
      const bytes = await bytesOf(path);
      if (bytes === staged.bytes && (await markShared(path))) {
        await this.discard(staged);
        return false;
      }
      if (bytes !== null && bytes !== staged.bytes) {
        await rename(staged.path, path);
        return false;
      }
    }
    throw new Error(`blob ${staged.sha256} comes and goes, or cannot be marked`);
  }

  /** Takes the place of whatever has come there meanwhile: that is the same content without the mark, and its keeper might take it back. */
  private async putBack(leaving: string, path: string): Promise<void> {
    if (await markShared(leaving)) await moved(leaving, path);
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw unknownResource();
    return join(this.root, sha256.slice(0, 2), sha256);
  }
}

async function write(
  source: Readable | AsyncIterable<Buffer>,
  file: FileHandle,
  bytesMax: number,
): Promise<Omit<Staged, 'path'>> {
  const hashes: Hash[] = [createHash('sha256'), createHash('sha512')];
  let bytes = 0;
  // A stream outlives a refusal, so that the client can still be answered.
  const chunks = source instanceof Readable ? source.iterator({ destroyOnReturn: false }) : source;
  for await (const chunk of chunks as AsyncIterable<Buffer | string>) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += part.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    for (const hash of hashes) hash.update(part);
    await writeAll(file, part);
  }
  const [sha256, sha512] = hashes.map((hash) => hash.digest('hex')) as [string, string];
  return { sha256, sha512, bytes };
}

function tooLarge(bytesMax: number): Refusal {
  return new Refusal(413, 'too-large', { zh: `文件超过${bytesMax}字节的上限`, en: `The file is larger than ${bytesMax} bytes` });
}
