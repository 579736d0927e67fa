import { demoClients } from '../../src/platform/demo-clients.js';
import type { TestApp, Verb } from '../app.js';

export interface Route {
  verb: Verb;
  path: string;
  policy: 'public' | 'authenticated' | string[];
}

/** Everything an answer shows, but for the two headers that are of each request alone. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function routesOf({ paths }: { paths: Record<string, Record<string, { 'x-policy'?: Route['policy'] }>> }): Route[] {
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { 'x-policy': policy }]) => ({ verb: verb as Verb, path, policy: policy ?? 'public' })),
  );
}

/** The same id wherever a path wants one of that kind; what is not there answers that, which is compared, too. */
function addressOf(path: string, ids: Record<string, string>): string {
  const id = path.startsWith('/v1/organizations')
    ? ids['organization']
    : path.startsWith('/v1/people')
      ? ids['person']
      : ids['tender'];
  return path
    .replace('{id}', id as string)
    .replace('{version}', '1')
    .replace('{number}', '51')
    .replace('{year}', '2026')
    .replaceAll(/\{[^}]+\}/g, ids['organization'] as string);
}

/** `client VERB path` → what GET and HEAD of every route answer it; the metrics, which count the asking itself, apart. */
export async function everyAnswer(
  app: TestApp,
  routes: readonly Route[],
  clients: readonly (string | null)[],
  ids: Record<string, string>,
): Promise<Map<string, Answer>> {
  const found = new Map<string, Answer>();
  const readings = routes
    .filter(({ verb, path }) => verb === 'get' && path !== '/metrics')
    .map(({ path }) => addressOf(path, ids));
  const lists = ['/v1/tenders?state=open', '/v1/tenders?q=磁共振', '/v1/tenders?limit=1', '/openapi.json'];
  for (const client of clients) {
    const token = client === null ? null : await tokenOf(app, client);
    for (const path of [...new Set([...readings, ...lists])])
      for (const method of ['GET', 'HEAD'])
        found.set(`${client ?? 'nobody'} ${method} ${path}`, await ask(app, method, path, token));
  }
  return found;
}

/** Each writing route that no bidder calls, asked by somebody who may, with nothing that it could accept. */
export async function everyRefusal(
  app: TestApp,
  routes: readonly Route[],
  ids: Record<string, string>,
): Promise<Map<string, Answer>> {
  const found = new Map<string, Answer>();
  for (const { verb, path, policy } of routes.filter((one) => one.verb !== 'get')) {
    const roles = Array.isArray(policy) ? policy : [];
    const client = demoClients.find(
      (one) => one.clientId !== 'supplier-shenda' && (roles.length === 0 || one.roles.some((role) => roles.includes(role))),
    );
    if (!client) continue;
    const address = addressOf(path, ids);
    for (const body of refusable(path)) {
      const answer = await ask(app, verb.toUpperCase(), address, await tokenOf(app, client.clientId), JSON.stringify(body));
      found.set(`${client.clientId} ${verb} ${address} ${JSON.stringify(body)}`, answer);
    }
  }
  return found;
}

const text = { zh: '情况说明。', en: 'A statement.' };

/** Bodies that reach the law where an empty one would not. */
function refusable(path: string): object[] {
  const deep: Record<string, object[]> = {
    '/v1/tenders/{id}/failure': [
      { reason: 'too-few-bids', explanation: text },
      { reason: 'no-bids', explanation: text },
      { reason: 'over-budget', explanation: text },
    ],
    '/v1/tenders/{id}/cancellation': [{ code: 'no-rece', reason: text, rationale: text }],
    '/v1/tenders/{id}/opening/shares': [
      { lock: 'A', identity: 'AGE-SECRET-KEY-1QQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQPQQSWV7Q9' },
    ],
    '/v1/tenders/{id}/amendments': [{ reason: text, changes: {}, bidsCloseAt: '2026-04-01T09:30:00+08:00' }],
    '/v1/tenders/{id}/amendment-proposals': [{ reason: text, changes: {}, bidsCloseAt: '2026-04-01T09:30:00+08:00' }],
    '/v1/tenders/{id}/evaluations': [{ bids: [] }],
    '/v1/tenders/{id}/awards': [{ bidId: '019f0000-0000-7000-8000-000000000001', reasons: text }],
    '/v1/tenders/{id}/shortlist': [{}],
  };
  return [{}, ...(deep[path] ?? [])];
}

let asked = 0;

async function ask(app: TestApp, method: string, path: string, token: string | null, body?: string): Promise<Answer> {
  asked += 1;
  const answer = await fetch(`${app.address}${encodeURI(path)}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'if-match': '"0"', 'idempotency-key': `observed-${asked}` }),
    },
  });
  const { date: _date, 'x-correlation-id': _correlation, ...headers } = Object.fromEntries(answer.headers);
  return { status: answer.status, headers, body: await answer.text() };
}

/** Every scope: what a client may do is the database's to say. */
function tokenOf(app: TestApp, clientId: string): Promise<string> {
  const scopes = demoClients.find((one) => one.clientId === clientId)?.roles ?? [];
  return (tokens[clientId] ??= app.tokenOf(clientId, ...scopes));
}

const tokens: Record<string, Promise<string>> = {};
