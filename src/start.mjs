// The command `npm start` (and `npm run demo`): plain Node, so that it runs before anything is installed or compiled.
import { createHmac } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';
import { startPostgres } from './embedded.mjs';
import {
  atTheEnd,
  endOrphan,
  freePort,
  isAlive,
  isStopping,
  runProgram,
  runToTheEnd,
  scratchFolder,
  startProgram,
  stopProgram,
} from './processes.mjs';

/** The service role's password where none is given: derived, so that every start on one server finds the same. */
export function appPassword(ownerUrl, env = process.env) {
  return env.DATABASE_APP_PASSWORD || createHmac('sha256', new URL(ownerUrl).password).update('ftz_app').digest('hex');
}

/** The service's own login on the owner's server: it owns nothing there. */
export function appUrl(ownerUrl, password = appPassword(ownerUrl)) {
  const url = new URL(ownerUrl);
  url.username = 'ftz_app';
  url.password = password;
  return url.href;
}

/** Installs and compiles what is missing or out of date. */
export async function prepare(folders) {
  ensureInstalled();
  const count = await compile(folders);
  if (count) console.log(`Compiled ${count} files into dist/.`);
}

async function serve() {
  await prepare();
  const dataDir = resolve(process.env.DATA_DIR || '.data');
  await holdFolder(dataDir);
  const port = await choosePort();
  const servers = await bringServersUp(dataDir, process.env);
  const env = { ...serviceEnvironment(servers, dataDir, process.env), PORT: String(port) };
  const running = await startService(servers, env);
  tellWhere(running.url, dataDir, servers);
  const { name, code, signal } = await Promise.race(running.children);
  if (!isStopping()) console.error(`\n${name} ended by itself (${signal ?? `exit ${code}`}); stopping the rest.`);
  return 1;
}

async function demo() {
  await prepare();
  if (process.env.DATABASE_URL || process.env.REDIS_URL)
    console.log('The demo brings its own database and leaves DATABASE_URL and REDIS_URL alone.');
  const dataDir = scratchFolder('demo');
  const given = {
    ...process.env,
    NODE_ENV: 'development',
    DEV_CLOCK: '1',
    OIDC_ISSUER: '',
    DATABASE_APP_PASSWORD: '',
    REDIS_URL: '',
    DATABASE_URL: '',
  };
  const servers = await bringServersUp(dataDir, given);
  const port = await freePort();
  const env = { ...serviceEnvironment(servers, dataDir, given), PORT: String(port), HOST: '127.0.0.1' };
  const logFile = join(dataDir, 'service.log');
  const running = await startService(servers, { ...env, PUBLIC_URL: `http://127.0.0.1:${port}` }, logFile).catch((error) => {
    throw new Error(`${error.message}\nIts log ends:\n${tail(logFile)}`);
  });
  const story = startProgram(process.execPath, [compiled('seeds/demo')], { env: { ...env, API_URL: running.url } });
  const first = await Promise.race([story.ended.then((end) => ({ name: 'demo', ...end })), ...running.children]);
  if (first.name !== 'demo') throw new Error(`${first.name} ended during the demo. Its log ends:\n${tail(logFile)}`);
  return first.code ?? 1;
}

/**
 * One start per folder. `start.pid` lists this process and its children: what a killed start left running is stopped. Throws
 * when another start is at work.
 */
async function holdFolder(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = pidFile(dataDir);
  const [pid, ...children] = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  if (pid > 0 && pid !== process.pid && isAlive(pid, 'start.mjs')) {
    throw new Error(`Another npm start (process ${pid}) serves ${dataDir} already. Stop it, or name another DATA_DIR and PORT.`);
  }
  for (const child of children) await endOrphan(child, join('dist', 'src'));
  writeFileSync(file, `${process.pid}\n`, { mode: 0o600 });
  atTheEnd(async () => rmSync(file, { force: true }));
}

function pidFile(dataDir) {
  return join(dataDir, 'start.pid');
}

async function choosePort() {
  const port = Number(process.env.PORT || 3000);
  if (port === 0) return freePort();
  const server = createServer();
  try {
    await new Promise((done, fail) => server.once('error', fail).listen(port, process.env.HOST || '127.0.0.1', done));
  } catch (error) {
    throw new Error(`Port ${process.env.PORT || 3000} cannot be used (${error.code ?? error.message}). Try PORT=3001 npm start`);
  }
  await new Promise((done) => server.close(done));
  return port;
}

async function bringServersUp(dataDir, given) {
  const embedded = given.DATABASE_URL ? null : await startPostgres({ dataDir, durable: true, database: 'ftz' });
  const ownerUrl = given.DATABASE_URL || embedded.ownerUrl;
  if (!URL.canParse(ownerUrl)) throw new Error('DATABASE_URL is no address: postgresql://owner:password@host:5432/database');
  return { embedded, ownerUrl, appPassword: appPassword(ownerUrl, given) };
}

/** What the service may know: its own login, and the owner's only where the settable clock needs it. */
function serviceEnvironment(servers, dataDir, given) {
  const env = { ...given, DATA_DIR: dataDir, DATABASE_URL: appUrl(servers.ownerUrl, servers.appPassword) };
  delete env.DATABASE_APP_PASSWORD;
  delete env.DATABASE_OWNER_URL;
  for (const name of ['REDIS_URL', 'OIDC_ISSUER']) if (!env[name]) delete env[name];
  return env;
}

/** Migrates, seeds, starts API and worker and waits until the API is ready. Throws when any of them fails. */
async function startService(servers, env, logFile) {
  const owner = { ...env, DATABASE_OWNER_URL: servers.ownerUrl, DATABASE_APP_PASSWORD: servers.appPassword };
  await runProgram('The migration', process.execPath, [compiled('src/platform/migrate')], { env: owner, logFile });
  const own = env.DEV_CLOCK === '1' ? { ...env, DATABASE_OWNER_URL: servers.ownerUrl } : env;
  // Demo organisations and people belong in no production database.
  if (env.NODE_ENV !== 'production')
    await runProgram('The seed', process.execPath, [compiled('seeds/seed')], { env: own, logFile });
  const children = [];
  for (const name of ['main', 'worker']) {
    const child = startProgram(process.execPath, ['--enable-source-maps', compiled(`src/${name}`)], { env: own, logFile });
    atTheEnd(() => stopProgram(child));
    appendFileSync(pidFile(env.DATA_DIR), `${child.pid}\n`);
    children.push(child.ended.then((end) => ({ name, ...end })));
  }
  const url = `http://${hostInUrl(env.HOST)}:${env.PORT}`;
  await becomesReady(url, children);
  return { url, children };
}

function hostInUrl(host = '127.0.0.1') {
  if (host === '0.0.0.0' || host === '::' || host === '') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function becomesReady(url, children) {
  let ended = null;
  void Promise.race(children).then((end) => (ended = end));
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (ended) throw new Error(`${ended.name} ended before it was ready (${ended.signal ?? `exit ${ended.code}`}).`);
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.status === 200) return;
    await pause(100);
  }
  throw new Error(`${url}/health/ready did not answer 200 within 60 s.`);
}

function tellWhere(url, dataDir, { embedded }) {
  console.log(`
Ready after ${process.uptime().toFixed(1)} s.
  API        ${url}/v1        documentation ${url}/docs
  data       ${dataDir}
  database   ${embedded ? `embedded PostgreSQL on 127.0.0.1:${embedded.port} (user postgres, password in ${join(dataDir, 'postgres.password')})` : 'DATABASE_URL'}
  queue      ${process.env.REDIS_URL ? 'REDIS_URL' : 'in the same PostgreSQL'}
Try
  curl -s ${url}/health/ready
  curl -s ${url}/v1/articles/51
  curl -s ${url}/v1/tenders
Ctrl-C stops everything.
`);
}

function tail(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-30).join('\n') : '(nothing)';
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  // To be asked to stop is how a server ends well; a demo that was interrupted proved nothing.
  if (process.argv.length === 2) await runToTheEnd(serve, () => 0);
  else if (process.argv[2] === 'demo') await runToTheEnd(demo);
  else {
    console.error(`Unknown verb ${process.argv[2]}: say nothing (to serve) or demo.`);
    process.exitCode = 2;
  }
}
