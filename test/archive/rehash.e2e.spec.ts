import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { CompareRecord } from '../../src/archive/compare-record.js';
import type { Difference } from '../../src/archive/record-findings.js';
import { startTestApp, type TestApp } from '../app.js';
import { audited, awarded, done, look, opened, published, sign, type Opened } from '../journeys/steps.js';

/** As one who owns the server does it, who leaves every trigger as it was. */
export async function behind(app: TestApp, fault: string): Promise<void> {
  const client = new pg.Client({ connectionString: app.database.ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    const always = await client.query<{ t: string; n: string }>(
      `SELECT tgrelid::regclass::text AS t, tgname AS n FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal`,
    );
    await client.query('SET LOCAL ROLE ftz_owner');
    for (const { t, n } of always.rows) await client.query(`ALTER TABLE ${t} DISABLE TRIGGER ${n}`);
    await client.query('RESET ROLE');
    await client.query(fault);
    await client.query('SET LOCAL ROLE ftz_owner');
    for (const { t, n } of always.rows) await client.query(`ALTER TABLE ${t} ENABLE ALWAYS TRIGGER ${n}`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

const entry = (type: string): string => `(SELECT id FROM audit_entries WHERE type = '${type}' ORDER BY inserted LIMIT 1)`;
const place = (type: string): string => `(SELECT index FROM log_entries WHERE entry_id = ${entry(type)})`;

/** What somebody who owns the server does, and what must be said of it: the kind, the table and the field. */
const faults: [string, string, [string, string, string]][] = [
  ['a payload is edited', `UPDATE audit_payloads SET payload = replace(payload, '"article":53', '"article":54') WHERE entry_id = ${entry('tender.published')}`, ['changed', 'audit_payloads', 'payload']],
  ['a payload is not JSON any more', `UPDATE audit_payloads SET payload = 'gone' WHERE entry_id = ${entry('tender.approved')}`, ['changed', 'audit_payloads', 'payload']],
  ['a payload is deleted', `DELETE FROM audit_payloads WHERE entry_id = ${entry('tender.closed')}`, ['missing', 'audit_payloads', '']],
  ['an entry is deleted', `DELETE FROM audit_entries WHERE id = ${entry('contract.signed')}`, ['missing', 'audit_entries', '']],
  ['a leaf and its hash are edited', `UPDATE audit_entries SET leaf = leaf || ' ', leaf_hash = sha256('\\x00'::bytea || convert_to(leaf || ' ', 'UTF8')) WHERE id = ${entry('tender.awarded')}`, ['changed', 'audit_entries', 'leaf']],
  ['who acted is edited', `UPDATE audit_entries SET actor_person_id = gen_random_uuid() WHERE id = ${entry('tender.opened')}`, ['changed', 'audit_entries', 'actor_person_id']],
  ['a place of the log is deleted', `DELETE FROM log_entries WHERE index = ${place('tender.drafted')}`, ['missing', 'log_entries', '']],
  ['an entry without a place', `DELETE FROM log_entries WHERE index = ${place('tender.drafted')}`, ['added', 'audit_entries', '']],
  ['a node of the tree is edited', `UPDATE log_nodes SET hash = sha256('other') WHERE level = 2 AND index = 1`, ['changed', 'log_nodes', 'hash']],
  ['a root is edited', `UPDATE log_roots SET root = sha256('other') WHERE size = (SELECT min(size) FROM log_roots)`, ['changed', 'log_roots', 'root']],
  ['an amount is edited', `UPDATE contracts SET amount = amount + 1`, ['changed', 'contracts', 'amount']],
  ['an award is edited', `UPDATE awards SET state = 'set-aside'`, ['changed', 'awards', 'state']],
  ['a deadline is edited', `UPDATE tenders SET bids_close_at = bids_close_at + interval '1 microsecond' WHERE opened_at IS NOT NULL`, ['changed', 'tenders', 'bids_close_at']],
  ['a notice is edited', `UPDATE tender_notices SET content = content || '{"title": {"zh": "另一公告"}}'`, ['changed', 'tender_notices', 'content']],
  ['a sealed bid is edited', `UPDATE bid_submissions SET ct_sha256 = sha256('other') WHERE id = (SELECT min(id::text)::uuid FROM bid_submissions)`, ['changed', 'bid_submissions', 'ct_sha256']],
  ['an opened bid is deleted', `DELETE FROM opened_bids WHERE id = (SELECT max(id::text)::uuid FROM opened_bids)`, ['missing', 'opened_bids', '']],
  ['a row is added', `INSERT INTO tender_valuations SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).* FROM tender_valuations one LIMIT 1`, ['added', 'tender_valuations', '']],
  ['a role is given', `UPDATE memberships SET roles = roles || 'auditor'`, ['changed', 'memberships', 'roles']],
  ['the seal is forged with the row', `WITH changed AS (UPDATE committees SET id = id RETURNING *) INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt) SELECT 'opening_minutes', one.row_name, one.row_key, one.act, seal_of(jsonb_set(to_jsonb(minutes), '{stage}', '1'), one.salt), one.salt FROM row_seals one JOIN opening_minutes minutes ON one.table_name = 'opening_minutes' AND minutes.id::text = one.row_key ->> 'id'`, ['unproven', 'opening_minutes', '']],
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
    expect((await look(app, null, '/health/ready')).body).toMatchObject({ record: 'whole' });
  }, 120_000);
});
