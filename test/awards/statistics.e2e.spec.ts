import { startTestApp, type TestApp } from '../app.js';
import { minuted } from '../bids/minuted.js';
import { act, approved, awarded, done, look, publish, published, sign } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const path = '/v1/statistics/small-suppliers';
const yuan = (amount: string): object => ({ amount, currency: 'CNY' });
const none = { count: 0, value: yuan('0.00') };
const nobody = { micro: none, small: none, medium: none, large: none, unstated: none };

describe('the year’s figures on small suppliers (art. 59)', () => {
  it('are nothing in a year without awards', async () => {
    const { body, headers } = done(await look(app, null, `${path}?year=2031`));
    expect(body).toEqual({
      year: 2031,
      version: 0,
      awarded: { ...none, bySize: nobody },
      signed: { ...none, bySize: nobody },
      reserved: { whole: none, lots: none, share: none },
      subcontracted: { ...none, toSmall: yuan('0.00'), share: null },
    });
    expect(headers['etag']).toBe('"0"');
  });

  it('count what was awarded, signed, reserved and subcontracted, and nothing that is no longer so', async () => {
    const part = { share: '0.25', part: '三年现场维保。' };
    const tender = await minuted(
      app,
      { smePlan: { subcontractAllowed: true, reservedShare: '0.40' } },
      {
        'supplier-shenda': { smeDeclaration: { size: 'small' } },
        'supplier-hujiang': { smeDeclaration: { size: 'micro' } },
        'supplier-rheinland': {
          smeDeclaration: { size: 'medium' },
          subcontracting: [
            { ...part, name: '上海浦江影像技术有限公司', size: 'small' },
            { ...part, share: '0.05', name: '申城医疗工程有限公司' },
          ],
        },
      },
    );
    const awardId = await awarded(app, tender);
    const before = done(await look(app, null, `${path}?year=2026`));
    const one = { count: 1, value: yuan('10400000.00') };
    expect(before.body).toMatchObject({
      awarded: { ...one, bySize: { ...nobody, medium: one } },
      signed: { ...none, bySize: nobody },
      reserved: { whole: none, share: { count: 1, value: yuan('12000000.00') } },
      subcontracted: { ...none, share: null },
    });
    await app.setClock('2026-05-06T09:00:00+08:00');
    const proof = { fact: 'sme-size', evidence: ['2025年度审计报告'] };
    done(await act(app, 'supplier-rheinland', 'post', `/v1/awards/${awardId}/evidence`, proof));
    done(await sign(app, tender, awardId));
    const after = done(await look(app, 'supplier-shenda', `${path}?year=2026`));
    expect(after.body).toMatchObject({
      awarded: one,
      signed: { ...one, bySize: { ...nobody, medium: one } },
      subcontracted: { count: 1, value: yuan('3120000.00'), toSmall: yuan('2600000.00'), share: '0.3000' },
    });
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
    const again = await app.http('get', `${path}?year=2026`).set('if-none-match', after.headers['etag'] ?? '');
    expect(again.status).toBe(304);
    const sum = (await look(app, null, `${path}?year=2026`)).body;
    expect(sum).toEqual(after.body);
  });

  it('count a reserved procurement once it is published, in the year of Shanghai', async () => {
    await app.setClock('2026-12-31T23:59:00+08:00');
    const over = { smePlan: { reservedFor: 'sme' }, bidsCloseAt: '2027-03-15T09:30:00+08:00' };
    const draft = await approved(app, over);
    const count = async (year: number) =>
      (done(await look(app, null, `${path}?year=${year}`)).body['reserved'] as { whole: { count: number } }).whole.count;
    expect([await count(2026), await count(2027)]).toEqual([0, 0]);
    done(await publish(app, draft));
    await app.setClock('2027-01-01T00:00:00+08:00');
    await published(app, over);
    expect([await count(2026), await count(2027)]).toEqual([1, 1]);
  });

  it.each(['', '?year=2022', '?year=2100', '?year=26', '?year=2026&year=2027', '?year=2026&from=1', "?year=2026'--"])(
    'refuse the question “%s”',
    async (query) => {
      expect((await look(app, null, `${path}${query}`)).status).toBe(422);
    },
  );
});
