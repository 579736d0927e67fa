import { runs, type Stop } from './statements.js';
import type { Verdict, WireMessage, WireProxy } from './wire-proxy.js';

export interface Heard {
  /** Each kind of statement once, in the order of its first. */
  kinds: string[];
  /** How many statements there were, and whose sessions ran them. */
  statements: number;
  backends: Set<number>;
}

/**
 * Kinds of statements of a program that runs several at a time: told by the text, and a COMMIT, which says nothing, by what its session did
 * before it.
 */
function naming(): (message: WireMessage) => string {
  const before = new Map<number, string>();
  return ({ statement, backend }) => {
    const text = statement
      .replace(/\s+/g, ' ')
      .replace(/\$\d+(, ?\$\d+)*/g, '$n')
      .trim();
    const name = /^(COMMIT|ROLLBACK)/.test(text) ? `${text} after ${before.get(backend) ?? 'nothing'}` : text;
    before.set(backend, text);
    return name;
  };
}

/** Listens to what passes there from now on. */
export function hear(proxy: WireProxy): Heard {
  const heard: Heard = { kinds: [], statements: 0, backends: new Set() };
  const nameOf = naming();
  proxy.watch((message) => {
    if (!runs(message)) return 'pass';
    const name = nameOf(message);
    if (!heard.kinds.includes(name)) heard.kinds.push(name);
    heard.statements += 1;
    heard.backends.add(message.backend);
    return 'pass';
  });
  return heard;
}

/** Stops the program at the first statement of the kind. */
export function holdAtKind(proxy: WireProxy, kind: string, when: Stop['when']): Promise<void> {
  const nameOf = naming();
  let awaited: number | null = null;
  return new Promise((resolve) => {
    const hold = (): Verdict => {
      proxy.watch(() => 'pass');
      resolve();
      return 'hold';
    };
    proxy.watch((message) => {
      const isKind = runs(message) && nameOf(message) === kind;
      if (isKind && when === 'before') return hold();
      if (isKind) awaited ??= message.backend;
      return message.from === 'server' && message.type === 'Z' && message.backend === awaited ? hold() : 'pass';
    });
  });
}
