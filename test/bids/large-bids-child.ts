import { BlobStore } from '../../src/platform/blob-store.js';
import { ReadSealedBid } from '../../src/bids/read-sealed-bid.js';

/** Opens sealed bids one after the other, as an opening does, and tells how much memory that took at most: arguments are the data folder, a tender, both identities and the bids' hashes. */
const [dataDir = '', tenderId = '', identityA = '', identityB = '', ...hashes] = process.argv.slice(2);
const blobs = new BlobStore({ dataDir });
await blobs.onModuleInit();
const reader = new ReadSealedBid(blobs);
const keys = { A: { identity: identityA }, B: { identity: identityB } } as unknown as Parameters<ReadSealedBid['run']>[2];
const before = process.resourceUsage().maxRSS;
let documents = 0;
const defects: unknown[] = [];
for (const ciphertextSha256 of hashes) {
  const bid = { id: tenderId, supplierId: tenderId, ciphertextSha256, bytes: 0, receivedAt: '', answers: 1 };
  const read = await reader.run(bid, tenderId, keys, new Set());
  if ('defect' in read) defects.push(read.defect.breach.detail.en);
  else documents += read.files.reduce((sum, one) => sum + one.bytes, 0);
}
process.stdout.write(JSON.stringify({ documents, defects, beforeKb: before, peakKb: process.resourceUsage().maxRSS }));
