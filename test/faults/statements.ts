import type { Verdict, WireMessage, WireProxy } from './wire-proxy.js';

/** A statement on its way: the first line of its text, and who serves its session. */
export interface Told {
  statement: string;
  backend: number;
}

/** Where a program is stopped: before its nth statement reaches the server, or when that has been done and the program does not know it. */
export interface Stop {
  statement: number;
  when: 'before' | 'after';
}

/** Statements that a loop repeats whether or not anything is asked. */
type IsPoll = (statement: string) => boolean;

/** Every statement has two points. */
export function stopOf(point: number): Stop {
  return { statement: Math.ceil(point / 2), when: point % 2 === 1 ? 'before' : 'after' };
}

/** Whether the message makes the server run a statement: a simple query, or the execution of a prepared one. */
export function runs({ from, type }: WireMessage): boolean {
  return from === 'client' && (type === 'Q' || type === 'E');
}

/** What passes there while `act` runs, but for polls. */
export async function statementsOf(proxy: WireProxy, isPoll: IsPoll, act: () => Promise<unknown>): Promise<Told[]> {
  const told: Told[] = [];
  proxy.watch((message) => {
    if (runs(message) && !isPoll(message.statement)) told.push({ statement: firstLine(message), backend: message.backend });
    return 'pass';
  });
  await act();
  proxy.watch(() => 'pass');
  return told;
}

/** Stops the one request that is under way there, at the point, and answers whose backend it is at. Nothing more passes in that session. */
export function holdAt(proxy: WireProxy, { statement, when }: Stop, isPoll: IsPoll): Promise<number> {
  let passed = 0;
  let awaited: number | null = null;
  return new Promise((resolve) => {
    const hold = (backend: number): Verdict => {
      proxy.watch(() => 'pass');
      resolve(backend);
      return 'hold';
    };
    proxy.watch((message) => {
      const { from, type, backend } = message;
      if (runs(message) && !isPoll(message.statement)) {
        passed += 1;
        if (passed === statement && when === 'before') return hold(backend);
        if (passed === statement) awaited = backend;
      }
      return from === 'server' && type === 'Z' && backend === awaited ? hold(backend) : 'pass';
    });
  });
}

function firstLine({ statement }: WireMessage): string {
  return (statement.trim().split('\n')[0] as string).trim();
}
