import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestApp } from '../app.js';
import type { WireProxy } from './wire-proxy.js';
import { hasEnded, killed } from './worker-process.js';

/** A process that takes turns of the worker's work when it is told to, so that it can be struck in any of them. */
export interface Turn {
  child: ChildProcess;
  /** How the turn ended: 0 done or not due, 1 failed, null where the process was killed. */
  go(step?: string, id?: string): { ended: Promise<number | null> };
}

export interface Turns {
  /** The process that took the last turn, or a new one where that was killed. */
  next(): Promise<Turn>;
  /** The next turn does what is owed. */
  again(): Promise<void>;
  end(): Promise<void>;
}

interface Settings {
  /** Connections of each of its pools. */
  pool?: number;
  more?: NodeJS.ProcessEnv;
}

/** The script's processes reach their database by the proxy. */
export function turnsOf(script: URL, app: TestApp, proxy: WireProxy, { pool = 2, more = {} }: Settings = {}): Turns {
  let last: Turn | null = null;
  const { NODE_OPTIONS: _jestOnly, ...env } = process.env;
  const own = { DATABASE_URL: proxy.through(app.database.appUrl), DATABASE_POOL: String(pool), DATA_DIR: app.config.dataDir };
  const begin = async (): Promise<Turn> => {
    const child = spawn(process.execPath, [fileURLToPath(script)], {
      env: { ...env, ...own, ...more },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const exited = once(child, 'exit');
    const said = await Promise.race([once(child, 'message'), exited.then(() => ['ended'])]);
    expect(said[0]).toBe('ready');
    let turns = 0;
    const go: Turn['go'] = (step = 'turn', id = '') => {
      const number = (turns += 1);
      const told = new Promise<number>((resolve) => {
        const hear = (message: unknown): void => {
          const answer = message as { number: number; code: number };
          if (answer.number !== number) return;
          child.off('message', hear);
          resolve(answer.code);
        };
        child.on('message', hear);
      });
      child.send({ number, step, id });
      return { ended: Promise.race([told, exited.then(([code]) => code as number | null)]) };
    };
    return { child, go };
  };
  const next = async (): Promise<Turn> => {
    if (last === null || hasEnded(last.child)) last = await begin();
    return last;
  };
  return {
    next,
    again: async () => expect(await (await next()).go().ended).toBe(0),
    end: async () => {
      if (last !== null) await killed(last.child);
    },
  };
}
