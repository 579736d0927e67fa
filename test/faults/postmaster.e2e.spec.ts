import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const folder = mkdtempSync(join(tmpdir(), 'ftz-postmaster-'));
const children: ChildProcess[] = [];

/** The embedded PostgreSQL as `npm start` has it, in a process of its own; the address it says. */
async function serve(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('embedded-child.mjs', import.meta.url)), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  const [url] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  return { url, child };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.stdin?.end();
  await once(child, 'exit');
}

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

afterAll(async () => {
  for (const child of children) await end(child);
  rmSync(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL, killed', () => {
  it('comes up again with what was committed, and not beside a backend of the killed one', async () => {
    const first = await serve();
    const client = await connected(first.url);
    await client.query('CREATE TABLE kept (n int)');
    await client.query('INSERT INTO kept VALUES (1)');
    const { pid } = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0] as { pid: number };
    const busy = client
      .query(
        "DO $$ DECLARE ends timestamptz := clock_timestamp() + '3 s'; BEGIN WHILE clock_timestamp() < ends LOOP END LOOP; END $$",
      )
      .catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    const postmaster = Number.parseInt(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    process.kill(postmaster, 'SIGKILL');
    await end(first.child);
    expect(isRunning(pid)).toBe(true);
    const second = await serve();
    expect(isRunning(pid)).toBe(false);
    await busy;
    const again = await connected(second.url);
    expect((await again.query('SELECT n FROM kept')).rows).toEqual([{ n: 1 }]);
    await again.end();
  });
});
