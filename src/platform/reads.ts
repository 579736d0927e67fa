import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Instant } from '../rules/moment.js';
import { CONFIG, type Config } from './config.js';
import { sessionOptions } from './database.js';
import { HeardClient } from './heard-client.js';
import { pooled } from './pooled.js';

/** Anything that can run a reading statement: the pool for GETs, the open transaction inside a use case. */
export interface Reader {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** Reads outside a transaction, on a pool of their own so that public reading cannot starve writing. Named statements are prepared once per connection. */
@Injectable()
export class Reads implements Reader, OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(@Inject(CONFIG) config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      max: config.poolSize,
      application_name: 'ftz-reads',
      options: sessionOptions,
      Client: HeardClient,
    });
    this.pool.on('error', () => undefined);
  }

  async query<Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return pooled(this.pool, { text: sql, values: [...params] });
  }

  /** A hot statement, prepared under its name. */
  async named<Row>(name: string, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return pooled(this.pool, { name, text: sql, values: [...params] });
  }

  async now(): Promise<Instant> {
    const rows = await this.named<{ now: Instant }>('platform-now', 'SELECT platform_now() AS now');
    return (rows[0] as { now: Instant }).now;
  }

  /** Not before: requests under way when the server is told to stop are answered first. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
