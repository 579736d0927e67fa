import { fulfil } from '../awards/stories.js';
import { startTestApp, type TestApp } from '../app.js';
import { enterFourth } from '../interop/openeu-people.js';
import { awardLots, bidders, decisions, documents, evaluated, submit, yuan } from './lotted.js';
import { act, audited, contact, done, look, matter, published, request, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 59: a procurement in lots lets small suppliers take part', () => {
  it('gives one lot to a small supplier, one to those it is reserved for, and leaves one, from the notice to the last acceptance', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    await enterFourth(app);
    const tender = await published(app, documents);
    for (const client of Object.keys(bidders)) await submit(app, tender, client);
    const ids = await evaluated(app, tender);
    const { report } = done(await look(app, 'procurer-wang', `${tender.path}/evaluation-report`)).body as unknown as {
      report: {
        lots: { lotId: string; ranked: { bidId: string }[]; rejected: { bidId: string; breaches: { rule: string }[] }[] }[];
      };
    };
    expect(report.lots.map(({ ranked, rejected }) => [ranked.length, rejected.map((one) => one.breaches[0]?.rule)])).toEqual([
      [3, ['award.over-budget']],
      [3, ['sme.reserved-for-others']],
      [1, []],
    ]);

    await app.setClock('2026-04-14T09:00:00+08:00');
    const awards = `${tender.path}/awards`;
    const second = await act(app, 'procurer-wang', 'post', awards, { lots: decisions(ids, 'supplier-shenda') }, tender.path);
    expect(rulesOf(second)).toEqual(['award.lot-limit-reached']);
    const byLot = await awardLots(app, tender, decisions(ids, 'supplier-rheinland'));

    const asked = done(await act(app, 'newcomer-qian', 'post', `/v1/awards/${byLot.mri}/debriefs`));
    expect(asked.body).toMatchObject({ ownResult: { rank: 3 } });
    const evidence = { fact: 'sme-size', evidence: ['2025年度审计报告：从业人员48人，营业收入3200万元。'] };
    for (const [client, id] of [
      ['supplier-shenda', byLot.mri],
      ['supplier-rheinland', byLot.monitors],
    ] as const)
      done(await act(app, client, 'post', `/v1/awards/${id}/evidence`, evidence));
    const review = { subject: 'result', lotIds: ['mri'], matters: [matter], request, contact };
    const filed = done(await act(app, 'newcomer-qian', 'post', `${tender.path}/challenges`, review));
    expect((await act(app, 'newcomer-qian', 'post', `${tender.path}/challenges`, { ...review, lotIds: ['x'] })).status).toBe(422);

    await app.setClock('2026-05-06T09:00:00+08:00');
    const sign = (lot: 'mri' | 'monitors', amount: string) =>
      act(app, 'procurer-wang', 'post', `${tender.path}/contracts`, { awardId: byLot[lot], amount: yuan(amount) }, tender.path);
    const monitors = done(await sign('monitors', '1800000.00'));
    expect(rulesOf(await sign('mri', '7900000.00'))).toEqual(['contract.challenge-open']);
    const challengePath = `/v1/challenges/${filed.body.id}`;
    done(await act(app, 'newcomer-qian', 'post', `${challengePath}/withdrawal`, undefined, challengePath));
    const mri = done(await sign('mri', '7900000.00'));
    expect(done(await look(app, null, tender.path)).body.state).toBe('contracted');

    for (const [{ body }, on, amount] of [
      [monitors, '2026-06-01', '1800000.00'],
      [mri, '2026-06-10', '7900000.00'],
    ] as const) {
      await app.setClock(`${on}T09:00:00+08:00`);
      const contract = `/v1/contracts/${body.id}`;
      await fulfil(app, contract, { on, amount });
      done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on }, contract));
    }
    expect(done(await look(app, null, tender.path)).body).toMatchObject({ state: 'completed', endedOn: '2026-06-10' });
    const year = done(await look(app, null, '/v1/statistics/small-suppliers?year=2026')).body;
    expect(year).toMatchObject({
      awarded: { count: 2 },
      signed: { count: 2, bySize: { small: { count: 2 } } },
      reserved: { whole: { count: 0 }, lots: { count: 1, value: yuan('2000000.00') } },
    });
    expect(await audited(app, 'contract.signed', tender.id)).toBe(2);
    expect(await audited(app, 'tender.awarded', tender.id)).toBe(1);
  });
});
