import type supertest from 'supertest';
import { mriTender } from '../../seeds/demo-data.js';
import { freshKey, startTestApp, type TestApp } from '../app.js';

let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await startTestApp();
  const answer = await app.http('post', '/oauth/token').type('form').send({
    grant_type: 'client_credentials',
    client_id: 'procurer-wang',
    client_secret: 'demo-secret-procurer-wang',
    scope: 'procurer',
  });
  token = (answer.body as { access_token: string }).access_token;
});
afterAll(() => app.close());

const planted = '绝不可记录的正文';

/** The same bytes as a draft by a procurer and as a what-if question by anybody. */
function targets(): [string, () => supertest.Test][] {
  return [
    ['draft', () => app.http('post', '/v1/tenders').set('authorization', `Bearer ${token}`).set('idempotency-key', freshKey())],
    ['question', () => app.http('post', '/v1/rules/evaluate')],
  ];
}

async function stored(): Promise<unknown> {
  return app.sql(
    'SELECT (SELECT count(*) FROM audit_entries) AS entries, (SELECT count(*) FROM tenders) AS tenders, (SELECT count(*) FROM idempotency_keys) AS keys',
  );
}

async function expectRefused(request: supertest.Test, status: number, pointer?: string): Promise<void> {
  const before = await stored();
  const answer = await request;
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(answer.text) as {
    status: number;
    errors: { pointer?: string; detail: { zh: string; en: string } }[];
  };
  expect(problem.status).toBe(status);
  expect(problem.errors[0]?.detail.zh).toMatch(/\p{Script=Han}/u);
  expect(problem.errors[0]?.detail.en).toBeTruthy();
  if (pointer !== undefined) expect(problem.errors.map((one) => one.pointer)).toContain(pointer);
  expect(await stored()).toEqual(before);
  expect(app.logged()).not.toContain(planted);
}

describe('bytes that are no acceptable JSON', () => {
  const table: [string, string, string][] = [
    ['malformed', `{"title":"${planted}"`, '#'],
    ['a duplicate key', `{"article":51,"article":52,"x":"${planted}"}`, '#/article'],
    ['__proto__', `{"__proto__":{"state":"open"},"x":"${planted}"}`, '#/__proto__'],
    ['a lone surrogate', '{"title":{"zh":"\\ud800"}}', '#/title/zh'],
    ['NUL', '{"title":{"zh":"a\\u0000b"}}', '#/title/zh'],
    ['a number beyond a double', '{"article":1e400}', '#/article'],
    ['NaN', '{"article":NaN}', '#'],
    ['too deep', `${'['.repeat(100)}${']'.repeat(100)}`, `#${'/0'.repeat(32)}`],
  ];

  it.each(table)('%s is 400 with its place, on every route', async (_, text, pointer) => {
    for (const [, target] of targets())
      await expectRefused(target().set('content-type', 'application/json').send(text), 400, pointer);
  });

  it('10 MB are 413 and another media type is 415', async () => {
    for (const [, target] of targets()) {
      await expectRefused(
        target()
          .set('content-type', 'application/json')
          .send(`"${'a'.repeat(10 * 1024 * 1024)}"`),
        413,
      ).catch((error: unknown) => {
        // The server may close the connection before all is sent; what matters is that nothing came of it.
        if (!/EPIPE|ECONNRESET/.test(String(error))) throw error;
      });
      await expectRefused(target().set('content-type', 'text/plain').send('x'), 415, 'Content-Type');
      await expectRefused(target().set('content-type', 'application/xml').send('<x/>'), 415, 'Content-Type');
    }
  });
});

describe('a draft that is not what it should be', () => {
  const table: [string, object, string][] = [
    ['an unknown field', { ...mriTender, approvedBy: 'me' }, '#/approvedBy'],
    ['a field of the platform', { ...mriTender, state: 'open' }, '#/state'],
    ['a wrong type', { ...mriTender, category: ['goods'] }, '#/category'],
    ['a list for a text', { ...mriTender, title: [] }, '#/title'],
    ['a zoneless time', { ...mriTender, bidsCloseAt: '2026-04-13T09:30:00' }, '#/bidsCloseAt'],
    ['a time that is none', { ...mriTender, bidsCloseAt: '2026-02-30T09:30:00Z' }, '#/bidsCloseAt'],
    ['money as a number', { ...mriTender, budget: { amount: 12, currency: 'CNY' } }, '#/budget/amount'],
    ['money like NaN', { ...mriTender, budget: { amount: 'NaN', currency: 'CNY' } }, '#/budget/amount'],
    ['money finer than a fen', { ...mriTender, budget: { amount: '1.001', currency: 'CNY' } }, '#/budget/amount'],
    ['negative money', { ...mriTender, budget: { amount: '-1.00', currency: 'CNY' } }, '#/budget/amount'],
    ['another currency', { ...mriTender, budget: { amount: '1.00', currency: 'USD' } }, '#/budget/currency'],
    ['half a bilingual text', { ...mriTender, title: { en: 'No Chinese' } }, '#/title/zh'],
    ['an unknown item class', { ...mriTender, itemClass: 'Z1' }, '#/itemClass'],
  ];

  it.each(table)('%s is 422 with its place', async (_, body, pointer) => {
    await expectRefused((targets()[0]?.[1] as () => supertest.Test)().send(body), 422, pointer);
  });
});

describe('a question that is not what it should be', () => {
  it.each([
    ['a missing fact', { article: 51, facts: {} }, '#/facts/documentsIssuedAt'],
    ['an unknown fact', { article: 57, facts: { closingEvents: [], legalHold: false, x: 1 } }, '#/facts/x'],
    ['no such article', { article: 62, facts: {} }, '#/article'],
    ['a zoneless moment', { article: 57, at: '2026-03-02T09:00:00', facts: {} }, '#/at'],
  ])('%s is 422 with its place', async (_, body, pointer) => {
    await expectRefused(app.http('post', '/v1/rules/evaluate').send(body), 422, pointer);
  });
});

describe('requests that lead nowhere', () => {
  it.each([
    ['/v1/nothing', 404],
    ['/v1/tenders/not-an-id', 404],
    ['/v1/tenders/019f0000-0000-7000-8000-000000000001', 404],
    ['/v1/calendar/26', 400],
    ['/v1/articles/1e2', 404],
    ['/v1/tenders?limit=0', 422],
    ['/v1/tenders?limit=101', 422],
    ['/v1/tenders?limit=10&limit=20', 422],
    ['/v1/tenders?state=nowhere', 422],
    ['/v1/tenders?after=x', 422],
    ['/v1/tenders?x=1', 422],
    ['/v1/tenders?q=%00', 400],
    ['/v1/tenders/%ff', 400],
  ])('%s is %i', async (path, status) => {
    await expectRefused(app.http('get', path), status);
  });

  it('a deed without Idempotency-Key is 400, without a token 401', async () => {
    await expectRefused(
      app.http('post', '/v1/tenders').set('authorization', `Bearer ${token}`).send(mriTender),
      400,
      'Idempotency-Key',
    );
    await expectRefused(app.http('post', '/v1/tenders').set('idempotency-key', freshKey()).send(mriTender), 401, 'Authorization');
  });
});
