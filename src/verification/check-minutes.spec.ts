import { idOf, madeOpening, type Made } from '../../test/verification/made.js';
import type { MinutesBid } from '../bids/opening-minutes.js';
import { checkMinutes } from './check-minutes.js';
import { Findings } from './findings.js';
import { minutesShape } from './shapes.js';

let made: Made;
beforeEach(async () => {
  made = await madeOpening();
});

const place = { file: 'm', pointer: '' };
const [first, second] = [0, 1];
const bid = (at: number): MinutesBid => made.minutes.bids[at] as MinutesBid;
const share = (lock: 'A' | 'B', at: number): (typeof made.minutes.locks.A.shares)[number] =>
  made.minutes.locks[lock].shares[at] as (typeof made.minutes.locks.A.shares)[number];

function places(): string[] {
  const findings = new Findings();
  expect(minutesShape(made.minutes, place, findings)).toBe(true);
  checkMinutes(made.minutes, place, findings);
  return findings.faults.map((one) => one.pointer);
}

describe('minutes in themselves', () => {
  it('hold as an opening writes them', () => expect(places()).toEqual([]));

  it('at the deadline is late, and the grace is twenty seconds', () => {
    const { minutes } = made;
    bid(second).receivedAt = '2026-04-13T00:59:59.999999Z';
    expect(places()).toEqual([]);
    bid(second).receivedAt = '2026-04-13T01:00:00.000000Z';
    expect(places()).toEqual(['/bids/1/receivedAt']);
    bid(second).receivedAt = '2026-04-12T09:00:01.000000+08:00';
    minutes.openableAt = '2026-04-13T01:00:19.999999Z';
    expect(places()).toEqual(['/openableAt']);
    minutes.openableAt = minutes.openedAt = '2026-04-13T09:00:20.000000+08:00';
    expect(places()).toEqual([]);
    minutes.openedAt = '2026-04-13T01:00:19.999999Z';
    expect(places()).toEqual(['/openedAt']);
  });

  it('list bids by the time of receipt, and those of one moment by id', () => {
    bid(second).receivedAt = bid(first).receivedAt;
    expect(places()).toEqual([]);
    [bid(first).bidId, bid(second).bidId] = [idOf(2), idOf(1)];
    expect(places()).toEqual(['/bids/1']);
  });

  it('may list a file twice where the second is defective by its bidder', () => {
    bid(second).ciphertextSha256 = bid(first).ciphertextSha256;
    expect(places()).toEqual(['/bids/1/result']);
    const defect = { rule: 'bid.content-invalid' as const, detail: { zh: '相同', en: 'the same' } };
    Object.assign(bid(second), { result: 'defective', price: null, defect: { ...defect, cause: 'bidder' } });
    expect(places()).toEqual([]);
    bid(second).defect = { ...defect, cause: 'platform' };
    expect(places()).toEqual(['/bids/1/result']);
  });

  it('go together: result, price and defect', () => {
    bid(first).price = null;
    expect(places()).toEqual(['/bids/0/price']);
    bid(first).result = 'defective';
    expect(places()).toEqual(['/bids/0/defect']);
    bid(first).lots = [];
    expect(places()).toEqual(['/bids/0/defect', '/bids/0/lots']);
  });

  it('of a qualification envelope name no price', () => {
    made.minutes.envelope = 'qualification';
    expect(places().slice(0, 3)).toEqual(['/envelope', '/bids/0/sealedPrice', '/bids/1/sealedPrice']);
    made.minutes.format = 'ftz-opening-minutes-3';
    for (const one of made.minutes.bids) one.sealedPrice = { ciphertextSha256: 'f'.repeat(64), bytes: 9 };
    expect(places()).toEqual(['/bids/0/price', '/bids/1/price']);
    for (const one of made.minutes.bids) one.price = null;
    expect(places()).toEqual([]);
    made.minutes.unopened = [];
    expect(places()).toEqual(['/unopened']);
  });

  it('convert to the fen, half a fen up, and sum their lots in the bid’s own currency', () => {
    const lot = (amount: string, currency = 'EUR'): { id: string; price: { amount: string; currency: string } } => ({
      id: 'a',
      price: { amount, currency },
    });
    Object.assign(bid(first), {
      offered: { amount: '1.01', currency: 'EUR', rate: '0.5' },
      price: { amount: '0.51', currency: 'CNY' },
      lots: [lot('1.00'), lot('0.01')],
    });
    expect(places()).toEqual([]);
    Object.assign(bid(first), { price: { amount: '0.50', currency: 'CNY' } });
    expect(places()).toEqual(['/bids/0/price/amount']);
    Object.assign(bid(first), { price: { amount: '0.51', currency: 'CNY' }, lots: [lot('1.00'), lot('0.01', 'CNY')] });
    expect(places()).toEqual(['/bids/0/lots']);
    Object.assign(bid(first), { lots: [lot('1.01'), lot('0.01')] });
    expect(places()).toEqual(['/bids/0/lots']);
  });

  it('have a quorum of each lock: enough shares, each once, of two organisations, and nobody with a quorum alone', () => {
    share('B', 1).used = false;
    share('B', 2).used = true;
    expect(places()).toEqual([]);
    share('B', 2).organizationId = share('B', 0).organizationId;
    expect(places()).toEqual(['/locks/B/shares', '/locks/B/shares/2/organizationId']);
    share('B', 1).used = true;
    expect(places()).toEqual(['/locks/B/shares', '/locks/B/shares/2/organizationId']);
    made.minutes.locks.B.threshold = 3;
    expect(places()).toEqual([]);
    made.minutes.locks.B.threshold = 4;
    expect(places()).toEqual(['/locks/B/threshold', '/locks/B/shares']);
    for (const one of made.minutes.locks.A.shares) one.used = false;
    expect(places()).toEqual(['/locks/A/shares', '/locks/B/threshold', '/locks/B/shares']);
  });

  it('have two locks that share nothing', () => {
    const { A, B } = made.minutes.locks;
    Object.assign(B, { recipient: A.recipient, identitySha256: A.identitySha256, organizationId: A.organizationId });
    share('B', 0).commitment = share('A', 2).commitment;
    expect(places()).toEqual([
      '/locks/B/recipient',
      '/locks/B/identitySha256',
      '/locks/B/organizationId',
      '/locks/B/shares/0/commitment',
    ]);
  });
});
