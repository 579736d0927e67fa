import { startTestApp, type TestApp } from '../app.js';
import { act, audited, awarded, done, look, opened, published, rulesOf, sign, winner } from '../journeys/steps.js';

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
    done(await sign(app, tender, awardId));
  });

  it('needs no proof where it gained nothing', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const plan = { smePlan: null };
    const tender = await opened(app, await published(app, plan), { [winner]: { smeDeclaration: { size: 'small' } } });
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    done(await sign(app, tender, awardId));
  });
});
