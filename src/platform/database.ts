import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { HeardClient } from './heard-client.js';

const timestamptzOid = 1184;
const dateOid = 1082;

pg.types.setTypeParser(timestamptzOid, toInstantText);
pg.types.setTypeParser(dateOid, (text) => text);

/** `2026-03-02 01:00:00.5+00` → `2026-03-02T01:00:00.500000Z`. Sessions run in UTC, so the offset is always +00. */
export function toInstantText(text: string): string {
  const parts = /^(\d{4,}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00$/.exec(text);
  return parts ? `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(6, '0')}Z` : text;
}

/** The longest a statement of the service may take: so long a submission may hang over its deadline, and no opening begins earlier after it. */
export const statementSecondsMax = 20;

/** What every session of the service runs with. */
export const sessionOptions = `-c timezone=UTC -c statement_timeout=${statementSecondsMax}s -c lock_timeout=15000 -c idle_in_transaction_session_timeout=30000`;

export function dataSourceOptions(url: string, poolSize: number, applicationName: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    logging: false,
    applicationName,
    extra: { max: poolSize, options: sessionOptions, Client: HeardClient },
  };
}

/** The owner's connection, for migrations and for replacing the clock: acts as `ftz_owner`, which owns every object and cannot log in. */
export async function ownerClient(url: string, asOwner = true): Promise<pg.Client> {
  const client = new HeardClient({ connectionString: url, application_name: 'ftz-owner', options: '-c timezone=UTC' });
  await client.connect();
  if (asOwner) await client.query('SET ROLE ftz_owner');
  return client;
}

export type { DataSource };
