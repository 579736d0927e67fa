import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../until.js';
import { hasTools } from './own-postgres.js';
import { hasEnded } from './worker-process.js';

/** The nth call of this name by one thread since it was traced: as strace counts them. */
export interface Call {
  name: string;
  nth: number;
  /** As it was traced, with paths. */
  line: string;
}

/** What a traced call comes to instead. */
export type Instead = 'error=EIO' | 'signal=SIGKILL';

export interface Tracing {
  /** Lets go of the processes, and says what they called. */
  end(): Promise<Call[]>;
}

/** False, and said why, where strace is missing or not permitted: then the named tests are not run. */
export function mayTrace(what: string): boolean {
  if (!hasTools(what, { programs: ['strace'] })) return false;
  const may = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
  if (!may) process.stderr.write(`strace is not permitted here, not run: ${what}\n`);
  return may;
}

/** Traces these calls of the processes, in all of their threads; one of them comes to something else, once in each thread that gets so far. */
export async function traced(
  pids: readonly number[],
  calls: string,
  struck: { call: Pick<Call, 'name' | 'nth'>; instead: Instead } | null = null,
): Promise<Tracing> {
  const living = pids.filter((pid) => existsSync(`/proc/${pid}`));
  if (living.length === 0) throw new Error('nobody to trace');
  const folder = mkdtempSync(join(tmpdir(), 'ftz-strace-'));
  const output = join(folder, 'calls');
  const inject = struck === null ? [] : ['-e', `inject=${struck.call.name}:${struck.instead}:when=${struck.call.nth}`];
  const args = [
    '-f',
    '-qq',
    '-y',
    '-o',
    output,
    '-e',
    `trace=${calls}`,
    ...inject,
    ...living.flatMap((pid) => ['-p', String(pid)]),
  ];
  const tracer = spawn('strace', args, { stdio: 'ignore' });
  await until(() => Promise.resolve(hasEnded(tracer) || living.every(isTraced)), 'the processes are traced');
  if (hasEnded(tracer)) {
    // One of them ended before it could be traced, as an idle session does.
    rmSync(folder, { recursive: true, force: true });
    return traced(pids, calls, struck);
  }
  return {
    end: async () => {
      const ended = hasEnded(tracer) ? null : once(tracer, 'exit');
      tracer.kill('SIGINT');
      await ended;
      const text = readFileSync(output, 'utf8');
      rmSync(folder, { recursive: true, force: true });
      return callsIn(text);
    },
  };
}

/** Those on files below the folder, each once whoever of several processes made it. */
export function callsBelow(folder: string, calls: readonly Call[]): Call[] {
  const below = calls.filter(({ line }) => line.includes(`${folder}/`));
  return [...new Map(below.map((one) => [`${one.name} ${one.nth}`, one])).values()];
}

/** Those that came to something else by the tracer's doing. */
export function injected(calls: readonly Call[]): Call[] {
  return calls.filter(({ line }) => line.includes('(INJECTED)'));
}

function callsIn(trace: string): Call[] {
  const counted = new Map<string, number>();
  return [...trace.matchAll(/^(\d+) +(\w+)\(.*$/gm)].map(([line, thread, name = '']) => {
    const nth = (counted.get(`${thread} ${name}`) ?? 0) + 1;
    counted.set(`${thread} ${name}`, nth);
    return { name, nth, line };
  });
}

/** One that has ended waits for nobody. */
function isTraced(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  return (
    !existsSync(tasks) || readdirSync(tasks).every((task) => /TracerPid:\s*[1-9]/.test(statusOf(join(tasks, task, 'status'))))
  );
}

function statusOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : 'TracerPid: 1';
}
