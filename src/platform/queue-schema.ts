import { runMigrations } from 'bullmq';
import { ownerClient } from './database.js';
import { queueSchema } from './jobs.js';

/**
 * BullMQ's own tables in a schema of their own, migrated as the owner. The service may use them and owns nothing: the two functions
 * that make a sequence or a temporary table run as the owner, with a search path that nobody else can write to. Safe to call again.
 */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = await ownerClient(ownerUrl);
  try {
    await runMigrations(client, queueSchema);
    await client.query(`
      REVOKE ALL ON SCHEMA ${queueSchema} FROM PUBLIC;
      GRANT USAGE ON SCHEMA ${queueSchema} TO ftz_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO ftz_app;
      REVOKE INSERT, UPDATE, DELETE ON ${queueSchema}.migration FROM ftz_app;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO ftz_app;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${queueSchema} FROM PUBLIC;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO ftz_app;
      ALTER FUNCTION ${queueSchema}.next_job_id(text) SECURITY DEFINER SET search_path = ${queueSchema}, pg_temp;
      ALTER FUNCTION ${queueSchema}.add_jobs_bulk_unlocked(text, jsonb) SECURITY DEFINER SET search_path = ${queueSchema}, pg_temp;
    `);
  } finally {
    await client.end();
  }
}
