// The command `npm start` (and `npm run demo`): plain Node, so that it runs before anything is installed or compiled.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled } from './install.mjs';
import { atTheEnd, endOrphan, freePort, isAlive, isStopping, runToTheEnd, scratchFolder, startProgram } from './processes.mjs';
import { bringServersUp, pidFile, serviceEnvironment, startService } from './service.mjs';

/** Installs and compiles what is missing or out of date. */
async function prepare() {
  ensureInstalled();
  const count = await compile();
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

// To be asked to stop is how a server ends well; a demo that was interrupted proved nothing.
if (process.argv.length === 2) await runToTheEnd(serve, () => 0);
else if (process.argv[2] === 'demo') await runToTheEnd(demo);
else {
  console.error(`Unknown verb ${process.argv[2]}: say nothing (to serve) or demo.`);
  process.exitCode = 2;
}
