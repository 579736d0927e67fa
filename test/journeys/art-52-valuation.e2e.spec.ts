import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, done, draft, look, publish, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const money = (amount: string): object => ({ amount, currency: 'CNY' });

describe('art. 52: the value counts fees, options and all contracts under the same procurement', () => {
  it('adds up every component', async () => {
    const valuation = {
      contracts: [
        {
          base: money('1800000.00'),
          fees: money('60000.00'),
          commissions: money('20000.00'),
          interest: money('30000.00'),
          options: [money('100000.00')],
        },
      ],
    };
    const { id } = await published(app, { valuation });
    const answer = await look(app, null, `/v1/tenders/${id}`);
    expect(JSON.stringify(answer.body)).toContain('"2010000.00"');
    expect(await audited(app, 'tender.published', id)).toBe(1);
  });

  it('refuses publication without a valuation', async () => {
    const { id } = done(await draft(app, { valuation: undefined })).body;
    const check = await act(app, 'procurer-wang', 'post', `/v1/tenders/${id}/compliance-check`);
    expect((check.body['breaches'] as { rule: string }[]).map((one) => one.rule)).toContain('valuation.incomplete');
  });

  it('blocks non-open purchases of one kind that together pass the threshold, until they are explained', async () => {
    const part = { method: 'invited', itemClass: 'A02020100', valuation: { contracts: [{ base: money('3000000.00') }] } };
    done(await draft(app, part));
    const second = await approved(app, part);
    const refused = await publish(app, second);
    expect(rulesOf(refused)).toContain('valuation.splitting-suspected');
    expect(await audited(app, 'tender.published', second.id)).toBe(0);
  });
});
