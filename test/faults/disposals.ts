import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DestroyRecord } from '../../src/archive/destroy-record.js';
import { RemoveFiles } from '../../src/archive/remove-files.js';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import type { TestApp } from '../app.js';
import { dumped } from '../archive/dump.js';
import { approvedDisposal } from '../archive/ended.js';
import { contentDigest } from '../content-digest.js';
import { act, answered, done, draft } from '../journeys/steps.js';
import { foundIn, foundInFolder, needlesOf } from './scan.js';

/** What the worker does of a disposal, one after the other: a transaction, or files and then a transaction. */
export const phases = [
  { name: 'the rows go', step: 'destroy' },
  { name: 'the marks go', step: 'files' },
  { name: 'the files go', step: 'files' },
] as const;

/** A record whose time is over and whose disposal is approved. */
export interface Approved {
  tenderId: string;
  disposalId: string;
  /** SHA-256 of the files that nothing else names. */
  own: string[];
  /** Of its payloads, in hexadecimal. */
  salts: string[];
}

/** What only the records say that are to be destroyed. */
const said = '绿松石';
const common = Buffer.from('%PDF-1.7 通用合同条款');
const reason = { zh: '需求取消。', en: 'No longer needed.' };
const during = '2026-03-02T09:00:00+08:00';
const minutesBetween = 10;

let made = 0;

/** A draft with the document that every record here has. */
export async function keptProcurement(app: TestApp): Promise<string> {
  const { id } = done(await draft(app)).body;
  await upload(app, id, common);
  return id;
}

/** Drafted with three documents, cancelled, sixteen years later proposed and approved. The clock stands where it stood, in the years after. */
export async function approvedRecords(app: TestApp, count: number): Promise<Approved[]> {
  const now = await instantAfter(app, 0);
  await app.setClock(during);
  const ended: Omit<Approved, 'disposalId'>[] = [];
  for (let at = 0; at < count; at += 1) ended.push(await cancelled(app));
  await app.setClock(now < '2042' ? '2042-01-01T09:00:00+08:00' : now);
  const approved: Approved[] = [];
  for (const one of ended) approved.push({ ...one, disposalId: await approvedDisposal(app, one.tenderId) });
  return approved;
}

/** Until files that were found may go. */
export async function wait(app: TestApp): Promise<void> {
  await app.setClock(await instantAfter(app, minutesBetween));
}

/** All phases before this one done, undisturbed. */
export async function ledTo(app: TestApp, phase: number, { disposalId }: Approved): Promise<void> {
  if (phase > 0) await app.app.get(DestroyRecord).run(disposalId);
  if (phase > 1) await app.app.get(RemoveFiles).run(disposalId);
}

export async function areExecuted(app: TestApp, records: readonly Approved[]): Promise<boolean> {
  const ids = records.map((one) => one.disposalId);
  const rows = await app.sql(`SELECT FROM disposals WHERE id = ANY ($1) AND state = 'executed'`, [ids]);
  return rows.length === ids.length;
}

/** What is there of a destroyed record. */
export async function leftOf(app: TestApp, { tenderId, disposalId, own }: Approved): Promise<object> {
  await app.app.get(SequenceEntries).run();
  const entries = await app.sql<{ type: string; counted: string }>(
    `SELECT type, count(DISTINCT entry.id) || ' in ' || count(log.index) AS counted FROM audit_entries entry LEFT JOIN log_entries log ON log.entry_id = entry.id
      WHERE tender_id = $1 AND type LIKE 'disposal.%' GROUP BY type`,
    [tenderId],
  );
  const [row] = await app.sql<object>(
    `SELECT state, (SELECT count(*)::int FROM audit_payloads JOIN audit_entries entry ON entry.id = entry_id WHERE tender_id = $2 AND type NOT LIKE 'disposal.%') AS payloads,
            (SELECT count(*) > 2 FROM forgotten_rows WHERE disposal = $1) AS forgotten,
            (SELECT count(*)::int FROM forgotten_rows JOIN row_seals USING (table_name, row_name) WHERE disposal = $1) AS seals,
            (SELECT jsonb_object_agg(sha256, outcome) FROM disposal_blobs WHERE disposal_id = $1 AND outcome IS DISTINCT FROM 'absent') AS outcomes
       FROM disposals WHERE id = $1`,
    [disposalId, tenderId],
  );
  return {
    ...row,
    entries: Object.fromEntries(entries.map((one) => [one.type, one.counted])),
    rows: Object.keys(await rowsOf(app, tenderId)),
    files: [...own, sha256(common)].filter((name) => existsSync(pathOf(app, name))),
  };
}

/** What is to be there of it; `waited` is how often its files were put off. */
export function destroyed({ own }: Approved, waited = 0): object {
  const found = waited + 1;
  return {
    state: 'executed',
    payloads: 0,
    forgotten: true,
    seals: 0,
    outcomes: { ...Object.fromEntries(own.map((name) => [name, 'removed'])), [sha256(common)]: 'kept' },
    entries: {
      'disposal.proposed': '1 in 1',
      'disposal.approved': '2 in 2',
      'disposal.begun': '1 in 1',
      'disposal.files-found': `${found} in ${found}`,
      ...(waited > 0 ? { 'disposal.files-waiting': `${waited} in ${waited}` } : {}),
      'disposal.executed': '1 in 1',
    },
    rows: [],
    files: [sha256(common)],
  };
}

/** Where any of what such records say, or their salts, lie: in a table, in a file of the store or on its way there. */
export async function tracesOf(app: TestApp, records: readonly Approved[]): Promise<string[]> {
  const needles = needlesOf([said, ...records.flatMap((one) => one.salts)]);
  return [...foundIn(await dumped(app), needles, 0), ...foundInFolder(join(app.config.dataDir, 'blobs'), needles)];
}

/** All that is kept of a procurement: of each table a digest of its rows, of payloads and stored answers, too. */
export async function recordOf(app: TestApp, tenderId: string): Promise<Record<string, string>> {
  const [others] = await app.sql<Record<string, string>>(
    `SELECT (SELECT md5(string_agg(body::text, E'\\n' ORDER BY body.entry_id)) FROM audit_payloads body JOIN audit_entries entry ON entry.id = entry_id WHERE tender_id = $1::uuid) AS payloads,
            (SELECT md5(string_agg(key::text, E'\\n' ORDER BY key::text)) FROM idempotency_keys key WHERE key::text LIKE '%' || ($1::uuid)::text || '%') AS answers,
            (SELECT md5(string_agg(seal::text, E'\\n' ORDER BY seq)) FROM row_seals seal WHERE act IN
              (SELECT act FROM sealed_acts JOIN audit_entries entry ON entry.id = entry_id WHERE tender_id = $1::uuid)) AS seals`,
    [tenderId],
  );
  return { ...others, ...(await rowsOf(app, tenderId)) };
}

async function rowsOf(app: TestApp, tenderId: string): Promise<Record<string, string>> {
  const tables = await app.sql<{ name: string; which: string }>(
    `SELECT * FROM (SELECT oid::regclass::text AS name, record_rows(oid::regclass, $1) AS which FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) one WHERE which IS NOT NULL ORDER BY name`,
    [tenderId],
  );
  const digests: [string, string][] = [];
  for (const { name, which } of tables) {
    const [row] = await app.sql<{ digest: string | null }>(
      `SELECT md5(string_agg(one::text, E'\\n' ORDER BY one::text)) AS digest FROM ${name} one WHERE ${which}`,
    );
    if (row?.digest) digests.push([name, row.digest]);
  }
  return Object.fromEntries(digests);
}

async function cancelled(app: TestApp): Promise<Omit<Approved, 'disposalId'>> {
  made += 1;
  const title = { zh: `${said}第${made}号采购`, en: `Turquoise procurement ${made}` };
  const { id } = done(await draft(app, { title })).body;
  const files = [1, 2].map((file) => Buffer.from(`%PDF-1.7 ${said}第${made}号采购，文件${file}`));
  for (const bytes of [...files, common]) await upload(app, id, bytes);
  const path = `/v1/tenders/${id}`;
  done(await act(app, 'procurer-wang', 'post', `${path}/cancellation`, { code: 'other', reason }, path));
  const salts = await app.sql<{ salt: string }>(
    `SELECT encode(salt, 'hex') AS salt FROM audit_payloads JOIN audit_entries entry ON entry.id = entry_id WHERE tender_id = $1`,
    [id],
  );
  return { tenderId: id, own: files.map(sha256).sort(), salts: salts.map((one) => one.salt) };
}

async function upload(app: TestApp, tenderId: string, bytes: Buffer): Promise<void> {
  const headers = {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('文件.pdf')}`,
    'content-digest': contentDigest(bytes),
  };
  const request = (await app.as('procurer-wang'))('post', `/v1/tenders/${tenderId}/documents`);
  done(answered(await request.set(headers).send(bytes)));
}

async function instantAfter(app: TestApp, minutes: number): Promise<string> {
  const [row] = await app.sql<{ at: string }>('SELECT utc_text(platform_now() + make_interval(mins => $1)) AS at', [minutes]);
  return (row as { at: string }).at;
}

function pathOf(app: TestApp, name: string): string {
  return join(app.config.dataDir, 'blobs', 'sha256', name.slice(0, 2), name);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
