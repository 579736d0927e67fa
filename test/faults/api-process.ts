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
  end(): Promise<void>;
}

/** The real API in a process of its own, over a test's database and its stored files, so that it can be killed as a crash would. */
export async function startApiProcess(app: TestApp): Promise<ApiProcess> {
  const proxy = await startWireProxy(app.database.appUrl);
  const child = startProcess(
    await compiledMain(),
    [],
    {
      DATABASE_URL: proxy.through(app.database.appUrl),
      DATABASE_POOL: '4',
      DATA_DIR: app.config.dataDir,
      PORT: '0',
      // Tokens of one process are good at the other: one issuer, one key.
      PUBLIC_URL: app.config.publicUrl,
    },
    'pipe',
  );
  const end = async (): Promise<void> => {
    await killed(child);
    await proxy.close();
  };
  return { child, proxy, end, ...callersAt(await addressOf(child)) };
}

let main: Promise<URL> | null = null;

/** Compiled as `npm start` does: a crash test starts many, and each starts in half the time. */
function compiledMain(): Promise<URL> {
  main ??= promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { compile } = await import('${new URL('../../src/compile.mjs', import.meta.url).href}'); await compile();`,
  ]).then(() => new URL('../../dist/src/main.js', import.meta.url));
  return main;
}

/** The address its log tells once it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout as Readable)) {
    const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
    if (msg !== 'api ready' || address === undefined) continue;
    child.stdout?.resume();
    return address;
  }
  throw new Error('the API process ended before it listened');
}
