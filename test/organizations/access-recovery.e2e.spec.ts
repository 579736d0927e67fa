import pg from 'pg';
import { EmbeddedIssuer } from '../../src/platform/embedded-issuer.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';
import { act, answered, audited, done, draft, look, rulesOf, type Answered } from '../journeys/steps.js';
import { organizationId } from './delegated.js';

let app: TestApp;
let issuer: string;

beforeAll(async () => {
  app = await startTestApp();
  issuer = app.app.get(EmbeddedIssuer).issuer;
});
afterAll(() => app.close());

const evidence = [{ sha256: 'ef'.repeat(32), title: { zh: '身份证复印件', en: 'Copy of the identity card' } }];
const reason = { zh: '原手机号已注销，无法登录。', en: 'The old phone number is gone.' };

async function personOf(subject: string): Promise<string> {
  const rows = await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [subject]);
  return rows[0]?.id ?? 'nobody';
}

const ask = async (personId: string, newSubject: string, by = 'registrar', over: object = {}): Promise<Answered> =>
  act(app, by, 'post', `/v1/people/${personId}/access-recoveries`, { newSubject, issuer, evidence, reason, ...over });

const decide = (id: string, confirm = true, by = 'registrar-ye'): Promise<Answered> =>
  act(app, by, 'post', `/v1/access-recoveries/${id}/decision`, { confirm, reason }, `/v1/access-recoveries/${id}`);

describe('a lost account (更换身份)', () => {
  it('becomes the same person under a new subject once a second registrar confirms; the old one is nobody at once', async () => {
    const before = await app.as('procurer-wang');
    const personId = await personOf('procurer-wang');
    const { id: tenderId } = done(await draft(app)).body;
    const asked = done(await ask(personId, 'wang-new'));
    expect(asked.body).toMatchObject({ state: 'pending', personId, newSubject: 'wang-new', version: 1 });
    const path = `/v1/access-recoveries/${asked.body.id}`;
    expect((await before('get', '/v1/me')).status).toBe(200);
    expect((await look(app, 'registrar-ye', '/v1/me/duties')).body).toHaveProperty('items.0.kind', 'access-recovery.decide');
    expect((await look(app, 'registrar', '/v1/me/duties')).body['items']).toEqual([]);
    for (const reader of ['registrar', 'auditor-feng']) expect((await look(app, reader, path)).body).toMatchObject({ evidence });
    expect((await look(app, 'auditor-feng', '/v1/access-recoveries')).body).toHaveProperty('items.0.id', asked.body.id);
    for (const stranger of ['procurer-wang', 'supplier-shenda']) expect((await look(app, stranger, path)).status).toBe(403);
    expect((await ask(personId, 'elsewhere', 'approver-li')).status).toBe(403);

    expect(done(await decide(asked.body.id)).body).toMatchObject({ state: 'confirmed', version: 2 });
    expect((await before('get', '/v1/me')).status).toBe(403);
    expect((await before('patch', `/v1/tenders/${tenderId}`).send({})).status).toBe(403);
    expect((await before('get', `/v1/tenders/${tenderId}`)).status).toBe(404);
    const after = await app.asSubject('wang-new', 'procurer');
    expect((await after('get', '/v1/me')).body).toMatchObject({
      person: { id: personId, name: { zh: '王采购' } },
      roles: ['procurer'],
    });
    expect((await after('get', `/v1/tenders/${tenderId}`)).status).toBe(200);
    const hospital = await organizationId(app, '上海临港公立医院');
    const colleague = { subject: 'hospital-after', name: { zh: '新同事', en: 'New Colleague' }, roles: ['procurer'] };
    expect((await after('post', `/v1/organizations/${hospital}/members`).send(colleague)).status).toBe(201);
    expect(await audited(app, 'access.recovery-requested')).toBe(1);
    expect(await audited(app, 'access.recovered')).toBe(1);
    const payloads = await app.sql<{ payload: string }>(`SELECT payload FROM audit_payloads WHERE payload LIKE '%"access.%'`);
    expect(payloads.filter(({ payload }) => /wang-new|procurer-wang/.test(payload))).toEqual([]);
    await app.drain();
    expect((await after('get', '/v1/me/inbox')).body.items.map((one: { topic: string }) => one.topic)).toContain(
      'access.recovered',
    );
    // She was the only administrator: her organisation is told.
    expect((await look(app, 'procurer-zhao', '/v1/me/inbox')).body).toHaveProperty('items.0.topic', 'access.recovered');
  });

  it('keeps its old subject from coming back, by itself, by an administrator or by another recovery', async () => {
    const old = await app.asSubject('procurer-wang', 'procurer');
    const hospital = await organizationId(app, '上海临港公立医院');
    const applicant = { name: { zh: '王采购', en: 'Wang Caigou' } };
    const request = { applicant, roles: ['procurer'], statement: { zh: '申请加入。' } };
    expect((await old('post', `/v1/organizations/${hospital}/membership-requests`).send(request)).status).toBe(403);
    const again = { subject: 'procurer-wang', ...applicant, roles: ['procurer'] };
    const added = await act(app, 'registrar', 'post', `/v1/organizations/${hospital}/members`, again);
    expect({ status: added.status, rules: rulesOf(added) }).toEqual({ status: 409, rules: ['person.subject-retired'] });
    expect(rulesOf(await ask(await personOf('procurer-zhao'), 'procurer-wang'))).toEqual(['person.subject-retired']);
    expect(await personOf('procurer-wang')).toBe('nobody');
  });

  it('tells the other administrators, takes the mail address from the account, and covers an organisation without any other', async () => {
    const port = await organizationId(app, '上海自贸区港务管理中心');
    const deputy = {
      subject: 'port-deputy',
      name: { zh: '港务副手', en: 'Port Deputy' },
      roles: ['procurer'],
      administrator: true,
    };
    done(await act(app, 'procurer-port', 'post', `/v1/organizations/${port}/members`, deputy));
    const personId = await personOf('procurer-port');
    await app.sql(
      `INSERT INTO notification_settings (person_id, version, email, email_verified_at, language, kinds, digest, updated_at)
       VALUES ($1, 1, 'port@port.example', platform_now(), 'zh', '{}', 'none', platform_now())`,
      [personId],
    );
    done(await decide(done(await ask(personId, 'port-new')).body.id));
    await app.drain();
    const other = await app.asSubject('port-deputy', 'procurer');
    const told = (await other('get', '/v1/me/inbox')).body;
    expect(told).toHaveProperty('items.0.topic', 'access.recovered');
    expect(told).toHaveProperty('items.0.to', 'person');
    const settings = await (await app.asSubject('port-new', 'procurer'))('get', '/v1/me/notification-settings');
    expect(settings.body).toMatchObject({ email: 'port@port.example', emailVerifiedAt: null, version: 2 });
  });
});

describe('a recovery', () => {
  it('is asked for and decided by two registrars, neither the person; the database says so too', async () => {
    const personId = await personOf('supplier-shenda');
    const { id } = done(await ask(personId, 'shenda-new')).body;
    const own = await decide(id, true, 'registrar');
    expect({ status: own.status, rules: rulesOf(own) }).toEqual({ status: 403, rules: ['person.recovery-not-independent'] });
    expect(rulesOf(await ask(personId, 'shenda-other'))).toEqual(['person.recovery-pending']);
    expect(rulesOf(await ask(await personOf('registrar'), 'registrar-new'))).toEqual(['person.recovery-not-independent']);
    const self = done(await ask(await personOf('registrar-ye'), 'ye-new')).body.id;
    expect(rulesOf(await decide(self))).toEqual(['person.recovery-not-independent']);
    const confirm = `UPDATE access_recoveries SET state = 'confirmed', decided_at = platform_now(), decision_reason = '{}', decided_by = $2 WHERE id = $1`;
    await expect(app.sql(confirm, [id, await personOf('registrar')])).rejects.toThrow('access_recoveries');
    await expect(app.sql(confirm, [self, await personOf('registrar-ye')])).rejects.toThrow('access_recoveries');
    expect(rulesOf(await decide(id, false))).toEqual([]);
    expect((await look(app, 'registrar', `/v1/access-recoveries/${id}`)).body).toMatchObject({
      state: 'refused',
      decisionReason: reason,
    });
    expect((await look(app, 'supplier-shenda', '/v1/me')).status).toBe(200);
    expect(rulesOf(await decide(id))).toEqual(['person.recovery-decided']);
    expect(await audited(app, 'access.recovery-refused')).toBe(1);
  });

  it('names a free subject of the platform’s own issuer, a known person and its evidence', async () => {
    const personId = await personOf('supplier-hujiang');
    expect(rulesOf(await ask(personId, 'supplier-shenda'))).toEqual(['person.subject-taken']);
    const strange = await ask(personId, 'hujiang-new', 'registrar', { issuer: 'https://other.example' });
    expect(strange).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/issuer' }] } });
    expect((await ask('019f0000-0000-7000-8000-000000000001', 'nobody-new')).status).toBe(404);
    expect([400, 422]).toContain((await ask(personId, 'hujiang-new', 'registrar', { evidence: [] })).status);
  });

  it('is decided once by two at once, on the version that was read', async () => {
    const third = { subject: 'registrar-third', name: { zh: '第三登记员', en: 'Third Registrar' } };
    const proposal = `/v1/registrar-proposals/${done(await act(app, 'registrar-ye', 'post', '/v1/registrars', third)).body.id}`;
    done(await act(app, 'registrar', 'post', `${proposal}/decision`, { confirm: true, reason }, proposal));
    expect(rulesOf(await act(app, 'registrar', 'post', '/v1/registrars', third))).toEqual(['organization.already-member']);
    expect((await act(app, 'procurer-zhao', 'post', '/v1/registrars', third)).status).toBe(403);
    const other = await app.asSubject('registrar-third', 'registrar');
    const { id } = done(await ask(await personOf('supplier-rheinland'), 'rheinland-new')).body;
    const path = `/v1/access-recoveries/${id}`;
    const body = { confirm: true, reason };
    expect((await act(app, 'registrar-ye', 'post', `${path}/decision`, body)).status).toBe(428);
    const tag = (await look(app, 'registrar-ye', path)).headers['etag'] ?? '';
    const send = async (caller: Caller): Promise<Answered> =>
      answered(await caller('post', `${path}/decision`).set('if-match', tag).send(body));
    const both = await Promise.all([send(await app.as('registrar-ye')), send(other)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(await app.sql(`SELECT 1 FROM retired_subjects WHERE subject = 'supplier-rheinland'`)).toHaveLength(1);
  });

  it('of two people to the same subject binds one of them', async () => {
    const first = done(await ask(await personOf('evaluator-lin'), 'same-subject')).body.id;
    const second = done(await ask(await personOf('evaluator-gu'), 'same-subject')).body.id;
    const both = await Promise.all([decide(first), decide(second)]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(await app.sql(`SELECT 1 FROM people WHERE subject = 'same-subject'`)).toHaveLength(1);
  });

  it('is the only way in which the service changes a subject', async () => {
    const service = new pg.Client({ connectionString: app.database.appUrl });
    await service.connect();
    const change = service.query(`UPDATE people SET subject = 'stolen' WHERE subject = 'approver-li'`);
    await expect(change).rejects.toThrow('a confirmed recovery only');
    await service.end();
  });
});
