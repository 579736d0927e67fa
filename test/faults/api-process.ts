import { execFile, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { callersAt, type TestApp } from '../app.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed, startProcess } from './worker-process.js';

export interface ApiProcess extends Pick<TestApp, 'http' | 'as'> {
  child: ChildProcess;
  /** What stands between it and the database; nobody else's messages pass there. */
  proxy: WireProxy;
  address: string;
  /** Everything it wrote to its output since it listened. */
  logged(): string;
  end(): Promise<void>;
}

/** The real API in a process of its own, over a test's database and its stored files, so that it can be killed as a crash would. */
export async function startApiProcess(app: TestApp, more: NodeJS.ProcessEnv = {}, args: string[] = []): Promise<ApiProcess> {
  const proxy = await startWireProxy(app.database.appUrl);
  const child = startProcess(
    await compiled('main'),
    args,
    {
      DATABASE_URL: proxy.through(app.database.appUrl),
      DATABASE_POOL: '4',
      DATA_DIR: app.config.dataDir,
      PORT: '0',
      // Tokens of one process are good at the other: one issuer, one key.
      PUBLIC_URL: app.config.publicUrl,
      ...more,
    },
    'pipe',
  );
  const end = async (): Promise<void> => {
    await killed(child);
    await proxy.close();
  };
  const output: string[] = [];
  const address = await addressOf(child, output);
  return { child, proxy, address, end, logged: () => output.join('\n'), ...callersAt(address) };
}

let compiling: Promise<unknown> | null = null;

/** Compiled as `npm start` does: a crash test starts many, and each starts in half the time. */
export function compiled(program: 'main' | 'worker'): Promise<URL> {
  compiling ??= promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { compile } = await import('${new URL('../../src/compile.mjs', import.meta.url).href}'); await compile();`,
  ]);
  return compiling.then(() => new URL(`../../dist/src/${program}.js`, import.meta.url));
}

/** The address its log tells once it listens; what follows goes to `output`. */
async function addressOf(child: ChildProcess, output: string[]): Promise<string> {
  const lines = createInterface(child.stdout as Readable);
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      output.push(line);
      const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
      if (msg === 'api ready' && address !== undefined) resolve(address);
    });
    lines.on('close', () => reject(new Error('the API process ended before it listened')));
  });
}
