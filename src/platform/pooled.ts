import pg from 'pg';
import { isAway } from './database-refusals.js';

/**
 * One statement on a connection of the pool. A statement that the database refuses leaves its connection in use, as a late bid does by the
 * thousand: `pool.query` would end it, and the next one would begin with nothing prepared. Throws what the statement throws.
 */
export async function pooled<Row>(pool: pg.Pool, statement: pg.QueryConfig): Promise<Row[]> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query(statement);
    client.release();
    return rows as Row[];
  } catch (error) {
    client.release(!(error instanceof pg.DatabaseError) || isAway(error));
    throw error;
  }
}
