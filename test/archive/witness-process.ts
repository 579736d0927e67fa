import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LogSigner } from '../../src/log/log-signer.js';
import { startTestApp, type TestApp } from '../app.js';
import { killed, startProcess } from '../faults/worker-process.js';

export interface WitnessProcess {
  child: ChildProcess;
  vkey: string;
  url: string;
  kill(): Promise<void>;
}

export const logOrigin = 'log.example/procurement';
export const witnessName = 'witness.example/w1';

/** `npm run witness` as a program; with `port` 0 wherever there is room. */
export async function startWitness(
  folder: string,
  logs: readonly string[],
  port = 0,
  more: string[] = [],
): Promise<WitnessProcess> {
  const keys = logs.flatMap((one) => ['--log', one]);
  const args = ['--folder', folder, '--name', witnessName, '--port', String(port), ...keys, ...more];
  const child = startProcess(new URL('../../src/witness.mjs', import.meta.url), args, {}, 'pipe');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the witness ended')));
  const lines = createInterface(child.stdout as Readable)[Symbol.asyncIterator]();
  const line = async (): Promise<string> => (await Promise.race([lines.next(), ended])).value as string;
  const [vkey, url] = [await line(), await line()];
  ended.catch(() => undefined);
  return { child, vkey, url, kill: () => killed(child) };
}

export interface Witnessed {
  app: TestApp;
  witness: WitnessProcess;
  signer: LogSigner;
  /** The witness's own. */
  folder: string;
  dataDir: string;
  /** In the witness's place, on its folder and at its address. */
  restart(logs?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The service and its witness; a checkpoint at every drain. */
export async function startWitnessed(): Promise<Witnessed> {
  const [dataDir, folder] = ['data', 'witness'].map((name) => mkdtempSync(join(tmpdir(), `ftz-${name}-`))) as [string, string];
  const signer = new LogSigner({ dataDir, logOrigin });
  const witness = await startWitness(folder, signer.vkeys());
  const env = {
    DATA_DIR: dataDir,
    LOG_ORIGIN: logOrigin,
    LOG_CHECKPOINT_SECONDS: '0',
    WITNESS_URL: witness.url,
    WITNESS_KEY: witness.vkey,
  };
  const app = await startTestApp({ env });
  const started: Witnessed = {
    ...{ app, witness, signer, folder, dataDir },
    restart: async (logs = signer.vkeys()) => {
      await started.witness.kill();
      started.witness = await startWitness(folder, logs, Number(new URL(witness.url).port));
    },
    close: async () => {
      await app.close();
      await started.witness.kill();
      for (const one of [dataDir, folder]) rmSync(one, { recursive: true, force: true });
    },
  };
  return started;
}

/** One request of `add-checkpoint`. */
export async function askRaw(url: string, body: string): Promise<{ status: number; type: string | null; text: string }> {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}
