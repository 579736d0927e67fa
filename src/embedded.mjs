import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postgresPackage } from './install.mjs';
import { atTheEnd, endOrphan, freePort, isAlive, runProgram, scratchFolder, startProgram, stopProgram } from './processes.mjs';

const windows = process.platform === 'win32';

/**
 * Brings the embedded PostgreSQL up on a free loopback port, with its cluster in `dataDir`/postgres; makes the cluster the first
 * time. `durable: false` is for throw-away instances: it trades crash safety for speed. Throws an Error that says what to do when
 * another process serves the same folder. It is stopped at the end of this process, or earlier by `stop()`.
 */
export async function startPostgres({ dataDir, durable, database = 'postgres' }) {
  const binaries = findBinaries();
  const folder = resolve(dataDir);
  const cluster = join(folder, 'postgres');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const runner = chooseRunner(binaries, folder, cluster);
  const password = readPassword(join(folder, 'postgres.password'));
  if (!existsSync(cluster)) await createCluster(binaries, runner, cluster, password, durable);
  refuseOtherMajor(binaries, cluster);
  await clearStalePid(cluster);
  const { child, port } = await launch(binaries, runner, folder, durable);
  const stop = () => stopPostgres(binaries, child, cluster, durable);
  atTheEnd(stop);
  const serverUrl = `postgresql://postgres:${password}@127.0.0.1:${port}`;
  await ensureDatabase(`${serverUrl}/postgres`, database);
  return { ownerUrl: `${serverUrl}/${database}`, port, cluster: bornAt(cluster), stop };
}

function findBinaries() {
  const folder = join(postgresPackage(), 'native', 'bin');
  const suffix = windows ? '.exe' : '';
  const binaries = Object.fromEntries(['initdb', 'postgres', 'pg_ctl'].map((name) => [name, join(folder, name + suffix)]));
  if (!existsSync(binaries.postgres)) {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}. Name a PostgreSQL 15 or later in DATABASE_URL.`,
    );
  }
  for (const binary of Object.values(binaries)) if (!windows && !(statSync(binary).mode & 0o001)) chmodSync(binary, 0o755);
  return binaries;
}

/**
 * PostgreSQL refuses uid 0. As root it runs under another uid: seen from a user namespace of its own, so that files stay root's
 * and a 0700 home stays enterable; or, where namespaces are forbidden (most containers), as `nobody` that keeps the one
 * capability to enter such a home. (The package's own createPostgresUser adds a user to the machine and cannot enter that home.)
 */
function chooseRunner(binaries, folder, cluster) {
  if (process.getuid?.() !== 0) return { prefix: [], uid: null };
  const owner = existsSync(cluster) ? statSync(cluster).uid : null;
  const nobody = numericId('-u', 65534);
  const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${numericId('-g', 65534)}`];
  if (!owner && works([...namespace, binaries.postgres])) return { prefix: namespace, uid: null };
  const uid = owner || nobody;
  const capable = ['setpriv', '--securebits=+no_setuid_fixup', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
  capable.push('--inh-caps=+dac_override', '--ambient-caps=+dac_override');
  if (owner !== 0 && works([...capable, binaries.postgres])) return { prefix: capable, uid };
  const plain = { prefix: [], uid };
  if (owner !== 0 && works([binaries.postgres], plain)) {
    chmodSync(folder, 0o711);
    return plain;
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and neither unshare nor setpriv could give it another user here.\n' +
      'Run this as an ordinary user, or name a PostgreSQL 15 or later in DATABASE_URL.',
  );
}

function numericId(flag, otherwise) {
  const found = Number.parseInt(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout, 10);
  return found > 0 ? found : otherwise;
}

function works([command, ...args], runner = { uid: null }) {
  return spawnSync(command, [...args, '--version'], { stdio: 'ignore', ...identity(runner) }).status === 0;
}

function identity({ prefix, uid }) {
  return uid !== null && !prefix?.length ? { uid, gid: uid } : {};
}

/** Tells one cluster from another made later in the same place. */
function bornAt(cluster) {
  return `${cluster} ${statSync(join(cluster, 'PG_VERSION')).mtimeMs}`;
}

function readPassword(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

/** Made beside its place and moved there when whole: a killed initdb never leaves half a cluster. */
async function createCluster(binaries, runner, cluster, password, durable) {
  const half = `${cluster}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  const passwordFolder = scratchFolder('initdb');
  const passwordFile = join(passwordFolder, 'password');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (runner.uid !== null) for (const path of [half, passwordFolder, passwordFile]) chownSync(path, runner.uid, runner.uid);
    const options = ['-D', half, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums'];
    // The builtin provider sorts and classifies Unicode by PostgreSQL's own tables: the same on every platform, Chinese included.
    options.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    options.push('--text-search-config=simple', '--no-instructions', ...(durable ? [] : ['--no-sync']));
    await run(binaries.initdb, options, runner, `${cluster}.log`);
    renameSync(half, cluster);
  } finally {
    rmSync(passwordFolder, { recursive: true, force: true });
  }
}

async function run(binary, args, runner, logFile) {
  const [command, ...rest] = [...runner.prefix, binary, ...args];
  await runProgram(`initdb (see ${logFile})`, command, rest, { logFile, ...identity(runner) });
}

function refuseOtherMajor(binaries, cluster) {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const major = /(\d+)/.exec(spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1];
  if (major === made) return;
  throw new Error(
    `${cluster} was made by PostgreSQL ${made}; the embedded one is ${major}. Dump and restore it, or name another DATA_DIR.`,
  );
}

/**
 * After a crash postmaster.pid stays behind. PostgreSQL clears it itself, and by it knows a killed server's backends that still
 * run, unless its number has been given to another program; a server that still runs is left over from a start that was killed,
 * since the caller holds the folder: it is stopped.
 */
async function clearStalePid(cluster) {
  const file = join(cluster, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
  if (!(pid > 0)) return;
  await endOrphan(pid, cluster, 'SIGINT');
  if (isAlive(pid, '')) rmSync(file, { force: true });
}

async function launch(binaries, runner, folder, durable) {
  const cluster = join(folder, 'postgres');
  const logFile = join(folder, 'postgres.log');
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const [command, ...args] = [...runner.prefix, binaries.postgres, '-D', cluster, '-p', String(port), ...settings(durable)];
    const child = startProgram(command, args, { logFile, ...identity(runner) });
    if (await becomesReady(child, join(cluster, 'postmaster.pid'), port)) return { child, port };
    // Backends of a killed server end with their statement, at most its timeout away; else the free port may have been taken in between.
    const occupied = lastLines(logFile).includes('shared memory block');
    if (tries === (occupied ? 60 : 3)) throw new Error(`PostgreSQL did not start. Its last words:\n${lastLines(logFile)}`);
    if (occupied) await pause(500);
  }
}

function settings(durable) {
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0'];
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  return [...all, ...(durable ? [] : fast)].flatMap((setting) => ['-c', setting]);
}

/** As its own pid file says, which names its port: a killed server's stays until PostgreSQL replaces it. */
async function becomesReady(child, pidFile, port) {
  let ended = false;
  void child.ended.then(() => (ended = true));
  for (let waited = 0; waited < 60_000 && !ended; waited += 25) {
    const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : [];
    if (lines[3] === String(port) && lines[7]?.startsWith('ready')) return true;
    await pause(25);
  }
  await stopProgram(child, { signal: 'SIGQUIT', graceMs: 2_000 });
  return false;
}

async function stopPostgres(binaries, child, cluster, durable) {
  if (windows) spawnSync(binaries.pg_ctl, ['stop', '-D', cluster, '-m', 'fast', '-w'], { stdio: 'ignore' });
  await stopProgram(child, { signal: durable ? 'SIGINT' : 'SIGQUIT', graceMs: 30_000 });
}

function lastLines(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

async function ensureDatabase(serverUrl, database) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
