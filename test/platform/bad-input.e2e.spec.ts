import { startTestApp, type TestApp, type Verb } from '../app.js';
import { rawHttp } from './raw-http.js';

/** Stands in every sound body below: nothing that was sent may be found in the log. */
const canary = 'canary-7f3d1b';

interface Target {
  verb: Verb;
  path: string;
  /** The demo client that sends it; null for anyone. */
  by: string | null;
  /** What the route would take. */
  sound: Record<string, unknown>;
}

/** One line a route: every spoiling below is tried on every one of them. */
const targets: Target[] = [
  { verb: 'post', path: '/v1/rules/evaluate', by: null, sound: { article: 61, facts: { knownOn: '2026-03-02', track: canary } } },
  { verb: 'put', path: '/v1/calendar/2027', by: 'registrar', sound: { off: ['2027-01-01'], work: [], source: canary } },
  { verb: 'post', path: '/dev/clock', by: null, sound: { advance: canary } },
];

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const countsSql = `SELECT (SELECT count(*) FROM audit_entries) AS audit, (SELECT count(*) FROM outbox) AS outbox,
  (SELECT count(*) FROM idempotency_keys) AS keys, (SELECT count(*) FROM calendar_years) AS years`;
const stored = (): Promise<unknown[]> => app.sql(countsSql);

interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

async function send(target: Target, body: string | Buffer, contentType = 'application/json'): Promise<Answer> {
  const request = target.by === null ? app.http(target.verb, target.path) : (await app.as(target.by))(target.verb, target.path);
  // As text, because supertest would serialise anything else itself.
  return request
    .set('content-type', contentType)
    .serialize((sent: unknown) => sent as string)
    .send(body);
}

interface Problem {
  type: string;
  status: number;
  title: string;
  instance: string;
  errors: { pointer?: string; detail: { zh: string; en: string } }[];
}

/** The whole of what a refusal of bad input must be. */
function expectProblem(answer: Answer, statuses: number[], pointer?: string): void {
  expect({ status: statuses.includes(answer.status) || answer.status, text: answer.text }).toMatchObject({ status: true });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = JSON.parse(answer.text) as Problem;
  expect(problem).toMatchObject({ status: answer.status, type: expect.stringMatching(/^urn:ftz:(problem|rule):[a-z.-]+$/) });
  expect(problem.errors.length).toBeGreaterThan(0);
  for (const { detail } of problem.errors) {
    expect(detail).toEqual({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) });
  }
  if (answer.status !== 404) for (const one of problem.errors) expect(one).toHaveProperty('pointer', expect.any(String));
  if (pointer !== undefined) expect(problem.errors.map((one) => one.pointer)).toContain(pointer);
}

/** The sound body with a member written into its text behind the opening brace, as no serialiser would. */
function withMember(target: Target, member: string): string {
  return JSON.stringify(target.sound).replace('{', `{${member},`);
}

const firstKey = (target: Target): string => Object.keys(target.sound)[0] as string;

type Spoiling = [name: string, body: (target: Target) => string | Buffer, statuses: number[], pointer?: string];

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const spoilings: Spoiling[] = [
  ['no body', () => '', [422]],
  ['cut off', (target) => JSON.stringify(target.sound).slice(0, -1), [400], '#'],
  ['a trailing comma', (target) => JSON.stringify(target.sound).replace(/\}$/, ',}'), [400], '#'],
  ['single quotes', (target) => JSON.stringify(target.sound).replaceAll('"', "'"), [400], '#'],
  ['a comment', (target) => `/* x */${JSON.stringify(target.sound)}`, [400], '#'],
  ['two documents', (target) => JSON.stringify(target.sound).repeat(2), [400], '#'],
  ['a byte-order mark', (target) => `\ufeff${JSON.stringify(target.sound)}`, [400], '#'],
  ['UTF-16', (target) => Buffer.from(JSON.stringify(target.sound), 'utf16le'), [400]],
  [
    'invalid UTF-8',
    (target) => Buffer.concat([Buffer.from(withMember(target, '"x":"').slice(0, 6)), Buffer.of(0xc3, 0x28)]),
    [400],
    '#',
  ],
  ['overlong UTF-8', () => Buffer.concat([Buffer.from('{"x":"'), Buffer.of(0xc0, 0xaf), Buffer.from('"}')]), [400], '#'],
  ['white space only', () => ' \n', [400], '#'],
  ['null', () => 'null', [400, 422]],
  ['true', () => 'true', [400, 422]],
  ['a number', () => '1', [400, 422]],
  ['a text', () => '"x"', [400, 422]],
  ['an empty list', () => '[]', [400, 422]],
  ['a list of it', (target) => `[${JSON.stringify(target.sound)}]`, [400, 422]],
  ['an empty object', () => '{}', [422]],
  ['an unknown field', (target) => withMember(target, '"status":"published"'), [422], '#/status'],
  ['a field with a slash and a tilde', (target) => withMember(target, '"a/b~c":1'), [422], '#/a~1b~0c'],
  ['a key twice', (target) => withMember(target, `"${firstKey(target)}":1`), [400], `*`],
  [
    'an escaped key twice',
    (target) => withMember(target, `"\\u00${firstKey(target).charCodeAt(0).toString(16)}${firstKey(target).slice(1)}":1`),
    [400],
    `*`,
  ],
  ['__proto__', (target) => withMember(target, '"__proto__":{"admin":true}'), [400], '#/__proto__'],
  ['escaped __proto__', (target) => withMember(target, '"__proto\\u005f_":{"admin":true}'), [400], '#/__proto__'],
  ['constructor', (target) => withMember(target, '"constructor":{"prototype":{"admin":true}}'), [400, 422], '#/constructor'],
  ['constructor as a text', (target) => withMember(target, '"constructor":"x"'), [400, 422], '#/constructor'],
  ['prototype', (target) => withMember(target, '"prototype":{}'), [422], '#/prototype'],
  ['toString', (target) => withMember(target, '"toString":1'), [422], '#/toString'],
  ['hasOwnProperty', (target) => withMember(target, '"hasOwnProperty":1'), [422], '#/hasOwnProperty'],
  ['then', (target) => withMember(target, '"then":1'), [422], '#/then'],
  ['an empty key', (target) => withMember(target, '"":1'), [422], '#/'],
  ['1e400', (target) => withMember(target, '"x":1e400'), [400], '#/x'],
  ['-1e400', (target) => withMember(target, '"x":-1e400'), [400], '#/x'],
  ['NaN', (target) => withMember(target, '"x":NaN'), [400], '#'],
  ['Infinity', (target) => withMember(target, '"x":Infinity'), [400], '#'],
  ['a hexadecimal number', (target) => withMember(target, '"x":0x10'), [400], '#'],
  ['a leading zero', (target) => withMember(target, '"x":01'), [400], '#'],
  ['a leading plus', (target) => withMember(target, '"x":+1'), [400], '#'],
  ['a lone surrogate', (target) => withMember(target, '"x":"\\ud800"'), [400], '#/x'],
  ['a lone surrogate in a key', (target) => withMember(target, '"\\udc00":1'), [400]],
  ['NUL', (target) => withMember(target, '"x":"a\\u0000b"'), [400], '#/x'],
  ['NUL in a key', (target) => withMember(target, '"a\\u0000b":1'), [400]],
  ['a raw control character', (target) => withMember(target, '"x":"a\nb"'), [400], '#'],
  ['33 levels', (target) => withMember(target, `"x":${nested(32)}`), [400]],
  ['100,000 levels', () => nested(100_000), [400]],
  ['400,000 open brackets', () => '['.repeat(400_000), [400]],
  ['10 MB', (target) => withMember(target, `"x":"${'a'.repeat(10_000_000)}"`), [413], '#'],
  ['1 MB and a byte', () => JSON.stringify({ x: 'a'.repeat(1_048_576 - 7) }), [413], '#'],
  ['1 MB to the byte', () => JSON.stringify({ x: 'a'.repeat(1_048_576 - 8) }), [422], '#/x'],
];

describe.each(targets)('bad input to $verb $path', (target) => {
  let before: unknown[];
  beforeAll(async () => {
    if (target.by !== null) await app.as(target.by);
    before = await stored();
  });
  afterAll(async () => {
    expect(await stored()).toEqual(before);
    expect(app.logged()).not.toContain(canary);
    expect(app.logged()).not.toContain('"fault"');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each(spoilings)('%s', async (_, body, statuses, pointer) => {
    expectProblem(await send(target, body(target)), statuses, pointer === '*' ? `#/${firstKey(target)}` : pointer);
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['application/merge-patch+json'],
    ['application/octet-stream'],
    ['json'],
    ['application/json, text/plain'],
    ['*/*'],
  ])('a body of type %s', async (contentType) => {
    expectProblem(await send(target, JSON.stringify(target.sound), contentType), [415], 'Content-Type');
  });

  it.each(wrongTypes(target))('%s = %j', async (field, wrong) => {
    expectProblem(await send(target, JSON.stringify({ ...target.sound, [field]: wrong })), [422], `#/${field}`);
  });
});

/** Every field with values of every other kind. */
function wrongTypes(target: Target): [field: string, wrong: unknown][] {
  const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
  const others: unknown[] = [
    1,
    -0,
    1e308,
    2 ** 53,
    '',
    '1e3',
    'NaN',
    true,
    [],
    [[]],
    {},
    { $ne: 1 },
    { constructor: 'x' },
    { toString: 1 },
  ];
  return Object.entries(target.sound).flatMap(([field, value]) =>
    others.filter((other) => kindOf(other) !== kindOf(value)).map((other) => [field, other] as [string, unknown]),
  );
}

describe('bad values inside a sound form', () => {
  const evaluate = { ...(targets[0] as Target) };
  const clock = { ...(targets[2] as Target) };
  const calendar = { ...(targets[1] as Target) };

  it.each([
    [evaluate, { article: 62, facts: {} }, '#/article'],
    [evaluate, { article: 51.5, facts: {} }, '#/article'],
    [evaluate, { article: 51, at: '2026-03-02T09:00:00', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: '2026-03-02', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: '2026-02-30T09:00:00Z', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: '2026-03-02T09:00:60Z', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: '2026-03-02T09:00:00.0000001Z', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: '2026-03-02T09:00:00+25:00', facts: {} }, '#/at'],
    [evaluate, { article: 51, at: 1772413200, facts: {} }, '#/at'],
    [evaluate, { article: 51, facts: { documentsIssuedAt: '2026-03-02T09:00:00' } }, '#/facts/documentsIssuedAt'],
    [evaluate, { article: 51, facts: { constructor: 'x' } }, '#/facts/constructor'],
    [evaluate, { article: 51, facts: { constructor: { constructor: [] } } }, '#/facts/constructor'],
    [evaluate, { article: 53, facts: { notice: { constructor: 'x' } } }, '#/facts/notice/title'],
    [evaluate, { article: 53, facts: { notice: { title: { en: 'half' } } } }, '#/facts/notice/title/zh'],
    [evaluate, { article: 59, facts: { bidPrice: 'NaN' } }, '#/facts/bidPrice'],
    [evaluate, { article: 59, facts: { bidPrice: '1e3' } }, '#/facts/bidPrice'],
    [evaluate, { article: 59, facts: { bidPrice: '-1.00' } }, '#/facts/bidPrice'],
    [evaluate, { article: 59, facts: { bidPrice: '１.00' } }, '#/facts/bidPrice'],
    [evaluate, { article: 59, facts: { bidPrice: 1 } }, '#/facts/bidPrice'],
    [evaluate, { article: 59, facts: { bidPrice: { amount: '1.00', currency: 'USD' } } }, '#/facts/bidPrice'],
    [evaluate, { article: 48, facts: { evidence: { length: 1, 0: 'x' } } }, '#/facts/evidence'],
    [clock, {}, '#/now'],
    [clock, { now: '2026-03-02T09:00:00' }, '#/now'],
    [clock, { now: '2026-03-02T09:00:00Z', advance: 'P1D' }, '#/advance'],
    [clock, { advance: 'P' }, '#/advance'],
    [clock, { advance: 'P1M' }, '#/advance'],
    [clock, { advance: 'P9999999999999999999D' }, '#/advance'],
    [clock, { advance: `P${'9'.repeat(500_000)}D` }, '#/advance'],
    [clock, { advance: '-P9999999D' }, '#/advance'],
    [clock, { now: '1900-01-01T00:00:00+14:00' }, '#/now'],
    [clock, { now: '8999-12-31T23:59:59.999999-14:00' }, '#/now'],
    [clock, { now: "2026-03-02T09:00:00Z'; DROP TABLE people; --" }, '#/now'],
    [calendar, { off: ['2027-02-30'], work: [], source: canary }, '#/off/0'],
    [calendar, { off: ['2026-01-01'], work: [], source: canary }, '#/off/0'],
    [calendar, { off: ['2027-01-01', '2027-01-01'], work: [], source: canary }, '#/off/1'],
    [calendar, { off: ['2027-01-01', 1], work: [], source: canary }, '#/off'],
    [calendar, { off: ['2027-01-01'], work: ['2027-01-04'], source: canary }, '#/work/0'],
    [calendar, { off: ['2027-01-02'], work: ['2027-01-02'], source: canary }, '#/work/0'],
    [calendar, { off: [], work: [], source: canary }, '#/off'],
    [calendar, { off: Array.from({ length: 121 }, () => '2027-01-01'), work: [], source: canary }, '#/off'],
    [calendar, { off: ['2027-01-01'], work: [], source: '' }, '#/source'],
    [calendar, { off: ['2027-01-01'], work: [], source: 'x'.repeat(501) }, '#/source'],
  ])('$path: %j', async (target, body, pointer) => {
    const before = await stored();
    expectProblem(await send(target, JSON.stringify(body)), [422], pointer);
    expect(await stored()).toEqual(before);
  });
});

describe('bad addresses and methods', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '/v1', 404],
    ['GET', '/v1/nothing', 404],
    ['GET', '/v1/articles/', 404],
    ['GET', '/V1/articles', 404],
    ['GET', '//v1/articles', 404],
    ['GET', '/v1/../v1/articles', 404],
    ['GET', '/v1/articles/46', 404],
    ['GET', '/v1/articles/62', 404],
    ['GET', '/v1/articles/51.0', 404],
    ['GET', '/v1/articles/0x33', 404],
    ['GET', '/v1/articles/5.1e1', 404],
    ['GET', '/v1/articles/%2051', 404],
    ['GET', '/v1/articles/__proto__', 404],
    ['GET', '/v1/articles/%00', 404],
    ['GET', `/v1/articles/${'5'.repeat(5_000)}`, 404],
    ['GET', '/v1/articles/%zz', 400],
    ['GET', '/v1/articles/%ED%A0%80', 400],
    ['GET', '/v1/calendar/26', 400],
    ['GET', '/v1/calendar/2026%00', 400],
    ['GET', '/v1/calendar/2026%27--', 400],
    ['GET', '/v1/calendar/2099', 404],
    ['DELETE', '/v1/articles', 404],
    ['PATCH', '/v1/rules/evaluate', 404],
    ['GET', '/v1/rules/evaluate', 404],
    ['POST', '/v1/calendar/2027', 404],
    ['TRACE', '/v1/articles', 404],
    ['OPTIONS', '/v1/articles', 404],
    ['PROPFIND', '/v1/articles', 404],
  ])('%s %s is %d', async (method, path, status) => {
    const answer = await rawHttp(app, `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expectProblem({ ...answer, text: answer.body }, [status]);
  });

  it('an unknown query parameter changes nothing', async () => {
    expect((await app.http('get', '/v1/articles/51?article=%00&article=__proto__&%zz')).body.number).toBe(51);
  });
});

describe('bad HTTP', () => {
  const json = JSON.stringify({ article: 61, facts: {} });
  const head = 'POST /v1/rules/evaluate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';

  it.each([
    ['an oversized header', `GET /v1/articles HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['an oversized address', `GET /v1/articles?${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['ten thousand headers', `GET /v1/articles HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(10_000)}\r\n`],
    ['a method that there is not', 'BREW /v1/articles HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['NUL in a header', 'GET /v1/articles HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    ['a length that is no number', `${head}Content-Length: many\r\n\r\n`],
    ['chunks that are none', `${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`],
    ['a header folded', 'GET /v1/articles HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n'],
    ['no Host', 'GET /v1/articles HTTP/1.1\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const answer = await rawHttp(app, bytes);
    expectProblem({ ...answer, text: answer.body }, [400]);
  });

  it('a body of unstated type is 415', async () => {
    const untyped = head.replace(/Content-Type.*\r\n/, '');
    const answer = await rawHttp(app, `${untyped}Content-Length: ${json.length}\r\n\r\n${json}`);
    expectProblem({ ...answer, text: answer.body }, [415], 'Content-Type');
  });

  it('10 MB in chunks are refused before they have all come', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const answer = await rawHttp(app, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`);
    expectProblem({ ...answer, text: answer.body }, [413], '#');
  });

  it('a compressed body is not taken', async () => {
    const answer = await rawHttp(app, `${head}Content-Encoding: gzip\r\nContent-Length: ${json.length}\r\n\r\n${json}`);
    expectProblem({ ...answer, text: answer.body }, [415], 'Content-Encoding');
  });

  it('a correlation id that is not plain is not taken over', async () => {
    const answer = await app.http('get', '/v1/nothing').set('x-correlation-id', `${canary} <script>`);
    expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('bad input to /oauth/token', () => {
  const form = 'application/x-www-form-urlencoded';
  const sound = 'grant_type=client_credentials&client_id=registrar&scope=registrar&client_secret=';
  const target: Target = { verb: 'post', path: '/oauth/token', by: null, sound: {} };

  // The errors of a token endpoint are RFC 6749's own; OAuth clients would not understand a problem.
  it.each([
    ['nothing', '', form, 'invalid_request'],
    ['a wrong secret', `${sound}${canary}`, form, 'invalid_client'],
    ['an unknown client', 'grant_type=client_credentials&client_id=nobody&client_secret=x', form, 'invalid_client'],
    ['no secret', sound, form, 'invalid_client'],
    ['another grant', `${sound.replace('client_credentials', 'password')}demo-secret-registrar`, form, 'unsupported_grant_type'],
    ['a scope of another', `${sound.replace('scope=registrar', 'scope=procurer')}demo-secret-registrar`, form, 'invalid_scope'],
    ['a parameter twice', `${sound}demo-secret-registrar&scope=registrar`, form, 'invalid_request'],
    ['JSON', JSON.stringify({ grant_type: 'client_credentials', secret: canary }), 'application/json', 'invalid_request'],
    ['NUL', `${sound}%00${canary}`, form, 'invalid_client'],
    ['10 MB', `${sound}${'a'.repeat(10_000_000)}`, form, 'invalid_request'],
  ])('%s', async (_, body, contentType, error) => {
    const answer = await send(target, body, contentType);
    expect(answer.status === 400 || answer.status === 401 || answer.status === 413).toBe(true);
    expect(JSON.parse(answer.text)).toMatchObject({ error });
    expect(app.logged()).not.toContain(canary);
  });

  it.each([
    ['get', '/oauth/token'],
    ['get', '/oauth/auth'],
    ['post', '/oauth/nothing'],
  ] as const)('%s %s is no route', async (verb, path) => {
    expect([400, 404]).toContain((await app.http(verb, path)).status);
  });
});
