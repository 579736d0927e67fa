import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark; what it says is in its log. */
export interface Program {
  name: string;
  child: ChildProcess;
  logFile: string;
}

const ownText = import.meta.url.endsWith('.ts');
const startMsMax = 180_000;

/** Starts a program of this project by its name below the root, without its ending: compiled when we are, else from its TypeScript. */
export function startProgram(path: string, folder: string, env: NodeJS.ProcessEnv): Program {
  const name = path.split('/').at(-1) as string;
  const logFile = join(folder, `${name}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const script = fileURLToPath(new URL(`../../${path}.${ownText ? 'ts' : 'js'}`, import.meta.url));
  const loader = ownText ? ['--import', new URL('../typescript.mjs', import.meta.url).href] : ['--enable-source-maps'];
  const child = spawn(process.execPath, [...loader, script], {
    env,
    stdio: ['ignore', log, log, 'ipc'],
    serialization: 'advanced',
  });
  closeSync(log);
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return { name, child, logFile };
}

/** Its next message. Throws with the end of its log where it ends before. */
export async function messageOf<Message>(program: Program): Promise<Message> {
  const gone = new AbortController();
  const ended = once(program.child, 'exit', { signal: gone.signal }).then(
    () => Promise.reject(endedEarly(program)),
    () => undefined,
  );
  try {
    const message = once(program.child, 'message', { signal: gone.signal });
    message.catch(() => undefined);
    if (program.child.exitCode !== null || program.child.signalCode !== null) throw endedEarly(program);
    return ((await Promise.race([message, ended])) as [Message])[0];
  } finally {
    gone.abort();
  }
}

/** Waits until an address answers 200. */
export async function answers(program: Program, url: string): Promise<void> {
  for (let waited = 0; waited < startMsMax; waited += 100) {
    if (program.child.exitCode !== null || program.child.signalCode !== null) throw endedEarly(program);
    if ((await fetch(url).catch(() => null))?.ok) return;
    await pause(100);
  }
  throw new Error(`${url} does not answer. The log of ${program.name} ends:\n${tail(program)}`);
}

export async function stopProgram({ child }: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(patience);
}

export function tail({ logFile }: Program): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function endedEarly(program: Program): Error {
  return new Error(`${program.name} ended. Its log ends:\n${tail(program)}`);
}
