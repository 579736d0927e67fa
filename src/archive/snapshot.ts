import type { DataSource, QueryRunner } from 'typeorm';
import type { Reader } from '../platform/reads.js';

const rowsMax = 500;

/** One moment of the database, read piece by piece. */
export interface Snapshot extends Reader {
  /** The rows of a statement, a few at a time. */
  each<Row>(sql: string, params: readonly unknown[]): AsyncGenerator<Row, void>;
}

/** Runs `body` on a snapshot that changes nothing and sees nothing that comes after it. */
export async function atOneMoment<Result>(
  dataSource: DataSource,
  body: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('SET TRANSACTION READ ONLY');
    return await body(snapshotOf(runner));
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}

function snapshotOf(runner: QueryRunner): Snapshot {
  let cursors = 0;
  const query = async <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> =>
    (await runner.query(sql, [...params])) as Row[];
  return {
    query,
    async *each<Row>(sql: string, params: readonly unknown[]) {
      cursors += 1;
      const cursor = `piece_${cursors}`;
      await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, params);
      for (;;) {
        const rows = await query<Row>(`FETCH ${rowsMax} FROM ${cursor}`);
        yield* rows;
        if (rows.length < rowsMax) break;
      }
      await query(`CLOSE ${cursor}`);
    },
  };
}
