import pg from 'pg';
import { isAway } from './database-refusals.js';

/** What was prepared on the connection is of no use any more: a migration changed what it answers, or it is gone. */
const preparedAnew = new Set(['0A000', '26000']);

/**
 * One statement on a connection of the pool. A statement that the database refuses leaves its connection in use, as a late bid does by the
 * thousand: `pool.query` would end it, and the next one would begin with nothing prepared. Throws what the statement throws.
 */
export async function pooled<Row>(pool: pg.Pool, statement: pg.QueryConfig): Promise<Row[]> {
  const client = await pool.connect();
  // A connection that breaks says so to the statement and to the client; the pool listens to idle ones alone.
  client.on('error', ignored);
  try {
    const { rows } = await client.query(statement);
    handBack(client);
    return rows as Row[];
  } catch (error) {
    if (error instanceof pg.DatabaseError && !isAway(error) && !preparedAnew.has(error.code ?? '')) handBack(client);
    else client.release(true);
    throw error;
  }
}

function handBack(client: pg.PoolClient): void {
  client.off('error', ignored);
  client.release();
}

function ignored(): void {}
