import { usccCheckCharacter } from '../../src/rules/uscc.js';
import type { Caller } from '../app.js';
import { accepted, act, complained, seen } from './case.js';
import {
  audited,
  awardedTender,
  complain,
  type DocketApp,
  filed,
  resultLetter,
  rulesOf,
  standing,
  startDocket,
} from './docket.js';
import { reviews } from '../reviewers.js';
import { heard } from './heard.js';

const reasons = { zh: '该项目由临港财政部门监督', en: 'Lingang’s own finance authority supervises this procurement' };

describe('the transfer (移送) of a complaint', () => {
  let app: DocketApp;
  let xu: Caller;
  let shenda: Caller;
  let fang: Caller;
  let lingang: string;

  beforeAll(async () => {
    app = await startDocket();
    [xu, shenda] = [await app.as('reviewer-xu'), await app.as('supplier-shenda')];
    fang = await app.asSubject('reviewer-fang', 'reviewer');
    lingang = await reviewBody();
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  /** A second authority that is independent of the hospital, verified, with a reviewer of its own. */
  async function reviewBody(): Promise<string> {
    const first17 = '11310000002420009';
    const organization = {
      kinds: ['review-body'],
      name: { zh: '临港新片区财政局（演示）', en: 'Lingang Finance Bureau (demo)' },
      scheme: 'CN-USCC',
      identifier: `${first17}${usccCheckCharacter(first17)}`,
      country: 'CN',
      entityType: 'stateOrgan',
    };
    const registrar = await app.as('registrar');
    const { id, etag } = filed(await registrar('post', '/v1/organizations').send(organization));
    const verification = { basis: { zh: '机构编制批文', en: 'Decision on its establishment' } };
    filed(await registrar('post', `/v1/organizations/${id}/verification`).set('if-match', etag).send(verification));
    const member = { subject: 'reviewer-fang', name: { zh: '方审查', en: 'Fang Shencha' }, roles: ['reviewer'] };
    filed(await registrar('post', `/v1/organizations/${id}/members`).send(member));
    return id;
  }

  it('ends the case here and opens it there, linked both ways, received when it was first received', async () => {
    const one = await complained(app);
    await app.setClock('2026-03-04T09:00:00+08:00');
    const moved = filed(await act(xu, one.id, 'transfer', { reviewBodyId: lingang, reasons }, one.etag));
    const to = String(moved.body['transferredTo']);
    expect(moved.body).toMatchObject({ id: one.id, state: 'transferred', reviewBodyId: app.orgs['finance'] });
    const there = await seen(fang, to);
    expect(there.body).toMatchObject({
      state: 'filed',
      reviewBodyId: lingang,
      transferredFrom: one.id,
      transferredTo: null,
      receivedAt: one.body['receivedAt'],
      lastDay: one.body['lastDay'],
      matters: one.body['matters'],
      decisionDueOn: '2026-04-14',
      admissibilityDueOn: '2026-03-11',
      respondentNoticeDueOn: '2026-03-16',
    });
    expect((await seen(shenda, to)).status).toBe(200);
    expect((await shenda('get', `/v1/challenges/${one.challengeId}`)).body).toMatchObject({ complaintId: to });
    expect((await seen(fang, one.id)).status).toBe(404);
    expect((await seen(xu, to)).status).toBe(404);
    const again = await complain(shenda, one.challengeId, { matters: [{ matter: '1' }], reviewBodyId: lingang });
    expect([again.status, rulesOf(again)]).toEqual([409, ['complaint.already-filed']]);
    expect(await audited(app, one.id)).toEqual(['complaint.filed', 'complaint.transferred']);
    expect(await audited(app, to)).toEqual(['complaint.filed']);
    expect(rulesOf(await act(xu, one.id, 'transfer', { reviewBodyId: lingang, reasons }, moved.etag))).toEqual([
      'complaint.wrong-state',
    ]);

    filed(await fang('post', `/v1/complaints/${to}/declaration`).send({ conflict: false }));
    const taken = filed(await act(fang, to, 'acceptance', {}, String(there.headers['etag'])));
    await heard(app, to);
    const decision = { outcome: 'rejected', findings: ['1', '2'].map((matter) => ({ matter, upheld: false, reasons })), reasons };
    expect(filed(await act(fang, to, 'decision', decision, taken.etag)).body).toMatchObject({ state: 'rejected' });
    expect(await standing(app, one.tenderId)).toEqual([]);
  });

  it('hands over every hold in one act, so that the contract can be signed at no moment between', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await awardedTender(app);
    const one = await complained(app, { tenderId: tender.id, letter: resultLetter });
    const suspended = filed(await act(xu, one.id, 'suspension', { reasons, endsOn: '2026-06-20' }, one.etag));
    const before = await standing(app, tender.id);
    expect(before.map((hold) => [hold.cause, hold.kind])).toContainEqual(['complaint', 'suspension']);
    const wang = await app.as('procurer-wang');
    const contract = { awardId: tender.awardId, amount: { amount: '1100000.00', currency: 'CNY' } };
    const sign = () => wang('post', `/v1/tenders/${tender.id}/contracts`).send(contract);
    await app.setClock('2026-06-13T09:00:00+08:00');
    const [moved, ...signed] = await Promise.all([
      act(xu, one.id, 'transfer', { reviewBodyId: lingang, reasons }, suspended.etag),
      sign(),
      sign(),
      sign(),
    ]);
    expect(signed.map((answer) => answer.status)).toEqual([409, 409, 409]);
    for (const answer of signed) expect(rulesOf(answer)).toContain('contract.challenge-open');
    const to = String(filed(moved).body['transferredTo']);
    expect(await standing(app, tender.id)).toEqual(before);
    const causes = await app.sql<{ id: string }>(
      `SELECT DISTINCT cause_id AS id FROM procedure_holds WHERE tender_id = $1 AND cause_kind = 'complaint' AND released_at IS NULL`,
      [tender.id],
    );
    expect(causes).toEqual([{ id: to }]);
    const gap = await app.sql<{ gap: boolean }>(
      `SELECT bool_or(old.released_at > fresh.placed_at) OR bool_or(old.released_at < fresh.placed_at) AS gap
         FROM procedure_holds old JOIN procedure_holds fresh ON fresh.cause_id = $2 AND fresh.kind = old.kind WHERE old.cause_id = $1
          AND old.released_at IS NOT NULL`,
      [one.id, to],
    );
    expect(gap).toEqual([{ gap: false }]);
    expect((await seen(shenda, to)).body).toMatchObject({ suspension: { from: '2026-06-01', endsOn: '2026-06-20' } });
  });

  it('goes to another verified authority that is independent, from a case that is not accepted yet', async () => {
    const one = await complained(app);
    const go = (reviewBodyId: unknown, etag = one.etag) => act(xu, one.id, 'transfer', { reviewBodyId, reasons }, etag);
    const health = await go(app.orgs['health']);
    expect([health.status, rulesOf(health)]).toEqual([403, ['complaint.reviewer-not-independent']]);
    for (const body of [app.orgs['finance'], app.orgs['port'], app.orgs['hospital'], 'nonsense'])
      expect((await go(body)).status).toBe(422);
    expect((await act(xu, one.id, 'transfer', { reviewBodyId: lingang, reasons })).status).toBe(428);
    expect((await act(fang, one.id, 'transfer', { reviewBodyId: lingang, reasons }, one.etag)).status).toBe(404);
    expect((await act(shenda, one.id, 'transfer', { reviewBodyId: lingang, reasons }, one.etag)).status).toBe(403);
    expect((await seen(xu, one.id)).body).toMatchObject({ state: 'filed' });
    const both = await Promise.all([go(lingang), go(lingang)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 412]);
    const taken = await accepted(app);
    const late = await act(xu, taken.id, 'transfer', { reviewBodyId: lingang, reasons }, taken.etag);
    expect([late.status, rulesOf(late)]).toEqual([409, ['complaint.wrong-state']]);
  });

  it('keeps out whoever has withdrawn from the case', async () => {
    const one = await complained(app);
    await reviews(app, 'reviewer-he', true);
    const he = await app.as('reviewer-he');
    const recused = filed(await act(he, one.id, 'recusal', { reason: { zh: '与投诉人有亲属关系' } }));
    const moved = filed(await act(xu, one.id, 'transfer', { reviewBodyId: lingang, reasons }, recused.etag));
    const rows = await app.sql('SELECT person_id FROM reviewer_recusals WHERE complaint_id = $1', [moved.body['transferredTo']]);
    expect(rows).toHaveLength(1);
    await reviews(app, 'reviewer-he', false);
  });
});
