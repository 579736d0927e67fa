import { startTestApp, type TestApp } from '../app.js';
import { audited, declare, done, look } from '../journeys/steps.js';
import { minuted } from './minuted.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const tender = {
  lots: [
    { id: 'mri', title: { zh: '磁共振主机', en: 'MRI system' } },
    { id: 'service', title: { zh: '维保服务', en: 'Maintenance' } },
  ],
};
const lot = (id: string, amount: string): object => ({ id, price: { amount, currency: 'CNY' } });

describe('a bid that names its lots', () => {
  it('is read out lot by lot, and read so by those who evaluate', async () => {
    const lots = [lot('mri', '9300000.00'), lot('service', '500000.00')];
    const opened = await minuted(app, tender, { 'supplier-shenda': { lots } });
    expect(opened.minutes[0]).toMatchObject({ result: 'opened', lots });
    await declare(app, opened);
    const { items } = done(await look(app, 'evaluator-chen', `${opened.path}/opened-bids`)).body as unknown as {
      items: { id: string; content: { lots?: object[] } }[];
    };
    expect(items.find((one) => one.id === opened.bids['supplier-shenda'])?.content.lots).toEqual(lots);
  });

  it('is defective where a lot is none of the tender’s, stands twice, or the prices do not sum to the bid’s', async () => {
    const opened = await minuted(app, tender, {
      'supplier-shenda': { lots: [lot('ct', '9800000.00')] },
      'supplier-hujiang': { lots: [lot('mri', '11199999.99')] },
      'supplier-rheinland': { lots: [lot('mri', '5200000.00'), lot('mri', '5200000.00')] },
    });
    expect(opened.minutes.map((one) => [one.result, one.defect?.rule, one.lots])).toEqual(
      Array.from({ length: 3 }, () => ['defective', 'bid.content-invalid', undefined]),
    );
    expect(opened.minutes[1]?.defect?.detail.en).toContain('do not sum');
    expect(await audited(app, 'bid.found-defective', opened.id)).toBe(3);
  });

  it('is defective where it names none, or more than the documents allow', async () => {
    const opened = await minuted(
      app,
      { ...tender, lotLimits: { bidMax: 1 } },
      {
        'supplier-shenda': { lots: [lot('mri', '9300000.00'), lot('service', '500000.00')] },
        'supplier-hujiang': { lots: [lot('mri', '11200000.00')] },
      },
    );
    expect(opened.minutes.map((one) => one.defect?.rule ?? one.result)).toEqual([
      'bid.too-many-lots',
      'opened',
      'bid.lots-missing',
    ]);
  });
});
