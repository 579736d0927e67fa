// The service as `npm start` and the demo run it: its database, its accounts, its processes.
import { createHash, createHmac } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compiled } from './compile.mjs';
import { startPostgres } from './embedded.mjs';
import { atTheEnd, runProgram, startProgram, stopProgram } from './processes.mjs';

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

/** The embedded PostgreSQL, or the owner's account of the one that `given.DATABASE_URL` names. */
export async function bringServersUp(dataDir, given) {
  const embedded = given.DATABASE_URL ? null : await startPostgres({ dataDir, durable: true, database: 'ftz' });
  const ownerUrl = given.DATABASE_URL || embedded.ownerUrl;
  if (!URL.canParse(ownerUrl)) throw new Error('DATABASE_URL is no address: postgresql://owner:password@host:5432/database');
  return { embedded, ownerUrl, appPassword: appPassword(ownerUrl, given) };
}

/** What the service may know: its own login, and the owner's only where the settable clock needs it. */
export function serviceEnvironment(servers, dataDir, given) {
  const env = { ...given, DATA_DIR: dataDir, DATABASE_URL: appUrl(servers.ownerUrl, servers.appPassword) };
  delete env.DATABASE_APP_PASSWORD;
  delete env.DATABASE_OWNER_URL;
  for (const name of ['REDIS_URL', 'OIDC_ISSUER']) if (!env[name]) delete env[name];
  return env;
}

/** Migrates, seeds, starts API and worker and waits until the API is ready. Throws when any of them fails. */
export async function startService(servers, env, logFile) {
  const owner = { ...env, DATABASE_OWNER_URL: servers.ownerUrl, DATABASE_APP_PASSWORD: servers.appPassword };
  await runProgram('The migration', process.execPath, [compiled('src/platform/migrate')], { env: owner, logFile });
  const own = env.DEV_CLOCK === '1' ? { ...env, DATABASE_OWNER_URL: servers.ownerUrl } : env;
  await seedOnce(servers, own, logFile);
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

/**
 * The seed does nothing the second time, but takes seconds to find that out: on the embedded database it is passed over while
 * neither the seeds nor the cluster have changed.
 */
async function seedOnce({ embedded }, env, logFile) {
  // Demo organisations and people belong in no production database.
  if (env.NODE_ENV === 'production') return;
  const stamp = join(env.DATA_DIR, 'seeded');
  const state = embedded ? createHash('sha256').update(embedded.cluster).update(seedText()).digest('hex') : null;
  if (state && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  await runProgram('The seed', process.execPath, [compiled('seeds/seed')], { env, logFile });
  if (state) writeFileSync(stamp, state);
}

function seedText() {
  const folder = dirname(compiled('seeds/seed'));
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  return files
    .sort()
    .map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`)
    .join('');
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

/** Names this process and the children it starts, so that the next start on the folder finds what a killed one left. */
export function pidFile(dataDir) {
  return join(dataDir, 'start.pid');
}
