import type { Machine } from './machine.js';

/** The life cycle as a mermaid state diagram, written from the table's rows and nothing else. */
export function machineDiagram<State extends string, Event extends string, Party extends string, Subject>(
  machine: Machine<State, Event, Party, Subject>,
): string {
  const names = machine.states.map((state) => `  state "${state}" as ${alias(state)}`);
  const edges = new Map<string, string[]>();
  for (const row of machine.rows) {
    const key = `  ${alias(row.from)} --> ${alias(row.to)}: ${row.on}`;
    edges.set(key, [...(edges.get(key) ?? []), `${row.by}, art. ${row.article}`]);
  }
  const arrows = [...edges].map(([key, actors]) => `${key} (${actors.join('; ')})`);
  const ends = machine.final.map((state) => `  ${alias(state)} --> [*]`);
  return ['stateDiagram-v2', ...names, `  [*] --> ${alias(machine.initial)}`, ...arrows, ...ends, ''].join('\n');
}

function alias(state: string): string {
  return state.replaceAll('-', '_');
}
