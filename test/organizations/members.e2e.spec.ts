import { startTestApp, type Caller, type TestApp } from '../app.js';
import { act, answered, audited, done, look, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;
let shenda: string;
let hospital: string;

beforeAll(async () => {
  app = await startTestApp();
  [shenda, hospital] = await Promise.all([pathOf('上海申达医疗设备有限公司'), pathOf('上海临港公立医院')]);
});
afterAll(() => app.close());

async function pathOf(name: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' = $1`, [name]);
  return `/v1/organizations/${rows[0]?.id}`;
}

const statement = { zh: '我是本公司投标部员工。', en: 'I work in the bidding department.' };
const basis = { zh: '核对营业执照', en: 'Business licence compared' };

interface Listed {
  items: { id: string; name: { en: string }; administrator: boolean; roles: string[] }[];
}

async function membership(by: string, path: string, name: string): Promise<Listed['items'][number]> {
  const { items } = done(await look(app, by, `${path}/members`)).body as unknown as Listed;
  const found = items.find((one) => one.name.en === name);
  if (!found) throw new Error(`${name} is no member`);
  return found;
}

function named(en: string): { name: { zh: string; en: string } } {
  return { name: { zh: `申请人${en}`, en } };
}

async function ask(subject: string, path: string, roles = ['supplier']): Promise<{ caller: Caller; answer: Answered }> {
  const caller = await app.asSubject(subject, ...roles);
  const body = { applicant: named(subject), roles, statement };
  return { caller, answer: answered(await caller('post', `${path}/membership-requests`).send(body)) };
}

describe('a membership request', () => {
  it('of a newcomer is accepted by an administrator, who was told; the person is told and works at once', async () => {
    const { caller, answer } = await ask('asks-shenda', shenda);
    expect(answer).toMatchObject({ status: 201, body: { state: 'pending', version: 1 } });
    const path = `${shenda}/membership-requests/${answer.body.id}`;
    expect((await caller('get', '/v1/me')).body).toMatchObject({ organization: null, roles: [] });
    expect((await caller('get', path)).body).toMatchObject({ state: 'pending' });
    await app.drain();
    const inbox = done(await look(app, 'supplier-shenda', '/v1/me/inbox'));
    expect(inbox.body).toHaveProperty('items.0.topic', 'membership.requested');
    expect(inbox.body).toHaveProperty('items.0.subject.id', answer.body.id);
    const decided = await act(app, 'supplier-shenda', 'post', `${path}/decision`, { decision: 'accepted' }, path);
    expect(decided).toMatchObject({ status: 201, body: { state: 'accepted', version: 2 } });
    expect((await caller('get', '/v1/me')).body).toMatchObject({ roles: ['supplier'] });
    await app.drain();
    const own = await app.sql(
      `SELECT 1 FROM deliveries JOIN people ON people.id = person_id WHERE subject = 'asks-shenda' AND topic = 'membership.request-accepted'`,
    );
    expect(own).toHaveLength(1);
    const again = await act(app, 'supplier-shenda', 'post', `${path}/decision`, { decision: 'accepted' }, path);
    expect(rulesOf(again)).toEqual(['organization.request-decided']);
    const repeated = await ask('asks-shenda', shenda);
    expect(rulesOf(repeated.answer)).toEqual(['organization.already-member']);
    for (const type of ['membership.requested', 'membership.request-accepted'])
      expect(await audited(app, type)).toBeGreaterThan(0);
  });

  it('is refused with a reason, and may be made again', async () => {
    const { caller, answer } = await ask('asks-twice', shenda);
    const twice = await ask('asks-twice', shenda);
    expect({ status: twice.answer.status, rules: rulesOf(twice.answer) }).toEqual({
      status: 409,
      rules: ['organization.request-pending'],
    });
    const path = `${shenda}/membership-requests/${answer.body.id}`;
    const silent = await act(app, 'supplier-shenda', 'post', `${path}/decision`, { decision: 'refused' }, path);
    expect(silent).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
    const reason = { zh: '并非本公司员工。' };
    done(await act(app, 'supplier-shenda', 'post', `${path}/decision`, { decision: 'refused', reason }, path));
    expect((await caller('get', path)).body).toMatchObject({ state: 'refused', reason });
    expect((await ask('asks-twice', shenda)).answer.status).toBe(201);
  });

  it('is decided by nobody else, on the version that was read, once', async () => {
    const { caller, answer } = await ask('asks-nobody', shenda);
    const path = `${shenda}/membership-requests/${answer.body.id}`;
    const decision = { decision: 'accepted' };
    expect((await act(app, 'supplier-shenda', 'post', `${path}/decision`, decision)).status).toBe(428);
    for (const other of ['supplier-hujiang', 'procurer-wang']) {
      expect((await look(app, other, path)).status).toBe(404);
      expect((await act(app, other, 'post', `${path}/decision`, decision)).status).toBe(404);
      expect((await look(app, other, `${shenda}/membership-requests`)).status).toBe(404);
    }
    expect((await caller('post', `${path}/decision`).set('if-match', '"1-pending"').send(decision)).status).toBe(404);
    const strange = `${hospital}/membership-requests/${answer.body.id}`;
    expect((await act(app, 'procurer-wang', 'post', `${strange}/decision`, decision)).status).toBe(404);
    const tag = (await look(app, 'supplier-shenda', path)).headers['etag'] ?? '';
    const administrator = await app.as('supplier-shenda');
    const both = await Promise.all(
      [1, 2].map(() => administrator('post', `${path}/decision`).set('if-match', tag).send(decision)),
    );
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    const memberships = await app.sql(
      `SELECT 1 FROM memberships JOIN people p ON p.id = person_id WHERE subject = 'asks-nobody'`,
    );
    expect(memberships).toHaveLength(1);
  });

  it('is not there for colleagues who do not administer, any more than one that was never made', async () => {
    const { answer } = await ask('asks-discreetly', hospital, ['procurer']);
    const refused = await look(app, 'procurer-zhao', `${hospital}/membership-requests/${answer.body.id}`);
    const unknown = await look(app, 'procurer-zhao', `${hospital}/membership-requests/019f0000-0000-7000-8000-000000000001`);
    const said = ({ status, body: { instance: _, ...problem } }: Answered): object => ({ status, problem });
    expect(refused.status).toBe(403);
    expect(said(unknown)).toEqual(said(refused));
    expect((await look(app, 'procurer-wang', `${hospital}/membership-requests/${answer.body.id}`)).status).toBe(200);
  });

  it('asks for no role that only a registrar gives, nor one the organisation has not', async () => {
    expect((await ask('asks-too-much', hospital, ['approver'])).answer.status).toBe(403);
    const strange = await ask('asks-strangely', shenda, ['reviewer']);
    expect(strange.answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/roles/0' }] } });
    expect(await app.sql(`SELECT 1 FROM people WHERE subject LIKE 'asks-too-much' OR subject LIKE 'asks-strangely'`)).toEqual([]);
  });
});

describe('members', () => {
  it('are let in and out by administrators only', async () => {
    const body = { subject: 'hospital-new', ...named('Hospital New'), roles: ['procurer'] };
    expect((await act(app, 'procurer-zhao', 'post', `${hospital}/members`, body)).status).toBe(403);
    const added = done(await act(app, 'procurer-wang', 'post', `${hospital}/members`, body));
    expect(added.body).toMatchObject({ administrator: false });
    const path = `${hospital}/members/${added.body.id}`;
    expect((await (await app.as('procurer-zhao'))('delete', path)).status).toBe(403);
    expect((await (await app.as('supplier-shenda'))('delete', path)).status).toBe(404);
    expect((await (await app.as('procurer-wang'))('delete', path)).body).toMatchObject({ id: added.body.id });
    const gone = await (await app.asSubject('hospital-new', 'procurer'))('get', '/v1/me');
    expect(gone.body).toMatchObject({ organization: null, roles: [] });
    expect((await (await app.as('procurer-wang'))('delete', path)).status).toBe(404);
    expect(await audited(app, 'membership.ended')).toBe(1);
  });

  it('are not let go by those they check, but may leave', async () => {
    const { id } = await membership('procurer-wang', hospital, 'Li Shenpi');
    expect((await (await app.as('procurer-wang'))('delete', `${hospital}/members/${id}`)).status).toBe(403);
    expect((await (await app.as('approver-li'))('delete', `${hospital}/members/${id}`)).status).toBe(200);
  });

  it('keep one administrator, but for a registrar', async () => {
    const wang = await membership('procurer-wang', hospital, 'Wang Caigou');
    expect(wang.administrator).toBe(true);
    const caller = await app.as('procurer-wang');
    const last = answered(await caller('delete', `${hospital}/members/${wang.id}`));
    expect({ status: last.status, rules: rulesOf(last) }).toEqual({ status: 409, rules: ['organization.last-administrator'] });
    const second = { subject: 'hospital-second', ...named('Second'), roles: ['procurer'], administrator: true };
    const { id } = done(await act(app, 'procurer-wang', 'post', `${hospital}/members`, second)).body;
    const other = await app.asSubject('hospital-second', 'procurer');
    const both = await Promise.all([
      caller('delete', `${hospital}/members/${id}`),
      other('delete', `${hospital}/members/${wang.id}`),
    ]);
    const statuses = both.map((one) => one.status).sort();
    expect(statuses[0]).toBe(200);
    expect([403, 404, 409]).toContain(statuses[1]);
    const left = await app.sql(`SELECT id FROM memberships WHERE organization_id = $1 AND administrator AND until IS NULL`, [
      hospital.split('/').at(-1),
    ]);
    expect(left).toHaveLength(1);
    const registrar = await app.as('registrar');
    const survivor = (left[0] as { id: string }).id;
    expect((await registrar('delete', `${hospital}/members/${survivor}`)).status).toBe(200);
  });
});

describe('verification', () => {
  const path = async (): Promise<string> => pathOf('莱茵医疗技术有限公司');
  const reason = { zh: '登记证书已被吊销。', en: 'The register certificate was revoked.' };

  it('is suspended with a reason, asked for again with evidence, refused and given', async () => {
    const rheinland = await path();
    const decide = (body: object, by = 'registrar'): Promise<Answered> =>
      act(app, by, 'post', `${rheinland}/verification`, { basis, ...body }, rheinland);
    const early = await act(app, 'supplier-rheinland', 'post', `${rheinland}/verification-requests`, { statement });
    expect(rulesOf(early)).toEqual(['organization.verification-state']);
    expect(rulesOf(await decide({ decision: 'refused', reason }))).toEqual(['organization.verification-state']);
    expect(await decide({ decision: 'suspended' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/reason' }] } });
    const withFacts = await decide({ decision: 'suspended', reason, smeSize: 'small' });
    expect(withFacts).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/smeSize' }] } });
    const suspended = done(await decide({ decision: 'suspended', reason }));
    expect(suspended.body).toMatchObject({ verification: 'suspended', verifiedAt: null, verificationReason: reason });
    expect((await look(app, null, rheinland)).body).not.toHaveProperty('verificationReason');
    expect((await look(app, 'supplier-rheinland', rheinland)).body).toMatchObject({ verificationReason: reason });
    await app.drain();
    const inbox = done(await look(app, 'supplier-rheinland', '/v1/me/inbox'));
    expect(inbox.body).toHaveProperty('items.0.topic', 'organization.verification-suspended');

    const evidence = [{ sha256: 'a'.repeat(64), title: { zh: '新的登记证书' } }];
    const requests = `${rheinland}/verification-requests`;
    expect((await act(app, 'supplier-shenda', 'post', requests, { statement })).status).toBe(404);
    const asked = done(await act(app, 'supplier-rheinland', 'post', requests, { statement, evidence }));
    expect(asked.body).toMatchObject({ verification: 'pending' });
    expect(done(await decide({ decision: 'refused', reason })).body).toMatchObject({ verification: 'refused' });
    done(await act(app, 'supplier-rheinland', 'post', requests, { statement, evidence }));
    expect(done(await decide({ evidence })).body).toMatchObject({ verification: 'verified' });
    const history = await app.sql<{ decision: string }>(
      'SELECT decision FROM verifications WHERE organization_id = $1 ORDER BY id',
      [rheinland.split('/').at(-1)],
    );
    expect(history.map((one) => one.decision)).toEqual([
      'verified',
      'suspended',
      'requested',
      'refused',
      'requested',
      'verified',
    ]);
    for (const type of ['organization.verification-suspended', 'organization.verification-refused'])
      expect(await audited(app, type)).toBe(1);
    expect(await audited(app, 'organization.verification-requested')).toBe(2);
  });
});
