import { Ajv2020 } from 'ajv/dist/2020.js';
import { demoClients } from '../../src/platform/demo-clients.js';
import { startTestApp, type Caller, type TestApp, type Verb } from '../app.js';

let app: TestApp;
let isProblem: (body: unknown) => boolean;
beforeAll(async () => {
  app = await startTestApp();
  const { components } = (await app.http('get', '/openapi.json')).body as { components: { schemas: { Problem: object } } };
  isProblem = new Ajv2020({ strict: false, formats: { uuid: true } }).compile(components.schemas.Problem);
});
afterAll(() => app.close());

const statuses = [400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 429, 503];
const unknownId = '019f0000-0000-7000-8000-000000000001';
const canary = 'canary-52c0ee';

interface Route {
  verb: Verb;
  path: string;
  policy: 'public' | 'authenticated' | string[];
}

/** Every route the OpenAPI document names, so that a new one is tried without a line here. */
async function routes(): Promise<Route[]> {
  const { paths } = (await app.http('get', '/openapi.json')).body as {
    paths: Record<string, Record<string, { 'x-policy'?: Route['policy'] }>>;
  };
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1'))
    .flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, { 'x-policy': policy }]) => ({ verb: verb as Verb, path, policy: policy ?? 'public' })),
    );
}

/** A demo client that may knock at the route. */
function callerFor({ policy }: Route): Promise<Caller> {
  const roles = Array.isArray(policy) ? policy : [];
  const client = demoClients.find((one) => roles.length === 0 || one.roles.some((role) => roles.includes(role)));
  if (!client) throw new Error(`nobody may ${JSON.stringify(policy)}`);
  return app.as(client.clientId);
}

const addressOf = (path: string, value: string): string => path.replaceAll(/\{[^}]+\}/g, value);

/** What is wrong with the answer as a refusal; nothing, where it is one. */
async function faultOf(request: ReturnType<Caller>, what: string): Promise<string[]> {
  const { status, headers, text } = await request;
  if (!statuses.includes(status)) return [`${what}: ${status}`];
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return [`${what}: ${String(headers['content-type'])}`];
  const problem = JSON.parse(text) as { errors: { detail: { zh: string; en: string } }[] };
  if (!isProblem(problem)) return [`${what}: not the document's Problem: ${text}`];
  return problem.errors.every(({ detail }) => detail.zh && detail.en) ? [] : [`${what}: ${text}`];
}

const stored = (): Promise<unknown[]> =>
  app.sql(
    `SELECT (SELECT count(*) FROM audit_entries WHERE NOT sealed) AS entries, (SELECT count(*) FROM idempotency_keys) AS keys`,
  );

describe('every route', () => {
  it('says in the OpenAPI document how it refuses, and for whom one may act', async () => {
    const { paths } = (await app.http('get', '/openapi.json')).body as {
      paths: Record<string, Record<string, { security?: unknown; parameters?: unknown; responses: Record<string, unknown> }>>;
    };
    const actingFor = { $ref: '#/components/parameters/ActingFor' };
    for (const operation of Object.values(paths).flatMap((one) => Object.values(one))) {
      expect(operation.responses['4XX']).toEqual({ $ref: '#/components/responses/Problem' });
      if (operation.security) expect(operation.parameters).toContainEqual(actingFor);
      else expect(operation.parameters ?? []).not.toContainEqual(actingFor);
    }
  });

  it('refuses ids that name nothing', async () => {
    const found = (await routes()).filter((route) => route.path.includes('{') && !route.path.includes('{year}'));
    expect(found.length).toBeGreaterThan(30);
    const faults: string[] = [];
    const before = await stored();
    for (const route of found) {
      const caller = await callerFor(route);
      for (const value of ['x', '1', '%00', '__proto__', '..%2f..', `${unknownId}%27`, 'ａ', unknownId]) {
        const path = addressOf(route.path, value);
        faults.push(...(await faultOf(caller(route.verb, path).set('if-match', '"1"'), `${route.verb} ${path}`)));
      }
    }
    expect(faults).toEqual([]);
    expect(await stored()).toEqual(before);
  }, 120_000);

  it('refuses bodies that are no such thing', async () => {
    const found = (await routes()).filter((route) => ['post', 'put', 'patch'].includes(route.verb));
    expect(found.length).toBeGreaterThan(25);
    const faults: string[] = [];
    const before = await stored();
    const bodies = [
      '[]',
      'null',
      '"x"',
      '{"__proto__":1}',
      `{"nothing":"${canary}"}`,
      '{"constructor":{"prototype":{}}}',
      '{"x":1e400}',
    ];
    for (const route of found) {
      const caller = await callerFor(route);
      for (const body of bodies) {
        const path = addressOf(route.path, route.path.includes('{year}') ? '2027' : unknownId);
        const request = caller(route.verb, path).set('if-match', '"1"').set('content-type', 'application/json');
        faults.push(...(await faultOf(request.send(body), `${route.verb} ${path} ${body}`)));
      }
    }
    expect(faults).toEqual([]);
    expect(await stored()).toEqual(before);
    expect(app.logged()).not.toContain(canary);
  }, 120_000);

  it('with a policy refuses who brings no token', async () => {
    const faults: string[] = [];
    for (const route of (await routes()).filter((one) => one.policy !== 'public')) {
      const path = addressOf(route.path, unknownId);
      const { status } = await app.http(route.verb, path);
      if (status !== 401) faults.push(`${route.verb} ${path}: ${status}`);
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('with roles refuses a caller who has none of them', async () => {
    const faults: string[] = [];
    for (const route of await routes()) {
      if (!Array.isArray(route.policy)) continue;
      const { policy } = route;
      for (const client of ['registrar', 'supplier-shenda', 'procurer-wang', 'auditor-feng']) {
        const { roles } = demoClients.find((one) => one.clientId === client) as (typeof demoClients)[number];
        if (roles.some((role) => policy.includes(role))) continue;
        const path = addressOf(route.path, unknownId);
        const { status } = await (await app.as(client))(route.verb, path);
        if (status !== 403) faults.push(`${client} ${route.verb} ${path}: ${status}`);
      }
    }
    expect(faults).toEqual([]);
  }, 120_000);
});
