import { startTestApp, type TestApp } from '../app.js';
import { act, done, look, published, type JourneyTender } from '../journeys/steps.js';
import { counts, tellCounts } from '../prove.js';
import { crowd, type CrowdMember } from './crowd.js';
import { hand, sealedFor } from './box.js';
import { everyAnswer, everyRefusal, routesOf, type Answer, type Route } from './observed.js';

/** Not compared: the two headers that are of each answer alone. Of the metrics, those of the asking itself are compared in a test of their own. */
const bids = 50;
const observers = [
  null,
  'procurer-wang',
  'approver-li',
  'evaluator-chen',
  'custodian-hospital',
  'custodian-notary',
  'reviewer-xu',
  'supervisor-tang',
  'auditor-feng',
  'registrar',
  'procurer-port',
  'agent-shen',
  'supplier-rheinland',
] as const;
const bidder = 'supplier-shenda';
const moment = '2026-04-12T09:00:00+08:00';
const personal = '/v1/me/personal-data';

/** T10: with 0 and with 50 bids before the opening, nobody but the bidders can tell. One tender, one instant; only the bids come in between. */
describe('what can be seen with no bid and with fifty (T10, art. 58)', () => {
  let app: TestApp;
  let tender: JourneyTender;
  let other: JourneyTender;
  let routes: Route[];
  let everybody: CrowdMember[];
  let before: Map<string, Answer>;
  let personalBefore: object[];
  let refusedBefore: Map<string, Answer>;
  let counted: { before: string[]; after: string[] };
  let sizes: number[];
  let loggedMeanwhile: string;
  let storedBefore: object;
  let storedAfter: object;

  beforeAll(async () => {
    app = await startTestApp();
    [tender, other] = [await published(app), await published(app)];
    const question = { text: { zh: '磁场强度可否为2.9T？', en: 'May the field be 2.9 T?' } };
    done(await act(app, 'supplier-rheinland', 'post', `${tender.path}/enquiries`, question));
    everybody = await crowd(app, bids - 1);
    const listed = routesOf((await app.http('get', '/openapi.json')).body as Parameters<typeof routesOf>[0]);
    // Reading one's own data is an act of its own, which the next answer shows: compared apart.
    routes = listed.filter((route) => route.path !== personal);
    await app.setClock('2026-04-12T08:00:00+08:00', true);
    await app.drain();
    sizes = [await logSize()];
    sizes.push(await tick('2026-04-12T08:30:00+08:00'));
    await app.setClock(moment, true);
    refusedBefore = await refusals();
    personalBefore = await personalData();
    await app.drain();
    before = await answers();
    const files = await Promise.all([...everybody, null].map((_, at) => sealedFor(tender, `${1_900_000 + at}.00`)));
    const shenda = await app.as(bidder);
    const [first, second] = [await metrics(), await metrics()];
    const logged = app.logged().length;
    storedBefore = await stored();
    for (const [at, { caller }] of everybody.entries()) await hands(caller, files[at] as Buffer);
    await hands(shenda, files.at(-1) as Buffer);
    loggedMeanwhile = app.logged().slice(logged);
    storedAfter = await stored();
    counted = { before: difference(first, second), after: difference(second, await metrics()) };
    await app.drain();
  }, 600_000);
  afterAll(() => app.close());

  const hands = async (caller: CrowdMember['caller'], file: Buffer): Promise<void> =>
    expect((await hand(caller, 'post', tender, file)).status).toBe(201);
  const idsOf = (): Record<string, string> => ({
    tender: tender.id,
    organization: (everybody[0] as CrowdMember).organizationId,
    person: (everybody[0] as CrowdMember).personId,
  });
  const answers = (): Promise<Map<string, Answer>> => everyAnswer(app, routes, [...observers, bidder], idsOf());
  const refusals = (): Promise<Map<string, Answer>> => everyRefusal(app, routes, idsOf());
  /** What the platform keeps about each who does not bid, but for the readings of it. */
  const personalData = async (): Promise<object[]> => {
    const kept: object[] = [];
    for (const one of observers) {
      if (one === null) continue;
      const { acts, ...about } = done(await look(app, one, `${personal}?limit=100`)).body as unknown as {
        acts: { type: string }[];
      };
      kept.push({ one, about, acts: acts.filter(({ type }) => type !== 'person.data-read') });
    }
    return kept;
  };
  const logSize = async (): Promise<number> =>
    ((await look(app, 'auditor-feng', `/v1/archive/tenders/${tender.id}`)).body['log'] as { size: number }).size;
  const tick = async (at: string): Promise<number> => {
    await app.setClock(at, true);
    await app.drain();
    return logSize();
  };
  /** What is counted, whatever it took; the clocks' difference is of the clocks. */
  const metrics = async (): Promise<string[]> =>
    (await app.http('get', '/metrics')).text
      .split('\n')
      .filter((line) => !/^#|_bucket\{|_sum\{|^clock_skew_seconds/.test(line) && line !== '');
  const difference = (older: string[], newer: string[]): string[] => {
    const values = new Map(older.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
    return newer.map((line) => {
      const name = line.slice(0, line.lastIndexOf(' '));
      return `${name} +${Number(line.split(' ').at(-1)) - (values.get(name) ?? 0)}`;
    });
  };
  const stored = async (): Promise<object> =>
    (
      await app.sql<object>(`SELECT
        (SELECT count(*) FROM outbox) AS outbox, (SELECT count(*) FROM deliveries) AS deliveries, (SELECT count(*) FROM effects) AS effects,
        (SELECT count(*) FROM mail_deliveries) AS mails, (SELECT count(*) FROM idempotency_keys) AS keys,
        (SELECT count(*) FROM audit_entries WHERE NOT sealed) AS entries`)
    )[0] as object;
  const differing = (older: Map<string, Answer>, newer: Map<string, Answer>): string[] =>
    [...older].filter(([key, answer]) => JSON.stringify(newer.get(key)) !== JSON.stringify(answer)).map(([key]) => key);

  it('every GET and HEAD of every route answers everybody else the same bytes, and the bidder its own bid', async () => {
    const after = await answers();
    const good = [...after.values()].filter((one) => one.status === 200).length;
    expect([after.size, [...after.keys()]]).toEqual([before.size, [...before.keys()]]);
    expect(good).toBeGreaterThan(300);
    const mine = `/v1/tenders/${tender.id}/bids/mine`;
    const own = [mine, `${mine}/sealed-file`, `${mine}/file-keys`].flatMap((path) => [
      `${bidder} GET ${path}`,
      `${bidder} HEAD ${path}`,
    ]);
    expect(differing(before, after)).toEqual(own);
    expect(await personalData()).toEqual(personalBefore);
    tellCounts(`T10: ${after.size} answers compared with 0 and with ${bids} bids, ${good} of them 200`);
  }, 300_000);

  it('every refused act is refused in the same words', async () => {
    const after = await refusals();
    expect(after.size).toBe(refusedBefore.size);
    // A copy is a new draft each time; what a dry run answers is compared with the rest.
    const done = [...after].filter(([, one]) => one.status < 400).map(([key]) => key);
    expect(done.filter((key) => !/\/compliance-checks? |\/copies /.test(key))).toEqual([]);
    expect(differing(refusedBefore, after).filter((key) => !key.includes('/copies '))).toEqual([]);
    tellCounts(`T10: ${after.size} refused acts compared`);
  }, 120_000);

  it('no counter, log line, message, mail, job or stored answer comes with a bid', async () => {
    expect(counted.after).toEqual(counted.before);
    expect(loggedMeanwhile.split('\n').filter((line) => line !== '' && !line.includes('"/metrics"'))).toEqual([]);
    expect(counted.after.filter((line) => /:id\/bids|receipts|^process_|^nodejs_/.test(line))).toEqual([]);
    expect(storedAfter).toEqual(storedBefore);
    const [rows] = await app.sql<{ n: number }>('SELECT count(*)::int AS n FROM bid_submissions');
    expect(rows?.n).toBe(bids);
  });

  it('the log grows by the same four leaves a minute, and its root moves, whether anybody bids or not', async () => {
    await app.drain();
    const plain = async (): Promise<number> =>
      Number((await app.sql<{ n: string }>('SELECT count(*) AS n FROM audit_entries WHERE NOT sealed'))[0]?.n);
    const [start, entries] = [await logSize(), await plain()];
    const grown = [
      await tick('2026-04-12T09:02:00+08:00'),
      await tick('2026-04-12T09:04:00+08:00'),
      await tick('2026-04-12T09:06:00+08:00'),
    ];
    expect(await plain()).toBe(entries);
    expect(grown.map((size) => size - start)).toEqual([4, 8, 12]);
    expect((sizes[1] as number) - (sizes[0] as number)).toBe(4);
    const left = await app.sql('SELECT 1 FROM audit_pending WHERE sealed');
    expect(left.length).toBeGreaterThan(30);
    await tick('2026-04-12T09:06:30+08:00');
    expect(await logSize()).toBe(start + 12);
  });

  it('an answer about a full box takes as long as one about an empty box', async () => {
    const rounds = counts(60, 400);
    const paths = ['', '/timeline', '/notices', '/documents', '/opening', '/opened-bids'];
    const token = await app.tokenOf('procurer-wang', 'procurer');
    const ask = async (path: string): Promise<number> => {
      const started = performance.now();
      await (await fetch(`${app.address}${path}`, { headers: { authorization: `Bearer ${token}` } })).arrayBuffer();
      return performance.now() - started;
    };
    const median = (values: number[]): number => values.sort((one, two) => one - two)[Math.floor(values.length / 2)] as number;
    const told: string[] = [];
    for (const path of paths) {
      const [full, empty, apart]: number[][] = [[], [], []];
      for (let round = 0; round < rounds; round += 1) {
        const order = round % 2 === 0 ? [tender.path, other.path] : [other.path, tender.path];
        const [one, two] = [await ask(`${order[0]}${path}`), await ask(`${order[1]}${path}`)];
        const [f, e] = round % 2 === 0 ? [one, two] : [two, one];
        full?.push(f);
        empty?.push(e);
        apart?.push(f - e);
      }
      const [typical, difference] = [median(empty as number[]), median(apart as number[])];
      // The bound: the median of paired differences is within a fifth of the median answer, or within a millisecond.
      expect({ path, difference: Math.abs(difference) <= Math.max(1, typical / 5) }).toEqual({ path, difference: true });
      told.push(`${path || '/'} ${difference.toFixed(2)} of ${typical.toFixed(2)} ms`);
    }
    tellCounts(`T10: median paired difference, ${rounds} pairs each: ${told.join('; ')}`);
  }, 300_000);
});
