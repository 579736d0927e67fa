import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { reviews } from '../reviewers.js';
import { accepted, act, answered, complained, ofMatters, type Case } from './case.js';
import {
  audited,
  awardedTender,
  challenge,
  complain,
  declared,
  filed,
  fullReply,
  personId,
  publishedTender,
  reply,
  resultLetter,
  rulesOf,
  standing,
  startDocket,
  type DocketApp,
} from './docket.js';
import { heard } from './heard.js';

const both = { zh: '评分依据不足', en: 'The scores lack their grounds' };
const upheld = {
  outcome: 'upheld',
  findings: [
    { matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons: both },
    { matter: '2', upheld: true, irregularity: 'eva-diff-crit', reasons: both },
  ],
  remedies: [{ kind: 'clarification' }],
  reasons: both,
};

describe('a complaint (投诉)', () => {
  let app: DocketApp;
  let supplier: Caller;
  let xu: Caller;
  let he: Caller;

  beforeAll(async () => {
    app = await startDocket();
    [supplier, xu, he] = [await app.as('supplier-shenda'), await app.as('reviewer-xu'), await app.as('reviewer-he')];
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  /** Accepted, and everybody heard: it may be decided. */
  async function ripe(): Promise<Case> {
    const one = await accepted(app);
    await heard(app, one.id);
    return one;
  }

  /** Whoever has left the hospital for the authority: the token of `reviewer-he` is the person's for the time of the body. */
  async function movedToReview(person: string, body: () => Promise<void>): Promise<void> {
    const [before] = await app.sql<{ subject: string }>('SELECT subject FROM people WHERE id = $1', [person]);
    const colleague = await personId(app, 'reviewer-he');
    const membership = newId();
    const rename = 'UPDATE people SET subject = $2 WHERE id = $1';
    await app.sql(rename, [colleague, 'reviewer-he-away']);
    await app.sql(rename, [person, 'reviewer-he']);
    await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = $1`, [person]);
    await app.sql(
      `INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, ARRAY['reviewer'], platform_now())`,
      [membership, person, app.orgs['finance']],
    );
    try {
      await body();
    } finally {
      await app.sql(
        `UPDATE memberships SET until = CASE WHEN id = $2 THEN timestamptz '2026-01-01T00:00:00Z' END WHERE person_id = $1`,
        [person, membership],
      );
      await app.sql(rename, [person, before?.subject]);
      await app.sql(rename, [colleague, 'reviewer-he']);
    }
  }

  describe('its filing', () => {
    it('is told when it will be decided, holds the contract and reaches the only independent authority', async () => {
      const { challengeId, tenderId } = await answered(app);
      const { id, body } = filed(await complain(supplier, challengeId, ofMatters));
      expect(body).toMatchObject({
        state: 'filed',
        reviewBodyId: app.orgs['finance'],
        lastDay: '2026-04-01',
        provisional: false,
      });
      expect(body).toMatchObject({ admissibilityDueOn: '2026-03-09', decisionDueOn: '2026-04-14', ruling: null });
      expect((await standing(app, tenderId)).map((one) => one.cause)).toEqual(['challenge', 'complaint']);
      expect(await audited(app, id)).toEqual(['complaint.filed']);
    });

    it('waits for the reply or the end of its time', async () => {
      const tenderId = await publishedTender(app);
      const { id: challengeId } = await challenge(supplier, tenderId);
      const early = await complain(supplier, challengeId, ofMatters);
      expect([early.status, rulesOf(early)]).toEqual([422, ['complaint.not-exhausted']]);
      await app.setClock('2026-03-11T23:59:59.999999+08:00', true);
      expect(rulesOf(await complain(supplier, challengeId, ofMatters))).toEqual(['complaint.not-exhausted']);
      await app.setClock('2026-03-12T00:00:00+08:00', true);
      filed(await complain(supplier, challengeId, ofMatters));
      const refused = await app.sql<{ tenderId: string }>(
        `SELECT tender_id AS "tenderId" FROM audit_entries WHERE type = 'complaint.refused' AND subject_id = $1`,
        [challengeId],
      );
      expect(refused).toEqual([{ tenderId }, { tenderId }]);
    });

    it('is taken in its last microsecond and refused one microsecond later', async () => {
      const [one, other] = [await answered(app), await answered(app)];
      await app.setClock('2026-04-01T23:59:59.999999+08:00', true);
      filed(await complain(supplier, one.challengeId, ofMatters));
      await app.setClock('2026-04-02T00:00:00+08:00', true);
      const late = await complain(supplier, other.challengeId, ofMatters);
      expect([late.status, rulesOf(late)]).toEqual([422, ['complaint.out-of-time']]);
      expect((late.body as { errors: { derivation: unknown }[] }).errors[0]?.derivation).toMatchObject({ result: '2026-04-01' });
    });

    it('brings no new matter, except what the reply gave rise to', async () => {
      const { challengeId } = await answered(app);
      const fresh = { statement: { zh: '评审专家未回避' } };
      const answer = await complain(supplier, challengeId, { matters: [{ matter: '1' }, fresh] });
      expect([answer.status, rulesOf(answer)]).toEqual([422, ['complaint.new-matter']]);
      expect(rulesOf(await complain(supplier, challengeId, { matters: [{ matter: '3' }] }))).toEqual(['complaint.new-matter']);
      const arising = { matters: [{ matter: '1' }, { ...fresh, arisesFromReply: true }] };
      const { body } = filed(await complain(supplier, challengeId, arising));
      expect((body['matters'] as { matter: string }[]).map((one) => one.matter)).toEqual(['1', 'r2']);
    });

    it('goes to nobody in the hierarchy of the procuring entity, by the rule and by the database', async () => {
      const { challengeId, tenderId } = await answered(app);
      const health = await complain(supplier, challengeId, { ...ofMatters, reviewBodyId: app.orgs['health'] });
      expect([health.status, rulesOf(health)]).toEqual([403, ['complaint.reviewer-not-independent']]);
      const itself = await complain(supplier, challengeId, { ...ofMatters, reviewBodyId: app.orgs['hospital'] });
      expect(rulesOf(itself)).toEqual(['complaint.reviewer-not-independent']);
      const port = await complain(supplier, challengeId, { ...ofMatters, reviewBodyId: app.orgs['port'] });
      expect([port.status, rulesOf(port)]).toEqual([422, ['invalid']]);
      for (const reviewBody of ['health', 'hospital']) {
        const insert = app.sql(
          `INSERT INTO complaints (id, version, challenge_id, tender_id, procurer_id, complainant_id, review_body_id, filed_by, state, matters,
             received_at, time_limit, provisional, warnings, completions_requested)
           VALUES ($1, 1, $2, $3, $4, $5, $6, $7, 'filed', '[]', platform_now(), '{}', false, '[]', 0)`,
          [
            newId(),
            challengeId,
            tenderId,
            app.orgs['hospital'],
            app.orgs['shenda'],
            app.orgs[reviewBody],
            await personId(app, 'supplier-shenda'),
          ],
        );
        await expect(insert).rejects.toThrow('complaint.reviewer-not-independent');
      }
    });

    it('is the challenger’s, once, also by two at once', async () => {
      const { challengeId } = await answered(app);
      expect((await complain(await app.as('supplier-hujiang'), challengeId, ofMatters)).status).toBe(404);
      const answers = await Promise.all([complain(supplier, challengeId, ofMatters), complain(supplier, challengeId, ofMatters)]);
      expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
      expect(answers.filter((one) => one.status === 409).map(rulesOf)).toEqual([['complaint.already-filed']]);
    });
  });

  describe('its file', () => {
    it('is read by the two sides and the authority’s reviewers, and by nobody else', async () => {
      const { id, challengeId } = await complained(app);
      const seen: Record<string, number[]> = {};
      for (const client of [
        'supplier-shenda',
        'procurer-wang',
        'reviewer-xu',
        'supplier-hujiang',
        'procurer-port',
        'reviewer-health',
      ]) {
        const caller = await app.as(client);
        const paths = [`/v1/complaints/${id}`, `/v1/challenges/${challengeId}`];
        seen[client] = await Promise.all(paths.map(async (path) => (await caller('get', path)).status));
      }
      expect(seen).toEqual({
        'supplier-shenda': [200, 200],
        'procurer-wang': [200, 200],
        'reviewer-xu': [200, 200],
        'supplier-hujiang': [404, 404],
        'procurer-port': [404, 404],
        'reviewer-health': [404, 404],
      });
    });
  });

  describe('its reviewers', () => {
    it('accept, decide and suspend only with the tag they read', async () => {
      const { id, etag } = await complained(app);
      expect((await act(xu, id, 'acceptance', {})).status).toBe(428);
      expect((await act(xu, id, 'acceptance', {}, '"9-filed"')).status).toBe(412);
      const taken = filed(await act(xu, id, 'acceptance', {}, etag));
      expect(taken.body).toMatchObject({ state: 'accepted', reviewerId: await personId(app, 'reviewer-xu') });
      expect((await act(xu, id, 'decision', upheld)).status).toBe(428);
      expect((await act(xu, id, 'suspension', { reasons: both })).status).toBe(428);
      expect((await act(xu, id, 'decision', upheld, etag)).status).toBe(412);
      expect((await act(await app.as('reviewer-health'), id, 'decision', upheld, taken.etag)).status).toBe(404);
      expect((await act(await app.as('procurer-wang'), id, 'decision', upheld, taken.etag)).status).toBe(403);
    });

    it('belong to no party, neither by the rule nor by the database', async () => {
      const one = await accepted(app);
      await reviews(app, 'reviewer-he', true);
      const person = await personId(app, 'reviewer-he');
      await app.sql(
        `INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, ARRAY['procurer'], platform_now())`,
        [newId(), person, app.orgs['hospital']],
      );
      const asReviewer = he('post', `/v1/complaints/${one.id}/decision`).set('acting-for', String(app.orgs['finance']));
      const answer = await asReviewer.set('if-match', one.etag).send(upheld);
      expect([answer.status, rulesOf(answer)]).toEqual([403, ['complaint.reviewer-conflicted']]);
      const insert = app.sql(
        `INSERT INTO complaint_rulings (complaint_id, outcome, findings, remedies, withheld, reasons, decided_by, decided_at)
         VALUES ($1, 'upheld', '[]', '{clarification}', '[]', '{}', $2, platform_now())`,
        [one.id, person],
      );
      await expect(insert).rejects.toThrow('complaint.reviewer-conflicted');
      await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = $1 AND organization_id = $2`, [
        person,
        app.orgs['hospital'],
      ]);
      await reviews(app, 'reviewer-he', false);
    });

    it('have done nothing else in the procurement, in whatever office they were then', async () => {
      const tenderId = await publishedTender(app);
      const { id: challengeId } = await challenge(supplier, tenderId);
      const zhao = await app.as('procurer-zhao');
      filed(await zhao('post', `/v1/challenges/${challengeId}/reply`).send(fullReply));
      const body = { ...ofMatters, reviewBodyId: app.orgs['finance'] };
      const { id, etag } = filed(await complain(supplier, challengeId, body));
      const other = await complained(app);
      await movedToReview(await personId(app, 'procurer-zhao'), async () => {
        const refused = await act(he, id, 'acceptance', {}, etag);
        expect([refused.status, rulesOf(refused)]).toEqual([403, ['complaint.reviewer-conflicted']]);
        expect(refused.text).toContain('has acted in this procurement');
        expect(rulesOf(await act(he, other.id, 'acceptance', {}, other.etag))).toEqual(['complaint.reviewer-not-assigned']);
      });
      expect(await audited(app, id)).toEqual(['complaint.filed']);
      filed(await act(xu, id, 'acceptance', {}, etag));
    });

    it('withdraw from a case for good, and another is drawn and goes on', async () => {
      const one = await ripe();
      await reviews(app, 'reviewer-he', true);
      const recused = filed(await act(xu, one.id, 'recusal', { reason: { zh: '与投诉人有亲属关系' } }));
      expect(recused.body).toMatchObject({ reviewerId: await personId(app, 'reviewer-he'), state: 'accepted' });
      const again = await act(xu, one.id, 'decision', upheld, recused.etag);
      expect([again.status, rulesOf(again)]).toEqual([403, ['complaint.reviewer-conflicted']]);
      expect((await xu('get', `/v1/complaints/${one.id}`)).status).toBe(404);
      const next = await declared(app, one.id);
      expect(filed(await act(next, one.id, 'decision', upheld, recused.etag)).body).toMatchObject({ state: 'upheld' });
      await reviews(app, 'reviewer-he', false);
      expect(await audited(app, one.id)).toEqual([
        'complaint.filed',
        'complaint.accepted',
        'complaint.explained',
        'complaint.reply-waived',
        'reviewer.recused',
        'complaint.decided',
      ]);
    });
  });

  describe('its suspension', () => {
    it('lasts thirty days at most from the first order, and ends by the clock', async () => {
      const one = await accepted(app);
      const long = await act(xu, one.id, 'suspension', { reasons: both, endsOn: '2026-04-02' }, one.etag);
      expect([long.status, rulesOf(long)]).toEqual([422, ['complaint.suspension-too-long']]);
      const first = filed(await act(xu, one.id, 'suspension', { reasons: both, endsOn: '2026-03-10' }, one.etag));
      expect(first.body['suspension']).toEqual({ from: '2026-03-02', endsOn: '2026-03-10' });
      await app.setClock('2026-03-11T09:00:00+08:00');
      expect((await standing(app, one.tenderId)).map((hold) => hold.kind)).not.toContain('suspension');
      const second = filed(await act(xu, one.id, 'suspension', { reasons: both }, first.etag));
      expect(second.body['suspension']).toEqual({ from: '2026-03-02', endsOn: '2026-04-01' });
      const seen = await app.http('get', `/v1/tenders/${one.tenderId}`);
      expect(seen.body).toMatchObject({ state: 'suspended' });
      await app.setClock('2026-04-02T00:00:00+08:00', true);
      expect((await standing(app, one.tenderId)).map((hold) => hold.kind)).not.toContain('suspension');
    });

    it('ends with the case', async () => {
      const one = await ripe();
      const { etag } = filed(await act(xu, one.id, 'suspension', { reasons: both }, one.etag));
      expect((await standing(app, one.tenderId)).map((hold) => hold.kind)).toContain('suspension');
      filed(await act(xu, one.id, 'decision', upheld, etag));
      expect(await standing(app, one.tenderId)).toEqual([]);
    });
  });

  describe('its end', () => {
    it('answers every matter with reasons and a remedy, and fits its findings', async () => {
      const { id, etag } = await ripe();
      const bare = await act(xu, id, 'decision', { outcome: 'upheld' }, etag);
      expect([bare.status, rulesOf(bare)]).toEqual([422, ['complaint.decision-incomplete']]);
      const facts = (bare.body as { errors: { facts: { names: string[] } }[] }).errors[0]?.facts;
      expect(facts?.names).toEqual(['findings', 'reasons', 'remedies']);
      expect((await act(xu, id, 'decision', { ...upheld, outcome: 'partly-upheld' }, etag)).status).toBe(422);
      const mixed = [upheld.findings[0], { matter: '2', upheld: false, reasons: both }];
      const decided = filed(await act(xu, id, 'decision', { ...upheld, outcome: 'partly-upheld', findings: mixed }, etag));
      expect(decided.body).toMatchObject({
        state: 'partly-upheld',
        ruling: { outcome: 'partly-upheld', remedies: [{ kind: 'clarification', state: 'open' }] },
      });
    });

    it('is decided once, also by two at once, and the ruling cannot be edited', async () => {
      const { id, etag } = await ripe();
      const answers = await Promise.all([act(xu, id, 'decision', upheld, etag), act(xu, id, 'decision', upheld, etag)]);
      expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
      expect((await audited(app, id)).filter((type) => type === 'complaint.decided')).toHaveLength(1);
      await expect(app.sql(`UPDATE complaint_rulings SET outcome = 'rejected' WHERE complaint_id = $1`, [id])).rejects.toThrow();
      await expect(app.sql('DELETE FROM complaint_rulings WHERE complaint_id = $1', [id])).rejects.toThrow();
      await expect(app.sql(`UPDATE complaints SET state = 'rejected' WHERE id = $1`, [id])).rejects.toThrow(
        'complaint.wrong-state',
      );
    });

    it('may be a dismissal or a withdrawal, which release what the case held', async () => {
      const one = await complained(app);
      const silent = await act(xu, one.id, 'dismissal', { ground: 'inadmissible' }, one.etag);
      expect(rulesOf(silent)).toEqual(['complaint.decision-incomplete']);
      const dismissed = filed(await act(xu, one.id, 'dismissal', { ground: 'inadmissible', reasons: both }, one.etag));
      expect(dismissed.body).toMatchObject({ state: 'dismissed', ruling: { outcome: 'dismissed', ground: 'inadmissible' } });
      expect(await standing(app, one.tenderId)).toEqual([]);
      const other = await complained(app);
      expect(filed(await act(supplier, other.id, 'withdrawal', {})).body).toMatchObject({ state: 'withdrawn' });
      expect(await standing(app, other.tenderId)).toEqual([]);
      expect(rulesOf(await act(xu, other.id, 'acceptance', {}, '"2-withdrawn"'))).toEqual(['complaint.wrong-state']);
    });
  });

  describe('of the result', () => {
    it('bars the contract until it is decided, and sets the award aside', async () => {
      await app.setClock('2026-06-01T09:00:00+08:00');
      const tender = await awardedTender(app);
      const { id: challengeId, body } = await challenge(supplier, tender.id, resultLetter);
      expect(body['window']).toMatchObject({ basis: 'resultNoticeEnded', startsOn: '2026-06-02', lastDay: '2026-06-12' });
      const sign = async () =>
        (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/contracts`).send({
          awardId: tender.awardId,
          amount: { amount: '1100000.00', currency: 'CNY' },
        });
      await app.setClock('2026-06-13T00:00:00+08:00');
      const barred = await sign();
      expect([barred.status, rulesOf(barred)]).toEqual([409, ['contract.challenge-open']]);
      filed(await reply(app, challengeId));
      const complaint = filed(await complain(supplier, challengeId, { ...ofMatters, reviewBodyId: app.orgs['finance'] }));
      const { etag } = filed(await act(xu, complaint.id, 'acceptance', {}, complaint.etag));
      await heard(app, complaint.id);
      await app.setClock('2026-08-03T09:00:00+08:00');
      expect(rulesOf(await sign())).toEqual(['contract.challenge-open', 'contract.signed-late']);
      filed(await act(xu, complaint.id, 'decision', { ...upheld, remedies: [{ kind: 'result-set-aside' }] }, etag));
      const rows = await app.sql(
        'SELECT tender.state AS tender, award.state AS award FROM tenders tender JOIN awards award ON award.tender_id = tender.id WHERE tender.id = $1',
        [tender.id],
      );
      expect(rows).toEqual([{ tender: 'evaluated', award: 'set-aside' }]);
      expect(await standing(app, tender.id)).toEqual([]);
      expect((await sign()).status).toBe(409);
    });

    it('opens the bids and their evaluation to the reviewers of the case, and to no other reviewer', async () => {
      await app.setClock('2026-06-01T09:00:00+08:00');
      const [tender, other] = [await awardedTender(app), await awardedTender(app)];
      const { id } = await complained(app, { tenderId: tender.id, letter: resultLetter });
      const bids = await xu('get', `/v1/complaints/${id}/opened-bids?limit=2`);
      expect(bids.status).toBe(200);
      const { items, next } = bids.body as { items: { id: string }[]; next: string };
      const rest = await xu('get', `/v1/complaints/${id}/opened-bids?after=${next}`);
      const shown = [...items, ...(rest.body as { items: { id: string }[] }).items].map((one) => one.id);
      expect(shown.sort()).toEqual(Object.values(tender.bids).sort());
      const report = await xu('get', `/v1/complaints/${id}/evaluation-report`);
      expect(report.body).toMatchObject({ tenderId: tender.id, state: 'valid' });
      for (const part of ['opened-bids', 'evaluation-report']) {
        const health = await app.as('reviewer-health');
        expect((await health('get', `/v1/complaints/${id}/${part}`)).status).toBe(404);
        expect((await supplier('get', `/v1/complaints/${id}/${part}`)).status).toBe(403);
        expect((await xu('get', `/v1/complaints/${newId()}/${part}`)).status).toBe(404);
        for (const one of [tender, other]) expect((await xu('get', `/v1/tenders/${one.id}/${part}`)).status).toBe(403);
      }
      filed(await act(xu, id, 'recusal', { reason: { zh: '与投诉人有亲属关系' } }));
      const left = await xu('get', `/v1/complaints/${id}/opened-bids`);
      expect([left.status, rulesOf(left)]).toEqual([403, ['complaint.reviewer-conflicted']]);
    });

    it('opens what lies between the parties to the reviewers of the case, and to no other reviewer', async () => {
      await app.setClock('2026-06-01T09:00:00+08:00');
      const [tender, other] = [await awardedTender(app), await awardedTender(app)];
      const papers = async (one: typeof tender): Promise<string[]> => {
        const { id } = filed(await supplier('post', `/v1/awards/${one.awardId}/debriefs`));
        return [`/v1/debriefs/${id}`, `/v1/tenders/${one.id}/valuations`, `/v1/awards/${one.awardId}/evidence`];
      };
      const [own, others] = [await papers(tender), await papers(other)];
      const seen = async (by: Caller, paths: string[]) => Promise.all(paths.map(async (path) => (await by('get', path)).status));
      const none = [404, 404, 404];
      expect(await seen(xu, own)).toEqual(none);
      const { id } = await complained(app, { tenderId: tender.id, letter: resultLetter });
      expect(await seen(xu, own)).toEqual([200, 200, 200]);
      expect(await seen(xu, others)).toEqual(none);
      expect(await seen(await app.as('reviewer-health'), own)).toEqual(none);
      await reviews(app, 'reviewer-he', true);
      filed(await act(xu, id, 'recusal', { reason: { zh: '与投诉人有亲属关系' } }));
      expect(await seen(xu, own)).toEqual(none);
      expect(await seen(he, own)).toEqual([200, 200, 200]);
      await reviews(app, 'reviewer-he', false);
      for (const overseer of ['supervisor-tang', 'auditor-feng'])
        expect(await seen(await app.as(overseer), own)).toEqual([200, 200, 200]);
    });

    it('sets nothing aside where nothing has been decided', async () => {
      const { id, etag } = await ripe();
      const answer = await act(xu, id, 'decision', { ...upheld, remedies: [{ kind: 'result-set-aside' }] }, etag);
      expect([answer.status, rulesOf(answer)]).toEqual([409, ['complaint.remedy-not-possible']]);
      expect((await xu('get', `/v1/complaints/${id}`)).body).toMatchObject({ state: 'accepted', ruling: null });
    });

    it('leaves one lawful outcome where a challenge and the contract meet at the end of the standstill', async () => {
      await app.setClock('2026-06-01T09:00:00+08:00');
      const tender = await awardedTender(app);
      const sign = async () =>
        (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/contracts`).send({
          awardId: tender.awardId,
          amount: { amount: '1100000.00', currency: 'CNY' },
        });
      const file = () => supplier('post', `/v1/tenders/${tender.id}/challenges`).send(resultLetter);
      await app.setClock('2026-06-12T23:59:59.999999+08:00', true);
      const before = await Promise.all([file(), sign()]);
      expect(before.map((one) => one.status)).toEqual([201, 409]);
      await app.setClock('2026-06-13T00:00:00+08:00', true);
      const after = await Promise.all([file(), sign()]);
      expect(after.map(rulesOf)).toEqual([['challenge.out-of-time'], ['contract.challenge-open']]);
    });
  });
});
