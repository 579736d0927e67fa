import { EmbeddedIssuer } from '../../src/platform/embedded-issuer.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';
import { act, answered, audited, done, look, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const reason = { zh: '原手机号已注销，无法登录。', en: 'The old phone number is gone.' };
const evidence = [{ sha256: 'ef'.repeat(32), title: { zh: '身份证复印件' } }];
const refused = (one: Answered): [number, string[]] => [one.status, rulesOf(one)];

const seconding: Record<string, string> = { registrar: 'registrar-ye', 'registrar-ye': 'registrar' };
const name = { zh: '新登记员', en: 'New Registrar' };
const propose = (subject: string, by: string): Promise<Answered> => act(app, by, 'post', '/v1/registrars', { subject, name });

async function decide(id: string, by: Caller, confirm = true): Promise<Answered> {
  const path = `/v1/registrar-proposals/${id}`;
  const tag = (await look(app, 'registrar', path)).headers['etag'] ?? '';
  return answered(
    await by('post', `${path}/decision`)
      .set('if-match', tag)
      .send({ confirm, reason: { zh: '已核实身份。' } }),
  );
}

/** Proposed by `by`, confirmed by the other; gives its membership and its requests. */
async function appointed(subject: string, by: string): Promise<{ id: string; call: Caller }> {
  const { id } = done(await propose(subject, by)).body;
  const { body } = done(await decide(id, await app.as(seconding[by] as string)));
  return { id: body['membershipId'] as string, call: await app.asSubject(subject, 'registrar') };
}

const end = async (id: string, by = 'registrar'): Promise<Answered> =>
  answered(await (await app.as(by))('delete', `/v1/registrars/${id}`));

async function membershipOf(subject: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(
    'SELECT member.id FROM memberships member JOIN people ON people.id = person_id WHERE subject = $1',
    [subject],
  );
  return rows[0]?.id ?? '';
}

describe('whom a registrar has appointed', () => {
  it('decides no recovery that the registrar asked for; another registrar’s appointee does', async () => {
    const [own, other] = [await appointed('registrar-own', 'registrar'), await appointed('registrar-other', 'registrar-ye')];
    const [person] = await app.sql<{ id: string }>(`SELECT id FROM people WHERE subject = 'supplier-shenda'`);
    const ask = { newSubject: 'shenda-new', issuer: app.app.get(EmbeddedIssuer).issuer, evidence, reason };
    const path = `/v1/access-recoveries/${done(await act(app, 'registrar', 'post', `/v1/people/${person?.id}/access-recoveries`, ask)).body.id}`;
    const tag = (await look(app, 'registrar', path)).headers['etag'] ?? '';
    const decide = async (by: Caller): Promise<Answered> =>
      answered(await by('post', `${path}/decision`).set('if-match', tag).send({ confirm: true, reason }));
    expect(refused(await decide(own.call))).toEqual([403, ['person.recovery-not-independent']]);
    expect((await look(app, 'registrar', path)).body).toMatchObject({ state: 'pending' });
    expect(done(await decide(other.call)).body).toMatchObject({ state: 'confirmed' });
  });

  it('confirms no outage that the registrar registered', async () => {
    const { call } = await appointed('registrar-of-outages', 'registrar');
    const description = { zh: '机房断电。', en: 'A power cut.' };
    const from = '2026-03-01T06:00:00+08:00';
    const body = { from, to: '2026-03-01T08:00:00+08:00', kind: 'power', description };
    const path = `/v1/outages/${done(await act(app, 'registrar', 'post', '/v1/outages', body)).body.id}`;
    const tag = (await look(app, 'registrar', path)).headers['etag'] ?? '';
    const confirm = async (by: Caller): Promise<Answered> =>
      answered(await by('post', `${path}/confirmation`).set('if-match', tag).send());
    expect(refused(await confirm(call))).toEqual([403, ['outage.same-person']]);
    done(await confirm(await app.as('registrar-ye')));
  });
});

describe('the appointment of a registrar', () => {
  it('takes a second registrar, who was not appointed by the first', async () => {
    const dependent = await appointed('registrar-dependent', 'registrar');
    const proposal = done(await propose('registrar-new', 'registrar')).body;
    expect(proposal).toMatchObject({ state: 'proposed', membershipId: null, decidedBy: null, name });
    const call = await app.asSubject('registrar-new', 'registrar');
    expect((await call('get', '/v1/registrar-proposals')).status).toBe(403);
    expect(refused(await propose('registrar-new', 'registrar-ye'))).toEqual([409, ['registrar.already-proposed']]);
    expect(refused(await decide(proposal.id, await app.as('registrar')))).toEqual([403, ['registrar.not-independent']]);
    expect(refused(await decide(proposal.id, dependent.call))).toEqual([403, ['registrar.not-independent']]);
    const dutiesOf = async (by: Caller) =>
      JSON.stringify((await by('get', '/v1/me/duties?limit=100')).body).includes(proposal.id);
    expect([await dutiesOf(await app.as('registrar')), await dutiesOf(dependent.call)]).toEqual([false, false]);
    expect(await dutiesOf(await app.as('registrar-ye'))).toBe(true);
    const path = `/v1/registrar-proposals/${proposal.id}/decision`;
    const body = { confirm: true, reason: { zh: '已核实身份。' } };
    const second = await app.as('registrar-ye');
    expect((await second('post', path).send(body)).status).toBe(428);
    const tag = (await look(app, 'auditor-feng', `/v1/registrar-proposals/${proposal.id}`)).headers['etag'] ?? '';
    const both = await Promise.all([1, 2].map(() => second('post', path).set('if-match', tag).send(body)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect((await call('get', '/v1/registrar-proposals')).status).toBe(200);
    expect(refused(await decide(proposal.id, second))).toEqual([409, ['registrar.proposal-decided']]);
    expect(refused(await propose('registrar-new', 'registrar'))).toEqual([409, ['organization.already-member']]);
    for (const type of ['registrar.proposed', 'registrar.appointed']) {
      const rows = await app.sql(`SELECT 1 FROM audit_entries WHERE type = $1 AND subject_id = $2`, [type, proposal.id]);
      expect(rows).toHaveLength(1);
    }
  });

  it('may be refused by another, or taken back by its author', async () => {
    for (const by of ['registrar-ye', 'registrar']) {
      const { id } = done(await propose(`registrar-not-${by}`, 'registrar')).body;
      expect(done(await decide(id, await app.as(by), false)).body).toMatchObject({ state: 'refused', membershipId: null });
      const call = await app.asSubject(`registrar-not-${by}`, 'registrar');
      expect((await call('get', '/v1/registrar-proposals')).status).toBe(403);
    }
  });
});

describe('a registrar', () => {
  it('is let go by another one, at once and on record', async () => {
    const { id, call } = await appointed('registrar-brief', 'registrar');
    expect((await call('get', '/v1/access-recoveries')).status).toBe(200);
    for (const stranger of ['procurer-wang', 'auditor-feng']) expect((await end(id, stranger)).status).toBe(403);
    const own = answered(await call('delete', `/v1/registrars/${id}`));
    expect(refused(own)).toEqual([403, ['registrar.ends-itself']]);
    const before = await audited(app, 'membership.ended');
    expect(done(await end(id)).body).toMatchObject({ id });
    expect((await call('get', '/v1/access-recoveries')).status).toBe(403);
    expect(await audited(app, 'membership.ended')).toBe(before + 1);
    for (const gone of [id, await membershipOf('procurer-wang'), '019f0000-0000-7000-8000-000000000001'])
      expect((await end(gone)).status).toBe(404);
  });

  it('always stays: of two that end each other at once, one does, and appoints its second alone', async () => {
    const left = await app.sql<{ id: string; subject: string }>(
      `SELECT member.id, subject FROM memberships member JOIN people ON people.id = person_id
        WHERE organization_id IS NULL AND until IS NULL AND subject NOT IN ('registrar', 'registrar-ye')`,
    );
    for (const one of left) done(await end(one.id));
    await app.setClock('2026-03-03T09:00:00+08:00');
    const [first, second] = [await membershipOf('registrar'), await membershipOf('registrar-ye')];
    const both = await Promise.all([end(second, 'registrar'), end(first, 'registrar-ye')]);
    // Whoever comes after the end is no registrar any more; whoever was let in before it finds itself the last.
    const answers = both.map((one) => [one.status, ...rulesOf(one)].join(' ')).sort();
    expect([
      ['200', '403 none'],
      ['200', '409 registrar.last'],
    ]).toContainEqual(answers);
    const standing = await app.sql<{ subject: string }>(
      'SELECT subject FROM memberships member JOIN people ON people.id = person_id WHERE organization_id IS NULL AND until IS NULL',
    );
    expect(standing).toHaveLength(1);

    const only = (standing[0] as { subject: string }).subject;
    const twice = await Promise.all([propose('registrar-a', only), propose('registrar-b', only)]);
    expect(twice.map((one) => done(one).body['state']).sort()).toEqual(['appointed', 'proposed']);
  });
});
