import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { ownerClient } from '../../src/platform/database.js';
import { migrate } from '../../src/platform/migrate.js';
import { check, differences, type Acknowledged } from './check.js';
import { layData, type Data } from './data.js';
import { audience, startIssuer, type Issuer } from './issuer.js';
import type { Job, Outcome } from './load.js';
import { machineOf } from './machine.js';
import { targets, type Options, type Target } from './options.js';
import { makeSupply, works, type Piece, type Supply, type Work } from './pieces.js';
import { answers, freePort, messageOf, startProgram, stopProgram, type Program } from './programs.js';
import { meanings, measurementOf, summaryOf, type Measurement, type Report, type Summary } from './report.js';

/** The server to measure on: its owner's account, and the password of the service's login there. */
export interface Server {
  ownerUrl: string;
  appPassword: string;
}

interface Stage {
  load: Program;
  programs: Program[];
  ports: Record<Target, number[]>;
}

interface Tally extends Acknowledged {
  measurements: Measurement[];
  failures: string[];
  cut: boolean;
}

/**
 * Measures everything on a database of its own, which it drops, with files in `folder`. `tell` hears what is going on. What failed is
 * in the report; throws where it could not even measure.
 */
export async function runBench(options: Options, server: Server, folder: string, tell: (line: string) => void): Promise<Report> {
  const name = `ftz_bench_${process.pid}_${randomBytes(4).toString('hex')}`;
  const url = urlOf(server.ownerUrl, name);
  await asOwner(server.ownerUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  const issuer = await startIssuer();
  try {
    await migrate(url, server.appPassword);
    return await onDatabase(options, { ...server, ownerUrl: url }, issuer, folder, tell);
  } finally {
    issuer.close();
    await asOwner(server.ownerUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  }
}

async function onDatabase(
  options: Options,
  server: Server,
  issuer: Issuer,
  folder: string,
  tell: (line: string) => void,
): Promise<Report> {
  const owner = await ownerClient(server.ownerUrl);
  const stage: Stage = { load: undefined as never, programs: [], ports: { raw: [], bare: [], api: [], api2: [] } };
  try {
    tell(`laying ${options.tenders} tenders and ${options.submissions} suppliers`);
    const data = await layData(owner, { tenders: options.tenders, bidders: options.submissions });
    const supply = await makeSupply(data, issuer, options);
    const machine = await machineOf(owner, folder);
    await setStage(stage, server, issuer, folder);
    await requireSameAnswers(stage, data);
    const tally = await measure(stage, supply, options, tell);
    const checked = await check(owner, join(folder, 'api'), tally);
    const summary = Object.fromEntries(works.map((work) => [work, summaryOf(tally.measurements, work)])) as Record<Work, Summary>;
    return {
      ...{ machine, options, bidBytes: supply.bidBytes, targets: meanings, summary, checked },
      notMeasured: ['pgbench (the embedded PostgreSQL does not ship it)'],
      measurements: tally.measurements,
      failures: [...tally.failures, ...differences(checked, tally.cut)],
    };
  } finally {
    for (const program of stage.programs) await stopProgram(program);
    await owner.end();
  }
}

async function setStage(stage: Stage, server: Server, issuer: Issuer, folder: string): Promise<void> {
  const start = (path: string, dataDir: string, more: NodeJS.ProcessEnv = {}): Program => {
    mkdirSync(join(folder, dataDir), { recursive: true, mode: 0o700 });
    const program = startProgram(path, folder, { ...environment(server, issuer), DATA_DIR: join(folder, dataDir), ...more });
    stage.programs.push(program);
    return program;
  };
  stage.load = start('test/bench/load', 'load');
  await messageOf(stage.load);
  const bare = start('test/bench/bare', 'bare', { BENCH_ISSUER_KEYS: JSON.stringify({ keys: [issuer.publicKey] }) });
  const ports = [await freePort(), await freePort()] as const;
  const apis = ports.map((port) => [port, start('src/main', 'api', { PORT: String(port) })] as const);
  stage.ports = { raw: [], bare: [(await messageOf<{ port: number }>(bare)).port], api: [ports[0]], api2: [...ports] };
  for (const [port, api] of apis) await answers(api, `http://127.0.0.1:${port}/health/ready`);
}

/** What the service may know in production, and nothing of ours. */
function environment(server: Server, issuer: Issuer): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  const databaseUrl = urlOf(server.ownerUrl, null, 'ftz_app', server.appPassword);
  return { PATH, HOME, TMPDIR, HOST: '127.0.0.1', DATABASE_URL: databaseUrl, OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience };
}

/** A ceiling that answers something else is none. */
async function requireSameAnswers({ ports }: Stage, { tenders }: Data): Promise<void> {
  for (const path of [`/v1/tenders?limit=50&category=goods&after=${tenders.at(-1)}`, `/v1/tenders/${tenders[0]}`]) {
    const [bare, api] = await Promise.all(
      [ports.bare[0], ports.api[0]].map(async (port) => (await fetch(`http://127.0.0.1:${port}${path}`)).json()),
    );
    if (!isDeepStrictEqual(bare, api)) throw new Error(`The bare server and the API differ on ${path}`);
  }
}

/** Round 0 warms up. Each round begins with another target, so that none always comes first. */
async function measure(stage: Stage, supply: Supply, options: Options, tell: (line: string) => void): Promise<Tally> {
  const tally: Tally = { measurements: [], failures: [], all: [], api: [], cut: false };
  for (let round = 0; round <= options.rounds; round += 1) {
    tell(round === 0 ? 'warming up' : `round ${round} of ${options.rounds}`);
    const order = targets.map((_, index) => targets[(index + round) % targets.length] as Target);
    for (const work of works) {
      for (const target of order) await measureOne(stage, tally, options, { work, target, round }, supply.take(work));
    }
  }
  return tally;
}

async function measureOne(
  { load, ports }: Stage,
  tally: Tally,
  { connections, seconds }: Options,
  turn: { work: Work; target: Target; round: number },
  pieces: Piece[],
): Promise<void> {
  const job: Job = { ports: ports[turn.target], pieces, connections, seconds };
  load.child.send(job);
  const outcome = await messageOf<Outcome>(load);
  tally.all.push(...outcome.acknowledged);
  if (turn.target.startsWith('api')) tally.api.push(...outcome.acknowledged);
  tally.cut ||= outcome.cut;
  const { work, target, round } = turn;
  if (outcome.failures) tally.failures.push(`${target}, ${work}, round ${round}: ${outcome.failures} (${outcome.firstFailure})`);
  if (outcome.latencies.length === 0) throw new Error(`${target} answered nothing to ${work}: ${outcome.firstFailure}`);
  if (round > 0) tally.measurements.push(measurementOf(turn, outcome));
}

async function asOwner(url: string, body: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await body(client);
  } finally {
    await client.end();
  }
}

function urlOf(ownerUrl: string, database: string | null, user?: string, password?: string): string {
  const url = new URL(ownerUrl);
  if (database !== null) url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
}
