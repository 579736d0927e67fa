import pg from 'pg';
import type supertest from 'supertest';
import type { TestApp } from '../app.js';
import { startBids, type BidsApp } from '../bids/box.js';
import { until } from '../until.js';
import { nothingRuns } from './acts.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import { startOwnPostgres, type OwnPostgres } from './own-postgres.js';
import { holdAt, statementsOf, stopOf } from './statements.js';

/** Who is sent SIGKILL: the API process; the server's first process; or the one backend that serves the statement. */
export const victims = ['API', 'PostgreSQL', 'backend'] as const;
export type Victim = (typeof victims)[number];

/** A request, ready to be made with the same key as often as its maker likes. */
export type Ask = (at: Pick<TestApp, 'as'>) => Promise<supertest.Response>;

/** A request, and the point of its statements at which it is struck. */
export interface Stopped {
  ask: Ask;
  point: number;
}

export interface Enumerated {
  answer: supertest.Response;
  /** As they passed on the wire, and as the server's log has them. */
  wire: string[];
  log: string[];
}

/** A PostgreSQL and an API of the test's own, both processes that are killed and replaced as often as it takes. */
export interface KillRig {
  app: BidsApp;
  own: OwnPostgres;
  api(): ApiProcess;
  /** What the API tells the database for one request. */
  enumerate(ask: Ask): Promise<Enumerated>;
  /**
   * Stops each request at its point, one after the other, and strikes when all of them have stopped: what their clients saw. When it returns,
   * all is up again and nothing lost is still under way.
   */
  strike(victim: Victim, requests: readonly Stopped[]): Promise<(number | string)[]>;
  /** Strikes where one statement of a request comes to write into the table, in the middle of a function of the database. */
  strikeInside(victim: Victim, table: string, ask: Ask): Promise<number | string>;
  end(): Promise<void>;
}

export interface OnOwnServer<App extends TestApp> {
  app: App;
  own: OwnPostgres;
  end(): Promise<void>;
}

/** So many requests are stopped at once. */
export const togetherMax = 8;

/** The API looks twice a second whether shares came in elsewhere. */
const isPoll = (statement: string): boolean => /FROM session_shares WHERE session_id = \$1 ORDER BY id/.test(statement);

/** An application on a PostgreSQL of the test's own, whose log has every statement. */
export async function startOnOwnServer<App extends TestApp>(start: () => Promise<App>): Promise<OnOwnServer<App>> {
  const shared = process.env['TEST_DATABASE_OWNER_URL'];
  const own = await startOwnPostgres({ statements: true });
  process.env['TEST_DATABASE_OWNER_URL'] = own.ownerUrl;
  const back = async (): Promise<void> => {
    process.env['TEST_DATABASE_OWNER_URL'] = shared;
    await own.stop();
  };
  const app = await start().catch(async (error: unknown) => {
    await back();
    throw error;
  });
  return { app, own, end: () => app.close().finally(back) };
}

export async function startKillRig(): Promise<KillRig> {
  const { app, own, end } = await startOnOwnServer(startBids);
  // Each request that is stopped keeps a connection.
  const start = (): Promise<ApiProcess> => startApiProcess(app, { DATABASE_POOL: String(togetherMax + 4) });
  let api = await start();
  const struck = async (victim: Victim, backends: readonly number[]): Promise<void> => {
    if (victim === 'API') await api.end();
    else if (victim === 'PostgreSQL') own.kill();
    else killBackends(backends);
  };
  const upAgain = async (victim: Victim): Promise<void> => {
    if (victim === 'API') api = await start();
    else await own.recovered();
    await until(() => nothingRuns(app), 'the end of the lost sessions');
  };
  return {
    app,
    own,
    api: () => api,
    enumerate: async (ask) => {
      const from = own.logEnd();
      let answer: supertest.Response | undefined;
      const told = await statementsOf(api.proxy, isPoll, async () => (answer = await ask(api)));
      const log = own.statementsSince(from, new Set(told.map((one) => one.backend)));
      return {
        answer: answer as supertest.Response,
        wire: told.map((one) => one.statement),
        log: log.filter((one) => !one.startsWith('SELECT id, lock, index, person_id')),
      };
    },
    strike: async (victim, requests) => {
      const backends: number[] = [];
      const seen: Promise<number | string>[] = [];
      for (const { ask, point } of requests) {
        const held = holdAt(api.proxy, stopOf(point), isPoll);
        const answered = outcomeOf(ask(api));
        seen.push(answered);
        const early = answered.then((outcome) => Promise.reject(new Error(`point ${point} was not reached: ${outcome}`)));
        backends.push(await Promise.race([held, early]));
        early.catch(() => undefined);
      }
      await struck(victim, backends);
      const outcomes = await Promise.all(seen);
      await upAgain(victim);
      return outcomes;
    },
    strikeInside: async (victim, table, ask) => {
      const blocker = new pg.Client({ connectionString: app.database.ownerUrl });
      blocker.on('error', () => undefined);
      await blocker.connect();
      await blocker.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
      const seen = outcomeOf(ask(api));
      await struck(victim, [await whoWaitsFor(app, table)]);
      const outcome = await seen;
      // Of a killed client, the statement goes on.
      await blocker.end().catch(() => undefined);
      await upAgain(victim);
      return outcome;
    },
    end: () => api.end().finally(end),
  };
}

function outcomeOf(asked: Promise<supertest.Response>): Promise<number | string> {
  return asked.then(
    ({ status }) => status,
    (error: Error) => error.message,
  );
}

async function whoWaitsFor(app: TestApp, table: string): Promise<number> {
  let pid: number | undefined;
  await until(async () => {
    const rows = await app.sql<{ pid: number }>('SELECT pid FROM pg_locks WHERE relation = $1::regclass AND NOT granted', [
      table,
    ]);
    pid = rows[0]?.pid;
    return pid !== undefined;
  }, `somebody waits for ${table}`);
  return pid as number;
}

/** The first that dies takes the others with it: PostgreSQL ends every session then. */
export function killBackends(pids: readonly number[]): void {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}
