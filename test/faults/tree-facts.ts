import type { TestApp } from '../app.js';

export interface TreeFacts {
  leaves: number;
  /** How many entries these leaves are of. */
  entries: number;
  /** The last index and one. */
  last: number;
  /** Entries that hide nothing and have no leaf. */
  owed: number;
  /** Checkpoints with another root than their tree. */
  other: number;
  /** The size of the last checkpoint. */
  published: number;
}

export async function treeFacts(app: Pick<TestApp, 'sql'>): Promise<TreeFacts> {
  const [row] = await app.sql<TreeFacts>(
    `SELECT (SELECT count(*)::int FROM log_entries) AS leaves, (SELECT count(DISTINCT entry_id)::int FROM log_entries) AS entries,
            (SELECT max(index)::int + 1 FROM log_entries) AS last,
            (SELECT count(*)::int FROM audit_entries entry WHERE NOT sealed AND NOT EXISTS (SELECT FROM log_entries WHERE entry_id = entry.id)) AS owed,
            (SELECT count(*)::int FROM log_checkpoints one JOIN log_roots USING (size) WHERE one.root <> log_roots.root) AS other,
            (SELECT max(size)::int FROM log_checkpoints) AS published`,
  );
  return row as TreeFacts;
}

/** What the database itself finds wrong with any node, root, leaf, entry or payload. */
export async function differencesOf(app: Pick<TestApp, 'sql'>): Promise<object[]> {
  const { leaves } = await treeFacts(app);
  return [
    ...(await app.sql<object>('SELECT * FROM compare_log(0, $1)', [leaves])),
    ...(await app.sql<object>('SELECT * FROM compare_entries(0, 1000000)')),
  ];
}
