import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf, madeOpening, tenderId } from '../../test/verification/made.js';
import { bidReceipt, signedBytesOf, type BidReceipt } from '../bids/bid-receipt.js';
import type { SubmissionRow } from '../bids/bids.queries.js';
import type { OpeningMinutes } from '../bids/opening-minutes.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { checkListed, checkReceipt, checkSealed, type GivenReceipt } from './check-receipts.js';
import { Findings } from './findings.js';
import { publishedKeys, type PublishedKey } from './signatures.js';

let folder: string;
let signing: SigningKeys;
let keys: Map<string, PublishedKey>;
let minutes: OpeningMinutes;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-receipts-'));
  signing = new SigningKeys({ dataDir: folder });
  keys = publishedKeys({ file: 'k', pointer: '', value: signing.publicKeys() }, new Findings());
  ({ minutes } = await madeOpening());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A receipt as the platform signs it, of the first bid of the minutes where nothing else is said. */
function receiptOf(row: Partial<SubmissionRow> = {}, over: Partial<BidReceipt> = {}): BidReceipt {
  const [bid] = minutes.bids;
  const full = {
    ...{ id: bid?.bidId ?? '', action: 'submission' as const, version: 1, previous_id: null },
    ...{
      ct_sha256: bid?.ciphertextSha256 ?? '',
      ct_bytes: '9',
      price_sha256: null,
      price_bytes: null,
      received_at: bid?.receivedAt ?? '',
    },
  };
  const receipt = { ...bidReceipt({ ...full, ...row }, tenderId, signing), ...over };
  return { ...receipt, signature: signing.sign(signedBytesOf(receipt)) };
}

const after = { action: 'replacement' as const, version: 2 };
const withdrawal = { action: 'withdrawal' as const, version: 2, ct_sha256: null, ct_bytes: null };

function placesIn(other: OpeningMinutes, receipts: BidReceipt[]): string[] {
  const findings = new Findings();
  const given = receipts.flatMap((value, at) => checkReceipt({ file: `r${at}`, pointer: '', value }, keys, findings) ?? []);
  checkListed(other, given, { file: 'm', pointer: '' }, findings);
  return findings.faults.map((one) => one.file + one.pointer);
}

function placesOf(receipts: BidReceipt[], own: (given: GivenReceipt, findings: Findings) => void = () => undefined): string[] {
  const findings = new Findings();
  const given = receipts.flatMap((value, at) => checkReceipt({ file: `r${at}`, pointer: '', value }, keys, findings) ?? []);
  checkListed(minutes, given, { file: 'm', pointer: '' }, findings);
  for (const one of given) own(one, findings);
  return findings.faults.map((one) => one.file + one.pointer);
}

describe('a receipt', () => {
  it('holds, alone and against the minutes', () => expect(placesOf([receiptOf()])).toEqual([]));

  it('goes together in itself', () => {
    expect(placesOf([receiptOf({}, { state: 'withdrawn' })])).toEqual(['r0/state']);
    expect(placesOf([receiptOf({}, { ciphertextSha256: null, bytes: null })])).toContain('r0/bytes');
    expect(placesOf([receiptOf({}, { previousId: idOf(9) })])).toEqual(['r0/previousId']);
    expect(placesOf([receiptOf({ version: 2 })])).toEqual(['r0/previousId']);
  });

  it('is signed as a whole, by a key that is published', () => {
    expect(placesOf([{ ...receiptOf(), statement: { zh: '已核对。', en: 'Checked.' } }])).toEqual(['r0/signature']);
    expect(placesOf([receiptOf({}, { keyId: 'x' })])).toEqual(['r0/keyId']);
    expect(placesOf([{ ...receiptOf(), bytes: 0 }])).toEqual(['r0/bytes']);
  });

  it('is before the deadline', () => {
    expect(placesOf([receiptOf({ received_at: minutes.bidsCloseAt })])).toEqual(['r0/receivedAt', 'm/bids/0/receivedAt']);
  });

  it('names its file', () => {
    const against = (sha256: string, bytes: number): string[] =>
      placesOf([receiptOf()], (one, findings) => checkSealed(one, { sha256, bytes }, findings));
    const { ciphertextSha256 } = receiptOf();
    expect(against(ciphertextSha256 as string, 9)).toEqual([]);
    expect(against(ciphertextSha256 as string, 8)).toEqual(['r0/bytes']);
    expect(against('0'.repeat(64), 9)).toEqual(['r0/ciphertextSha256']);
  });

  it('of a bid that is not listed is a fault, unless a later one replaces or withdraws it', () => {
    const gone = receiptOf({ id: idOf(9) });
    expect(placesOf([gone])).toEqual(['r0/id']);
    expect(placesOf([gone, receiptOf({ ...after, previous_id: gone.id })])).toEqual([]);
    expect(placesOf([gone, receiptOf({ ...withdrawal, id: idOf(8), previous_id: gone.id })])).toEqual([]);
    expect(placesOf([receiptOf({ ...withdrawal, id: idOf(8), previous_id: gone.id })])).toEqual([]);
  });

  it('of a replacement or a withdrawal forbids what was before it', () => {
    const first = receiptOf();
    expect(placesOf([receiptOf({ ...withdrawal, id: idOf(8), previous_id: first.id })])).toEqual(['m/bids/0/bidId']);
    expect(placesOf([receiptOf({ ...after, id: idOf(8), previous_id: first.id })])).toEqual(['m/bids/0/bidId', 'r0/id']);
    expect(placesOf([receiptOf({ ...withdrawal, previous_id: idOf(8) })])).toEqual(['m/bids/0/bidId']);
  });

  it('is of this tender, and listed', () => {
    expect(placesOf([receiptOf({ id: idOf(9) })])).toEqual(['r0/id']);
    expect(placesOf([receiptOf({}, { tenderId: idOf(9) })])).toEqual(['r0/tenderId']);
  });

  it('of two envelopes names both; the minutes of each are held against its own', () => {
    const [bid] = minutes.bids;
    const price = { price_sha256: '1'.repeat(64), price_bytes: '7' };
    const inTwo = receiptOf(price);
    expect(inTwo.format).toBe('ftz-receipt-2');
    expect(placesOf([receiptOf({}, { price: { ciphertextSha256: '1'.repeat(64), bytes: 7 } })])).toEqual(['r0/price']);
    const first = { ...minutes, envelope: 'qualification' as const };
    const withPrice = (sha256: string): OpeningMinutes => ({
      ...first,
      bids: first.bids.map((one) => ({ ...one, sealedPrice: { ciphertextSha256: sha256, bytes: 7 } })),
    });
    expect(placesIn(withPrice('1'.repeat(64)), [inTwo])).toEqual([]);
    expect(placesIn(withPrice('2'.repeat(64)), [inTwo])).toEqual(['m/bids/0/sealedPrice']);
    const second = { ...minutes, envelope: 'price' as const, bids: [] };
    const unopened = (sha256: string): OpeningMinutes => ({
      ...second,
      unopened: [
        { bidId: bid?.bidId ?? '', supplierId: '', supplierName: {}, ciphertextSha256: sha256, reason: 'not-qualified' },
      ],
    });
    expect(placesIn(second, [inTwo])).toEqual([]);
    expect(placesIn(unopened('1'.repeat(64)), [inTwo])).toEqual([]);
    expect(placesIn(unopened('2'.repeat(64)), [inTwo])).toEqual(['m/unopened/0/ciphertextSha256']);
  });
});

describe('the time in which a key signs', () => {
  const seconds = Date.parse('2026-04-12T01:00:00Z') / 1_000;
  const within = (period: object): string[] => {
    const key = keys.get(signing.keyId) as PublishedKey;
    keys.set(signing.keyId, { ...key, ...period });
    const places = placesOf([receiptOf()]);
    keys.set(signing.keyId, key);
    return places;
  };

  it.each([
    [{ nbf: seconds }, []],
    [{ nbf: seconds + 1 }, ['r0/keyId']],
    [{ exp: seconds + 1 }, []],
    [{ exp: seconds }, ['r0/keyId']],
    [{ nbf: seconds, exp: seconds + 1 }, []],
  ])('%j', (period, places) => expect(within(period)).toEqual(places));
});
