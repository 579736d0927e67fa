import { startTestApp, type TestApp } from '../app.js';
import { act, approved, done, draft, look, publish, published, rulesOf } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const conversion = {
  source: { zh: '中国外汇交易中心人民币汇率中间价', en: 'Central parity of the China Foreign Exchange Trade System' },
  on: '2026-03-02',
  rates: [{ currency: 'EUR', rate: '7.8123' }],
};
const terms = {
  currencies: ['CNY', 'EUR'],
  conversion,
  taxBasis: 'tax-exclusive',
  delivery: { incoterm: 'DDP', place: { zh: '上海临港公立医院放射科', en: 'Radiology, Lingang Public Hospital, Shanghai' } },
  bidLanguages: ['zh', 'en', 'de'],
  payment: { days: 60, smeDays: 30, note: { zh: '验收合格后支付。', en: 'Paid after acceptance.' } },
  consortia: { admitted: true, membersMax: 3 },
};

describe('the terms of a tender', () => {
  it('stand in the tender, the notice and its page, with nothing left unsaid', async () => {
    const tender = await published(app, { terms });
    const shown = {
      ...terms,
      payment: { ...terms.payment, from: 'delivery' },
      consortia: { ...terms.consortia, liability: 'joint-and-several' },
    };
    expect((await look(app, null, tender.path)).body).toMatchObject({ terms: shown, submissionLanguages: ['zh', 'en', 'de'] });
    const notice = `${tender.path}/notices/1`;
    expect((await look(app, null, notice)).body).toMatchObject({ content: { terms: shown } });
    const page = await app.http('get', notice).set('accept', 'text/html');
    for (const text of ['中国外汇交易中心人民币汇率中间价', '7.8123', 'DDP', 'joint-and-several', 'Paid after acceptance.'])
      expect(page.text).toContain(text);
  });

  it('are the defaults where the author says nothing', async () => {
    const tender = await published(app);
    expect((await look(app, null, `${tender.path}/notices/1`)).body).toMatchObject({
      content: {
        terms: {
          currencies: ['CNY'],
          taxBasis: 'tax-inclusive',
          bidLanguages: ['zh', 'en'],
          payment: { days: 30, smeDays: 30, from: 'delivery' },
          consortia: { admitted: false, liability: 'joint-and-several' },
        },
      },
    });
  });

  it.each([
    ['no rate for a currency', { currencies: ['CNY', 'EUR', 'USD'] }, ['terms.conversion-incomplete']],
    ['a rate of tomorrow', { conversion: { ...conversion, on: '2026-03-03' } }, ['terms.conversion-in-future']],
    ['a small supplier paid after 61 days', { payment: { days: 61 } }, ['terms.payment-too-late']],
    ['half an English text', { delivery: { place: { zh: '上海' } } }, ['notice.english-incomplete']],
  ])('are refused at publication for %s', async (_name, over, expected) => {
    const tender = await approved(app, { terms: { ...terms, ...over } });
    const refused = await publish(app, tender);
    expect([refused.status, rulesOf(refused)]).toEqual([422, expected]);
  });

  it('warn of a payment after the usual thirty days', async () => {
    const tender = await published(app, { terms: { payment: { days: 45 } } });
    const { warnings } = (await look(app, null, tender.path)).body as unknown as { warnings: { rule: string }[] };
    expect(warnings.map((one) => one.rule)).toContain('terms.payment-over-usual');
  });

  it.each([
    [{ currencies: ['EUR'] }, '#/terms/currencies'],
    [{ currencies: ['CNY', 'ABC'] }, '#/terms/currencies'],
    [{ currencies: ['CNY', 'CNY'] }, '#/terms/currencies'],
    [{ bidLanguages: ['de'] }, '#/terms/bidLanguages'],
    [{ conversion: { ...conversion, rates: [...conversion.rates, ...conversion.rates] } }, '#/terms/conversion/rates'],
    [{ conversion: { ...conversion, rates: [{ currency: 'EUR', rate: '0' }] } }, '#/terms/conversion/rates/0/rate'],
    [{ delivery: { incoterm: 'DAF', place: { zh: '上海', en: 'Shanghai' } } }, '#/terms/delivery/incoterm'],
    [{ payment: { days: -1 } }, '#/terms/payment/days'],
    [{ discount: 1 }, '#/terms/discount'],
  ])('cannot be %j', async (over, pointer) => {
    const refused = await draft(app, { terms: over });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ pointer }]]);
  });

  it('are taken away by null, whole', async () => {
    const { id } = done(await draft(app, { terms })).body;
    const path = `/v1/tenders/${id}`;
    const changed = done(await act(app, 'procurer-wang', 'patch', path, { terms: null }, path));
    expect(changed.body).toMatchObject({ terms: { currencies: ['CNY'] } });
  });
});
