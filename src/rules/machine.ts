import type { Breaches } from './breach.js';
import { compareInstants, type Instant } from './moment.js';

/** One row of a life cycle. A deadline is a row whose actor is the clock and whose `at` tells its moment (null: not yet known). */
export interface Row<State extends string, Event extends string, Party extends string, Subject> {
  from: State;
  on: Event;
  to: State;
  by: Party | 'clock';
  article: number;
  guards?: readonly ((subject: Subject, moment: { now: Instant }) => Breaches)[];
  at?: (subject: Subject) => Instant | null;
}

export interface Machine<State extends string, Event extends string, Party extends string, Subject> {
  name: string;
  initial: State;
  states: readonly State[];
  events: readonly Event[];
  /** States that nothing leaves. */
  final: readonly State[];
  rows: readonly Row<State, Event, Party, Subject>[];
}

export type Advance<State> =
  | { kind: 'moved'; to: State; article: number; breaches: Breaches }
  | { kind: 'breached'; breaches: Breaches }
  | { kind: 'no-row' }
  | { kind: 'wrong-party'; allowed: readonly string[] };

/** The one place where a state changes: finds the row, asks its guards, answers; changes nothing itself. */
export function advance<State extends string, Event extends string, Party extends string, Subject>(
  machine: Machine<State, Event, Party, Subject>,
  state: State,
  event: Event,
  by: Party | 'clock',
  subject: Subject,
  moment: { now: Instant },
): Advance<State> {
  const rows = machine.rows.filter((row) => row.from === state && row.on === event);
  if (rows.length === 0) return { kind: 'no-row' };
  const row = rows.find((one) => one.by === by);
  if (!row) return { kind: 'wrong-party', allowed: rows.map((one) => one.by) };
  const breaches = (row.guards ?? []).flatMap((guard) => guard(subject, moment));
  if (breaches.some((one) => one.severity === 'refusal')) return { kind: 'breached', breaches };
  return { kind: 'moved', to: row.to, article: row.article, breaches };
}

/** What the clock does next to a subject, and when; null where no clock row of its state has a moment. */
export function nextDue<State extends string, Event extends string, Party extends string, Subject>(
  machine: Machine<State, Event, Party, Subject>,
  state: State,
  subject: Subject,
): { on: Event; to: State; at: Instant } | null {
  const due = machine.rows.flatMap((row) => {
    const at = row.from === state && row.by === 'clock' ? (row.at?.(subject) ?? null) : null;
    return at === null ? [] : [{ on: row.on, to: row.to, at }];
  });
  return due.sort((left, right) => compareInstants(left.at, right.at))[0] ?? null;
}

/** The state as it is at a moment, whether or not anybody has noticed yet: follows clock rows whose moment has passed. */
export function stateAt<State extends string, Event extends string, Party extends string, Subject>(
  machine: Machine<State, Event, Party, Subject>,
  state: State,
  subject: Subject,
  now: Instant,
): State {
  let current = state;
  for (let steps = 0; steps < machine.rows.length; steps += 1) {
    const due = nextDue(machine, current, subject);
    if (!due || compareInstants(due.at, now) > 0) return current;
    current = due.to;
  }
  return current;
}
