import { connect } from 'node:net';
import { mriTender } from '../../seeds/demo-data.js';
import { callerOfToken } from '../../src/platform/people.js';
import { Reads } from '../../src/platform/reads.js';
import { RecordCalendarYear } from '../../src/platform/record-calendar-year.js';
import { requestFacts } from '../../src/platform/request-facts.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';

let app: TestApp;
let registrar: Caller;
beforeAll(async () => {
  app = await startTestApp();
  registrar = await app.as('registrar');
});
afterAll(() => app.close());

const yearBody = (source: string): object => ({ off: ['2027-01-01'], work: [], source });
const put = (year: number, key: string, body = yearBody('通知')) => registrar('put', `/v1/calendar/${year}`, key).send(body);

async function effects(year: number): Promise<number[]> {
  const [row] = await app.sql<{ years: number; entries: number; answers: number }>(
    `SELECT (SELECT count(*) FROM calendar_years WHERE year = $1)::int AS years,
            (SELECT count(*) FROM audit_entries JOIN audit_payloads ON entry_id = id
              WHERE type = 'calendar.recorded' AND payload::jsonb #>> '{payload,year}' = $1::text)::int AS entries,
            (SELECT count(*) FROM idempotency_keys WHERE route = 'PUT /v1/calendar/' || $1)::int AS answers`,
    [year],
  );
  return row ? [row.years, row.entries, row.answers] : [];
}

const forYear = (year: number): object => ({ off: [`${year}-01-01`], work: [], source: '通知' });

describe('one Idempotency-Key, one effect', () => {
  it('a repeat gets the stored answer, another body 422, and nothing more is stored', async () => {
    const first = await put(2027, 'once');
    expect(first.status).toBe(200);
    const again = await put(2027, 'once');
    expect([again.status, again.body, again.headers['etag']]).toEqual([200, first.body, first.headers['etag']]);
    const quoted = await put(2027, '"once"');
    expect([quoted.status, quoted.body]).toEqual([200, first.body]);
    const other = await put(2027, 'once', yearBody('另一份通知'));
    expect([other.status, other.body.type]).toEqual([422, 'urn:ftz:problem:idempotency-key-reused']);
    expect(await effects(2027)).toEqual([1, 1, 1]);
  });

  it('the same JSON in another order and spacing is the same request', async () => {
    const first = await put(2028, 'order', forYear(2028));
    const text = '{ "source": "\\u901a\\u77e5", "work": [ ],\n "off": ["2028-01-01"] }';
    const again = await registrar('put', '/v1/calendar/2028', 'order').set('content-type', 'Application/JSON').send(text);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await effects(2028)).toEqual([1, 1, 1]);
  });

  it('the same key on another route is another act', async () => {
    expect((await put(2029, 'shared', forYear(2029))).status).toBe(200);
    expect((await put(2030, 'shared', forYear(2030))).status).toBe(200);
    expect([await effects(2029), await effects(2030)]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('twenty at once: one effect; the others are told 409 or get the same answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => put(2031, 'twenty', forYear(2031))));
    const done = answers.filter((one) => one.status === 200);
    expect(done.length).toBeGreaterThan(0);
    for (const one of done) expect(one.body).toEqual(done[0]?.body);
    for (const one of answers.filter((answer) => answer.status !== 200)) {
      expect([one.status, one.body.type]).toEqual([409, 'urn:ftz:problem:idempotency-key-in-flight']);
    }
    expect(await effects(2031)).toEqual([1, 1, 1]);
  });

  it('a refused request leaves its key free', async () => {
    expect((await put(2032, 'mended', forYear(2031))).status).toBe(422);
    expect((await put(2032, 'mended', forYear(2032))).status).toBe(200);
    expect(await effects(2032)).toEqual([1, 1, 1]);
  });

  it('without a key 400, with one that is none 400, and nothing is done', async () => {
    const before = await effects(2033);
    const send = (key?: string) => {
      const request = app
        .http('put', '/v1/calendar/2033')
        .set('authorization', String(registrar('get', '/').get('authorization')));
      return (key === undefined ? request : request.set('idempotency-key', key)).send(forYear(2033));
    };
    for (const key of [undefined, '', '""', 'two words', 'x'.repeat(256), '"open']) expect((await send(key)).status).toBe(400);
    expect(await effects(2033)).toEqual(before);
  });

  it("another person's same key is its own", async () => {
    const draft = async (client: string) => (await app.as(client))('post', '/v1/tenders', 'both').send(mriTender);
    const [wang, zhao, wangAgain] = [await draft('procurer-wang'), await draft('procurer-zhao'), await draft('procurer-wang')];
    expect([wang.status, zhao.status]).toEqual([201, 201]);
    expect(zhao.body.id).not.toBe(wang.body.id);
    expect(wangAgain.body).toEqual(wang.body);
  });
});

describe('a crash between commit and answer', () => {
  it('the retry with the same key gets the stored answer', async () => {
    const body = forYear(2034);
    const caller = await callerOfToken(app.app.get(Reads), { subject: 'registrar', scopes: ['registrar'] }, null);
    const url = '/v1/calendar/2034';
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'crash' };
    const request = requestFacts({ id: 'crashed', method: 'PUT', url, headers, body }, true);
    if (!caller) throw new Error('no registrar');
    // The act commits, and the process that would have answered is gone.
    const lost = await app.app.get(RecordCalendarYear).run({ ...caller, request }, '2034', body as never);
    const answer = await put(2034, 'crash', body);
    expect([answer.status, answer.body]).toEqual([200, lost]);
    expect(await effects(2034)).toEqual([1, 1, 1]);
  });

  it('a caller that hangs up before the answer and tries again finds one effect', async () => {
    const body = JSON.stringify(forYear(2035));
    const head = `PUT /v1/calendar/2035 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}`;
    const authorization = String(registrar('get', '/').get('authorization'));
    await hangUpAfter(`${head}\r\nIdempotency-Key: hung-up\r\nAuthorization: ${authorization}\r\n\r\n${body}`);
    let answer = await put(2035, 'hung-up', forYear(2035));
    while (answer.status === 409) answer = await put(2035, 'hung-up', forYear(2035));
    expect([answer.status, answer.body.version]).toEqual([200, 1]);
    expect(await effects(2035)).toEqual([1, 1, 1]);
  });
});

function hangUpAfter(bytes: string): Promise<void> {
  const { port } = app.app.getHttpServer().address() as { port: number };
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
    socket.on('error', reject).on('close', () => resolve());
  });
}
