import { startTestApp, type TestApp } from '../app.js';
import { act, audited, awarded, done, look, opened, published, rulesOf, sign, winner } from '../journeys/steps.js';
import { dutiesOf } from './exclusions.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const proof = { fact: 'sme-size', evidence: ['2025年度审计报告 sha256:ab'], note: { zh: '从业人员48人，营业收入3200万元。' } };

describe('what the winner declared of itself (art. 59)', () => {
  it('is proved by it alone before the contract', async () => {
    const small = { smeDeclaration: { size: 'small' } };
    const tender = await opened(app, await published(app), { [winner]: small, 'supplier-hujiang': small });
    const awardId = await awarded(app, tender);
    const prove = (by: string, body: object = proof) => act(app, by, 'post', `/v1/awards/${awardId}/evidence`, body);
    // 2026-04-14 and ten days.
    expect(await dutiesOf(app, winner, 'award.prove-declaration')).toMatchObject([
      { tenderId: tender.id, subject: { kind: 'award', id: awardId }, dueOn: '2026-04-24', overdue: false },
    ]);
    await app.setClock('2026-04-24T23:59:59.999999+08:00', true);
    expect(await dutiesOf(app, 'procurer-wang', 'award.proof-overdue')).toEqual([]);
    await app.setClock('2026-04-25T00:00:00+08:00', true);
    for (const [client, kind] of [
      [winner, 'award.prove-declaration'] as const,
      ['procurer-wang', 'award.proof-overdue'] as const,
    ])
      expect(await dutiesOf(app, client, kind)).toMatchObject([{ subject: { id: awardId }, overdue: true }]);
    for (const stranger of ['supplier-hujiang', 'procurer-port'])
      for (const kind of ['award.prove-declaration', 'award.proof-overdue'])
        expect(await dutiesOf(app, stranger, kind)).toEqual([]);
    await app.setClock('2026-04-28T09:00:00+08:00');
    const unproved = await sign(app, tender, awardId);
    expect([unproved.status, rulesOf(unproved)]).toEqual([409, ['award.evidence-missing']]);
    expect((await prove('supplier-hujiang')).status).toBe(404);
    expect((await prove('procurer-wang')).status).toBe(403);
    expect((await prove(winner, { ...proof, evidence: [] })).status).toBe(422);
    const given = done(await prove(winner));
    for (const reader of [winner, 'procurer-wang', 'supervisor-tang'])
      expect((await look(app, reader, `/v1/awards/${awardId}/evidence`)).body).toMatchObject({
        items: [{ id: given.body.id, ...proof }],
      });
    for (const stranger of ['supplier-hujiang', 'procurer-port', 'reviewer-xu'])
      expect((await look(app, stranger, `/v1/awards/${awardId}/evidence`)).status).toBe(404);
    expect(await audited(app, 'award.evidence-given', tender.id)).toBe(1);
    expect(await dutiesOf(app, winner, 'award.prove-declaration')).toEqual([]);
    expect(await dutiesOf(app, 'procurer-wang', 'award.proof-overdue')).toEqual([]);
    done(await sign(app, tender, awardId));
  });

  it('needs no proof where it gained nothing', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const plan = { smePlan: null };
    const tender = await opened(app, await published(app, plan), { [winner]: { smeDeclaration: { size: 'small' } } });
    const awardId = await awarded(app, tender);
    expect(await dutiesOf(app, winner, 'award.prove-declaration')).toEqual([]);
    await app.setClock('2026-04-28T09:00:00+08:00');
    done(await sign(app, tender, awardId));
  });
});
