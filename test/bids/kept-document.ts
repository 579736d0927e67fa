import { buffer } from 'node:stream/consumers';
import { openDocument, type KeptDocument } from '../../src/bids/opened-document.js';
import { BlobStore } from '../../src/platform/blob-store.js';
import type { TestApp } from '../app.js';

/** A document of an opened bid, as the service opens what it keeps. */
export async function keptDocument(app: Pick<TestApp, 'app' | 'sql'>, sha256: string): Promise<Buffer> {
  const [kept] = await app.sql<KeptDocument>('SELECT blob_sha256 AS "blobSha256", key FROM opened_documents WHERE sha256 = $1', [
    sha256,
  ]);
  const { stream } = await openDocument(app.app.get(BlobStore), kept as KeptDocument);
  return buffer(stream);
}
