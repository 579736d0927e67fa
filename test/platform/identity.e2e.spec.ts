import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Allow } from 'class-validator';
import pg from 'pg';
import supertest from 'supertest';
import { AppModule } from '../../src/app.module.js';
import { By, ByOrNobody } from '../../src/platform/actor.decorator.js';
import { systemActor, type Actor, type Role } from '../../src/platform/actor.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import { demoClients } from '../../src/platform/demo-clients.js';
import { createHttpApp } from '../../src/platform/http.js';
import { createLog } from '../../src/platform/logging.js';
import { actorOfSubject, addMember, appointFirstRegistrar, endMembership } from '../../src/platform/people.js';
import { Creates, Policy } from '../../src/platform/policy.js';
import { Reads } from '../../src/platform/reads.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { createTestDatabase, type TestDatabase } from '../database.js';

class Deed {
  @Allow() what!: string;
}

/** Routes of every kind, so that the guard is shown on its own. */
@Controller('v1/probe')
class ProbeController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Policy('public')
  @Get('public')
  anyone(@ByOrNobody() actor: Actor | null): { actor: Actor | null } {
    return { actor };
  }

  @Policy('authenticated')
  @Get('authenticated')
  someone(@By() actor: Actor): { actor: Actor } {
    return { actor };
  }

  @Policy('procurer', 'approver')
  @Get('procurer')
  procurer(@By() actor: Actor): { actor: Actor } {
    return { actor };
  }

  @Policy('procurer')
  @Creates()
  @Post('deeds')
  create(@By() actor: Actor, @Body() deed: Deed): Promise<{ id: string; what: string }> {
    return this.unitOfWork.run(actor, (work) => {
      const id = randomUUID();
      work.record({
        type: 'probe.done',
        article: null,
        tenderId: null,
        subject: { kind: 'probe', id },
        payload: { what: deed.what },
      });
      return Promise.resolve({ id, what: deed.what });
    });
  }
}

@Module({})
class ProbeModule {}

const [hospital, port] = [randomUUID(), randomUUID()];
const subjects = { procurer: 'procurer-wang', approver: 'approver-li', stranger: 'supplier-shenda', registrar: 'registrar' };

describe('who may call', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let owner: pg.Pool;
  let http: ReturnType<typeof supertest>;
  const dataDir = mkdtempSync(join(tmpdir(), 'ftz-identity-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    const config: Config = readConfig({ DATABASE_URL: database.appUrl, DATA_DIR: dataDir, DATABASE_POOL: '4' });
    const log = createLog('silent', 'test');
    app = await createHttpApp(
      { module: ProbeModule, imports: [AppModule.with(config, log)], controllers: [ProbeController] },
      log,
    );
    await app.listen(0, '127.0.0.1');
    http = supertest(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);
    owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  });
  afterAll(async () => {
    await app.close();
    await owner.end();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** No test knows what another one left. */
  beforeEach(() => owner.query('DELETE FROM memberships; DELETE FROM people'));

  const member = (subject: string, organizationId: string | null, ...roles: Role[]): ReturnType<typeof addMember> =>
    app
      .get(UnitOfWork)
      .run(systemActor('test'), (work) => addMember(work, { subject, name: { zh: '人', en: 'Person' }, organizationId, roles }));

  async function tokenOf(subject: string, scope?: string): Promise<string> {
    const secret = demoClients.find((one) => one.clientId === subject)?.clientSecret ?? '';
    const form = { grant_type: 'client_credentials', client_id: subject, client_secret: secret, ...(scope ? { scope } : {}) };
    const answer = await http.post('/oauth/token').type('form').send(form);
    return `Bearer ${(answer.body as { access_token: string }).access_token}`;
  }

  async function get(
    path: string,
    authorization: string | null,
    headers: Record<string, string> = {},
  ): Promise<supertest.Response> {
    const request = http.get(`/v1/probe/${path}`).set(headers);
    return authorization === null ? request : request.set('authorization', authorization);
  }
  const code = ({ body }: supertest.Response): string => (body as { type: string }).type.replace('urn:ftz:problem:', '');
  const actorIn = ({ body }: supertest.Response): Actor | null => (body as { actor: Actor | null }).actor;

  it('without a token: only public routes, and 401 with a challenge elsewhere', async () => {
    expect(actorIn(await get('public', null))).toBeNull();
    for (const path of ['authenticated', 'procurer']) {
      const answer = await get(path, null);
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="ftz"']);
    }
  });

  it('with a false token: no route, not even a public one', async () => {
    for (const path of ['public', 'authenticated', 'procurer']) {
      const answer = await get(path, 'Bearer a.b.c');
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="ftz", error="invalid_token"']);
    }
  });

  it('with the token of a person the platform does not know: as nobody', async () => {
    const token = await tokenOf(subjects.stranger);
    expect(actorIn(await get('public', token))).toBeNull();
    for (const path of ['authenticated', 'procurer']) expect(code(await get(path, token))).toBe('unknown-person');
  });

  it('a known person, with the roles that both its membership and its token carry', async () => {
    const { personId } = await member(subjects.approver, hospital, 'approver', 'evaluator');
    const actor = actorIn(
      await get('procurer', await tokenOf(subjects.approver), { 'if-match': '"1"', 'x-correlation-id': 'correlate-1' }),
    );
    expect(actor).toEqual({
      personId,
      organizationId: hospital,
      roles: ['approver'],
      request: {
        correlationId: 'correlate-1',
        route: 'GET /v1/probe/procurer',
        idempotencyKey: null,
        fingerprint: '',
        ifMatch: '"1"',
      },
    });
    const narrowed = await tokenOf(subjects.approver, 'procurer');
    for (const path of ['authenticated', 'public'])
      expect(actorIn(await get(path, narrowed))).toMatchObject({ personId, organizationId: null, roles: [] });
    const refused = await get('procurer', narrowed);
    expect([refused.status, code(refused)]).toEqual([403, 'forbidden']);
  });

  it('a membership that has ended counts no more, from the next request on', async () => {
    const { membershipId, personId } = await member(subjects.procurer, hospital, 'procurer');
    const token = await tokenOf(subjects.procurer);
    expect((await get('procurer', token)).status).toBe(200);
    await app.get(UnitOfWork).run(systemActor('test'), (work) => endMembership(work, membershipId));
    expect((await get('procurer', token)).status).toBe(403);
    expect(actorIn(await get('authenticated', token))).toMatchObject({ personId, organizationId: null, roles: [] });
    const again = app.get(UnitOfWork).run(systemActor('test'), (work) => endMembership(work, membershipId));
    await expect(again).rejects.toMatchObject({ status: 404 });
    const told = await owner.query(`SELECT type FROM audit_entries WHERE subject_id = $1 ORDER BY inserted`, [membershipId]);
    expect(told.rows).toEqual([{ type: 'membership.added' }, { type: 'membership.ended' }]);
  });

  it('a member of several organisations says for which it acts', async () => {
    await member(subjects.approver, hospital, 'procurer');
    await member(subjects.approver, port, 'approver');
    await member(subjects.approver, port, 'procurer');
    const token = await tokenOf(subjects.approver);
    const as = (actingFor: string): Promise<supertest.Response> => get('authenticated', token, { 'acting-for': actingFor });
    expect((await get('authenticated', token)).status).toBe(400);
    expect(actorIn(await as(hospital))).toMatchObject({ organizationId: hospital, roles: ['procurer'] });
    expect(actorIn(await as(port.toUpperCase()))?.organizationId).toBe(port);
    expect([...(actorIn(await as(port))?.roles ?? [])].sort()).toEqual(['approver', 'procurer']);
    for (const other of [randomUUID(), 'platform', '', "' OR 1=1", '%00']) {
      expect(code(await as(other))).toBe('forbidden');
    }
  });

  it('a person of the platform acts for no organisation', async () => {
    await member(subjects.registrar, null, 'registrar');
    const token = await tokenOf(subjects.registrar);
    expect(actorIn(await get('authenticated', token))).toMatchObject({ organizationId: null, roles: ['registrar'] });
    expect(actorIn(await get('authenticated', token, { 'acting-for': 'platform' }))).toMatchObject({ roles: ['registrar'] });
  });

  it('a deed needs a key, is done once under it, and is refused for another body or without the role', async () => {
    await member(subjects.approver, hospital, 'procurer');
    const token = await tokenOf(subjects.approver);
    const deed = (key: string | null, what: string): supertest.Test => {
      const request = http.post('/v1/probe/deeds').set('authorization', token).send({ what });
      return key === null ? request : request.set('idempotency-key', key);
    };
    expect(code(await deed(null, 'first'))).toBe('idempotency-key-missing');
    expect(code(await deed('two words', 'first'))).toBe('malformed');
    const first = await deed('"key-1"', 'first');
    expect(first.status).toBe(201);
    expect((await deed('key-1', 'first')).body).toEqual(first.body);
    const other = await deed('key-1', 'second');
    expect([other.status, code(other)]).toEqual([422, 'idempotency-key-reused']);
    const count = await owner.query(`SELECT count(*)::int AS deeds FROM audit_entries WHERE type = 'probe.done'`);
    expect(count.rows).toEqual([{ deeds: 1 }]);
    await owner.query(`UPDATE memberships SET until = platform_now()`);
    expect((await deed('key-1', 'first')).status).toBe(403);
  });

  it('the first registrar is appointed once, also by two at once', async () => {
    const appoint = (subject: string): Promise<boolean> =>
      appointFirstRegistrar(app.get(UnitOfWork), subject, { zh: '登记员', en: 'Registrar' });
    expect((await Promise.all([appoint('one'), appoint('two')])).sort()).toEqual([false, true]);
    expect(await appoint('three')).toBe(false);
    const people = await owner.query('SELECT count(*)::int AS count FROM people');
    expect(people.rows).toEqual([{ count: 1 }]);
  });

  it('a subject is one person, also when two enrol it at once, and roles must be known', async () => {
    const both = await Promise.all([member('twice', hospital, 'supplier'), member('twice', port, 'supplier')]);
    expect(both[0].personId).toBe(both[1].personId);
    await expect(member('twice', hospital, 'king' as Role)).rejects.toMatchObject({ status: 400 });
    const token = { subject: 'nobody', scopes: [] };
    await expect(actorOfSubject(app.get(Reads), token, null)).rejects.toMatchObject({ status: 403, code: 'unknown-person' });
  });

  it('the keys and, with the embedded issuer, the demo clients are open to anyone', async () => {
    const keys = (await http.get('/v1/keys')).body as { keys: Record<string, string>[] };
    expect(keys.keys).toHaveLength(1);
    expect(keys.keys[0]).not.toHaveProperty('d');
    const clients = (await http.get('/dev/clients')).body as { items: unknown[] };
    expect(clients.items).toHaveLength(demoClients.length);
  });

  it('the OpenAPI document is built once, whole, also for two who ask first at once', async () => {
    const [one, two] = await Promise.all([http.get('/openapi.json'), http.get('/openapi.json')]);
    const { components } = one.body as { components: { schemas: Record<string, unknown> } };
    expect(components.schemas['MaybeBilingualText']).toMatchObject({ required: ['zh'] });
    expect(two.text).toBe(one.text);
  });

  it('the OpenAPI document says who may call, and which routes need a key', async () => {
    const { paths } = (await http.get('/openapi.json')).body as {
      paths: Record<string, Record<string, Record<string, unknown>>>;
    };
    expect(paths['/v1/probe/public']?.['get']).toMatchObject({ 'x-policy': 'public' });
    expect(paths['/v1/probe/public']?.['get']).not.toHaveProperty('security');
    expect(paths['/v1/probe/deeds']?.['post']).toMatchObject({
      'x-policy': ['procurer'],
      security: [{ bearer: [] }],
      parameters: [{ name: 'Idempotency-Key', in: 'header', required: true }, { $ref: '#/components/parameters/ActingFor' }],
    });
  });
});
