import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** One of our programs in a process of its own, without a build where it is TypeScript. */
export function startProcess(
  script: URL,
  args: string[],
  more: NodeJS.ProcessEnv = {},
  output: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  const loader = script.pathname.endsWith('.ts') ? ['--import', new URL('../typescript.mjs', import.meta.url).href] : [];
  const { NODE_OPTIONS: _jestOnly, ...env } = process.env;
  return spawn(process.execPath, [...loader, fileURLToPath(script), ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', output, 'inherit'],
  });
}

/** A worker without the modules of the procedure in a process of its own, so that it can be killed as a crash would. */
export function startWorkerProcess(databaseUrl: string, redisUrl: string | null): ChildProcess {
  return startProcess(new URL('./queue-child.ts', import.meta.url), [databaseUrl, redisUrl ?? '']);
}

export async function killed(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
