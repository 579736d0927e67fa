import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A worker in a process of its own, so that it can be killed as a crash would. */
export function startWorkerProcess(databaseUrl: string, redisUrl: string | null): ChildProcess {
  const loader = new URL('../typescript.mjs', import.meta.url).href;
  const script = fileURLToPath(new URL('./queue-child.ts', import.meta.url));
  const { NODE_OPTIONS: _jestOnly, ...env } = process.env;
  return spawn(process.execPath, ['--import', loader, script, databaseUrl, redisUrl ?? ''], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
