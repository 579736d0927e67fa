import { startTestApp, type TestApp } from '../app.js';
import { invitedDraft } from '../prequalification/invited.js';
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

  it('blocks two that are published at once, and lets both go on once both are explained', async () => {
    const part = { ...invitedDraft(), itemClass: 'A05010000', valuation: { contracts: [{ base: money('2500000.00') }] } };
    const pair = [await approved(app, part), await approved(app, part)];
    const refused = await Promise.all(pair.map((one) => publish(app, one)));
    expect(refused.map(rulesOf)).toEqual([['valuation.splitting-suspected'], ['valuation.splitting-suspected']]);
    const splittingExplanation = '两批家具分属不同院区，交付时间和用户不同，经论证分别采购。';
    for (const { path } of pair) {
      done(await act(app, 'procurer-wang', 'patch', path, { splittingExplanation }, path));
      done(await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path));
    }
    const taken = await Promise.all(pair.map((one) => publish(app, one)));
    for (const answer of taken)
      expect(done(answer).body['warnings']).toMatchObject([
        { rule: 'valuation.splitting-suspected', facts: { total: '5000000.00' } },
      ]);
  });

  it.each([
    ['a class and the class above it', 'A02080101', 'A02080000', 2026, true],
    ['a class beside it', 'A03010100', 'A03020000', 2026, false],
    ['another budget year', 'A03050100', 'A03050100', 2027, false],
  ])('adds up within one class and year: %s', async (_, itemClass, other, budgetYear, suspected) => {
    const part = { ...invitedDraft(), valuation: { contracts: [{ base: money('2500000.00') }] } };
    done(await draft(app, { ...part, itemClass: other, budgetYear }));
    const answer = await publish(app, await approved(app, { ...part, itemClass }));
    expect(rulesOf(answer).includes('valuation.splitting-suspected')).toBe(suspected);
  });

  it('counts an unknown value as covered: at the threshold alone, and beside others of its class', async () => {
    const unknown = { ...invitedDraft(), itemClass: 'A07010000', valuation: { unknown: true }, budget: undefined };
    const alone = await approved(app, unknown);
    const check = done(await act(app, 'procurer-wang', 'post', `${alone.path}/compliance-check`)).body;
    expect(check['computed']).toMatchObject({ estimatedValue: null, treatedAsAtThreshold: true });
    const second = await approved(app, { ...unknown, valuation: { contracts: [{ base: money('10000.00') }] } });
    expect(rulesOf(await publish(app, second))).toEqual(['valuation.splitting-suspected']);
  });

  it.each([
    ['41666.66', '1999999.68'],
    ['41666.67', '2000000.16'],
  ])('takes a lease without end at forty-eight months: %s a month are %s', async (monthly, total) => {
    const valuation = { lease: { monthly: money(monthly), months: null } };
    const { path } = await published(app, { valuation, itemClass: null });
    expect((await look(app, null, path)).body['estimatedValue']).toEqual({ amount: total, currency: 'CNY' });
  });

  it('keeps every valuation, for the own entity and for those who review and audit', async () => {
    const first = { contracts: [{ base: money('9000000.00'), fees: money('100000.00') }] };
    const second = { contracts: [{ base: money('9500000.00') }] };
    const { id } = done(await draft(app, { valuation: first, itemClass: null })).body;
    const path = `/v1/tenders/${id}`;
    done(await act(app, 'procurer-zhao', 'patch', path, { valuation: second }, path));
    done(await act(app, 'procurer-wang', 'patch', path, { valuation: second, evaluators: 1 }, path));
    const { body } = done(await look(app, 'approver-li', `${path}/valuations`));
    expect(body['items']).toMatchObject([
      { valuationVersion: 1, valuation: first, estimatedValue: { amount: '9100000.00' }, writtenBy: { name: { zh: '王采购' } } },
      { valuationVersion: 2, valuation: second, estimatedValue: { amount: '9500000.00' }, writtenBy: { name: { zh: '赵采购' } } },
    ]);
    expect(body['items']).toHaveLength(2);
    const [one] = body['items'] as { id: string }[];
    const rest = (await look(app, 'procurer-wang', `${path}/valuations?limit=1&after=${one?.id ?? ''}`)).body;
    expect(rest['items']).toMatchObject([{ valuationVersion: 2 }]);
    for (const client of ['procurer-port', 'auditor-feng', 'reviewer-xu'])
      expect((await look(app, client, `${path}/valuations`)).status).toBe(404);
    expect((await look(app, 'supplier-shenda', `${path}/valuations`)).status).toBe(403);
    const open = await published(app, { itemClass: null });
    for (const client of ['auditor-feng', 'supervisor-tang', 'procurer-wang'])
      expect(done(await look(app, client, `${open.path}/valuations`)).body['items']).toHaveLength(1);
    for (const client of ['procurer-port', 'reviewer-xu'])
      expect((await look(app, client, `${open.path}/valuations`)).status).toBe(404);
    await expect(app.sql('UPDATE tender_valuations SET estimated_value = 1 WHERE tender_id = $1', [id])).rejects.toThrow();
  });
});
