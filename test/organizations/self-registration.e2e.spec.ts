import { mriTender } from '../../seeds/demo-data.js';
import { usccCheckCharacter } from '../../src/rules/uscc.js';
import { freshKey, startTestApp, type Caller, type TestApp, type Verb } from '../app.js';
import { act, answered, audited, done, look, published, rulesOf, submit, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const organizations = '/v1/organizations';
const applicant = { name: { zh: '钱新来', en: 'Qian Xinlai' } };

function creditCode(number: number): string {
  const body = `91330201MA2${String(800_000 + number)}`;
  return `${body}${usccCheckCharacter(body)}`;
}

let made = 0;

function supplier(over: object = {}): Record<string, unknown> & { identifier: string } {
  made += 1;
  const name = { zh: `宁波甬江医疗器械有限公司${made}`, en: `Ningbo Yongjiang Medical ${made}` };
  return { kinds: ['supplier'], name, scheme: 'CN-USCC', identifier: creditCode(made), country: 'CN', applicant, ...over };
}

async function register(caller: Caller, body: object, key?: string): Promise<Answered> {
  return answered(await caller('post', organizations, key).send(body));
}

async function peopleOf(subject: string): Promise<{ id: string; name: object }[]> {
  return app.sql('SELECT id, name FROM people WHERE subject = $1', [subject]);
}

describe('a person the platform does not know', () => {
  it('registers its organisation, becomes known by it, and administers it', async () => {
    const entries = await audited(app, 'person.enrolled');
    const before = await look(app, 'newcomer-qian', '/v1/me');
    expect(before).toMatchObject({ status: 403, body: { type: 'urn:ftz:problem:unknown-person' } });
    const { id } = done(await act(app, 'newcomer-qian', 'post', organizations, supplier())).body;
    const me = done(await look(app, 'newcomer-qian', '/v1/me'));
    expect(me.body).toMatchObject({ person: applicant, organization: { id, verifiedAt: null }, roles: ['supplier'] });
    const members = done(await look(app, 'newcomer-qian', `${organizations}/${id}/members`));
    expect(members.body).toMatchObject({
      items: [{ name: applicant.name, roles: ['supplier'], administrator: true }],
      next: null,
    });
    expect(await audited(app, 'person.enrolled')).toBe(entries + 1);
    const recorded = await app.sql<{ type: string }>(
      `SELECT type FROM audit_entries WHERE actor_person_id = (SELECT id FROM people WHERE subject = 'newcomer-qian') ORDER BY inserted`,
    );
    expect(recorded.map((one) => one.type)).toEqual(['person.enrolled', 'membership.added', 'organization.registered']);
  });

  it('may do nothing that needs verification until a registrar has verified its organisation', async () => {
    const bidder = await app.asSubject('newcomer-bidder', 'procurer');
    const body = supplier({ kinds: ['procuring-entity'], entityType: 'publicInstitution', inZone: true });
    const { id } = done(await register(bidder, body)).body;
    const refused = answered(await bidder('post', '/v1/tenders').send(mriTender));
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 403, rules: ['organization.not-verified'] });
    const path = `${organizations}/${id}`;
    done(await act(app, 'registrar', 'post', `${path}/verification`, { basis: { zh: '营业执照' } }, path));
    expect((await bidder('post', '/v1/tenders').send(mriTender)).status).toBe(201);
  });

  it('gives its name', async () => {
    const caller = await app.asSubject('newcomer-nameless', 'supplier');
    const { applicant: _left, ...body } = supplier();
    expect(await register(caller, body)).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/applicant' }] } });
    expect(await peopleOf('newcomer-nameless')).toEqual([]);
  });

  it('registers no review body, auditor or lock holder', async () => {
    const caller = await app.asSubject('newcomer-reviewer', 'reviewer');
    for (const kind of ['review-body', 'auditor', 'custodian'])
      expect((await register(caller, supplier({ kinds: [kind] }))).status).toBe(403);
    expect(await peopleOf('newcomer-reviewer')).toEqual([]);
  });

  it('gets the stored answer when it tries again with the same key', async () => {
    const caller = await app.asSubject('newcomer-retry', 'supplier');
    const [body, key] = [supplier(), freshKey()];
    const first = done(await register(caller, body, key));
    const second = done(await register(caller, body, key));
    expect(second.body).toEqual(first.body);
    const other = await register(caller, supplier(), key);
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:ftz:problem:idempotency-key-reused' } });
    expect(await peopleOf('newcomer-retry')).toHaveLength(1);
    const organizationsOf = await app.sql('SELECT 1 FROM organizations WHERE identifier = $1', [body.identifier]);
    expect(organizationsOf).toHaveLength(1);
  });

  it('with two organisations at once registers one of them', async () => {
    const caller = await app.asSubject('newcomer-twice', 'supplier');
    const answers = await Promise.all([register(caller, supplier()), register(caller, supplier())]);
    const statuses = answers.map((one) => one.status).sort();
    // One after the other is fair, too: the second is then a known person's.
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
    expect(await peopleOf('newcomer-twice')).toHaveLength(1);
    const memberships = await app.sql(
      `SELECT 1 FROM memberships JOIN people ON people.id = person_id WHERE subject = 'newcomer-twice'`,
    );
    expect(memberships).toHaveLength(1);
  });

  it('says for no organisation that it acts', async () => {
    const caller = await app.asSubject('newcomer-acting', 'supplier');
    const answer = await caller('post', organizations).set('acting-for', 'platform').send(supplier());
    expect(answer.status).toBe(403);
    expect(await peopleOf('newcomer-acting')).toEqual([]);
  });

  it('finds no other route open', async () => {
    const { paths } = (await app.http('get', '/openapi.json')).body as {
      paths: Record<string, Record<string, { 'x-policy'?: string | string[] }>>;
    };
    const caller = await app.asSubject(
      'newcomer-curious',
      ...['procurer', 'approver', 'supplier', 'reviewer', 'registrar', 'auditor'],
    );
    const enrolling: string[] = [];
    const open: string[] = [];
    for (const [path, verbs] of Object.entries(paths)) {
      for (const [verb, { 'x-policy': policy }] of Object.entries(verbs)) {
        if (policy === 'enrolling') enrolling.push(`${verb} ${path}`);
        if (policy === undefined || policy === 'public' || policy === 'enrolling') continue;
        const answer = await caller(verb as Verb, path.replaceAll(/\{[^}]+\}/g, '019f0000-0000-7000-8000-000000000001'));
        if ((answer.body as { type?: string }).type !== 'urn:ftz:problem:unknown-person')
          open.push(`${verb} ${path}: ${answer.status}`);
      }
    }
    expect(open).toEqual([]);
    expect(enrolling.sort()).toEqual(['post /v1/organizations', 'post /v1/organizations/{id}/membership-requests']);
  });
});

describe('a foreign organisation', () => {
  const foreign = { scheme: 'FR-RCS', identifier: 'Lyon B 552 120 222', country: 'FR' };

  it('names its register, number and country', async () => {
    const caller = await app.as('newcomer-dubois');
    const name = { zh: '罗纳医疗设备股份有限公司', en: 'Équipements Médicaux du Rhône SA' };
    const answer = await register(
      caller,
      supplier({ ...foreign, name, applicant: { name: { zh: '杜波依斯', en: 'Camille Dubois' } } }),
    );
    expect(answer).toMatchObject({ status: 201, body: { ...foreign, name, verification: 'pending' } });
  });

  it('is the same one however its number is spaced and cased', async () => {
    const caller = await app.asSubject('newcomer-colleague', 'supplier');
    const again = await register(caller, supplier({ ...foreign, identifier: 'LYON b552120222' }));
    expect(rulesOf(again)).toEqual(['organization.already-registered']);
  });

  it('comes from a country there is', async () => {
    const caller = await app.asSubject('newcomer-nowhere', 'supplier');
    const answer = await register(caller, supplier({ scheme: 'ZZ-REG', identifier: '1', country: 'ZZ' }));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/country' }] } });
    const blank = await register(caller, supplier({ ...foreign, identifier: '  ' }));
    expect(blank).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/identifier' }] } });
  });
});

describe('an organisation that is registered already', () => {
  it('is registered once by two newcomers at once; the other is told where to ask', async () => {
    const [left, right] = [await app.asSubject('newcomer-left', 'supplier'), await app.asSubject('newcomer-right', 'supplier')];
    const body = supplier();
    const answers = await Promise.all([register(left, body), register(right, body)]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409]);
    const winner = answers.find((one) => one.status === 201) as Answered;
    const refused = answers.find((one) => one.status === 409) as Answered;
    const requests = `${organizations}/${winner.body.id}/membership-requests`;
    expect(refused.body.errors).toMatchObject([
      { rule: 'organization.already-registered', facts: { membershipRequests: requests } },
    ]);
    const people = [...(await peopleOf('newcomer-left')), ...(await peopleOf('newcomer-right'))];
    expect(people).toHaveLength(1);
    const loser = answers[0] === refused ? left : right;
    const asked = await loser('post', requests).send({ applicant, roles: ['supplier'], statement: { zh: '我是该公司员工。' } });
    expect(asked).toMatchObject({ status: 201, body: { state: 'pending' } });
  });

  it('does not let a bid of an unverified supplier pass', async () => {
    const tender = await published(app);
    await app.sql(
      `UPDATE organizations SET verification = 'pending', verified_at = NULL, verified_by = NULL WHERE name->>'zh' = '上海沪江仪器有限公司'`,
    );
    const refused = await submit(app, tender, 'supplier-hujiang');
    expect({ status: refused.status, rules: rulesOf(refused) }).toEqual({ status: 403, rules: ['organization.not-verified'] });
  });
});
