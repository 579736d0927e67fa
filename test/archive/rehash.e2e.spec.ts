import { readdirSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CompareRecord } from '../../src/archive/compare-record.js';
import type { Difference } from '../../src/archive/record-findings.js';
import { startTestApp, type TestApp } from '../app.js';
import { behind } from './behind.js';
import { audited, awarded, done, look, opened, published, sign, type Opened } from '../journeys/steps.js';

const entry = (type: string): string => `(SELECT id FROM audit_entries WHERE type = '${type}' ORDER BY inserted LIMIT 1)`;
const place = (type: string): string => `(SELECT index FROM log_entries WHERE entry_id = ${entry(type)})`;

/** What somebody who owns the server does, and what must be said of it: the kind, the table and the field. */
const faults: [string, string, [string, string, string]][] = [
  [
    'a payload is edited',
    `UPDATE audit_payloads SET payload = replace(payload, '"article":53', '"article":54') WHERE entry_id = ${entry('tender.published')}`,
    ['changed', 'audit_payloads', 'payload'],
  ],
  [
    'a payload is not JSON any more',
    `UPDATE audit_payloads SET payload = 'gone' WHERE entry_id = ${entry('tender.approved')}`,
    ['changed', 'audit_payloads', 'payload'],
  ],
  [
    'a payload is deleted',
    `DELETE FROM audit_payloads WHERE entry_id = ${entry('tender.closed')}`,
    ['missing', 'audit_payloads', ''],
  ],
  ['an entry is deleted', `DELETE FROM audit_entries WHERE id = ${entry('contract.signed')}`, ['missing', 'audit_entries', '']],
  [
    'a leaf and its hash are edited',
    `UPDATE audit_entries SET leaf = leaf || ' ', leaf_hash = sha256('\\x00'::bytea || convert_to(leaf || ' ', 'UTF8')) WHERE id = ${entry('tender.awarded')}`,
    ['changed', 'audit_entries', 'leaf'],
  ],
  [
    'who acted is edited',
    `UPDATE audit_entries SET actor_person_id = gen_random_uuid() WHERE id = ${entry('tender.opened')}`,
    ['changed', 'audit_entries', 'actor_person_id'],
  ],
  [
    'a place of the log is deleted',
    `DELETE FROM log_entries WHERE index = ${place('tender.drafted')}`,
    ['missing', 'log_entries', ''],
  ],
  [
    'an entry without a place',
    `DELETE FROM log_entries WHERE index = ${place('tender.drafted')}`,
    ['added', 'audit_entries', ''],
  ],
  [
    'a node of the tree is edited',
    `UPDATE log_nodes SET hash = sha256('other') WHERE level = 2 AND index = 1`,
    ['changed', 'log_nodes', 'hash'],
  ],
  [
    'a root is edited',
    `UPDATE log_roots SET root = sha256('other') WHERE size = (SELECT min(size) FROM log_roots)`,
    ['changed', 'log_roots', 'root'],
  ],
  ['an amount is edited', `UPDATE contracts SET amount = amount + 1`, ['changed', 'contracts', 'amount']],
  ['an award is edited', `UPDATE awards SET state = 'set-aside'`, ['changed', 'awards', 'state']],
  [
    'a deadline is edited',
    `UPDATE tenders SET bids_close_at = bids_close_at + interval '1 microsecond' WHERE opened_at IS NOT NULL`,
    ['changed', 'tenders', 'bids_close_at'],
  ],
  [
    'a notice is edited',
    `UPDATE tender_notices SET content = content || '{"title": {"zh": "另一公告"}}'`,
    ['changed', 'tender_notices', 'content'],
  ],
  [
    'a sealed bid is edited',
    `UPDATE bid_submissions SET ct_sha256 = sha256('other') WHERE id = (SELECT min(id::text)::uuid FROM bid_submissions)`,
    ['changed', 'bid_submissions', 'ct_sha256'],
  ],
  [
    'an opened bid is deleted',
    `DELETE FROM opened_bids WHERE id = (SELECT max(id::text)::uuid FROM opened_bids)`,
    ['missing', 'opened_bids', ''],
  ],
  [
    'a row is added',
    `INSERT INTO memberships SELECT gen_random_uuid(), person_id, organization_id, roles, since, until FROM memberships LIMIT 1`,
    ['added', 'memberships', ''],
  ],
  ['a role is given', `UPDATE memberships SET roles = array_append(roles, 'auditor')`, ['changed', 'memberships', 'roles']],
  [
    'a row is deleted with its seals',
    `WITH gone AS (DELETE FROM evaluations RETURNING id) DELETE FROM row_seals USING gone WHERE table_name = 'evaluations' AND row_name = gone.id::text`,
    ['missing', 'evaluations', ''],
  ],
  [
    'the seal is forged with the row',
    `INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt) SELECT 'opening_minutes', one.row_name, one.row_key, one.act, seal_of(jsonb_set(to_jsonb(made), '{stage}', '7'), one.salt), one.salt FROM row_seals one JOIN opening_minutes made ON one.table_name = 'opening_minutes' AND made.tender_id::text = one.row_key ->> 'tender_id'`,
    ['unproven', 'opening_minutes', ''],
  ],
];

describe('the record held against its leaves (art. 57; T16, T18)', () => {
  let app: TestApp;
  let tender: Opened;
  let found: Difference[];

  beforeAll(async () => {
    app = await startTestApp();
    tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    done(await sign(app, tender, awardId));
    await app.drain();
  }, 240_000);
  afterAll(() => app.close());

  it('finds nothing after a whole procurement', async () => {
    expect(await app.app.get(CompareRecord).cycle()).toEqual([]);
    expect((await look(app, null, '/health/ready')).body).toMatchObject({ alarms: [] });
  }, 120_000);

  it('says of each thing done behind the application what was done, within one cycle', async () => {
    for (const [, sql] of faults) await behind(app, sql);
    const [first, second] = files();
    writeFileSync(first as string, 'other bytes');
    rmSync(second as string);
    found = await app.app.get(CompareRecord).cycle();
    expect(found.length).toBeGreaterThan(faults.length);
  }, 120_000);

  it.each(faults)('%s: found', (_what, _sql, [kind, table, field]) => {
    expect(found.map((one) => [one.kind, one.table, one.field])).toContainEqual([kind, table, field]);
  });

  it('names each row once, with what its leaf says and what stands there', () => {
    const said = found.find((one) => one.kind === 'changed' && one.table === 'contracts');
    expect(said).toMatchObject({
      row: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      said: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect(said?.stands).not.toBe(said?.said);
    const acted = found.filter((one) => one.field === 'actor_person_id');
    expect(acted.map((one) => one.said)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('finds documents whose bytes are another, and those that are gone', () => {
    const [first, second] = [
      found.find((one) => one.table === 'blobs' && one.kind === 'changed'),
      found.find((one) => one.kind === 'missing' && one.table === 'blobs'),
    ];
    expect(first?.stands).not.toBe(first?.row);
    expect(second?.field).toBe('named by bid_submissions');
  });

  it('tells it in the trail, on its page and in its health, and a second cycle says nothing twice', async () => {
    expect(await app.app.get(CompareRecord).cycle()).toEqual([]);
    expect(await audited(app, 'archive.finding')).toBeGreaterThan(0);
    expect((await look(app, null, '/health/ready')).body).toMatchObject({ status: 'ok', alarms: ['archive.finding'] });
    const page = done(await look(app, 'auditor-feng', '/v1/archive/findings?limit=100')).body as unknown as {
      items: Difference[];
      next: string | null;
    };
    expect(page.items).toHaveLength(found.length);
    const [one] = (done(await look(app, 'auditor-feng', '/v1/archive/findings?limit=1')).body as unknown as typeof page).items;
    expect(one).toEqual(page.items[0]);
    expect((await look(app, 'supplier-shenda', '/v1/archive/findings')).status).toBe(403);
    expect((await look(app, 'auditor-feng', '/v1/archive/findings?limit=0')).status).toBe(422);
  }, 120_000);

  it('finds what a superuser writes with every trigger on: no entry tells of it', async () => {
    await app.sql(`UPDATE organizations SET in_zone = NOT in_zone WHERE id = (SELECT min(id::text)::uuid FROM organizations)`);
    const later = await app.app.get(CompareRecord).cycle();
    expect(later.map((one) => [one.kind, one.table])).toEqual([['untold', 'organizations']]);
  }, 120_000);

  it('finds fences that were taken down, and a comparing that was replaced', async () => {
    await app.sql('ALTER TABLE awards DISABLE TRIGGER seal_row');
    await app.sql('DROP TRIGGER append_only_rows ON opening_minutes');
    await app.sql(`CREATE OR REPLACE FUNCTION is_disposed(entry uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'`);
    await app.sql('ALTER TABLE audit_payloads DISABLE ROW LEVEL SECURITY');
    const grant = app.sql('GRANT DELETE ON contracts TO ftz_app');
    await grant;
    const fences = (await app.app.get(CompareRecord).cycle())
      .filter((one) => one.kind === 'fence')
      .map(({ table, row }) => `${table} ${row}`);
    expect(fences.sort()).toEqual(
      [
        'pg_class audit_payloads',
        'pg_class contracts',
        'pg_proc is_disposed',
        'pg_trigger awards.seal_row',
        'pg_trigger opening_minutes.append_only_rows',
      ].sort(),
    );
  }, 120_000);

  it('goes on where it stood, a piece at a time, and rests after the end', async () => {
    const compare = app.app.get(CompareRecord);
    await app.sql(`UPDATE rehash_state SET due_at = '-infinity', part = 0, position = 0`);
    let pieces = 1;
    while (await compare.piece()) pieces += 1;
    expect(pieces).toBeGreaterThan(90);
    expect(await compare.piece()).toBe(false);
    expect(
      await app.sql('SELECT part, due_at > platform_now() AS rests, ended_at IS NOT NULL AS ended FROM rehash_state'),
    ).toEqual([{ part: 0, rests: true, ended: true }]);
  }, 120_000);

  function files(): string[] {
    const root = join(app.config.dataDir, 'blobs', 'sha256');
    return readdirSync(root)
      .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
      .sort();
  }
});
