// The real servers the tests run on: PostgreSQL always, Redis where there is one.
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../src/embedded.mjs';
import { atTheEnd, freePort, startProgram, stopProgram } from '../src/processes.mjs';

/** Brings up what the environment does not name, says what was found, and returns the variables the tests read. */
export async function bringServersUp(folder, { durable }) {
  const ownerUrl = process.env.DATABASE_URL || (await startPostgres({ dataDir: folder, durable })).ownerUrl;
  const redisUrl = process.env.REDIS_URL || (await startRedis(folder));
  console.log(`PostgreSQL: ${process.env.DATABASE_URL ? 'DATABASE_URL' : 'embedded, a throw-away instance'}`);
  if (redisUrl)
    console.log(`Redis: ${process.env.REDIS_URL ? 'REDIS_URL' : 'a throw-away instance of the redis-server found here'}`);
  const env = { ...process.env, TEST_DATABASE_OWNER_URL: ownerUrl };
  // Tests take only what is named for tests: never a database that serves people.
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL', 'TEST_REDIS_URL']) delete env[name];
  if (redisUrl) env.TEST_REDIS_URL = redisUrl;
  return env;
}

/** A throw-away Redis on a free loopback port, or null where the program is not installed. */
async function startRedis(folder) {
  const program = findProgram('redis-server');
  if (!program) return null;
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, pidfile: join(folder, 'redis.pid'), save: '', appendonly: 'no' };
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction', daemonize: 'no' }).flatMap(([key, value]) => [
    `--${key}`,
    String(value),
  ]);
  const child = startProgram(program, args, { logFile: join(folder, 'redis.log') });
  atTheEnd(() => stopProgram(child, { signal: 'SIGTERM', graceMs: 5_000 }));
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await pings(port)) return `redis://127.0.0.1:${port}`;
    await pause(50);
  }
  throw new Error(`${program} was found but does not answer on port ${port}.`);
}

function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function pings(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')) || socket.destroy());
    socket.once('close', () => resolve(false));
    socket.once('error', () => resolve(false));
  });
}
