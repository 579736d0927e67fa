import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BuildBundle } from '../../src/archive/build-bundle.js';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { restoreCommand } from '../../src/restoring/restore-command.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { startTestApp, type TestApp } from '../app.js';
import { bundleOf, ended, filesIn, unpacked } from '../archive/bundles.js';
import { mirror, put } from '../archive/mirror.js';
import { done, draft, type Opened } from '../journeys/steps.js';
import { rebag } from '../verification/forged-bundles.js';

let app: TestApp;
let empty: TestApp;
let scratch: string;
let tender: Opened;
let tar: Buffer;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-restore-'));
  app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
  done(await draft(app));
  tender = await ended(app);
  ({ tar } = await bundleOf(app, tender.id));
  writeFileSync(join(scratch, 'bundle.tar'), tar);
  await app.drain();
  await mirror(app, join(scratch, 'log'));
  mkdirSync(join(scratch, 'data'));
  // The keys are in no bundle: they are kept, and brought back, apart.
  cpSync(join(app.config.dataDir, 'keys'), join(scratch, 'data', 'keys'), { recursive: true });
  empty = await startTestApp({ seeded: false, env: { DATA_DIR: join(scratch, 'data') }, now: '2027-01-05T09:00:00+08:00' });
}, 300_000);
afterAll(async () => {
  await app.close();
  await empty.close();
  rmSync(scratch, { recursive: true, force: true });
});

interface Said {
  code: number;
  lines: string[];
}

async function restore(args: string[], to: TestApp = empty, dataDir = 'data'): Promise<Said> {
  const lines: string[] = [];
  const line = (text: string): void => void lines.push(text);
  const env = { DATABASE_OWNER_URL: to.database.ownerUrl, DATA_DIR: join(scratch, dataDir) };
  return { code: await restoreCommand(args, scratch, env, { out: line, say: line }), lines };
}

const rootsOf = (at: TestApp, size: string): Promise<unknown[]> =>
  at.sql(
    `SELECT size, encode(root, 'hex') AS root, recorded_at AS at FROM log_roots WHERE size <= $1 ORDER BY size DESC LIMIT 1`,
    [size],
  );

describe('restoring from bundles', () => {
  it('refuses a bundle that does not hold, tiles of another log, and a database that is not empty', async () => {
    const forged = Buffer.from(tar);
    const at = forged.indexOf('采购需求');
    forged[at + 1] = (forged[at + 1] as number) ^ 1;
    writeFileSync(join(scratch, 'forged.tar'), forged);
    expect((await restore(['--log', 'log', 'forged.tar'])).code).toBe(1);
    expect((await restore(['--log', 'nowhere', 'bundle.tar'])).code).toBe(2);
    expect((await restore(['--log', 'log', 'bundle.tar'], app)).code).toBe(2);
    expect((await restore(['bundle.tar'])).code).toBe(2);
    expect(await empty.sql('SELECT 1 FROM audit_entries')).toEqual([]);
  });

  it('refuses rows of tables that no bundle has, and believes no key that came with the bundle alone', async () => {
    for (const table of ['alarms', 'migrations', 'no_such_table']) {
      const bag = unpacked(tar);
      const files = filesIn(bag.folder);
      files.set(`data/records/${table}.jsonl`, Buffer.from('{"id":"019f0000-0000-7000-8000-000000000001","name":"x"}\n'));
      rebag(files, new SigningKeys(app.config));
      for (const [name, bytes] of files) put(bag.folder, name, bytes);
      expect(await restore(['--log', 'log', bag.folder])).toMatchObject({
        code: 2,
        lines: expect.arrayContaining([expect.stringContaining(`${table}.jsonl does not belong`)]) as string[],
      });
      bag.remove();
    }
    expect(await restore(['--log', 'log', 'bundle.tar'], empty, 'without-keys')).toMatchObject({
      code: 2,
      lines: [expect.stringContaining('DATA_DIR/keys does not have')],
    });
    new SigningKeys({ dataDir: join(scratch, 'of-another') });
    expect((await restore(['--log', 'log', 'bundle.tar'], empty, 'of-another')).code).toBe(1);
    expect(await empty.sql('SELECT 1 FROM audit_entries')).toEqual([]);
  });

  it('makes the same rows, leaves and roots, and of them the same bundle', async () => {
    const { code, lines } = await restore(['--log', 'log', 'bundle.tar']);
    expect({ code, lines }).toEqual({
      code: 0,
      lines: expect.arrayContaining([expect.stringContaining('RESTORED 1')]) as string[],
    });
    const [last] = await empty.sql<{ size: string; root: string }>(
      `SELECT size, encode(root, 'hex') AS root FROM log_roots ORDER BY size DESC LIMIT 1`,
    );
    const [theirs] = await app.sql<{ root: string }>(`SELECT encode(root, 'hex') AS root FROM log_roots WHERE size = $1`, [
      last?.size,
    ]);
    expect(last?.root).toBe(theirs?.root);
    const { bag, facts } = await empty.app.get(BuildBundle).run(tender.id);
    const again = await buffer(bag.stream);
    expect(await rootsOf(empty, String(facts.log.size))).toEqual(await rootsOf(app, String(facts.log.size)));
    expect(again.equals(tar)).toBe(true);
  });

  it('wakes every trigger as it was, and the log goes on', async () => {
    const modes = (at: TestApp): Promise<unknown[]> =>
      at.sql(`SELECT tgrelid::regclass::text AS of, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`);
    expect(await modes(empty)).toEqual(await modes(app));
    const [before] = await empty.sql<{ size: string }>('SELECT max(size) AS size FROM log_roots');
    // Cover leaves are due again.
    await empty.setClock('2027-01-05T09:30:00+08:00');
    await empty.app.get(SequenceEntries).run();
    const [after] = await empty.sql<{ size: string }>('SELECT max(size) AS size FROM log_roots');
    expect(Number(after?.size)).toBeGreaterThan(Number(before?.size));
  });
});
