import type { TestApp } from '../app.js';

/** Every row of every table, as text: what a dump of the database shows. */
export async function dumped(app: Pick<TestApp, 'sql'>): Promise<Buffer> {
  const tables = await app.sql<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('public', 'queue')`,
  );
  const texts: string[] = [];
  for (const { name } of tables)
    texts.push(...(await app.sql<{ row: string }>(`SELECT to_jsonb(one)::text AS row FROM ${name} one`)).map((one) => one.row));
  return Buffer.from(texts.join('\n'));
}
