import { openDocument } from '../bids/opened-document.js';
import type { BlobStore } from '../platform/blob-store.js';
import { unlessUnknown } from '../platform/refusal.js';
import type { Bag } from './bag.js';
import { safeName } from './bag-text.js';
import type { Snapshot } from './snapshot.js';

/** A file that the rows name: where it lies in the bag, and how it is kept in the store. */
export interface BundledDocument {
  path: string;
  blobSha256: string;
  key: Buffer | null;
}

interface Row {
  kind: 'document' | 'redacted' | 'application' | 'opened' | 'sealed' | 'sealed-price';
  id: string;
  name: string | null;
  sha256: string;
  blob: string;
  key: Buffer | null;
}

/** Of bids what the opening opened, and never a price that was not. */
const statement = `
  SELECT 'document' AS kind, id, name, sha256, sha256 AS blob, NULL::bytea AS key FROM tender_documents WHERE tender_id = $1
  UNION ALL SELECT 'application', id, name, sha256, sha256, NULL FROM application_documents WHERE tender_id = $1
  UNION ALL SELECT 'redacted', id, name, sha256, sha256, NULL FROM document_redactions WHERE tender_id = $1
  UNION ALL SELECT DISTINCT ON (kept.bid_id, kept.sha256) 'opened', kept.bid_id, listed.value ->> 'name', kept.sha256, kept.blob_sha256, kept.key
    FROM opened_documents kept JOIN opened_bids bid ON bid.id = kept.bid_id
         CROSS JOIN LATERAL jsonb_array_elements(bid.content -> 'documents') WITH ORDINALITY listed
   WHERE kept.tender_id = $1 AND listed.value ->> 'sha256' = kept.sha256
  UNION ALL SELECT 'sealed', id, NULL, ciphertext_sha256, ciphertext_sha256, NULL FROM opened_bids WHERE tender_id = $1
  UNION ALL SELECT 'sealed-price', id, NULL, price_sha256, price_sha256, NULL FROM opened_bids
   WHERE tender_id = $1 AND price_sha256 IS NOT NULL AND price_opened_at IS NOT NULL`;

export async function documentsOf(snapshot: Snapshot, tenderId: string): Promise<BundledDocument[]> {
  const rows = await snapshot.query<Row>(`SELECT * FROM (${statement}) one ORDER BY kind, id, sha256`, [tenderId]);
  return rows.map((row) => ({ path: pathOf(row), blobSha256: row.blob, key: row.key }));
}

/** Puts what the store has; answers the paths of what it no longer has. */
export async function putDocuments(bag: Bag, blobs: BlobStore, documents: readonly BundledDocument[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { path, blobSha256, key } of documents) {
    const open = async () => (await openDocument(blobs, { blobSha256, key })).stream;
    const isThere = bag.refer(path, open).then(() => true);
    if (!(await unlessUnknown(isThere, false))) missing.push(path);
  }
  return missing;
}

function pathOf({ kind, id, name, sha256 }: Row): string {
  if (kind === 'sealed') return `data/sealed/${id}.age`;
  if (kind === 'sealed-price') return `data/sealed-prices/${id}.age`;
  if (kind === 'opened') return `data/bid-documents/${id}/${sha256}/${safeName(name ?? sha256)}`;
  const folder = { document: 'documents', redacted: 'redacted-documents', application: 'application-documents' }[kind];
  return `data/${folder}/${id}/${safeName(name ?? sha256)}`;
}
