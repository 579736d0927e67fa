import { seed } from '../../seeds/seed.js';
import { usccCheckCharacter } from '../../src/rules/uscc.js';
import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let made = 0;

/** A supplier that nobody has registered yet. */
function newSupplier(over: object = {}): Record<string, unknown> & { identifier: string } {
  made += 1;
  const body = `91310000MA1K${String(70_000 + made)}`;
  const identifier = `${body}${usccCheckCharacter(body)}`;
  const name = { zh: `新供应商${made}`, en: `New supplier ${made}` };
  return { kinds: ['supplier'], name, scheme: 'CN-USCC', identifier, country: 'CN', contact: { phone: '021-1' }, ...over };
}

function register(body: object, by = 'registrar'): Promise<Answered> {
  return act(app, by, 'post', '/v1/organizations', body);
}

async function idOf(code: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' = $1`, [code]);
  return (rows[0] as { id: string }).id;
}

const basis = { zh: '核对营业执照', en: 'Business licence compared' };

describe('registration', () => {
  it('takes a credit code whose check character fits, however it is spelled, once', async () => {
    const body = newSupplier();
    const spelled = { ...body, identifier: ` ${body.identifier.toLowerCase()} ` };
    const answer = await register(spelled);
    expect(answer).toMatchObject({ status: 201, body: { identifier: body.identifier, verifiedAt: null, version: 1 } });
    expect(answer.headers['etag']).toBe('"1"');
    const again = await register(body);
    expect({ status: again.status, rules: rulesOf(again) }).toEqual({ status: 409, rules: ['organization.already-registered'] });
    const entries = await app.sql('SELECT 1 FROM audit_entries WHERE type = $1 AND subject_id = $2', [
      'organization.registered',
      answer.body.id,
    ]);
    expect(entries).toHaveLength(1);
  });

  it('refuses a credit code whose check character fails and stores nothing', async () => {
    const before = await audited(app, 'organization.registered');
    const { identifier } = newSupplier();
    const wrong = `${identifier.slice(0, 17)}${identifier.endsWith('A') ? 'B' : 'A'}`;
    const answer = await register(newSupplier({ identifier: wrong }));
    expect({ status: answer.status, rules: rulesOf(answer) }).toEqual({ status: 422, rules: ['licence.invalid'] });
    expect(await audited(app, 'organization.registered')).toBe(before);
  });

  it('takes a foreign register of the country named, and no other', async () => {
    const foreign = { scheme: 'DE-HRB', identifier: `HRB ${made} München`, country: 'DE' };
    expect(await register(newSupplier(foreign))).toMatchObject({ status: 201, body: { identifier: foreign.identifier } });
    const other = await register(newSupplier({ ...foreign, country: 'FR' }));
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/scheme' }] } });
    expect((await register(newSupplier({ scheme: 'CN-OTHER' }))).status).toBe(422);
  });

  it('of the same organisation, twice at once, happens once', async () => {
    const body = newSupplier();
    const answers = await Promise.all([register(body), register(body)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(answers.flatMap(rulesOf)).toEqual(['organization.already-registered']);
  });

  it('makes whoever belongs to no organisation its first member, and nobody else', async () => {
    await app.sql(`UPDATE memberships SET until = platform_now() WHERE person_id = (SELECT id FROM people WHERE subject = $1)`, [
      'supplier-hujiang',
    ]);
    const { id } = done(await register(newSupplier(), 'supplier-hujiang')).body;
    const me = done(await look(app, 'supplier-hujiang', '/v1/me'));
    expect(me.body).toMatchObject({ organization: { id, verifiedAt: null }, roles: ['supplier'] });
    const joined = await app.sql(
      `SELECT 1 FROM audit_entries entry JOIN memberships member ON member.id = entry.subject_id
        WHERE entry.type = 'membership.added' AND member.organization_id = $1`,
      [id],
    );
    expect(joined).toHaveLength(1);
    await app.sql(`UPDATE memberships SET until = '2026-01-01T00:00:00Z' WHERE organization_id = $1`, [id]);
    const both = await Promise.all([1, 2, 3, 4, 5, 6].map(() => register(newSupplier(), 'supplier-hujiang')));
    expect(both.map((one) => one.status)).toEqual(Array(6).fill(201));
    const memberships = await app.sql(
      `SELECT 1 FROM memberships WHERE until IS NULL AND person_id = (SELECT id FROM people WHERE subject = 'supplier-hujiang')`,
    );
    expect(memberships).toHaveLength(1);
    done(await register(newSupplier(), 'supplier-shenda'));
    const shenda = done(await look(app, 'supplier-shenda', '/v1/me'));
    expect(shenda.body).toMatchObject({ organization: { name: { zh: '上海申达医疗设备有限公司' } } });
  });
});

it.each(['javascript:alert(1)', 'supplier.example', 'https://user:pass@supplier.example', 'https://a b', 1])(
  'no contact has the address %s',
  async (url) => {
    const before = await audited(app, 'organization.registered');
    const answer = await register(newSupplier({ contact: { url } }));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/contact/url' }] } });
    expect(await audited(app, 'organization.registered')).toBe(before);
  },
);

describe('verification', () => {
  it('is the registrar’s, on the version that was read', async () => {
    const { id } = done(await register(newSupplier())).body;
    const path = `/v1/organizations/${id}`;
    expect((await act(app, 'registrar', 'post', `${path}/verification`, { basis })).status).toBe(428);
    expect((await act(app, 'supplier-shenda', 'post', `${path}/verification`, { basis }, path)).status).toBe(403);
    const verified = done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, smeSize: 'micro' }, path));
    expect(verified.body).toMatchObject({
      version: 2,
      smeSize: 'micro',
      verifiedAt: expect.stringMatching(/\.\d{6}Z$/) as string,
    });
    const caller = await app.as('registrar');
    const stale = await caller('post', `${path}/verification`).set('if-match', '"1"').send({ basis });
    expect(stale.status).toBe(412);
    expect(await audited(app, 'organization.verified')).toBeGreaterThan(0);
  });

  it('refuses a loop of control', async () => {
    const hospital = `/v1/organizations/${await idOf('上海临港公立医院')}`;
    const health = `/v1/organizations/${await idOf('上海市卫生健康委员会（演示）')}`;
    const parentId = hospital.split('/').at(-1);
    const loop = await act(app, 'registrar', 'post', `${health}/verification`, { basis, parentId }, health);
    expect(loop).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/parentId' }] } });
    const controls = [health.split('/').at(-1)];
    const other = await act(app, 'registrar', 'post', `${hospital}/verification`, { basis, controls }, hospital);
    expect(other).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/controls/0' }] } });
  });
});

describe('two verifications at once', () => {
  it('do not close a loop of control between them', async () => {
    const verify = (id: string, parentId: string): Promise<Answered> =>
      act(app, 'registrar', 'post', `/v1/organizations/${id}/verification`, { basis, parentId }, `/v1/organizations/${id}`);
    for (let round = 0; round < 4; round += 1) {
      const made: string[] = [];
      for (let one = 0; one < 4; one += 1) made.push(done(await register(newSupplier())).body.id);
      const [first, second, third, fourth] = made as [string, string, string, string];
      done(await verify(second, third.toUpperCase()));
      done(await verify(fourth, first));
      const answers = await Promise.all([verify(first, second), verify(third, fourth)]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 422]);
    }
  });
});

describe('members', () => {
  const name = { zh: '新同事', en: 'New colleague' };

  it('let in colleagues of their own kind', async () => {
    const path = `/v1/organizations/${await idOf('上海申达医疗设备有限公司')}/members`;
    const added = await act(app, 'supplier-shenda', 'post', path, { subject: 'shenda-2', name, roles: ['supplier'] });
    expect(added).toMatchObject({ status: 201, body: { roles: ['supplier'] } });
    const strange = await act(app, 'supplier-shenda', 'post', path, { subject: 'shenda-3', name, roles: ['reviewer'] });
    expect(strange).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/roles/0' }] } });
  });

  it('do not draw in who belongs to another organisation: a bidder could disqualify an evaluator by it', async () => {
    const path = `/v1/organizations/${await idOf('上海申达医疗设备有限公司')}/members`;
    const before = await audited(app, 'membership.added');
    const body = { subject: 'evaluator-chen', name, roles: ['supplier'] };
    expect((await act(app, 'supplier-shenda', 'post', path, body)).status).toBe(403);
    expect(await audited(app, 'membership.added')).toBe(before);
    expect((await look(app, 'evaluator-chen', '/v1/me')).status).toBe(200);
    expect((await act(app, 'registrar', 'post', path, { ...body, subject: 'custodian-notary' })).status).toBe(201);
  });

  it('do not make their own second pair of eyes', async () => {
    const path = `/v1/organizations/${await idOf('上海临港公立医院')}/members`;
    const body = { subject: 'hospital-2', name, roles: ['approver'] };
    expect((await act(app, 'procurer-wang', 'post', path, body)).status).toBe(403);
    expect((await act(app, 'registrar', 'post', path, body)).status).toBe(201);
    expect((await act(app, 'supplier-shenda', 'post', path, { ...body, roles: ['procurer'] })).status).toBe(404);
  });
});

describe('licences', () => {
  const licence = { type: '营业执照', number: 'L-1', issuer: { zh: '上海市市场监督管理局' }, validFrom: '2020-01-01' };

  it('count when they are valid today and the holder’s own', async () => {
    const id = await idOf('上海申达医疗设备有限公司');
    const path = `/v1/organizations/${id}/licences`;
    const holder = String((await look(app, null, `/v1/organizations/${id}`)).body['identifier']);
    const added = await act(app, 'supplier-shenda', 'post', path, { ...licence, holder, validTo: '2026-03-02' });
    expect(added).toMatchObject({ status: 201, body: { holder, validTo: '2026-03-02' } });
    const expired = await act(app, 'supplier-shenda', 'post', path, { ...licence, holder, validTo: '2026-03-01' });
    expect({ status: expired.status, rules: rulesOf(expired) }).toEqual({ status: 422, rules: ['licence.invalid'] });
    const others = await act(app, 'supplier-shenda', 'post', path, { ...licence, holder: newSupplier().identifier });
    expect(rulesOf(others)).toEqual(['licence.invalid']);
    expect((await act(app, 'supplier-rheinland', 'post', path, { ...licence, holder })).status).toBe(404);
    expect(await audited(app, 'licence.added')).toBe(1);
  });
});

describe('reading', () => {
  it('shows whom to turn to of whoever procures, and a supplier’s contact to its own people only', async () => {
    const contact = { phone: '021-58000001', faxNumber: '021-58000002', url: 'https://supplier.example/contact' };
    const legalName = { zh: '上海新供应商有限责任公司', en: 'New Supplier Ltd' };
    const { id } = done(await register(newSupplier({ contact, legalName }))).body;
    const supplier = `/v1/organizations/${id}`;
    expect((await look(app, null, supplier)).body).toMatchObject({ legalName });
    for (const other of [null, 'supplier-shenda', 'procurer-wang'])
      expect((await look(app, other, supplier)).body).not.toHaveProperty('contact');
    expect((await look(app, 'registrar', supplier)).body).toMatchObject({ contact });
    const path = `/v1/organizations/${await idOf('上海临港公立医院')}`;
    expect((await look(app, null, path)).body).toMatchObject({ contact: { name: '采购科' }, legalName: null });
    for (const wrong of ['/v1/organizations/019570c0-0000-7000-8000-000000000000', '/v1/organizations/x'])
      expect((await look(app, null, wrong)).status).toBe(404);
  });

  it('pages an inbox by what was told', async () => {
    const id = await idOf('上海沪江仪器有限公司');
    const path = `/v1/organizations/${id}`;
    for (const text of ['一', '二'])
      done(await act(app, 'registrar', 'post', `${path}/verification`, { basis: { zh: text } }, path));
    await app.drain();
    await app.sql('UPDATE memberships SET until = NULL WHERE organization_id = $1', [id]);
    const caller = await app.as('supplier-hujiang');
    const page = async (after: string) => caller('get', `/v1/me/inbox?limit=2${after}`).set('acting-for', id);
    const first = await page('');
    expect(first.body).toMatchObject({ items: [{ topic: 'organization.verified', subject: { id } }, {}] });
    const { next } = first.body as { next: string };
    expect(first.headers['link']).toContain(`after=${next}`);
    const rest = await caller('get', `/v1/me/inbox?limit=100&after=${next}`).set('acting-for', id);
    const { items } = rest.body as { items: { topic: string; to: string }[] };
    const organizations = items.filter((one) => one.to === 'organization').map((one) => one.topic);
    expect({ organizations, next: (rest.body as { next: null }).next }).toEqual({
      organizations: ['organization.verified'],
      next: null,
    });
    expect((await page('&after=x')).status).toBe(422);
    expect((await look(app, 'registrar', '/v1/me/inbox?limit=101')).status).toBe(422);
  });
});

describe('the demo seed', () => {
  it('records nothing where everything is there already', async () => {
    const entries = (): Promise<unknown[]> => app.sql('SELECT count(*)::int AS count FROM audit_entries');
    const before = await entries();
    await seed(app.app);
    expect(await entries()).toEqual(before);
  });
});
