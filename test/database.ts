import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { migrate } from '../src/platform/migrate.js';

/** The same derivation as `npm start` uses, since the role belongs to the whole server. */
export function appPassword(): string {
  return (
    process.env['DATABASE_APP_PASSWORD'] ?? createHmac('sha256', new URL(serverUrl()).password).update('ftz_app').digest('hex')
  );
}

export interface TestDatabase {
  name: string;
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

/** The server the tests run on: `npm test` brings it up and names it here. */
export function serverUrl(): string {
  const url = process.env['TEST_DATABASE_OWNER_URL'];
  if (!url) throw new Error('TEST_DATABASE_OWNER_URL is not set: run the tests with npm test');
  return url;
}

/** A database of its own for one test file, copied from a migrated template; dropped at the end. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = await ensureTemplate();
  const name = `ftz_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await admin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  await withClient(urlOf(name), (client) =>
    client.query(
      `GRANT CREATE, CONNECT, TEMPORARY ON DATABASE ${name} TO ftz_owner; REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC; GRANT CONNECT ON DATABASE ${name} TO ftz_app`,
    ),
  );
  return {
    name,
    ownerUrl: urlOf(name),
    appUrl: urlOf(name, 'ftz_app', appPassword()),
    drop: () => admin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined),
  };
}

/** A new, empty, unmigrated database. */
export async function createEmptyDatabase(): Promise<{ name: string; ownerUrl: string; drop(): Promise<void> }> {
  const name = `ftz_empty_${process.pid}_${randomBytes(6).toString('hex')}`;
  await admin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  return {
    name,
    ownerUrl: urlOf(name),
    drop: () => admin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined),
  };
}

/** One template per state of the migrations, made once per server by whichever test file comes first. */
async function ensureTemplate(): Promise<string> {
  const folder = new URL('../migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(new URL(file, folder)));
  hash.update(readFileSync(new URL('../src/platform/migrate.ts', import.meta.url)));
  hash.update(readFileSync(new URL('../src/platform/queue-schema.ts', import.meta.url)));
  const name = `ftz_template_${hash.digest('hex').slice(0, 16)}`;
  await admin(async (client) => {
    await client.query('SELECT pg_advisory_lock(7203470063)');
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (found.rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    await migrate(urlOf(name), appPassword());
    await client.query(`ALTER DATABASE ${name} WITH is_template true`);
  });
  return name;
}

function urlOf(database: string, user?: string, password?: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
}

function admin<Result>(body: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withClient(serverUrl(), body);
}

async function withClient<Result>(url: string, body: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end();
  }
}
