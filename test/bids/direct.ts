import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import pg from 'pg';
import { BlobStore, type Staged } from '../../src/platform/blob-store.js';
import { sessionOptions } from '../../src/platform/database.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { TestApp } from '../app.js';
import { until } from '../until.js';

export interface Made {
  outcome: string;
  id: string;
  received_at: string;
}

export interface Bidder {
  organizationId: string;
  personId: string;
}

export interface Direct {
  /** A session of the service's own role, for holding a transaction open. */
  session(): Promise<pg.Client>;
  submit(
    client: pg.Client,
    tenderId: string,
    bidder: Bidder,
    file: Buffer,
    act?: 'submission' | 'replacement',
    key?: string,
  ): Promise<Made>;
  /** Until somebody, told by its application's name or its statement, waits for a lock. */
  waiting(text: string): Promise<void>;
  end(): Promise<void>;
}

/** The service's own statement for a bid, in sessions that a test can hold. */
export function direct(app: TestApp): Direct {
  const clients: pg.Client[] = [];
  return {
    session: async () => {
      const client = new pg.Client({ connectionString: app.database.appUrl, options: sessionOptions });
      await client.connect();
      clients.push(client);
      return client;
    },
    submit: async (client, tenderId, bidder, file, act = 'submission', key = newId()) => {
      const blob = await kept(app, file);
      const { rows } = await client.query<Made>(
        'SELECT * FROM submit_bid($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
        [
          newId(),
          tenderId,
          bidder.organizationId,
          bidder.personId,
          act,
          Buffer.from(blob.sha256, 'hex'),
          Buffer.from(blob.sha512, 'hex'),
          blob.bytes,
          key,
          'print',
          null,
          newId(),
          randomBytes(32),
        ],
      );
      return rows[0] as Made;
    },
    waiting: (text) =>
      until(async () => {
        const found = await app.sql(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
              AND (application_name = $1 OR query LIKE '%' || $1 || '%')`,
          [text],
        );
        return found.length > 0;
      }, `somebody waits for a lock: ${text}`),
    end: async () => void (await Promise.all(clients.splice(0).map((client) => client.end()))),
  };
}

async function kept(app: TestApp, file: Buffer): Promise<Staged> {
  const store = app.app.get(BlobStore);
  const one = await store.stage(Readable.from([file]), { bytesMax: file.length });
  await store.keep(one);
  return one;
}
