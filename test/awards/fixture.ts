import pg from 'pg';
import { demoClients } from '../../src/platform/demo-clients.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { startTestApp, type TestApp } from '../app.js';
import { until } from '../until.js';

export interface AwardsApp extends TestApp {
  /** Organisation ids by the demo's keys. */
  organizations: Record<string, string>;
  /** A session of the owner, for races. */
  connect(): Promise<pg.Client>;
  /** Until some session of this database waits for a lock. */
  untilBlocked(): Promise<void>;
}

/** The application with the demo people and their organisations, and nothing else in it. */
export async function startAwards(): Promise<AwardsApp> {
  const app = await startTestApp({ seeded: false, now: '2026-06-01T09:00:00+08:00' });
  const organizations: Record<string, string> = {};
  for (const key of new Set(demoClients.flatMap((one) => one.organization ?? []))) organizations[key] = newId();
  const verifier = await insertPerson(app, 'verifier');
  for (const [key, id] of Object.entries(organizations)) await insertOrganization(app, key, id, verifier);
  for (const client of demoClients) {
    const person = await insertPerson(app, client.clientId);
    const organization = client.organization === null ? null : organizations[client.organization];
    await app.sql(
      'INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, $4, platform_now())',
      [newId(), person, organization, client.roles],
    );
  }
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: app.database.ownerUrl });
    await client.connect();
    return client;
  };
  const blocked = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  const untilBlocked = (): Promise<void> =>
    until(async () => (await app.sql(blocked)).length > 0, 'a session that waits for a lock');
  return { ...app, organizations, connect, untilBlocked };
}

async function insertPerson(app: TestApp, subject: string): Promise<string> {
  const id = newId();
  await app.sql('INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, $3, platform_now())', [
    id,
    subject,
    { zh: subject, en: subject },
  ]);
  return id;
}

async function insertOrganization(app: TestApp, key: string, id: string, verifier: string): Promise<void> {
  const kind = ['shenda', 'hujiang', 'rheinland'].includes(key) ? 'supplier' : 'procuring-entity';
  await app.sql(
    `INSERT INTO organizations (id, version, kinds, name, scheme, identifier, country, in_zone, verification, verified_at, verified_by, created_by, created_at)
     VALUES ($1, 1, ARRAY[$2], jsonb_build_object('zh', $3::text, 'en', $3::text), 'XX-test', $3, 'CN', true, 'verified', platform_now(), $4, $4, platform_now())`,
    [id, kind, key, verifier],
  );
}
