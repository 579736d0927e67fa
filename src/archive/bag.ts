import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { BlobStore, Staged } from '../platform/blob-store.js';
import { tarBytes, tarOf } from '../bids/tar-writer.js';
import { bagitText, infoText, isBagName, manifestText, type BagDigest } from './bag-text.js';

interface BagFile extends BagDigest {
  content(): AsyncIterable<Uint8Array> | Promise<Readable>;
}

/** A bag as it is sent: its length is known before its first byte. */
export interface SentBag {
  bytes: number;
  /** Whoever destroys it, or reads it to its end, removes what was written for it. */
  stream: Readable;
}

const algorithms = ['sha256', 'sha512'] as const;

/**
 * A BagIt bag (RFC 8493) on its way out: what is written here lies in the store's staging folder, what is kept in the store is read where it lies, so that
 * no more than a part of one file is ever in memory. The same files give the same bytes.
 */
export class Bag {
  private readonly files: BagFile[] = [];
  private readonly staged: Staged[] = [];

  constructor(private readonly blobs: BlobStore) {}

  /** Payload files so far, in the order of their names. */
  get payload(): readonly BagDigest[] {
    return sorted(this.files.filter(({ name }) => name.startsWith('data/')));
  }

  async put(name: string, content: string | AsyncIterable<Buffer>): Promise<void> {
    const staged = await this.blobs.stage(typeof content === 'string' ? once(content) : content, { bytesMax: Infinity });
    this.staged.push(staged);
    const { sha256, sha512, bytes, path } = staged;
    this.add({ name, sha256, sha512, bytes, content: () => createReadStream(path) });
  }

  /** A file that is kept elsewhere and never changes: read now for its digests, and once more when the bag is sent. */
  async refer(name: string, open: () => Promise<Readable>): Promise<void> {
    const hashes = algorithms.map((one) => createHash(one));
    let bytes = 0;
    for await (const part of (await open()) as AsyncIterable<Buffer>) {
      bytes += part.length;
      for (const hash of hashes) hash.update(part);
    }
    const [sha256, sha512] = hashes.map((hash) => hash.digest('hex')) as [string, string];
    this.add({ name, sha256, sha512, bytes, content: open });
  }

  /** Writes the tag files: what the payload is, and what `signed` makes of the digests of that. Nothing is added afterwards. */
  async seal(info: readonly (readonly [string, string])[], signed: (manifests: Record<string, string>) => string): Promise<void> {
    const { payload } = this;
    await this.put('bagit.txt', bagitText);
    const texts = {
      'bag-info.txt': infoText([...info, ['Payload-Oxum', oxumOf(payload)]]),
      'manifest-sha256.txt': manifestText(payload, 'sha256'),
      'manifest-sha512.txt': manifestText(payload, 'sha512'),
    };
    const manifests: Record<string, string> = {};
    for (const [name, text] of Object.entries(texts)) {
      manifests[name] = createHash('sha512').update(text).digest('hex');
      await this.put(name, text);
    }
    await this.put('signature.json', signed(manifests));
    const tags = sorted(this.files.filter(({ name }) => !name.startsWith('data/')));
    for (const algorithm of algorithms) await this.put(`tagmanifest-${algorithm}.txt`, manifestText(tags, algorithm));
  }

  /** As a tar with one folder, every file of the same second. */
  send(folder: string, second: number): SentBag {
    const entries = sorted(this.files).map((file) => ({
      name: `${folder}/${file.name}`,
      bytes: file.bytes,
      content: contentOf(file),
    }));
    const bytes = tarBytes(entries);
    const stream = Readable.from(tarOf(entries, bytes, second), { objectMode: false });
    stream.once('close', () => void this.remove());
    return { bytes, stream };
  }

  /** Removes what was written for it. */
  async remove(): Promise<void> {
    for (const one of this.staged.splice(0)) await this.blobs.discard(one);
  }

  private add(file: BagFile): void {
    if (!isBagName(file.name) || this.files.some(({ name }) => name === file.name))
      throw new Error(`${file.name} is no name for another file of the bag`);
    this.files.push(file);
  }
}

export function oxumOf(payload: readonly BagDigest[]): string {
  return `${payload.reduce((sum, one) => sum + one.bytes, 0)}.${payload.length}`;
}

/** By the octets of their names, as any tool sorts them. */
function sorted<File extends BagDigest>(files: readonly File[]): File[] {
  return [...files].sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text, 'utf8'));
}

async function* contentOf(file: BagFile): AsyncGenerator<Uint8Array, void> {
  yield* (await file.content()) as AsyncIterable<Uint8Array>;
}
