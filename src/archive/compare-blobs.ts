import type { BlobStore } from '../platform/blob-store.js';
import type { Difference } from './record-findings.js';

/** The documents in some folders of the store: each is what its name says, and each that a row names is there. */
export async function compareBlobs(
  blobs: Pick<BlobStore, 'digests'>,
  keptIn: (folder: string) => Promise<{ sha256: string; named_by: string }[]>,
  from: number,
  past: number,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (let number = from; number < past; number += 1) {
    const folder = number.toString(16).padStart(2, '0');
    const kept = await keptIn(folder);
    const digests = await blobs.digests(folder);
    for (const [name, digest] of digests)
      if (name !== digest)
        differences.push({ kind: 'changed', table: 'blobs', row: name, field: 'bytes', said: name, stands: digest });
    for (const { sha256, named_by } of kept)
      if (!digests.has(sha256))
        differences.push({
          kind: 'missing',
          table: 'blobs',
          row: sha256,
          field: `named by ${named_by}`,
          said: sha256,
          stands: null,
        });
  }
  return differences;
}
