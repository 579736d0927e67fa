import pg from 'pg';
import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { readTable, type CallerName } from '../platform/access-table.js';
import { reviews } from '../reviewers.js';
import { complained, rejected } from './case.js';
import { filed, personId, publishedTender, rulesOf, startDocket, type DocketApp } from './docket.js';
import { heard } from './heard.js';

const both = { zh: '投诉事项缺乏事实依据', en: 'The complaint has no basis in fact' };

describe('T34: nobody judges its own cause, edits a ruling, or reads another’s case', () => {
  let app: DocketApp;
  let xu: Caller;

  beforeAll(async () => {
    app = await startDocket();
    xu = await app.as('reviewer-xu');
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  it('a reviewer who belongs to the procuring entity is not drawn, rules nothing, and cannot be let in later', async () => {
    const [tenderId, he] = [await publishedTender(app), await personId(app, 'reviewer-he')];
    await reviews(app, 'reviewer-he', true);
    await app.sql(
      `INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, ARRAY['procurer'], platform_now())`,
      [newId(), he, app.orgs['hospital']],
    );
    const { id, etag, body } = await complained(app, { tenderId });
    expect(body['reviewerId']).toBe(await personId(app, 'reviewer-xu'));
    const asReviewer = (await app.as('reviewer-he'))('post', `/v1/complaints/${id}/acceptance`);
    const refused = await asReviewer.set('acting-for', String(app.orgs['finance'])).set('if-match', etag).send({});
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['complaint.reviewer-conflicted']]);
    await expect(rule(id, he)).rejects.toThrow('complaint.reviewer-conflicted');
    filed(await xu('post', `/v1/complaints/${id}/recusal`).send({ reason: both }));
    expect(await app.sql('SELECT reviewer_id AS reviewer FROM complaints WHERE id = $1', [id])).toEqual([{ reviewer: null }]);
    await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE person_id = $1`, [he]);
  });

  it('a ruling is not edited, by its reviewer or by the service itself', async () => {
    const { id, etag } = await complained(app);
    const accepted = filed(await xu('post', `/v1/complaints/${id}/acceptance`).set('if-match', etag).send({}));
    await heard(app, id);
    const decide = (tag: string) => xu('post', `/v1/complaints/${id}/decision`).set('if-match', tag).send(rejected);
    const decided = filed(await decide(accepted.etag));
    expect(rulesOf(await decide(decided.etag))).toEqual(['complaint.wrong-state']);
    for (const verb of ['put', 'patch', 'delete'] as const)
      expect([404, 405]).toContain((await xu(verb, `/v1/complaints/${id}/decision`).send(rejected)).status);
    const service = new pg.Client({ connectionString: app.database.appUrl });
    await service.connect();
    for (const act of [
      `UPDATE complaint_rulings SET outcome = 'upheld' WHERE complaint_id = $1`,
      'DELETE FROM complaint_rulings WHERE complaint_id = $1',
      `UPDATE complaints SET reviewer_id = NULL WHERE id = $1`,
      `DELETE FROM reviewer_assignments WHERE complaint_id = $1`,
      `UPDATE reviewer_declarations SET conflict = true WHERE complaint_id = $1`,
    ])
      await expect(service.query(act, [id])).rejects.toThrow(/permission denied|append-only|complaint.wrong-state/);
    await expect(service.query('SELECT secret FROM reviewer_draw_seeds')).rejects.toThrow('permission denied');
    await service.end();
  });

  it('of two complainants about one procurement neither sees anything of the other', async () => {
    const tenderId = await publishedTender(app);
    const cases = {
      'supplier-shenda': await complained(app, { tenderId }),
      'supplier-hujiang': await complained(app, { tenderId, client: 'supplier-hujiang' }),
    };
    await app.drain();
    const rows = readTable().filter((row) => row.verb === 'get' && /^\/v1\/(complaints|challenges)\/\{id\}/.test(row.path));
    expect(rows.length).toBeGreaterThan(5);
    for (const [client, other] of [
      ['supplier-shenda', cases['supplier-hujiang']],
      ['supplier-hujiang', cases['supplier-shenda']],
    ] as const) {
      const caller = await app.as(client);
      for (const { path } of rows) {
        const subject = path.startsWith('/v1/complaints') ? other.id : other.challengeId;
        const answer = await caller('get', path.replace('{id}', subject).replaceAll(/\{\w+\}/g, newId()));
        expect([path, [403, 404].includes(answer.status)]).toEqual([path, true]);
        expect(answer.text).not.toContain(other.body['complainantId']);
      }
      const open = [
        '/v1/me/inbox?limit=100',
        '/v1/me/duties',
        `/v1/tenders/${tenderId}`,
        `/v1/tenders/${tenderId}/timeline?limit=100`,
      ];
      for (const path of open) {
        const { text } = await caller('get', path);
        for (const told of [other.id, other.challengeId, String(other.body['complainantId'])])
          expect([path, text.includes(told)]).toEqual([path, false]);
      }
    }
  });

  it('no procuring entity, custodian, registrar or administrator has a way to write what a reviewer writes', () => {
    const rows = readTable().filter((row) => row.verb !== 'get' && row.path.startsWith('/v1/complaints/'));
    // What is said of proceedings elsewhere is anybody's who takes part.
    const acts = rows.filter((row) => row.cells.reviewerOfCase === '.' && !row.path.includes('/outside-proceedings'));
    expect(acts.map((row) => row.path)).toEqual(
      expect.arrayContaining(
        ['acceptance', 'dismissal', 'suspension', 'decision', 'declaration'].map((act) => `/v1/complaints/{id}/${act}`),
      ),
    );
    const others = (Object.keys(acts[0]?.cells ?? {}) as CallerName[]).filter((one) => one !== 'reviewerOfCase');
    for (const { route, cells } of acts)
      for (const one of others) expect([route, one, cells[one]]).not.toEqual([route, one, '.']);
  });

  function rule(complaintId: string, person: string): Promise<unknown[]> {
    return app.sql(
      `INSERT INTO complaint_rulings (complaint_id, outcome, findings, remedies, fields, root, withheld, reasons, decided_by, decided_at)
       VALUES ($1, 'rejected', '[]', '{}', '[]', repeat('0', 64), '[]', '{}', $2, platform_now())`,
      [complaintId, person],
    );
  }
});
