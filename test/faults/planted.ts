import pg from 'pg';
import type { TestApp } from '../app.js';

/** What `look` finds while a fault is there: planted by one who owns the server, so that no trigger and no reference stands in the way; rolled back. */
export async function planted<Found>(
  app: Pick<TestApp, 'database'>,
  fault: string,
  look: (sql: TestApp['sql']) => Promise<Found>,
): Promise<Found> {
  const client = new pg.Client({ connectionString: app.database.ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    const always = await client.query<{ t: string; n: string }>(
      `SELECT tgrelid::regclass::text AS t, tgname AS n FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal`,
    );
    await client.query('SET LOCAL ROLE ftz_owner');
    for (const { t, n } of always.rows) await client.query(`ALTER TABLE ${t} DISABLE TRIGGER ${n}`);
    await client.query('RESET ROLE');
    await client.query(fault);
    return await look(async <Row>(text: string, params: unknown[] = []) => (await client.query(text, params)).rows as Row[]);
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}
