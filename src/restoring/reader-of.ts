import type pg from 'pg';
import type { Writer } from '../platform/audit-trail.js';
import type { Reader } from '../platform/reads.js';

/** The client's open transaction, for what reads and records as the service does. */
export function readerOf(client: pg.Client): Reader & Writer {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) => (await client.query(sql, [...params])).rows as Row[],
  };
}
