import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrations } from '../../migrations/all.js';
import { raiseFence } from './fences.js';
import { HeardClient } from './heard-client.js';
import { migrateQueue } from './queue-schema.js';

/**
 * Brings a database to the newest migration: creates the roles `ftz_owner` (owns everything, cannot log in) and `ftz_app`
 * (the service's login, owns nothing), then runs what is missing under an advisory lock, and raises the fence. Safe to call twice at once.
 */
export async function migrate(ownerUrl: string, appPassword: string): Promise<void> {
  const gate = new HeardClient({ connectionString: ownerUrl, application_name: 'ftz-migrate' });
  await gate.connect();
  try {
    await gate.query('SELECT pg_advisory_lock(7203470061)');
    await ensureRoles(gate, appPassword);
    await runMigrations(ownerUrl);
    await migrateQueue(ownerUrl);
    await raiseFence(gate);
  } finally {
    await gate.end();
  }
}

async function ensureRoles(client: pg.Client, appPassword: string): Promise<void> {
  const password = pg.escapeLiteral(appPassword);
  await client.query(`
    DO $$ BEGIN
      PERFORM pg_advisory_xact_lock(7203470062);
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ftz_owner') THEN CREATE ROLE ftz_owner NOLOGIN; END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ftz_app') THEN CREATE ROLE ftz_app LOGIN; END IF;
      EXECUTE format('GRANT ftz_owner TO %I', current_user);
      EXECUTE format('GRANT CREATE, CONNECT, TEMPORARY ON DATABASE %I TO ftz_owner', current_database());
      EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
      EXECUTE format('GRANT CONNECT ON DATABASE %I TO ftz_app', current_database());
      GRANT USAGE, CREATE ON SCHEMA public TO ftz_owner;
      GRANT USAGE ON SCHEMA public TO ftz_app;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      ALTER ROLE ftz_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${password};
    END $$`);
}

async function runMigrations(ownerUrl: string): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'ftz-migrate',
    extra: { max: 1, options: '-c role=ftz_owner -c timezone=UTC' },
    migrations: migrations as (new () => MigrationInterface)[],
    migrationsTableName: 'migrations',
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { DATABASE_OWNER_URL: ownerUrl, DATABASE_APP_PASSWORD: password } = process.env;
  if (!ownerUrl || !password) {
    process.stderr.write('DATABASE_OWNER_URL and DATABASE_APP_PASSWORD are needed to migrate\n');
    process.exit(2);
  }
  await migrate(ownerUrl, password);
}
