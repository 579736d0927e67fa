import { list, nullable, oneOf, record, whole } from './shape.js';
import { hex, signature, some } from './text-shapes.js';

const count = whole(0, Number.MAX_SAFE_INTEGER);

/** `data/bundle.json` */
export const bundleShape = record(
  {
    format: oneOf('ftz-bundle-1'),
    tenderId: some,
    log: record({ size: count, root: hex(64), recordedAt: some, keyId: some, signature }),
    missing: list(some, 1_000_000),
    checkpoint: nullable(record({ origin: some, size: count, consistency: list(some, 64) })),
  },
  {},
  'passed-over',
);

/** `signature.json` */
export const bundleSignatureShape = record({
  format: oneOf('ftz-bundle-signature-1'),
  tenderId: some,
  recordedAt: some,
  manifests: record({ 'bag-info.txt': hex(128), 'manifest-sha256.txt': hex(128), 'manifest-sha512.txt': hex(128) }),
  keyId: some,
  signature,
});

/** A line of `data/entries.jsonl` */
export const entryShape = record({
  index: count,
  id: some,
  type: some,
  article: nullable(whole(1, 100)),
  recordedAt: some,
  leaf: some,
  leafHash: hex(64),
  payload: nullable(some),
  salt: nullable(hex(64)),
  proof: list(hex(64), 64),
});

/** A line of `data/seals.jsonl`: with a salt the seal that counts, without one a seal of before. */
export const sealShape = record(
  { entryId: some, table: some, row: some },
  { key: list(some, 32), salt: hex(32), columns: record({}, {}, 'passed-over') },
);
