import type { CivilDate } from './moment.js';

/** A number of law as it is kept: in force from `since` until before `until`, or until a later row of the same name replaces it. */
export interface DatedRow {
  id: string;
  since: CivilDate;
  until?: CivilDate;
}

/** The row of a name that is in force on a civil day. Before the first `since` the first row answers: the platform judges no act older than the plan. */
export function inForce<Row extends DatedRow>(table: readonly Row[], id: Row['id'], date: CivilDate): Row {
  const versions = table.filter((row) => row.id === id).sort((left, right) => left.since.localeCompare(right.since));
  const current = versions.filter((row) => row.since <= date && (row.until === undefined || date < row.until));
  return (current.at(-1) ?? versions[0]) as Row;
}
