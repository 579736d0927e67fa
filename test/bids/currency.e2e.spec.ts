import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { act, audited, declare, done, evaluate, look, published, submit, type Opened } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const terms = {
  currencies: ['CNY', 'EUR'],
  conversion: {
    source: { zh: '中国外汇交易中心人民币汇率中间价', en: 'Central parity of the China Foreign Exchange Trade System' },
    on: '2026-03-02',
    rates: [{ currency: 'EUR', rate: '7.8123' }],
  },
};

interface Minuted {
  bidId: string;
  price: { amount: string; currency: string } | null;
  offered?: object;
  result: string;
  defect: { rule: string } | null;
}

/** Three bids, opened; `over` changes their payloads by client. */
async function opened(over: Record<string, object>, tenderTerms: object = terms): Promise<Opened & { minutes: Minuted[] }> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const tender = await published(app, { terms: tenderTerms });
  const clients = ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'];
  for (const client of clients) done(await submit(app, tender, client, over[client]));
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locked);
  const { bids } = done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as { bids: Minuted[] };
  const ids = Object.fromEntries(clients.map((client, at) => [client, bids[at]?.bidId ?? '']));
  return { ...tender, bids: ids, minutes: bids };
}

describe('a bid in a foreign currency', () => {
  it('is compared and awarded in CNY at the rate of the notice, its own price beside it', async () => {
    const tender = await opened({ 'supplier-rheinland': { price: { amount: '1331231.33', currency: 'EUR' } } });
    expect(tender.minutes[2]).toMatchObject({
      result: 'opened',
      price: { amount: '10399978.52', currency: 'CNY' },
      offered: { amount: '1331231.33', currency: 'EUR', rate: '7.8123' },
    });
    expect(tender.minutes[0]).not.toHaveProperty('offered');
    await declare(app, tender);
    done(await evaluate(app, tender));
    const reasons = { zh: '综合得分最高。', en: 'The highest overall score.' };
    const body = { bidId: tender.bids['supplier-rheinland'], reasons };
    const award = done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body, tender.path));
    expect(award.body).toMatchObject({ amount: { amount: '10399978.52', currency: 'CNY' } });
    const { items } = (await look(app, null, `${tender.path}/notices?limit=100`)).body as unknown as {
      items: { kind: string; content: object }[];
    };
    expect(items.find((one) => one.kind === 'award')?.content).toMatchObject({
      amount: { amount: '10399978.52', currency: 'CNY' },
      offered: { amount: '1331231.33', currency: 'EUR', rate: '7.8123' },
    });
  });

  it('is invalid where the documents do not allow its currency or its language, or nobody can record it', async () => {
    const tender = await opened(
      {
        'supplier-shenda': { price: { amount: '1300000.00', currency: 'USD' } },
        'supplier-hujiang': { offer: { en: 'Hujiang HJ-3T with three years of warranty.' } },
        'supplier-rheinland': { price: { amount: '9999999999999999.00', currency: 'EUR' } },
      },
      { ...terms, bidLanguages: ['zh'] },
    );
    expect(tender.minutes.map((one) => [one.result, one.price, one.defect?.rule])).toEqual([
      ['defective', null, 'bid.currency-not-allowed'],
      ['defective', null, 'bid.language-not-accepted'],
      ['defective', null, 'bid.content-invalid'],
    ]);
    expect(await audited(app, 'bid.found-defective', tender.id)).toBe(3);
  });
});
