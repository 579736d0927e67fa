import { mriTender } from '../../seeds/demo-data.js';
import { EmbeddedIssuer } from '../../src/platform/embedded-issuer.js';
import type { Caller } from '../app.js';
import { act, answered, done, draft, rulesOf as rulesIn, type Answered } from '../journeys/steps.js';
import { actFor, year } from '../organizations/delegated.js';
import { reviews } from '../reviewers.js';
import { challenge, complain, filed, personId, publishedTender, reply, rulesOf, startDocket, type DocketApp } from './docket.js';
import { heard } from './heard.js';

const reason = { zh: '原手机号已注销，无法登录。', en: 'The old phone number is gone.' };
const both = { zh: '投诉事项缺乏事实依据', en: 'The complaint has no basis in fact' };

describe('T35: nobody approves what they made themselves', () => {
  let app: DocketApp;

  beforeAll(async () => {
    app = await startDocket();
  }, 60_000);
  afterAll(() => app.close());
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  async function appoint(subject: string, organization: string, roles: string[]): Promise<string> {
    const body = { subject, name: { zh: '某某', en: 'Somebody' }, roles };
    return done(await act(app, 'registrar', 'post', `/v1/organizations/${app.orgs[organization]}/members`, body)).body.id;
  }

  /** Reads the tag and approves, as the caller for whom it acts. */
  async function approve(caller: Caller, id: string): Promise<Answered> {
    return actFor(caller, String(app.orgs['hospital']), 'post', `/v1/tenders/${id}/approval`, undefined, `/v1/tenders/${id}`);
  }

  async function stateOf(id: string): Promise<string | undefined> {
    return (await app.sql<{ state: string }>('SELECT state FROM tenders WHERE id = $1', [id]))[0]?.state;
  }

  it('through a mandate: who drafted for the agency and approves for the entity is one person', async () => {
    const mandate = { agencyId: app.orgs['agency'], scope: 'all', acts: ['tender', 'approve'], ...year };
    done(await act(app, 'procurer-wang', 'post', `/v1/organizations/${app.orgs['hospital']}/mandates`, mandate));
    const agent = await app.as('agent-shen');
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    done(await actFor(agent, String(app.orgs['hospital']), 'patch', path, { budgetYear: 2027 }, path));
    await appoint('agent-shen', 'hospital', ['procurer', 'approver']);
    const both = await app.asSubject('agent-shen', 'procurer', 'approver');
    expect(rulesIn(await approve(both, id))).toEqual(['tender.approver-is-author']);
    expect(await stateOf(id)).toBe('draft');
  });

  it('through a deputy: who stands in for the author approves nothing of theirs', async () => {
    const { id } = done(await draft(app)).body;
    const leave = { deputyPersonId: await personId(app, 'approver-li'), from: '2026-03-02', to: '2026-03-12' };
    const named = done(await act(app, 'procurer-wang', 'post', '/v1/me/deputies', leave)).body.id;
    expect(rulesIn(await approve(await app.as('approver-li'), id))).toEqual(['tender.approved-by-deputy']);
    done(answered(await (await app.as('procurer-wang'))('delete', `/v1/me/deputies/${named}`)));
    expect(await stateOf(id)).toBe('draft');
  });

  it('through a second account: it is the same person by whatever subject they sign in', async () => {
    await appoint('officer-old', 'hospital', ['procurer', 'approver']);
    const before = await app.asSubject('officer-old', 'procurer', 'approver');
    const { id } = done(answered(await before('post', '/v1/tenders').send({ ...mriTender, itemClass: 'A97010203' }))).body;
    const person = await personId(app, 'officer-old');
    const lost = {
      newSubject: 'officer-new',
      issuer: app.app.get(EmbeddedIssuer).issuer,
      evidence: [{ sha256: 'ef'.repeat(32), title: { zh: '身份证复印件', en: 'Copy of the identity card' } }],
      reason,
    };
    const asked = done(await act(app, 'registrar', 'post', `/v1/people/${person}/access-recoveries`, lost)).body.id;
    const path = `/v1/access-recoveries/${asked}`;
    done(await act(app, 'registrar-ye', 'post', `${path}/decision`, { confirm: true, reason }, path));
    const after = await app.asSubject('officer-new', 'procurer', 'approver');
    expect(rulesIn(await approve(after, id))).toEqual(['tender.approver-is-author']);
    expect((await approve(before, id)).status).toBe(403);
    expect(await stateOf(id)).toBe('draft');
  });

  it('with a role that is gone between the proposal and the approval', async () => {
    const membership = await appoint('approver-leaving', 'hospital', ['approver']);
    const { id } = done(await draft(app)).body;
    const leaving = await app.asSubject('approver-leaving', 'approver');
    const read = await leaving('get', `/v1/tenders/${id}`);
    expect(read.status).toBe(200);
    const end = (await app.as('registrar'))('delete', `/v1/organizations/${app.orgs['hospital']}/members/${membership}`);
    done(answered(await end));
    const late = await leaving('post', `/v1/tenders/${id}/approval`).set('if-match', String(read.headers['etag'])).send();
    expect([403, 404]).toContain(late.status);
    expect(await stateOf(id)).toBe('draft');
  });

  it('nor does a reviewer rule by a colleague, through a deputy, or with a role that is gone', async () => {
    const supplier = await app.as('supplier-shenda');
    const { id: challengeId } = await challenge(supplier, await publishedTender(app));
    filed(await reply(app, challengeId));
    const named = { matters: [{ matter: '1' }], reviewBodyId: app.orgs['finance'] };
    const { id, etag } = filed(await complain(supplier, challengeId, named));
    const xu = await app.as('reviewer-xu');
    const { etag: tag } = filed(await xu('post', `/v1/complaints/${id}/acceptance`).set('if-match', etag).send({}));
    await heard(app, id);
    await reviews(app, 'reviewer-he', true);
    const leave = { deputyPersonId: await personId(app, 'reviewer-he'), from: '2026-03-02', to: '2026-03-12' };
    done(await act(app, 'reviewer-xu', 'post', '/v1/me/deputies', leave));
    const ruling = { outcome: 'rejected', findings: [{ matter: '1', upheld: false, reasons: both }], reasons: both };
    const decide = (by: Caller) => by('post', `/v1/complaints/${id}/decision`).set('if-match', tag).send(ruling);
    expect(rulesOf(await decide(await app.as('reviewer-he')))).toEqual(['complaint.reviewer-not-assigned']);
    await reviews(app, 'reviewer-xu', false);
    expect([403, 404]).toContain((await decide(xu)).status);
    const bySql = app.sql(
      `INSERT INTO complaint_rulings (complaint_id, outcome, findings, remedies, fields, root, withheld, reasons, decided_by, decided_at)
       VALUES ($1, 'rejected', '[]', '{}', '[]', repeat('0', 64), '[]', '{}', $2, platform_now())`,
      [id, await personId(app, 'reviewer-xu')],
    );
    await expect(bySql).rejects.toThrow('complaint.reviewer-conflicted');
    await reviews(app, 'reviewer-xu', true);
    expect(filed(await decide(xu)).body).toMatchObject({ state: 'rejected' });
  });
});
