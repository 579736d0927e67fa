import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  /** False where the server is somebody else's: then it is not killed, and only its own database is emptied. */
  own: boolean;
  empty(): Promise<void>;
  /** SIGKILL, as a crash would; `restart` brings an empty one up at the same address. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis server of the test file's own where `redis-server` is installed, else a database of TEST_REDIS_URL, else null with a loud line. */
export async function startTestRedis(what: string, ...options: string[]): Promise<TestRedis | null> {
  if (spawnSync('redis-server', ['--version']).status === 0) return ownServer(options);
  const shared = process.env['TEST_REDIS_URL'];
  if (shared && options.length === 0) return sharedServer(shared);
  process.stderr.write(`Redis: not found, not run: ${what}\n`);
  return null;
}

/** Whether there is any Redis to test with; asked before tests are declared. */
export function redisFound(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0 || Boolean(process.env['TEST_REDIS_URL']);
}

async function ownServer(options: string[]): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ftz-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    const policy = options.length > 0 ? options : ['--maxmemory-policy', 'noeviction'];
    server = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, ...policy],
      {
        stdio: 'ignore',
      },
    );
    await ask(url, (client) => client.ping(), 50);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  await start();
  return {
    url,
    own: true,
    empty: () => ask(url, (client) => client.flushall()).then(() => undefined),
    kill: () => end('SIGKILL'),
    restart: start,
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sharedServer(shared: string): TestRedis {
  const url = new URL(shared);
  url.pathname = `/${1 + (process.pid % 15)}`;
  const empty = (): Promise<void> => ask(url.href, (client) => client.flushdb()).then(() => undefined);
  const never = (): Promise<void> => Promise.reject(new Error('a shared Redis is not killed'));
  return { url: url.href, own: false, empty, kill: never, restart: never, stop: empty };
}

async function ask<Answer>(url: string, body: (client: Redis) => Promise<Answer>, retries = 0): Promise<Answer> {
  const client = new Redis(url, { maxRetriesPerRequest: retries, retryStrategy: () => 100 });
  client.on('error', () => undefined);
  try {
    return await body(client);
  } finally {
    client.disconnect();
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
