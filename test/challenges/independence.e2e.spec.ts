import { createHash } from 'node:crypto';
import { newId } from '../../src/platform/unit-of-work.js';
import { declaredReviewer, reviews } from '../reviewers.js';
import type { Caller } from '../app.js';
import { act, complained, type Case } from './case.js';
import { audited, declared, filed, personId, rulesOf, startDocket, undeclared, type DocketApp } from './docket.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const because = { zh: '与投诉人法定代表人系近亲属', en: 'A close relative of the complainant’s representative' };

interface Draw {
  algorithm: string;
  of: string;
  commitment: string;
  secret: string;
  lines: string[];
  seed: string;
  pool: { personId: string; key: string }[];
  leftOut: { personId: string; ties: string[] }[];
}
interface Assignment {
  id: string;
  number: number;
  cause: string;
  reviewer: { id: string; name: { zh: string } } | null;
  declaration: { conflict: boolean } | null;
  draw: Draw;
}

describe('who reviews a complaint (art. 60)', () => {
  let app: DocketApp;
  let supplier: Caller;
  let procurer: Caller;

  beforeAll(async () => {
    app = await startDocket();
    [supplier, procurer] = [await app.as('supplier-shenda'), await app.as('procurer-wang')];
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    for (const one of ['reviewer-xu', 'reviewer-he']) await reviews(app, one, true);
  });

  /** Its reviewer has not declared yet. */
  const fresh = (): Promise<Case> => complained(app, { by: undeclared });

  async function assignments(id: string, by: Caller = supplier): Promise<Assignment[]> {
    return ((await by('get', `/v1/complaints/${id}/assignments`)).body as { items: Assignment[] }).items;
  }

  /** The client of the assigned reviewer, and of the other one. */
  async function both(id: string): Promise<{ own: string; other: string; ownId: string }> {
    const ownId = (await assignments(id))[0]?.reviewer?.id as string;
    const own = ownId === (await personId(app, 'reviewer-xu')) ? 'reviewer-xu' : 'reviewer-he';
    return { own, ownId, other: own === 'reviewer-xu' ? 'reviewer-he' : 'reviewer-xu' };
  }

  describe('the draw', () => {
    it('is at the filing, by a seed nobody could choose, and can be redone with the record', async () => {
      const { id, body, challengeId, tenderId } = await fresh();
      const committed = (await supplier('get', `/v1/challenges/${challengeId}/draw-seed`)).body as { commitment: string };
      const [one] = await assignments(id);
      const { draw, reviewer } = one as Assignment;
      expect([body['reviewerId'], one?.number, one?.cause]).toEqual([reviewer?.id, 1, 'filing']);
      expect([draw.commitment, sha256(draw.secret)]).toEqual([committed.commitment, committed.commitment]);
      const seed = sha256([draw.algorithm, tenderId, draw.of, draw.secret, ...draw.lines].join('\n'));
      expect([draw.seed, draw.of, draw.lines[0]]).toEqual([seed, 'reviewer:1', `complaint:${id}`]);
      const people = [await personId(app, 'reviewer-xu'), await personId(app, 'reviewer-he')];
      const lots = people.map((person) => ({ personId: person, key: sha256(`${seed}:${person}`) }));
      expect(draw.pool).toEqual(lots.sort((left, right) => (left.key < right.key ? -1 : 1)));
      expect(reviewer).toMatchObject({ id: draw.pool[0]?.personId, name: { zh: expect.stringMatching(/徐审查|何审查/) } });
      expect(await audited(app, String(one?.id))).toEqual(['reviewer.assigned']);
    });

    it('is shown to the parties and to the authority, and to nobody else', async () => {
      const { id, challengeId } = await fresh();
      for (const path of [
        `complaints/${id}/assignments`,
        `complaints/${id}/recusal-requests`,
        `challenges/${challengeId}/draw-seed`,
      ]) {
        for (const client of ['supplier-shenda', 'procurer-wang', 'reviewer-xu', 'reviewer-he'])
          expect((await (await app.as(client))('get', `/v1/${path}`)).status).toBe(200);
        for (const client of ['supplier-hujiang', 'procurer-port', 'reviewer-health'])
          expect((await (await app.as(client))('get', `/v1/${path}`)).status).toBe(404);
      }
    });

    it('leaves out who has a tie, with its code', async () => {
      const he = await personId(app, 'reviewer-he');
      await app.sql(
        `INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, ARRAY['supplier'], platform_now())`,
        [newId(), he, app.orgs['shenda']],
      );
      const { id } = await fresh();
      await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = $1 AND organization_id = $2`, [
        he,
        app.orgs['shenda'],
      ]);
      const [one] = await assignments(id);
      expect(one?.draw.leftOut).toEqual([{ personId: he, ties: ['party'] }]);
      expect(one?.draw.pool.map((each) => each.personId)).toEqual([await personId(app, 'reviewer-xu')]);
    });

    it('finds nobody: the case is filed all the same, its authority is told, and draws once it has somebody', async () => {
      for (const one of ['reviewer-xu', 'reviewer-he']) await reviews(app, one, false);
      const { id, body } = await fresh();
      expect([body['state'], body['reviewerId']]).toEqual(['filed', null]);
      const [one] = await assignments(id);
      expect([one?.reviewer, await audited(app, String(one?.id))]).toEqual([null, ['complaint.unassigned']]);
      await app.sql(
        `INSERT INTO reviewer_recusals (complaint_id, person_id, reason, recused_at) SELECT $1, id, '{"zh": "回避"}', platform_now()
           FROM people WHERE subject = 'reviewer-xu'`,
        [id],
      );
      await reviews(app, 'reviewer-xu', true);
      const xu = await app.as('reviewer-xu');
      const none = await act(xu, id, 'assignment');
      expect([none.status, rulesOf(none)]).toEqual([409, ['complaint.nobody-to-assign']]);
      await reviews(app, 'reviewer-he', true);
      const he = await app.as('reviewer-he');
      const answers = await Promise.all([act(xu, id, 'assignment'), act(he, id, 'assignment')]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
      expect((await assignments(id)).map((each) => [each.number, each.cause])).toEqual([
        [2, 'pool-changed'],
        [1, 'filing'],
      ]);
      expect(rulesOf(await act(he, id, 'assignment'))).toEqual(['complaint.already-assigned']);
      expect((await act(await app.as('reviewer-health'), id, 'assignment')).status).toBe(404);
    });

    it('is redone by the database: no other pool, seed or hit is taken, and nobody is named in the complaint', async () => {
      const { id } = await fresh();
      const { own, ownId } = await both(id);
      const insert = (person: string | null, draw: object, number = 2) =>
        app.sql(
          `INSERT INTO reviewer_assignments (id, complaint_id, number, cause, person_id, draw, drawn_by, drawn_at)
           VALUES ($1, $2, $3, 'recusal', $4, $5, $6, platform_now())`,
          [newId(), id, number, person, draw, ownId],
        );
      const [one] = await assignments(id);
      const draw = one?.draw as Draw;
      await expect(insert(ownId, draw)).rejects.toThrow('complaint.already-assigned');
      filed(await act(await app.as(own), id, 'recusal', { reason: because }));
      for (const client of ['reviewer-xu', 'reviewer-he']) await reviews(app, client, false);
      await app.sql(
        `INSERT INTO reviewer_recusals (complaint_id, person_id, reason, recused_at)
         SELECT id, reviewer_id, '{}', platform_now() FROM complaints WHERE id = $1`,
        [id],
      );
      await expect(insert(ownId, draw, 3)).rejects.toThrow('complaint.reviewer-not-drawn');
      await expect(insert(null, { ...draw, pool: [] }, 3)).rejects.toThrow('complaint.reviewer-not-drawn');
      await expect(app.sql('UPDATE reviewer_assignments SET person_id = NULL WHERE complaint_id = $1', [id])).rejects.toThrow();
      const [granted] = await app.sql<{ may: boolean }>(
        `SELECT has_column_privilege('ftz_app', 'complaints', 'reviewer_id', 'UPDATE') AS may`,
      );
      expect(granted?.may).toBe(false);
    });
  });

  describe('the assigned reviewer', () => {
    it('alone acts, after declaring that there is no conflict', async () => {
      const { id, etag } = await fresh();
      const names = await both(id);
      const [own, other] = [await app.as(names.own), await app.as(names.other)];
      for (const [path, body] of acts) {
        const foreign = await act(other, id, path, body, etag);
        expect([path, foreign.status, rulesOf(foreign)]).toEqual([path, 403, ['complaint.reviewer-not-assigned']]);
        const silent = await act(own, id, path, body, etag);
        expect([path, silent.status, rulesOf(silent)]).toEqual([path, 409, ['complaint.declaration-missing']]);
      }
      expect(rulesOf(await own('get', `/v1/complaints/${id}/opened-bids`))).toEqual(['complaint.declaration-missing']);
      expect(rulesOf(await other('get', `/v1/complaints/${id}/opened-bids`))).toEqual(['complaint.reviewer-not-assigned']);
      expect(rulesOf(await act(other, id, 'declaration', { conflict: false }))).toEqual(['complaint.reviewer-not-assigned']);
      for (const body of [{ conflict: true }, { conflict: false, reason: because }])
        expect((await act(own, id, 'declaration', body)).status).toBe(422);
      const answers = await Promise.all([1, 2].map(() => act(own, id, 'declaration', { conflict: false })));
      expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
      expect(rulesOf(await act(own, id, 'declaration', { conflict: false }))).toEqual(['complaint.already-declared']);
      filed(await act(own, id, 'acceptance', {}, etag));
      expect((await assignments(id))[0]?.declaration).toMatchObject({ conflict: false });
    });

    it('with a conflict leaves, and another is drawn by a fresh seed', async () => {
      const { id } = await fresh();
      const { own, other } = await both(id);
      filed(await act(await app.as(own), id, 'declaration', { conflict: true, reason: because }));
      const [second, first] = await assignments(id);
      expect([second?.cause, second?.number, second?.draw.of]).toEqual(['conflict', 2, 'reviewer:2']);
      expect(second?.reviewer?.id).toBe(await personId(app, other));
      expect(second?.draw.leftOut).toEqual([{ personId: first?.reviewer?.id, ties: ['recused'] }]);
      expect(second?.draw.secret).not.toBe(first?.draw.secret);
      expect(first?.declaration).toMatchObject({ conflict: true });
      expect(await audited(app, id)).toEqual(['complaint.filed', 'reviewer.recused']);
    });

    it('alone rules, also by the database', async () => {
      const { id } = await fresh();
      const { own, other } = await both(id);
      const rule = async (client: string) =>
        app.sql(
          `INSERT INTO complaint_rulings (complaint_id, outcome, findings, remedies, fields, root, withheld, reasons, decided_by, decided_at)
           VALUES ($1, 'rejected', '[]', '{}', '[]', repeat('0', 64), '[]', '{}', $2, platform_now())`,
          [id, await personId(app, client)],
        );
      await expect(rule(other)).rejects.toThrow('complaint.reviewer-not-assigned');
      await expect(rule(own)).rejects.toThrow('complaint.declaration-missing');
      await expect(rule('procurer-wang')).rejects.toThrow('complaint.reviewer-conflicted');
      await expect(rule('registrar')).rejects.toThrow('complaint.reviewer-conflicted');
    });
  });

  describe('a request for recusal', () => {
    it('is a party’s, decided by another reviewer, and granted it draws anew', async () => {
      const { id, etag } = await fresh();
      const names = await both(id);
      const [own, other] = [await declared(app, id), await app.as(names.other)];
      const asked = filed(await act(procurer, id, 'recusal-requests', { reasons: because }));
      expect(asked.body).toMatchObject({ state: 'requested', personId: names.ownId, organizationId: app.orgs['hospital'] });
      expect(rulesOf(await act(procurer, id, 'recusal-requests', { reasons: because }))).toEqual(['complaint.recusal-pending']);
      expect((await act(await app.as('supplier-hujiang'), id, 'recusal-requests', { reasons: because })).status).toBe(404);
      const dismissal = { ground: 'inadmissible', reasons: because };
      expect(rulesOf(await act(own, id, 'dismissal', dismissal, etag))).toEqual(['complaint.recusal-undecided']);
      const path = `recusal-requests/${asked.id}/decision`;
      const decision = { recuse: true, reasons: because };
      expect(rulesOf(await act(own, id, path, decision, asked.etag))).toEqual(['complaint.recusal-own-cause']);
      expect((await act(other, id, path, decision)).status).toBe(428);
      expect((await act(other, id, path, decision, '"9"')).status).toBe(412);
      expect((await act(other, id, `recusal-requests/${newId()}/decision`, decision, asked.etag)).status).toBe(404);
      expect((await act(await app.as('reviewer-health'), id, path, decision, asked.etag)).status).toBe(404);
      const second = filed(await act(supplier, id, 'recusal-requests', { reasons: because }));
      const answers = await Promise.all([1, 2].map(() => act(other, id, path, decision, asked.etag)));
      expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
      expect((await assignments(id))[0]).toMatchObject({ cause: 'request', reviewer: { id: await personId(app, names.other) } });
      const { items } = (await supplier('get', `/v1/complaints/${id}/recusal-requests`)).body as { items: { state: string }[] };
      expect(items.map((one) => one.state)).toEqual(['moot', 'granted']);
      expect(rulesOf(await act(other, id, `recusal-requests/${second.id}/decision`, decision, second.etag))).toEqual([
        'complaint.recusal-decided',
      ]);
      expect(await audited(app, asked.id)).toEqual(['reviewer.recusal-requested', 'reviewer.recusal-decided']);
    });

    it('refused leaves the reviewer; where nobody else could decide, the case goes on', async () => {
      const { id, etag } = await fresh();
      const names = await both(id);
      const own = await declared(app, id);
      const asked = filed(await act(supplier, id, 'recusal-requests', { reasons: because }));
      const decision = { recuse: false, reasons: because };
      const answer = await act(await app.as(names.other), id, `recusal-requests/${asked.id}/decision`, decision, asked.etag);
      expect(filed(answer).body).toMatchObject({ state: 'rejected' });
      expect((await assignments(id)).length).toBe(1);
      filed(await act(supplier, id, 'recusal-requests', { reasons: because }));
      await reviews(app, names.other, false);
      filed(await act(own, id, 'dismissal', { ground: 'inadmissible', reasons: because }, etag));
      expect(rulesOf(await act(supplier, id, 'recusal-requests', { reasons: because }))).toEqual(['complaint.wrong-state']);
      expect(await declaredReviewer(app, id).catch(() => 'declared')).toBe('declared');
    });

    it('needs somebody who is assigned', async () => {
      for (const one of ['reviewer-xu', 'reviewer-he']) await reviews(app, one, false);
      const { id } = await fresh();
      expect(rulesOf(await act(supplier, id, 'recusal-requests', { reasons: because }))).toEqual(['complaint.nobody-assigned']);
    });
  });
});

const acts: [string, object][] = [
  ['acceptance', {}],
  ['dismissal', { ground: 'inadmissible', reasons: because }],
  ['suspension', { reasons: because }],
  ['decision', { outcome: 'rejected', reasons: because }],
];
