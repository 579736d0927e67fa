import { isRecipient } from '../custody/age-text.js';
import { locks } from '../custody/share-commitment.js';
import { parseRate } from '../rules/currency.js';
import { envelopes, holdersMax } from '../rules/custody.js';
import { microsOf } from '../rules/moment.js';
import { parseMoney } from '../rules/money.js';
import { list, nullable, oneOf, record, text, truth, whole, type Shape } from './shape.js';
import { any, hex, signature, some } from './text-shapes.js';

const hash = hex(64);
const uuid = text(
  (value) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value),
  '小写的UUID',
  'a UUID in small letters',
);
const instant = text((value) => microsOf(value) !== null, 'RFC 3339时刻', 'an RFC 3339 moment');
const amount = text((value) => parseMoney(value) !== null, '金额', 'an amount of money');
const recipient = text(isRecipient, 'age公钥', 'an age recipient');
const envelope = oneOf(...envelopes);
const bytes = whole(1, Number.MAX_SAFE_INTEGER);
const bilingual = record({ zh: any, en: any });
const base64 = text((value) => Buffer.from(value, 'base64').toString('base64') === value, 'base64', 'base64');
const shareText = text((value) => /^[A-Za-z0-9+/]{100}$/.test(value), '75字节分片的base64', 'a share of 75 octets in base64');

/** The formats of minutes that this program knows: of bids in one envelope, and of each of two. */
export const minutesFormats = ['ftz-opening-minutes-2', 'ftz-opening-minutes-3'] as const;
const bidsMax = 100_000;

const lot = record({ id: some }, { price: record({ amount, currency: some }) });
const bid = record(
  {
    bidId: uuid,
    supplierId: uuid,
    supplierName: record({}, { zh: any, en: any }),
    receivedAt: instant,
    ciphertextSha256: hash,
    noticeVersion: nullable(whole(1, 1_000_000)),
    result: oneOf('opened', 'defective'),
    price: nullable(record({ amount, currency: oneOf('CNY') })),
    defect: nullable(record({ cause: oneOf('bidder', 'platform'), rule: some, detail: bilingual })),
  },
  {
    offered: record({ amount, currency: some, rate: text((value) => parseRate(value) !== null, '汇率', 'a rate') }),
    lots: list(lot, 200),
    sealedPrice: record({ ciphertextSha256: hash, bytes }),
  },
);
const unopened = record({
  bidId: uuid,
  supplierId: uuid,
  supplierName: record({}, { zh: any, en: any }),
  ciphertextSha256: hash,
  reason: oneOf('not-qualified', 'defective'),
});
const index = whole(1, holdersMax);
const share = record({ index, organizationId: uuid, commitment: hash, used: truth() });
const lock = record({
  recipient,
  threshold: whole(2, holdersMax),
  identitySha256: hash,
  organizationId: uuid,
  shares: list(share, holdersMax),
});
const ofBoth = (shape: Shape): Shape => record(Object.fromEntries(locks.map((one) => [one, shape])));

/** `GET …/opening`, or the notice of the opening: what is signed, and by which key. */
export const openingShape = record(
  { minutes: record({}, {}, 'passed-over'), keyId: some, signature },
  { id: uuid, tenderId: uuid, version: bytes },
);

export const minutesShape = record(
  {
    format: oneOf(...minutesFormats),
    tenderId: uuid,
    envelope,
    referenceNumber: some,
    bidsCloseAt: instant,
    openableAt: instant,
    openedAt: instant,
    locks: ofBoth(lock),
    bids: list(bid, bidsMax),
  },
  { unopened: list(unopened, bidsMax) },
);

export const receiptShape = record(
  {
    format: oneOf('ftz-receipt-1', 'ftz-receipt-2'),
    id: uuid,
    tenderId: uuid,
    version: whole(1, 1_000_000),
    state: oneOf('submitted', 'withdrawn'),
    action: oneOf('submission', 'replacement', 'withdrawal'),
    previousId: nullable(uuid),
    ciphertextSha256: nullable(hash),
    bytes: nullable(bytes),
    receivedAt: instant,
    statement: bilingual,
    keyId: some,
    signature,
  },
  { price: record({ ciphertextSha256: hash, bytes }) },
);

/** `GET /v1/keys`: RFC 8037 keys, with the seconds since 1970 between which each signs, where they are said. */
export const keysShape = record({
  keys: list(
    record(
      {
        kty: oneOf('OKP'),
        crv: oneOf('Ed25519'),
        x: text((value) => /^[A-Za-z0-9_-]{43}$/.test(value), '32字节的base64url', '32 octets in base64url'),
        kid: some,
      },
      { use: oneOf('sig'), alg: oneOf('EdDSA', 'Ed25519'), nbf: whole(0, 1e11), exp: whole(0, 1e11) },
    ),
    1_000,
  ),
});

/** `GET …/opening/identities`: the age file that holds them, for one reader. */
export const sealedIdentitiesShape = record({
  tenderId: uuid,
  envelope,
  keyId: uuid,
  sealedIdentities: base64,
  releasedAt: instant,
});

export const identitiesShape = record(
  { format: oneOf('ftz-identities-1'), tenderId: uuid, envelope, identities: ofBoth(some) },
  { shares: ofBoth(list(record({ index, share: shareText }), holdersMax)) },
);

const fileKey = text(
  (value) => /^[A-Za-z0-9+/]{22}==$/.test(value) && Buffer.from(value, 'base64').toString('base64') === value,
  '16字节的base64',
  '16 octets in base64',
);

/** `GET …/bids/mine/file-keys` and `GET …/opening/file-keys/{bidId}`. */
export const fileKeysShape = record({
  format: oneOf('ftz-file-keys-1'),
  tenderId: uuid,
  bidId: uuid,
  envelope,
  ciphertextSha256: hash,
  fileKeys: record({ outer: fileKey, inner: nullable(fileKey) }),
});

/** `GET /v1/tenders/{id}`, as far as an opening rests on it. */
export const noticeShape = record(
  {
    id: uuid,
    referenceNumber: some,
    noticeVersion: whole(1, 1_000_000),
    bidsCloseAt: instant,
    opensAt: instant,
    openedAt: nullable(instant),
    sealing: list(
      record({
        envelope,
        lock: oneOf(...locks),
        recipient,
        threshold: whole(2, holdersMax),
        organizationId: uuid,
        registeredAt: instant,
        shares: list(record({ index, organizationId: uuid, commitment: hash }), holdersMax),
      }),
      locks.length * envelopes.length,
    ),
    lots: list(record({ id: some }, {}, 'passed-over'), 200),
    terms: record({}, {}, 'passed-over'),
  },
  {},
  'passed-over',
);
