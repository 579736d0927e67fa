import { createHash } from 'node:crypto';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import type { MinutesBid, MinutesLock, OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { Kit } from './downloaded.js';

/** What whoever verifies holds: the published files, an own receipt or all of them, or everything. */
export type Holder = 'public' | 'bidder' | 'auditor';

export interface Manipulation {
  what: string;
  /** Changes the minutes; they are signed anew by the platform's key unless `signed` says otherwise. */
  change(minutes: OpeningMinutes, all: Kit, other: Kit): void;
  signed?: 'not' | 'by-a-stranger';
  /** A receipt that the platform signs anew. */
  resigned?: string;
  by: Holder;
  /** Where the command says something is wrong, among other places. */
  at: string | ((was: Kit) => string);
}

const bids = '#/minutes/bids';
const lockA = '#/minutes/locks/A';
const bidOf = ({ bids: all }: OpeningMinutes, at: number): MinutesBid => all[at] as MinutesBid;
const shareOf = ({ shares }: MinutesLock, at: number): MinutesLock['shares'][number] =>
  shares[at] as MinutesLock['shares'][number];
/** Hexadecimal text with another first digit. */
const flipped = (hex: string): string => (hex.startsWith('0') ? '1' : '0') + hex.slice(1);
const fileOf = (was: Kit, at: number): string => `${bidOf(was.opening.minutes, at).bidId}.age`;

/** What anybody finds. */
export const inThemselves: Manipulation[] = [
  {
    what: 'the signature flipped',
    signed: 'not',
    change: (_, all) => (all.opening.signature = all.opening.signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))),
    by: 'public',
    at: '#/signature',
  },
  {
    what: 'a signature written in another way',
    signed: 'not',
    change: (_, all) => (all.opening.signature += '='),
    by: 'public',
    at: '#/signature',
  },
  {
    what: 'the price changed and signed by a stranger',
    signed: 'by-a-stranger',
    change: (minutes) => (bidOf(minutes, 1).price = { amount: '1.00', currency: 'CNY' }),
    by: 'public',
    at: '#/signature',
  },
  {
    what: 'the key named by another name',
    signed: 'not',
    change: (_, all) => (all.opening.keyId = 'x'),
    by: 'public',
    at: '#/keyId',
  },
  {
    what: 'another’s key published under the platform’s name',
    change: (_, all) => Object.assign(all.keys.keys[0] as object, { x: 'A'.repeat(43) }),
    by: 'public',
    at: 'keys.json#/keys/0/kid',
  },
  {
    what: 'a key that signed no more',
    change: (minutes, all) => Object.assign(all.keys.keys[0] as object, { exp: Math.floor(Date.parse(minutes.openedAt) / 1000) }),
    by: 'public',
    at: '#/keyId',
  },
  {
    what: 'a key that did not sign yet',
    change: (minutes, all) =>
      Object.assign(all.keys.keys[0] as object, { nbf: Math.floor(Date.parse(minutes.openedAt) / 1000) + 1 }),
    by: 'public',
    at: '#/keyId',
  },
  {
    what: 'the answer names another tender',
    signed: 'not',
    change: (_, all, other) => (all.opening.tenderId = other.opening.tenderId),
    by: 'public',
    at: '#/tenderId',
  },
  {
    what: 'another format',
    change: (minutes) => Object.assign(minutes, { format: 'ftz-opening-minutes-9' }),
    by: 'public',
    at: '#/minutes/format',
  },
  {
    what: 'no bids at all',
    change: (minutes) => delete (minutes as Partial<OpeningMinutes>).bids,
    by: 'public',
    at: '#/minutes/bids',
  },
  {
    what: 'a bid received at the deadline',
    change: (minutes) => (bidOf(minutes, 2).receivedAt = minutes.bidsCloseAt),
    by: 'public',
    at: `${bids}/2/receivedAt`,
  },
  {
    what: 'the deadline before a bid',
    change: (minutes) => (minutes.bidsCloseAt = bidOf(minutes, 0).receivedAt),
    by: 'public',
    at: `${bids}/0/receivedAt`,
  },
  {
    what: 'the opening before its time',
    change: (minutes) => (minutes.openedAt = minutes.bidsCloseAt),
    by: 'public',
    at: '#/minutes/openedAt',
  },
  {
    what: 'less than the grace after the deadline',
    change: (minutes) => (minutes.openableAt = minutes.bidsCloseAt.replace(':00.000000', ':19.999999')),
    by: 'public',
    at: '#/minutes/openableAt',
  },
  { what: 'the order swapped', change: ({ bids: all }) => void all.reverse(), by: 'public', at: `${bids}/1` },
  { what: 'one bid twice', change: (minutes) => void minutes.bids.push(bidOf(minutes, 2)), by: 'public', at: `${bids}/3/bidId` },
  {
    what: 'one supplier twice',
    change: (minutes) => (bidOf(minutes, 1).supplierId = bidOf(minutes, 0).supplierId),
    by: 'public',
    at: `${bids}/1/supplierId`,
  },
  {
    what: 'a custodian’s share counted twice',
    change: ({ locks: { A } }) => void (A.shares[1] = { ...shareOf(A, 0) }),
    by: 'public',
    at: `${lockA}/shares/1/index`,
  },
  {
    what: 'a commitment twice',
    change: ({ locks: { A, B } }) => (shareOf(B, 2).commitment = shareOf(A, 0).commitment),
    by: 'public',
    at: '#/minutes/locks/B/shares/2/commitment',
  },
  {
    what: 'shares of one organisation only',
    change: ({ locks: { A } }) => (shareOf(A, 1).organizationId = shareOf(A, 0).organizationId),
    by: 'public',
    at: `${lockA}/shares`,
  },
  {
    what: 'an organisation that could open alone',
    change: ({ locks: { A } }) => (shareOf(A, 2).organizationId = shareOf(A, 1).organizationId),
    by: 'public',
    at: `${lockA}/shares/2/organizationId`,
  },
  { what: 'the threshold lowered', change: ({ locks: { A } }) => (A.threshold = 1), by: 'public', at: `${lockA}/threshold` },
  { what: 'the threshold raised', change: ({ locks: { A } }) => (A.threshold = 3), by: 'public', at: `${lockA}/shares` },
  {
    what: 'a threshold that cannot be met',
    change: ({ locks: { A } }) => (A.threshold = 4),
    by: 'public',
    at: `${lockA}/threshold`,
  },
  { what: 'a share less used', change: ({ locks: { A } }) => (shareOf(A, 1).used = false), by: 'public', at: `${lockA}/shares` },
  {
    what: 'both locks dealt by one',
    change: ({ locks: { A, B } }) => (B.organizationId = A.organizationId),
    by: 'public',
    at: '#/minutes/locks/B/organizationId',
  },
  {
    what: 'one lock under two names',
    change: ({ locks: { A, B } }) => (B.recipient = A.recipient),
    by: 'public',
    at: '#/minutes/locks/B/recipient',
  },
  {
    what: 'a price in CNY that the rate does not give',
    change: (minutes) => (bidOf(minutes, 0).price = { amount: '10155990.01', currency: 'CNY' }),
    by: 'public',
    at: `${bids}/0/price/amount`,
  },
  { what: 'lots that do not sum', change: (minutes) => void bidOf(minutes, 2).lots?.pop(), by: 'public', at: `${bids}/2/lots` },
  {
    what: 'a defective bid that is priced',
    change: (minutes) => (bidOf(minutes, 1).price = { amount: '1.00', currency: 'CNY' }),
    by: 'public',
    at: `${bids}/1/price`,
  },
  {
    what: 'a defective bid without a defect',
    change: (minutes) => (bidOf(minutes, 1).defect = null),
    by: 'public',
    at: `${bids}/1/defect`,
  },
  {
    what: 'the same file opened twice',
    change: (minutes) => (bidOf(minutes, 2).ciphertextSha256 = bidOf(minutes, 0).ciphertextSha256),
    by: 'public',
    at: `${bids}/2/result`,
  },
];

/** All of them signed by the platform itself: only what others hold tells. */
export const againstEvidence: Manipulation[] = [
  {
    what: 'one bid dropped, by its receipt',
    change: (minutes) => void minutes.bids.shift(),
    by: 'bidder',
    at: 'shenda-2.json#/id',
  },
  {
    what: 'one bid dropped, by its file',
    change: (minutes) => void minutes.bids.shift(),
    by: 'auditor',
    at: (was) => fileOf(was, 0),
  },
  {
    what: 'a bid replaced is listed in place of the last',
    change: (minutes, all) => listed(minutes, 0, all.receipts['shenda-1.json'] as BidReceipt),
    by: 'bidder',
    at: `${bids}/0/bidId`,
  },
  {
    what: 'a bid withdrawn is listed',
    change: (minutes, all) => listed(minutes, 2, all.receipts['hujiang-1.json'] as BidReceipt),
    by: 'bidder',
    at: `${bids}/0/bidId`,
  },
  {
    what: 'a withdrawal is listed',
    change: (minutes, all) => (bidOf(minutes, 2).bidId = (all.receipts['hujiang-2.json'] as BidReceipt).id),
    by: 'bidder',
    at: `${bids}/2/bidId`,
  },
  {
    what: 'a time of receipt moved',
    change: (minutes) => (bidOf(minutes, 0).receivedAt = '2026-03-02T00:00:00.000000Z'),
    by: 'bidder',
    at: `${bids}/0/receivedAt`,
  },
  {
    what: 'a digest changed, by the receipt',
    change: (minutes) => (bidOf(minutes, 0).ciphertextSha256 = flipped(bidOf(minutes, 0).ciphertextSha256)),
    by: 'bidder',
    at: `${bids}/0/ciphertextSha256`,
  },
  {
    what: 'a digest changed, by the file',
    change: (minutes) => (bidOf(minutes, 1).ciphertextSha256 = flipped(bidOf(minutes, 1).ciphertextSha256)),
    by: 'auditor',
    at: `${bids}/1/ciphertextSha256`,
  },
  {
    what: 'one bid added',
    change: (minutes, _, other) =>
      void minutes.bids.push({
        ...bidOf(minutes, 2),
        bidId: other.opening.id,
        supplierId: other.opening.id,
        ciphertextSha256: 'f'.repeat(64),
        receivedAt: '2026-04-01T00:00:00.000000Z',
      }),
    by: 'auditor',
    at: `${bids}/3/ciphertextSha256`,
  },
  {
    what: 'the receipt changed',
    change: (_, all) =>
      (all.receipts['shenda-2.json'] = {
        ...(all.receipts['shenda-2.json'] as BidReceipt),
        receivedAt: '2026-03-03T00:00:00.000000Z',
      }),
    by: 'bidder',
    at: 'shenda-2.json#/signature',
  },
  {
    what: 'a receipt with another length',
    change: (_, all) => ((all.receipts['shenda-2.json'] as BidReceipt).bytes = 7),
    resigned: 'shenda-2.json',
    by: 'auditor',
    at: 'shenda-2.json#/bytes',
  },
  {
    what: 'a receipt of a withdrawal that names a file',
    change: (_, all) => ((all.receipts['hujiang-2.json'] as BidReceipt).bytes = 7),
    resigned: 'hujiang-2.json',
    by: 'bidder',
    at: 'hujiang-2.json#/bytes',
  },
  {
    what: 'a receipt after the deadline',
    change: (_, all) => ((all.receipts['shenda-2.json'] as BidReceipt).receivedAt = '2026-04-13T01:30:00.000000Z'),
    resigned: 'shenda-2.json',
    by: 'bidder',
    at: 'shenda-2.json#/receivedAt',
  },
  {
    what: 'a receipt of another tender',
    change: (_, all, other) => (all.receipts['other.json'] = other.receipts['other.json'] as BidReceipt),
    by: 'bidder',
    at: 'other.json#/tenderId',
  },
  {
    what: 'minutes of another tender',
    change: (_, all, other) => (all.opening = structuredClone(other.opening)),
    by: 'bidder',
    at: 'shenda-2.json#/tenderId',
  },
  {
    what: 'minutes of another tender, by the keys',
    change: (_, all, other) => (all.opening = structuredClone(other.opening)),
    by: 'auditor',
    at: 'identities.json#/tenderId',
  },
  {
    what: 'a sealed file missing',
    change: (_, all) => delete all.sealed[fileOf(all, 2)],
    by: 'auditor',
    at: `${bids}/2/ciphertextSha256`,
  },
  {
    what: 'a sealed file too many',
    change: (_, all) => (all.sealed['another.age'] = Buffer.from('age')),
    by: 'auditor',
    at: 'another.age',
  },
  {
    what: 'a byte of a sealed file changed',
    change: (_, all) => (all.sealed[fileOf(all, 0)] = changedLast(all.sealed[fileOf(all, 0)] as Buffer)),
    by: 'auditor',
    at: `${bids}/0/ciphertextSha256`,
  },
  {
    what: 'a byte of a sealed file changed, and the minutes with it',
    change: (minutes, all) => {
      const file = changedLast(all.sealed[fileOf(all, 2)] as Buffer);
      all.sealed[fileOf(all, 2)] = file;
      bidOf(minutes, 2).ciphertextSha256 = hashOf(file);
    },
    by: 'auditor',
    at: `${bids}/2/result`,
  },
  {
    what: 'keys of another tender',
    change: (_, all, other) => (all.identities = structuredClone(other.identities)),
    by: 'auditor',
    at: 'identities.json#/tenderId',
  },
  {
    what: 'keys of another envelope',
    change: (_, all) => (all.identities.envelope = 'price'),
    by: 'auditor',
    at: 'identities.json#/envelope',
  },
  {
    what: 'another key of the same lock',
    change: (_, all) => (all.identities.identities.A = all.identities.identities.B),
    by: 'auditor',
    at: `${lockA}/recipient`,
  },
  {
    what: 'the digest of a key changed',
    change: ({ locks: { A } }) => (A.identitySha256 = flipped(A.identitySha256)),
    by: 'auditor',
    at: `${lockA}/identitySha256`,
  },
  { what: 'another envelope', change: (minutes) => (minutes.envelope = 'price'), by: 'auditor', at: 'identities.json#/envelope' },
  {
    what: 'a commitment changed',
    change: ({ locks: { A } }) => (shareOf(A, 0).commitment = flipped(shareOf(A, 0).commitment)),
    by: 'auditor',
    at: `${lockA}/shares/0/commitment`,
  },
  {
    what: 'the commitment of a share that was not used changed',
    change: ({ locks: { A } }) => (shareOf(A, 2).commitment = flipped(shareOf(A, 2).commitment)),
    by: 'auditor',
    at: `${lockA}/shares/2/commitment`,
  },
  {
    what: 'commitments of two shares swapped',
    change: ({ locks: { A } }) => swapCommitments(A),
    by: 'auditor',
    at: `${lockA}/shares/1/commitment`,
  },
  {
    what: 'another share said to have been used',
    change: ({ locks: { A } }) => Object.assign(shareOf(A, 1), { used: false }) && (shareOf(A, 2).used = true),
    by: 'auditor',
    at: `${lockA}/shares`,
  },
  {
    what: 'a share changed',
    change: (_, all) => Object.assign(all.identities.shares.A[0] as object, { share: Buffer.alloc(75, 1).toString('base64') }),
    by: 'auditor',
    at: 'identities.json#/shares/A',
  },
  {
    what: 'a share of another index',
    change: (_, all) => all.identities.shares.A.forEach((one, at) => (one.index = 2 - at)),
    by: 'auditor',
    at: `${lockA}/shares`,
  },
  {
    what: 'a share too short',
    change: (_, all) => Object.assign(all.identities.shares.B[0] as object, { share: 'AAAA' }),
    by: 'auditor',
    at: 'identities.json#/shares/B/0/share',
  },
  {
    what: 'a recipient that was not published',
    change: ({ locks: { A } }, _, other) => (A.recipient = other.opening.minutes.locks.B.recipient),
    by: 'auditor',
    at: `${lockA}/recipient`,
  },
  {
    what: 'a deadline that was not published',
    change: (minutes) => (minutes.bidsCloseAt = '2026-04-13T01:00:00.000000Z'),
    by: 'auditor',
    at: '#/minutes/bidsCloseAt',
  },
  {
    what: 'a dealer that was not published',
    change: ({ locks: { A } }, _, other) => (A.organizationId = other.opening.id),
    by: 'auditor',
    at: `${lockA}/organizationId`,
  },
  {
    what: 'a version of the notice that there was not',
    change: (minutes) => (bidOf(minutes, 0).noticeVersion = 9),
    by: 'auditor',
    at: `${bids}/0/noticeVersion`,
  },
  {
    what: 'a price changed',
    change: (minutes) =>
      Object.assign(bidOf(minutes, 2), {
        price: { amount: '1.00', currency: 'CNY' },
        lots: [{ id: 'mri', price: { amount: '1.00', currency: 'CNY' } }],
      }),
    by: 'auditor',
    at: `${bids}/2/price`,
  },
  {
    what: 'a price in EUR changed, with its sums',
    change: (minutes) =>
      Object.assign(bidOf(minutes, 0), {
        price: { amount: '7.81', currency: 'CNY' },
        offered: { amount: '1.00', currency: 'EUR', rate: '7.8123' },
        lots: [{ id: 'mri', price: { amount: '1.00', currency: 'EUR' } }],
      }),
    by: 'auditor',
    at: `${bids}/0/offered`,
  },
  {
    what: 'a rate that was not published',
    change: (minutes) =>
      Object.assign(bidOf(minutes, 0), {
        price: { amount: '1300000.00', currency: 'CNY' },
        offered: { amount: '1300000.00', currency: 'EUR', rate: '1' },
      }),
    by: 'auditor',
    at: `${bids}/0/price`,
  },
  {
    what: 'lots changed that sum all the same',
    change: (minutes) => Object.assign(bidOf(minutes, 2), { lots: [{ id: 'mri', price: bidOf(minutes, 2).price }] }),
    by: 'auditor',
    at: `${bids}/2/lots`,
  },
  {
    what: 'a defective bid said to have been opened',
    change: (minutes) =>
      Object.assign(bidOf(minutes, 1), { result: 'opened', defect: null, price: { amount: '10400000.00', currency: 'CNY' } }),
    by: 'auditor',
    at: `${bids}/1/result`,
  },
  { what: 'a good bid said to be defective', change: (minutes) => makeDefective(minutes), by: 'auditor', at: `${bids}/2/result` },
  {
    what: 'another reason for a defect',
    change: (minutes) => Object.assign(bidOf(minutes, 1).defect as object, { rule: 'bid.lots-missing' }),
    by: 'auditor',
    at: `${bids}/1/defect`,
  },
];

function listed(minutes: OpeningMinutes, at: number, receipt: BidReceipt): void {
  const { id: bidId, receivedAt, ciphertextSha256 } = receipt;
  Object.assign(bidOf(minutes, at), { bidId, receivedAt, ciphertextSha256 });
  minutes.bids.sort((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1));
}

function changedLast(file: Buffer): Buffer {
  const changed = Buffer.from(file);
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
  return changed;
}

function swapCommitments({ shares: [first, second] }: MinutesLock): void {
  if (first && second) [first.commitment, second.commitment] = [second.commitment, first.commitment];
}

function makeDefective(minutes: OpeningMinutes): void {
  const { defect } = bidOf(minutes, 1);
  const bid = bidOf(minutes, 2);
  Object.assign(bid, { result: 'defective', price: null, defect });
  delete bid.lots;
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
