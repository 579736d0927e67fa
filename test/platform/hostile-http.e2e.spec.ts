import { connect } from 'node:net';
import { startTestApp, type TestApp } from '../app.js';

let app: TestApp;
let before: unknown[];
beforeAll(async () => {
  app = await startTestApp();
  await app.as('registrar');
  before = await stored();
});
afterAll(async () => {
  try {
    expect(await stored()).toEqual(before);
    expect(app.logged()).not.toContain(canary);
    expect(app.logged()).not.toContain('"fault"');
  } finally {
    await app.close();
  }
});

/** Stands in what is sent: none of it may be found in the log. */
const canary = 'canary-7f3d1b';

const stored = (): Promise<unknown[]> =>
  app.sql(`SELECT (SELECT count(*) FROM audit_entries) AS entries, (SELECT count(*) FROM outbox) AS messages,
                  (SELECT count(*) FROM idempotency_keys) AS keys, (SELECT count(*) FROM calendar_years) AS years`);

interface Answer {
  status: number;
  type: string;
  text: string;
}

/** Sends bytes that no HTTP client would send, and reads the one answer. */
function raw(bytes: string): Promise<Answer> {
  const { port } = app.app.getHttpServer().address() as { port: number };
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
    socket.on('error', (error) => (text === '' ? reject(error) : socket.destroy()));
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const type = /^content-type: (.*)$/im.exec(head)?.[1] ?? '';
      resolve({ status: Number(head.split(' ')[1]), type: type.trim(), text: body });
    });
  });
}

interface Problem {
  status: number;
  errors: { pointer?: string; detail: { zh: string; en: string } }[];
}

/** The whole of what a refusal of bad input must be. */
function expectProblem(answer: Answer, status: number, pointer?: string): void {
  expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8' });
  const problem = JSON.parse(answer.text) as Problem;
  expect(problem.status).toBe(status);
  expect(problem.errors[0]?.detail).toEqual({
    zh: expect.stringMatching(/\p{Script=Han}/u),
    en: expect.stringMatching(/\w/),
  });
  if (pointer !== undefined) expect(problem.errors.map((one) => one.pointer)).toContain(pointer);
}

describe('a body that is no question', () => {
  const evaluate = async (body: string, type = 'application/json'): Promise<Answer> => {
    const answer = await app.http('post', '/v1/rules/evaluate').set('content-type', type).send(body);
    return { status: answer.status, type: String(answer.headers['content-type']), text: answer.text };
  };
  const sound = `{"article":61,"facts":{"knownOn":"2026-03-02"}}`;
  const withMember = (member: string): string => sound.replace('{', `{"x":"${canary}",${member},`);
  const brackets = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  it('sound, it is answered', async () => {
    expect((await evaluate(sound)).status).toBe(200);
  });

  it.each([
    ['white space', ' \n', '#'],
    ['single quotes', sound.replaceAll('"', "'"), '#'],
    ['a trailing comma', sound.replace(/\}$/, ',}'), '#'],
    ['a comment', `/* */${sound}`, '#'],
    ['two documents', sound + sound, '#'],
    ['a byte-order mark', `\ufeff${sound}`, '#'],
    ['a raw control character', withMember('"y":"a\nb"'), '#'],
    ['a hexadecimal number', withMember('"y":0x10'), '#'],
    ['a leading zero', withMember('"y":01'), '#'],
    ['Infinity', withMember('"y":Infinity'), '#'],
    ['minus 1e400', withMember('"y":-1e400'), '#/y'],
    ['a key twice, once escaped', withMember('"\\u0061rticle":1'), '#/article'],
    ['escaped __proto__', withMember('"__proto\\u005f_":{"admin":true}'), '#/__proto__'],
    ['constructor', withMember('"constructor":{"prototype":{"admin":true}}'), '#/constructor'],
    ['constructor deep inside', '{"article":53,"facts":{"notice":{"constructor":"x"}}}', '#/facts/notice/constructor'],
    ['toString', withMember('"toString":1'), '#/toString'],
    ['hasOwnProperty', withMember('"hasOwnProperty":1'), '#/hasOwnProperty'],
    ['prototype', withMember('"prototype":{}'), '#/prototype'],
    ['a lone surrogate in a key', withMember('"\\udc00":1'), '#/\udc00'.toWellFormed()],
    ['NUL in a key', withMember('"a\\u0000b":1'), '#/a\0b'],
    ['33 levels', withMember(`"y":${brackets(33)}`), `#/y${'/0'.repeat(31)}`],
    ['100,000 levels', brackets(100_000), `#${'/0'.repeat(32)}`],
    ['400,000 open brackets', '['.repeat(400_000), `#${'/0'.repeat(32)}`],
  ])('%s is 400', async (_, body, pointer) => {
    const answer = await evaluate(body);
    expectProblem(answer, 400, pointer.includes('\ufffd') ? undefined : pointer);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['true', 'true'],
    ['a number', '1'],
    ['a text', '"x"'],
    ['an empty list', '[]'],
    ['a list of one', `[${sound}]`],
    ['an empty object', '{}'],
  ])('%s is 400 or 422', async (_, body) => {
    const answer = await evaluate(body);
    expectProblem(answer, answer.status === 400 ? 400 : 422);
  });

  it.each(['json', 'application/json, text/plain', '*/*', 'application/merge-patch+json', 'multipart/form-data; boundary=x'])(
    'of type %s is 415',
    async (type) => expectProblem(await evaluate(sound, type), 415, 'Content-Type'),
  );

  it('a byte more than 1 MB is 413, 1 MB is read', async () => {
    const sized = (bytes: number): string => JSON.stringify({ y: 'a'.repeat(bytes - 8) });
    expectProblem(await evaluate(sized(1_048_577)), 413, '#');
    expectProblem(await evaluate(sized(1_048_576)), 422, '#/y');
  });
});

describe('what is hardly HTTP', () => {
  const head = 'POST /v1/rules/evaluate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n';
  const get = 'GET /v1/articles HTTP/1.1\r\nHost: x\r\n';

  it.each([
    ['an oversized header', `${get}X-Long: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['an oversized address', `GET /v1/articles?${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['ten thousand headers', `${get}${'X: y\r\n'.repeat(10_000)}\r\n`],
    ['a method that there is not', 'BREW /v1/articles HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['NUL in a header', `${get}X: a\0b\r\n\r\n`],
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    ['a length that is no number', `${head}Content-Length: many\r\n\r\n`],
    ['chunks that are none', `${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`],
  ])('%s is 400 and the connection is closed', async (_, bytes) => {
    expectProblem(await raw(bytes), 400, '#');
  });

  it('a body of unstated type and a compressed one are 415', async () => {
    const untyped = head.replace(/Content-Type.*\r\n/, '');
    expectProblem(await raw(`${untyped}Content-Length: 2\r\n\r\n{}`), 415, 'Content-Type');
    expectProblem(await raw(`${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`), 415, 'Content-Encoding');
  });

  it('megabytes in chunks are 413 before they have all come', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    expectProblem(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`), 413, '#');
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/v1/articles/', 404],
    ['GET', '//v1/articles', 404],
    ['GET', '/v1/../v1/articles', 404],
    ['GET', '/v1/articles/51.0', 404],
    ['GET', '/v1/articles/0x33', 404],
    ['GET', '/v1/articles/%2051', 404],
    ['GET', '/v1/articles/__proto__', 404],
    ['GET', '/v1/articles/%00', 404],
    ['GET', `/v1/articles/${'5'.repeat(300)}`, 404],
    ['GET', '/v1/articles/%zz', 400],
    ['GET', '/v1/articles/%ED%A0%80', 400],
    ['GET', '/v1/calendar/2026%27--', 400],
    ['DELETE', '/v1/articles', 404],
    ['PATCH', '/v1/rules/evaluate', 404],
    ['POST', '/v1/calendar/2027', 404],
    ['TRACE', '/v1/articles', 404],
    ['OPTIONS', '/v1/articles', 404],
    ['PROPFIND', '/v1/articles', 404],
  ])('%s %s is %d', async (method, path, status) => {
    expectProblem(await raw(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), status);
  });

  it('a correlation id that is not plain is not taken over', async () => {
    const answer = await app.http('get', '/v1/nothing').set('x-correlation-id', `${canary} <script>`);
    expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the token endpoint', () => {
  const form = 'application/x-www-form-urlencoded';
  const sound = 'grant_type=client_credentials&client_id=registrar&scope=registrar&client_secret=';

  // Its errors are RFC 6749's own: an OAuth client would not understand a problem.
  it.each([
    ['nothing', '', form, 'invalid_request'],
    ['a wrong secret', `${sound}${canary}`, form, 'invalid_client'],
    ['an unknown client', 'grant_type=client_credentials&client_id=nobody&client_secret=x', form, 'invalid_client'],
    ['another grant', `${sound.replace('client_credentials', 'password')}demo-secret-registrar`, form, 'unsupported_grant_type'],
    ['a parameter twice', `${sound}demo-secret-registrar&scope=registrar`, form, 'invalid_request'],
    ['JSON', JSON.stringify({ secret: canary }), 'application/json', 'invalid_request'],
    ['NUL', `${sound}%00${canary}`, form, 'invalid_client'],
    ['1 MB', `${sound}${'a'.repeat(1_000_000)}`, form, 'invalid_request'],
  ])('%s', async (_, body, type, error) => {
    const answer = await app.http('post', '/oauth/token').set('content-type', type).send(body);
    expect([400, 401, 413]).toContain(answer.status);
    expect(JSON.parse(answer.text)).toMatchObject({ error });
  });
});
