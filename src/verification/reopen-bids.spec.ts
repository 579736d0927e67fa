import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idOf, madeOpening, tenderId, type Made } from '../../test/verification/made.js';
import type { MinutesBid } from '../bids/opening-minutes.js';
import { sealBid } from '../bids/seal.js';
import { breach } from '../rules/breach.js';
import { copiedBid, storageDefect } from '../bids/bid-content.js';
import type { PublishedTender } from './check-notice.js';
import { Findings } from './findings.js';
import type { SealedFile } from './inputs.js';
import { matchFiles, reopenBids } from './reopen-bids.js';

let made: Made;
let folder: string;
let files: SealedFile[];
const place = { file: 'm', pointer: '' };

beforeAll(async () => {
  made = await madeOpening();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-reopen-'));
  files = [];
  made.minutes.bids = [];
  made.minutes.envelope = 'bid';
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const yuan = (amount: string, currency = 'CNY'): { amount: string; currency: 'CNY' } => ({ amount, currency: currency as 'CNY' });

/** A bid that is sealed to the locks of these minutes, listed and kept. */
async function listed(payload: object | Buffer, told: Partial<MinutesBid> = {}, keep = true): Promise<MinutesBid> {
  const { A, B } = made.minutes.locks;
  const content = {
    format: 'ftz-bid-1',
    tenderId,
    price: yuan('9.00'),
    offer: { zh: '一套' },
    answers: {},
    tradeSecrets: [],
    documents: [],
  };
  const bytes = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(await sealBid({ ...content, ...payload }, A.recipient, B.recipient));
  const at = made.minutes.bids.length;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const bid: MinutesBid = {
    ...{ bidId: idOf(at + 1), supplierId: idOf(at + 51), supplierName: {}, receivedAt: `2026-04-12T01:00:0${at}.000000Z` },
    ...{ ciphertextSha256: sha256, noticeVersion: 1, result: 'opened', price: yuan('9.00'), defect: null },
    ...told,
  };
  made.minutes.bids.push(bid);
  if (keep) keepFile(`${bid.bidId}.age`, bytes);
  return bid;
}

function keepFile(name: string, bytes: Buffer): void {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  files.push({ name, path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
}

async function reopened(tender: object | null = null): Promise<{ places: string[]; unchecked: string }> {
  const findings = new Findings();
  const matched = matchFiles(made.minutes, files, place, findings);
  await reopenBids(made.minutes, matched, made.identities.identities, tender as PublishedTender | null, place, findings);
  return {
    places: findings.faults.map((one) => one.pointer || one.file),
    unchecked: findings.unchecked.map((one) => one.en).join('\n'),
  };
}

const defective = (found: ReturnType<typeof breach>, cause: 'bidder' | 'platform' = 'bidder'): Partial<MinutesBid> => ({
  result: 'defective',
  price: null,
  defect: { cause, rule: found.rule, detail: found.detail },
});
const published = {
  bidsCloseAt: '2026-04-13T01:00:00.000000Z',
  lots: [],
  terms: { bidLanguages: ['zh'], currencies: ['CNY', 'EUR'] },
};
const rated = { ...published, terms: { ...published.terms, conversion: { rates: [{ currency: 'EUR', rate: '7.5' }] } } };

describe('sealed files against the minutes', () => {
  it('are found by digest, whatever their name; the same file may be of two bids', async () => {
    const first = await listed({}, {}, false);
    const file = Buffer.from(await sealBid({}, made.minutes.locks.A.recipient, made.minutes.locks.B.recipient));
    first.ciphertextSha256 = createHash('sha256').update(file).digest('hex');
    made.minutes.bids.push({ ...first, bidId: idOf(2) });
    keepFile('any name.age', file);
    const findings = new Findings();
    expect([...matchFiles(made.minutes, files, place, findings).keys()]).toEqual([idOf(1), idOf(2)]);
    expect(findings.faults).toEqual([]);
  });

  it('may be missing or changed where the minutes lay that to the platform, and then that is said', async () => {
    const lost = storageDefect('').defect.breach;
    await listed({}, defective(lost, 'platform'), false);
    const changed = await listed({}, defective(lost, 'platform'), false);
    keepFile(`${changed.bidId}.age`, Buffer.from('changed'));
    expect(await reopened()).toEqual({ places: [], unchecked: expect.stringContaining('by the platform’s doing') });
  });

  it('that are there are opened, whatever the minutes lay to the platform', async () => {
    await listed({}, defective(storageDefect('').defect.breach, 'platform'));
    expect((await reopened(published)).places).toEqual(['/bids/0/result']);
  });
});

describe('bids opened again', () => {
  it('give what the minutes tell', async () => {
    await listed({});
    await listed({ lots: [{ id: 'a', price: yuan('9.00') }] }, { lots: [{ id: 'a', price: yuan('9.00') }] });
    expect(await reopened()).toEqual({ places: [], unchecked: expect.stringContaining('--tender') });
  });

  it.each<[string, Partial<MinutesBid>, string]>([
    ['price', { price: yuan('9.01') }, '/bids/0/price'],
    ['lots', { lots: [{ id: 'a', price: yuan('9.00') }] }, '/bids/0/lots'],
    ['a price in another currency', { offered: { amount: '9.00', currency: 'EUR', rate: '1' } }, '/bids/0/offered'],
  ])('differ in %s', async (_, told, pointer) => {
    await listed({}, told);
    expect((await reopened()).places).toEqual([pointer]);
  });

  it('of another tender, of another bidder, or that do not open are defective for the reason told', async () => {
    const wrong = breach('bid.wrong-tender', { tenderId: idOf(9) });
    await listed({ tenderId: idOf(9) }, defective(wrong));
    await listed(Buffer.from('no age file'), defective(breach('bid.not-sealed', { layer: 'outer', lock: 'B' })));
    expect((await reopened()).places).toEqual([]);
    const [first, second] = made.minutes.bids as [MinutesBid, MinutesBid];
    first.defect = { cause: 'platform', rule: wrong.rule, detail: wrong.detail };
    second.defect = { cause: 'bidder', rule: 'bid.not-sealed', detail: { zh: '另有原因。', en: 'Something else.' } };
    expect((await reopened()).places).toEqual(['/bids/0/defect', '/bids/1/defect']);
  });

  it('that copy one before are defective for that', async () => {
    const first = await listed({});
    made.minutes.bids.push({ ...first, bidId: idOf(2), supplierId: idOf(60), ...defective(copiedBid().defect.breach) });
    expect((await reopened()).places).toEqual([]);
    Object.assign(made.minutes.bids[1] as MinutesBid, { result: 'opened', price: yuan('9.00'), defect: null });
    expect((await reopened()).places).toEqual(['/bids/1/result']);
  });

  it('are held to the terms where the tender is there; without it that is said', async () => {
    const found = breach('bid.language-not-accepted', { languages: ['zh'] });
    await listed({ offer: { en: 'One set' } }, defective(found));
    expect(await reopened()).toEqual({
      places: [],
      unchecked: expect.stringContaining('without --tender, and of a price, nothing tells'),
    });
    expect((await reopened({ ...published, terms: { ...published.terms, bidLanguages: ['en'] } })).places).toEqual([
      '/bids/0/result',
    ]);
    const judged = await reopened(published);
    expect(judged.places.filter((one) => one !== '/bids/0/defect')).toEqual([]);
    expect(judged.unchecked).not.toContain('--tender');
  });

  it('in another currency are converted at the rate of the notice; without it the amounts are compared', async () => {
    const offered = { amount: '2.00', currency: 'EUR', rate: '7.5' };
    const bid = await listed({ price: yuan('2.00', 'EUR') }, { price: yuan('15.00'), offered });
    expect((await reopened()).places).toEqual([]);
    expect((await reopened(rated)).places).toEqual([]);
    Object.assign(bid, { price: yuan('14.00'), offered: { ...offered, rate: '7' } });
    expect((await reopened()).places).toEqual([]);
    expect((await reopened(rated)).places).toEqual(['/bids/0/price', '/bids/0/offered']);
    bid.offered = { ...offered, amount: '1.00' };
    expect((await reopened()).places).toEqual(['/bids/0/offered']);
  });
});

describe('bids in two envelopes, opened again', () => {
  const sealedPrice = { ciphertextSha256: 'a'.repeat(64), bytes: 1_000 };
  const qualification = { format: 'ftz-qualification-1', price: undefined };
  const price = { format: 'ftz-price-1', offer: undefined, answers: undefined, tradeSecrets: undefined };

  it('the first ones say nothing of a price, and are held to the terms', async () => {
    made.minutes.envelope = 'qualification';
    await listed(qualification, { price: null, sealedPrice });
    await listed({ ...qualification, offer: { en: 'One set' } }, { price: null, sealedPrice });
    const [first, second] = made.minutes.bids as [MinutesBid, MinutesBid];
    expect((await reopened()).places).toEqual([]);
    expect((await reopened(published)).places).toEqual(['/bids/1/result']);
    const found = breach('bid.language-not-accepted', { languages: ['en'], bidLanguages: ['zh'] });
    Object.assign(second, defective(found), { sealedPrice });
    expect((await reopened(published)).places).toEqual([]);
    first.price = yuan('9.00');
    expect((await reopened(published)).places).toEqual(['/bids/0/price']);
  });

  it('a first one that names a price is defective, and a price in the place of the first one', async () => {
    made.minutes.envelope = 'qualification';
    await listed({ ...qualification, price: yuan('9.00') }, { price: null, sealedPrice });
    await listed(price, { price: null, sealedPrice });
    expect((await reopened()).places).toEqual(['/bids/0/result', '/bids/1/result']);
  });

  it('the prices are compared, and whether one breaks the terms is left open', async () => {
    made.minutes.envelope = 'price';
    await listed({ ...price, price: yuan('8.00') }, { price: yuan('8.00') });
    await listed({ ...price, price: yuan('7.00') }, { price: yuan('7.01') });
    await listed(
      { ...price, price: yuan('5.00', 'EUR') },
      { price: yuan('37.50'), offered: { amount: '5.00', currency: 'EUR', rate: '7.5' } },
    );
    await listed({ ...price, price: yuan('6.00') }, defective(breach('bid.language-not-accepted', { languages: ['zh'] })));
    await listed(qualification, { price: yuan('9.00') });
    for (const tender of [null, rated]) {
      const { places, unchecked } = await reopened(tender);
      expect(places).toEqual(['/bids/1/price', '/bids/4/result']);
      expect(unchecked).toContain('and of a price, nothing tells');
    }
  });
});

describe('a file that is made from another', () => {
  it('is defective, whatever was changed in it', async () => {
    const first = await listed({});
    const whole = readFileSync(join(folder, `${first.bidId}.age`));
    const told = copiedBid().defect.breach;
    await listed(Buffer.concat([whole, Buffer.alloc(1)]), defective(told));
    await listed(whole.subarray(0, whole.length - 1));
    expect((await reopened()).places).toEqual(['/bids/2/result']);
  });
});
