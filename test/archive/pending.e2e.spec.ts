import pg from 'pg';
import { DataSource } from 'typeorm';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { dataSourceOptions, ownerClient } from '../../src/platform/database.js';
import { layEntries } from '../bench/lay-leaves.js';
import { createTestDatabase, type TestDatabase } from '../database.js';

/** Article 57: what a turn of the sequencer costs does not grow with what is in the log already. */
describe('entries that wait for their places', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let source: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await ownerClient(database.ownerUrl);
    source = await new DataSource(dataSourceOptions(database.appUrl, 2, 'pending')).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await owner.end();
    await database.drop();
  });

  /** Rows of the trail that were read on the way, by whichever plan. */
  async function readFor(statement: string): Promise<number> {
    return source.transaction(async (manager) => {
      const read = async (): Promise<number> => {
        const [row] = await manager.query<{ read: number }[]>(
          `SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables WHERE relname = 'audit_entries'`,
        );
        return row?.read ?? 0;
      };
      const before = await read();
      await manager.query(statement);
      return (await read()) - before;
    });
  }

  it('are no rows of a record, with which they would be destroyed', async () => {
    const ask = (table: string) => owner.query('SELECT record_rows($1::regclass, gen_random_uuid()) AS rows', [table]);
    expect((await ask('audit_pending')).rows).toEqual([{ rows: null }]);
    expect((await ask('contracts')).rows).toEqual([{ rows: expect.stringContaining('tender_id') as string }]);
  });

  it('are taken, and looked for, without a look at the others', async () => {
    await layEntries(owner, 5_000);
    await owner.query('ANALYZE');
    await new SequenceEntries(source).run();
    await layEntries(owner, 10);
    expect(await readFor('SELECT log_is_due()')).toBeLessThan(10);
    expect(await readFor('SELECT * FROM take_pending(500)')).toBeLessThan(100);
  }, 120_000);
});
