import pg from 'pg';
import { isAway } from './database-refusals.js';

/** What was prepared on the connection is of no use any more: a migration changed what it answers, or it is gone. */
const preparedAnew = new Set(['0A000', '26000']);

/**
 * One statement on a connection of the pool, whose clients are `HeardClient`s. A statement that the database refuses leaves its connection in use, as a late bid does by the
 * thousand: `pool.query` would end it, and the next one would begin with nothing prepared. Throws what the statement throws.
 */
export async function pooled<Row>(pool: pg.Pool, statement: pg.QueryConfig): Promise<Row[]> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(statement);
    client.release();
    return rows as Row[];
  } catch (error) {
    if (error instanceof pg.DatabaseError && !isAway(error) && !preparedAnew.has(error.code ?? '')) client.release();
    else client.release(true);
    throw error;
  }
}
