import pg from 'pg';
import type { TestApp } from '../app.js';

/** As one who owns the server does it, who leaves every trigger as it was. */
export async function behind(app: TestApp, fault: string): Promise<void> {
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
    await client.query('SET LOCAL ROLE ftz_owner');
    for (const { t, n } of always.rows) await client.query(`ALTER TABLE ${t} ENABLE ALWAYS TRIGGER ${n}`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
