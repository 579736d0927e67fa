import { freshKey, startTestApp, type TestApp } from '../app.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { countRows, draft, nothingRuns, plus, publication, submission, type Act, type Attempt, type Rows } from './acts.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import type { Verdict, WireMessage } from './wire-proxy.js';

interface Prepared {
  act: Act;
  attempt: Attempt;
  key: string;
}

const acts = [draft, submission];
const seed = 42;

/** What a client and its repeat see where the API or its connection ends between the act and the answer. */
describe('a fault under way', () => {
  let app: TestApp;
  let api: ApiProcess;
  let spare: Promise<ApiProcess> | null = null;

  beforeAll(async () => {
    app = await startTestApp();
    api = await startApiProcess(app);
  });
  afterAll(async () => {
    await api.end();
    await (await spare)?.end();
    await app.close();
  });
  beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));

  /** The next process takes the killed one's place; while it is used, another begins to start where one will be needed. */
  async function replaceProcess(more: boolean): Promise<void> {
    await api.end();
    api = await (spare ?? startApiProcess(app));
    spare = more ? startApiProcess(app) : null;
  }

  it.each([
    ['after the commit: the retry at another process gets the stored answer', 'tells', 1],
    ['before the commit: nothing is stored, and the retry does it', 'asks', 0],
  ] as const)('the API is killed with a draft and a bid in hand, %s', async (_when, point, times) => {
    const both = [await prepared(draft), await prepared(submission)];
    const before = await countRows(app);
    const waiting = new Set<Act>(acts);
    api.proxy.watch((message) => {
      const reached = [...waiting].find((act) => act[point](message));
      if (reached) waiting.delete(reached);
      if (waiting.size === 0) api.child.kill('SIGKILL');
      return reached || waiting.size === 0 ? 'hold' : 'pass';
    });
    const sent = both.map(({ attempt, key }) => Promise.resolve(attempt(api, key)));
    for (const one of await Promise.allSettled(sent)) expect(one).toMatchObject({ reason: { message: 'socket hang up' } });
    await replaceProcess(true);
    await isOnceAfterwards(both, before, times);
  });

  describe.each([
    ['after the commit: 503, and the retry gets the stored answer', 'tells', 1],
    ['before the commit: 503, nothing is stored, and the retry does it', 'asks', 0],
  ] as const)('the connection breaks %s', (_when, point, times) => {
    it.each(acts.map((act) => [act.name, act] as const))('%s', async (_name, act) => {
      const one = await prepared(act);
      const before = await countRows(app);
      let isReached = false;
      api.proxy.watch((message) => {
        if (isReached || !act[point](message)) return 'pass';
        isReached = true;
        return 'cut';
      });
      const { status, headers, body } = await one.attempt(api, one.key);
      expect({ status, retryAfter: headers['retry-after'], type: (body as { type: string }).type }).toEqual({
        status: 503,
        retryAfter: '2',
        type: 'urn:ftz:problem:not-now',
      });
      await isOnceAfterwards([one], before, times);
    });
  });

  it(
    'the API is killed, or its connection breaks, at any message of a bid and of a publication: wholly or not at all',
    async () => {
      const told = [];
      for (const act of [submission, publication]) {
        const all = await countPoints(act);
        const kills = sampleOf(all, 1, seed);
        const cuts = sampleOf(all, 4, seed + 1);
        for (const point of cuts.points) await breakAt(act, point, () => 'cut', 503);
        for (const point of kills.points) {
          // Its connections made and its statements prepared, as in the dry run.
          await (await prepared(act)).attempt(api, freshKey());
          await breakAt(act, point, () => (api.child.kill('SIGKILL') ? 'hold' : 'pass'), 'socket hang up');
          await replaceProcess(true);
        }
        told.push(`${act.name}: killed at ${kills.says}, cut at ${cuts.says}`);
      }
      tellCounts(`crash points: ${told.join('; ')}`);
    },
    counts(60_000, 3_600_000),
  );

  /** How many messages one act takes at a process that has its connections: a dry run. */
  async function countPoints(act: Act): Promise<number> {
    await (await prepared(act)).attempt(api, freshKey());
    const { attempt, key } = await prepared(act);
    let points = 0;
    api.proxy.watch((message) => {
      if (isPoint(message)) points += 1;
      return 'pass';
    });
    expect((await attempt(api, key)).status).toBe(201);
    expect(points).toBeGreaterThan(5);
    return points;
  }

  /** The one who asked sees a 503 where the connection broke and nothing where the process was killed; its repeat elsewhere finds the truth. */
  async function breakAt(act: Act, point: number, fault: () => Verdict, seen: unknown): Promise<void> {
    const one = await prepared(act);
    const before = await countRows(app);
    let passed = 0;
    let isBroken = false;
    api.proxy.watch((message) => {
      if (isPoint(message)) passed += 1;
      if (isBroken || passed < point) return 'pass';
      isBroken = true;
      return fault();
    });
    const outcome = await Promise.resolve(one.attempt(api, one.key)).then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    expect({ point, isBroken, outcome }).toEqual({ point, isBroken: true, outcome: seen });
    await until(() => nothingRuns(app), 'the end of the lost sessions');
    const rows = await countRows(app);
    expect([plus(before, [act], 0), plus(before, [act], 1)]).toContainEqual(rows);
    expect((await one.attempt(app, one.key)).status).toBe(201);
    expect(await countRows(app)).toEqual(plus(before, [act], 1));
  }

  async function prepared(act: Act): Promise<Prepared> {
    return { act, attempt: await act.prepare(app), key: freshKey() };
  }

  /**
   * As often as it was committed it is there; the retry a day later, and one at yet another process, tell of the one that is stored, by
   * its moment too; another body with the key is refused.
   */
  async function isOnceAfterwards(cases: Prepared[], before: Rows, times: 0 | 1): Promise<void> {
    await until(() => nothingRuns(app), 'the end of the lost sessions');
    const done = cases.map((one) => one.act);
    expect(await countRows(app)).toEqual(plus(before, done, times));
    await app.setClock('2026-03-03T09:00:00+08:00');
    for (const { act, attempt, key } of cases) {
      const retry = await attempt(api, key);
      const { id, [act.moment]: at } = retry.body as { id: string } & Record<Act['moment'], string>;
      expect([{ id, at }]).toEqual(await app.sql(act.latest));
      expect([retry.status, at.slice(0, 10)]).toEqual([201, times === 1 ? '2026-03-02' : '2026-03-03']);
      const again = await attempt(app, key);
      expect([again.status, again.text]).toEqual([201, retry.text]);
      const reused = await attempt(api, key, 'with another body');
      expect([reused.status, (reused.body as { type: string }).type]).toEqual([422, 'urn:ftz:problem:idempotency-key-reused']);
    }
    expect(await countRows(app)).toEqual(plus(before, done, 1));
  }
});

/** Each message of the client, and each word of the server that a statement is over. */
function isPoint({ from, type }: WireMessage): boolean {
  return from === 'client' || type === 'Z';
}
