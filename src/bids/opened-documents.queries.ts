import type { BlobStore } from '../platform/blob-store.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import type { KeptDocument, OpenedDocument } from './opened-document.js';

/** One document of an opened bid, under the name that the bid gives it. */
export interface NamedDocument extends KeptDocument {
  name: string;
  sha256: string;
  bytes: number;
}

/** Keeps the documents of an opened bid, which has its row already; their keys are told in the opening's own transaction. */
export async function keepDocuments(
  work: Work,
  blobs: BlobStore,
  bid: { id: string; tenderId: string },
  files: readonly OpenedDocument[],
): Promise<void> {
  if (files.length === 0) return;
  const kept = await work.query<{ blobSha256: string }>(
    `INSERT INTO opened_documents (tender_id, bid_id, sha256, bytes, blob_sha256, key, sha512)
     SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::text[]) ON CONFLICT (bid_id, sha256) DO NOTHING
     RETURNING blob_sha256 AS "blobSha256"`,
    [
      bid.tenderId,
      bid.id,
      files.map((one) => one.sha256),
      files.map((one) => one.bytes),
      files.map((one) => one.file.sha256),
      files.map((one) => one.key),
      files.map((one) => one.sha512),
    ],
  );
  // Before the commit: a row that names them must find them. The same document twice in a bid is kept once.
  const named = new Set(kept.map((one) => one.blobSha256));
  for (const { file } of files) if (named.has(file.sha256)) await blobs.keep(file);
}

/** Null where the opened bid has no such document. */
export async function documentOfBid(
  reader: Reader,
  tenderId: string,
  { bidId, sha256 }: { bidId: string; sha256: string },
): Promise<NamedDocument | null> {
  const [row] = await reader.query<NamedDocument>(
    `SELECT kept.sha256, kept.bytes::float8 AS bytes, kept.blob_sha256 AS "blobSha256", kept.key, listed.value ->> 'name' AS name
       FROM opened_documents kept JOIN opened_bids bid ON bid.id = kept.bid_id
            CROSS JOIN LATERAL jsonb_array_elements(bid.content -> 'documents') WITH ORDINALITY listed
      WHERE kept.tender_id = $1 AND kept.bid_id = $2 AND kept.sha256 = $3 AND listed.value ->> 'sha256' = kept.sha256
      ORDER BY listed.ordinality LIMIT 1`,
    [tenderId, bidId, sha256],
  );
  return row ?? null;
}
