import { createCipheriv } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { counterAt } from '../bids/opened-document.js';
import { CommandFault } from '../platform/command-fault.js';
import type { BlobStore } from '../platform/blob-store.js';
import type { BagFile } from '../verification/bag-files.js';
import type { OpenedBundle } from './opened-bundle.js';

const asTheyAre = /^data\/(documents|application-documents|redacted-documents|sealed|sealed-prices)\//;
const opened = /^data\/bid-documents\/([^/]+)\/([0-9a-f]{64})\//;

/** The files of a bundle into the store, those of opened bids encrypted again under the keys that their rows have. Before the rows are committed. */
export async function restoreDocuments(client: pg.Client, blobs: BlobStore, { files }: OpenedBundle): Promise<number> {
  let count = 0;
  for (const file of files.values()) {
    const [, bidId, sha256] = opened.exec(file.name) ?? [];
    if (bidId !== undefined) await keepOpened(client, blobs, file, bidId, sha256 as string);
    else if (asTheyAre.test(file.name)) await keep(blobs, createReadStream(file.path), file.sha256, file.name);
    else continue;
    count += 1;
  }
  return count;
}

async function keepOpened(client: pg.Client, blobs: BlobStore, file: BagFile, bidId: string, sha256: string): Promise<void> {
  const { rows } = await client.query<{ blob: string; key: Buffer | null }>(
    'SELECT blob_sha256 AS blob, key FROM opened_documents WHERE bid_id = $1 AND sha256 = $2',
    [bidId, sha256],
  );
  const [row] = rows;
  if (!row) return;
  const content = createReadStream(file.path);
  const stored = row.key === null ? content : content.pipe(createCipheriv('aes-256-ctr', row.key, counterAt(0)));
  await keep(blobs, stored, row.blob, file.name);
}

async function keep(blobs: BlobStore, content: Readable, sha256: string, name: string): Promise<void> {
  const staged = await blobs.stage(content, { bytesMax: Infinity });
  if (staged.sha256 === sha256) return void (await blobs.keep(staged));
  await blobs.discard(staged);
  throw new CommandFault({ zh: `${name} 不是所载的文件。`, en: `${name} is not the file that its row names.` });
}
