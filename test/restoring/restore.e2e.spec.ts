import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BuildBundle } from '../../src/archive/build-bundle.js';
import { CompareRecord } from '../../src/archive/compare-record.js';
import type { Difference } from '../../src/archive/record-findings.js';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { SigningKeys } from '../../src/platform/signing-keys.js';
import { restoreCommand } from '../../src/restoring/restore-command.js';
import { startTestApp, type TestApp } from '../app.js';
import { behind } from '../archive/behind.js';
import { bundleOf, ended, filesIn, unpacked } from '../archive/bundles.js';
import { mirror, put } from '../archive/mirror.js';
import { changeSeals, rebag } from '../verification/forged-bundles.js';
import { done, draft, submit, type Opened } from '../journeys/steps.js';

let app: TestApp;
let empty: TestApp;
let scratch: string;
let tender: Opened;
let tar: Buffer;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-restore-'));
  app = await startTestApp({ env: { LOG_CHECKPOINT_SECONDS: '0' } });
  const drafted = done(await draft(app)).body['id'] as string;
  // A bid that was withdrawn: its file is in no bundle.
  tender = await ended(app, async (open) => {
    done(await submit(app, open, 'supplier-shenda'));
    expect((await (await app.as('supplier-shenda'))('delete', `${open.path}/bids/mine`)).status).toBe(200);
  });
  ({ tar } = await bundleOf(app, tender.id));
  writeFileSync(join(scratch, 'bundle.tar'), tar);
  await resealed(drafted);
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

/** A bundle as it is where an act of nobody's procurement sealed its tender again: the entries name a seal, and it is not there. */
async function resealed(tenderId: string): Promise<void> {
  const bag = unpacked((await bundleOf(app, tenderId)).tar);
  const files = filesIn(bag.folder);
  bag.remove();
  changeSeals(files, (seal) => (seal.table === 'tenders' ? null : seal));
  rebag(files, new SigningKeys(app.config));
  for (const [name, bytes] of files) put(join(scratch, 'drafted'), name, bytes);
}

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

const entry = (type: string): string => `(SELECT id FROM audit_entries WHERE type = '${type}' ORDER BY inserted LIMIT 1)`;

/** What somebody who owns the restored database does, and what must be said of it. */
const faults: [string, string, [string, string, string]][] = [
  ['an amount is edited', 'UPDATE contracts SET amount = amount + 1', ['changed', 'contracts', 'amount']],
  [
    'a party is edited',
    `UPDATE organizations SET in_zone = NOT in_zone WHERE id IN (SELECT procurer_id FROM tenders)`,
    ['changed', 'organizations', 'in_zone'],
  ],
  [
    'the moment of a bid is edited',
    `UPDATE bid_submissions SET received_at = received_at - interval '1 microsecond' WHERE version = 1 AND action = 'submission'`,
    ['changed', 'bid_submissions', 'received_at'],
  ],
  [
    'a row is deleted with its seals',
    `WITH gone AS (DELETE FROM evaluations RETURNING id) DELETE FROM row_seals USING gone WHERE table_name = 'evaluations' AND row_name = gone.id::text`,
    ['missing', 'evaluations', ''],
  ],
  [
    'a row of a party is deleted with its seals',
    `WITH gone AS (DELETE FROM memberships RETURNING id) DELETE FROM row_seals USING gone WHERE table_name = 'memberships' AND row_name = gone.id::text`,
    ['missing', 'memberships', ''],
  ],
  [
    'a row is added',
    `INSERT INTO people SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'subject', 'another'))).* FROM people one LIMIT 1`,
    ['added', 'people', ''],
  ],
  [
    'the seal is forged with the row',
    `INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt) SELECT 'opening_minutes', one.row_name, one.row_key, one.act, seal_of(jsonb_set(to_jsonb(made), '{stage}', '7'), one.salt), one.salt FROM row_seals one JOIN opening_minutes made ON one.table_name = 'opening_minutes' AND made.tender_id::text = one.row_key ->> 'tender_id'`,
    ['unproven', 'opening_minutes', ''],
  ],
  [
    'an entry is deleted with its place',
    `WITH place AS (DELETE FROM log_entries WHERE entry_id = ${entry('tender.awarded')} RETURNING entry_id), said AS (DELETE FROM audit_payloads USING place WHERE audit_payloads.entry_id = place.entry_id) DELETE FROM audit_entries USING place WHERE id = place.entry_id`,
    ['missing', 'log_entries', ''],
  ],
  [
    'more is said not to have been restored',
    `UPDATE restorations SET places_left = places_left + int8multirange(int8range(log_size, log_size + 1))`,
    ['changed', 'restorations', 'places_left'],
  ],
  [
    'so of a file',
    `INSERT INTO unrestored_files SELECT encode(sha256('other'), 'hex'), id FROM restorations`,
    ['added', 'unrestored_files', ''],
  ],
];
let found: Difference[];

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
    const { code, lines } = await restore(['--log', 'log', 'bundle.tar', 'drafted']);
    expect({ code, lines }).toEqual({
      code: 0,
      lines: expect.arrayContaining([expect.stringContaining('RESTORED 2')]) as string[],
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
    const made = unpacked(again);
    const names = [...filesIn(made.folder).keys()];
    made.remove();
    expect([names.includes('data/checkpoint'), names.filter((name) => name.endsWith('.tlog-proof')).length]).toEqual([true, 5]);
  });

  it('is held against its leaves like any other record: nothing is found, and its act says what is the word of the bundle alone', async () => {
    expect(await empty.app.get(CompareRecord).cycle()).toEqual([]);
    const [entry] = await empty.sql<{ said: string; place: string; restored: string }>(
      `SELECT payload AS said, log.index AS place, (SELECT max(log_size) FROM restorations) AS restored FROM audit_payloads
         JOIN audit_entries entry ON entry.id = entry_id JOIN log_entries log USING (entry_id) WHERE type = 'archive.restored'`,
    );
    expect(Number(entry?.place)).toBeGreaterThanOrEqual(Number(entry?.restored));
    const { payload } = JSON.parse(entry?.said ?? '') as { payload: { unproven: Record<string, number>; filesLeft: number } };
    const bag = unpacked(tar);
    const listed = filesIn(bag.folder).get('tagmanifest-sha512.txt') as Buffer;
    bag.remove();
    expect(payload).toMatchObject({
      bundles: [{ tenderId: tender.id, sha512: createHash('sha512').update(listed).digest('hex') }, {}],
      unproven: { organizations: expect.any(Number) as number, bid_submissions: 5, tenders: 1 },
      filesLeft: 1,
    });
    const left = await empty.sql<{ what: string }>(`SELECT DISTINCT table_name AS what FROM unrestored_seals`);
    expect(left).toContainEqual({ what: 'tenders' });
    for (const table of ['awards', 'contracts', 'opened_bids', 'evaluations'])
      expect([table, payload.unproven[table]]).toEqual([table, undefined]);
  }, 120_000);

  it('says of each thing done behind the restored service what was done, within one cycle', async () => {
    for (const [, sql] of faults) await behind(empty, sql);
    found = await empty.app.get(CompareRecord).cycle();
    expect(found.length).toBeGreaterThanOrEqual(faults.length);
  }, 120_000);

  it.each(faults)('%s: found', (_what, _sql, [kind, table, field]) => {
    expect(found.map((one) => [one.kind, one.table, one.field])).toContainEqual([kind, table, field]);
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
