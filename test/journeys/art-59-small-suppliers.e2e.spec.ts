import { startTestApp, type TestApp } from '../app.js';
import { approved, audited, declare, done, evaluate, look, opened, publish, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 59: small and medium suppliers take part more easily', () => {
  it.each([
    ['a deduction outside its band', { smePlan: { priceDeduction: '0.25' } }, 'sme.deduction-out-of-band'],
    [
      'the size of a supplier as a criterion',
      {
        criteria: [
          { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '100' },
          { id: 'size', name: { zh: '注册资本规模', en: 'Registered capital' }, kind: 'quality', weight: '60', maxScore: '100' },
        ],
      },
      'sme.size-as-criterion',
    ],
  ])('refuses %s', async (_, over, rule) => {
    expect(rulesOf(await publish(app, await approved(app, over)))).toContain(rule);
  });

  it('deducts a small supplier’s price for the evaluation only', async () => {
    const tender = await opened(app, await published(app), { 'supplier-hujiang': { smeDeclaration: { size: 'small' } } });
    await declare(app, tender);
    done(await evaluate(app, tender));
    const report = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`));
    expect(JSON.stringify(report.body)).toContain('10080000.00');
    expect(JSON.stringify(report.body)).toContain('11200000.00');
    expect(await audited(app, 'tender.evaluated', tender.id)).toBe(1);
  });
});
