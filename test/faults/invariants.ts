import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { TestApp } from '../app.js';

export interface Verdict {
  /** `number: what, how many`; empty where all hold. */
  broken: string[];
  /** What nothing here can show yet. */
  notRun: string[];
  /** How many rows each was asked of, so that nothing empty passes for shown. */
  asked: Record<string, number>;
}

/** A row for everything that breaks an invariant (design, section 5); `$1` is a tender, or null for all. */
const breaking: Record<string, string> = {
  '1 a receipted act has one leaf': `
    SELECT one.id FROM bid_submissions one
     WHERE ($1::uuid IS NULL OR one.tender_id = $1)
       AND (SELECT count(*) FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
             WHERE entry.subject_id = one.id AND entry.sealed AND entry.tender_id = one.tender_id AND entry.recorded_at = one.received_at
               AND entry.type = CASE one.action WHEN 'submission' THEN 'bid.submitted' WHEN 'replacement' THEN 'bid.replaced' ELSE 'bid.withdrawn' END
               AND body.payload::json -> 'payload' ->> 'ciphertextSha256' IS NOT DISTINCT FROM encode(one.ct_sha256, 'hex')) <> 1`,
  '1 a leaf of a bid has its row': `
    SELECT entry.id FROM audit_entries entry
     WHERE ($1::uuid IS NULL OR entry.tender_id = $1) AND entry.type IN ('bid.submitted', 'bid.replaced') AND entry.sealed
       AND NOT EXISTS (SELECT FROM bid_submissions one WHERE one.id = entry.subject_id)`,
  '1 versions of a bidder are one chain': `
    SELECT one.id FROM bid_submissions one LEFT JOIN bid_submissions before ON before.id = one.previous_id
     WHERE ($1::uuid IS NULL OR one.tender_id = $1) AND one.version > 1
       AND (before.version, before.supplier_id, before.tender_id) IS DISTINCT FROM (one.version - 1, one.supplier_id, one.tender_id)`,
  '2 no bid at or after its deadline': `
    SELECT one.id FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id
     WHERE ($1::uuid IS NULL OR one.tender_id = $1) AND one.received_at >= tenders.bids_close_at`,
  '2 no bid after the opening': `
    SELECT one.id FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id JOIN audit_entries mine ON mine.subject_id = one.id AND mine.sealed
     WHERE ($1::uuid IS NULL OR one.tender_id = $1)
       AND (one.received_at >= tenders.opened_at OR EXISTS (
         SELECT FROM audit_entries opening WHERE opening.tender_id = one.tender_id AND opening.type = 'tender.opened' AND opening.inserted < mine.inserted
            AND mine.type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn')))`,
  '2 no opening before its moment': `
    SELECT id FROM tenders WHERE ($1::uuid IS NULL OR id = $1)
       AND (opened_at < opens_at OR opens_at < bids_close_at + interval '20 seconds')`,
  '3 what is opened was in the box': `
    SELECT bid.id FROM opened_bids bid
     WHERE ($1::uuid IS NULL OR bid.tender_id = $1) AND NOT EXISTS (
       SELECT FROM bid_submissions one WHERE one.id = bid.id AND one.action <> 'withdrawal' AND one.supplier_id = bid.supplier_id
          AND encode(one.ct_sha256, 'hex') = bid.ciphertext_sha256
          AND encode(one.price_sha256, 'hex') IS NOT DISTINCT FROM bid.price_sha256
          AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = one.id))`,
  '3 what was in the box is opened': `
    SELECT one.id FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id AND tenders.opened_at IS NOT NULL
     WHERE ($1::uuid IS NULL OR one.tender_id = $1) AND one.action <> 'withdrawal'
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = one.id)
       AND NOT EXISTS (SELECT FROM opened_bids bid WHERE bid.id = one.id)`,
  '3 what an opened bid lists is kept': `
    SELECT bid.id FROM opened_bids bid CROSS JOIN LATERAL jsonb_array_elements(bid.content -> 'documents') listed
     WHERE ($1::uuid IS NULL OR bid.tender_id = $1)
       AND NOT EXISTS (SELECT FROM opened_documents kept WHERE kept.bid_id = bid.id AND kept.sha256 = listed ->> 'sha256')`,
  '4 nothing is opened before the opening': `
    SELECT bid.id FROM opened_bids bid JOIN tenders ON tenders.id = bid.tender_id
     WHERE ($1::uuid IS NULL OR bid.tender_id = $1) AND tenders.opened_at IS NULL
    UNION ALL SELECT minutes.id FROM opening_minutes minutes JOIN tenders ON tenders.id = minutes.tender_id
     WHERE ($1::uuid IS NULL OR minutes.tender_id = $1) AND tenders.opened_at IS NULL`,
  '4 no message tells of a sealed entry': `
    SELECT outbox.id FROM outbox JOIN audit_entries entry ON entry.id = outbox.entry_id
     WHERE ($1::uuid IS NULL OR entry.tender_id = $1) AND entry.sealed`,
  '5 the tree is what every checkpoint and every cosignature says': `
    SELECT one.size FROM log_checkpoints one LEFT JOIN log_cosignatures USING (origin, size)
     WHERE ($1::uuid IS NULL OR true) AND (root_at(one.size) IS DISTINCT FROM one.root
        OR split_part(one.note, E'\\n', 2) <> one.size::text OR split_part(one.note, E'\\n', 3) <> encode(one.root, 'base64'))
    UNION ALL SELECT size FROM log_roots WHERE ($1::uuid IS NULL OR true) AND root_at(size) IS DISTINCT FROM root`,
  '5 every leaf and node is as the RFC has it': `
    SELECT row_name FROM compare_log(0, (SELECT coalesce(max(size), 0) FROM log_roots)) WHERE ($1::uuid IS NULL OR true) AND table_name LIKE 'log%' AND table_name <> 'log_checkpoints'`,
  '5 no checkpoint is smaller than one before it': `
    SELECT later.size FROM log_checkpoints later JOIN log_checkpoints one ON one.origin = later.origin AND one.published < later.published
     WHERE ($1::uuid IS NULL OR true) AND later.size <= one.size`,
  '5 the leaves are one row without a gap': `
    SELECT log.index FROM log_entries log WHERE ($1::uuid IS NULL OR true) AND log.index > 0
       AND NOT EXISTS (SELECT FROM log_entries before WHERE before.index = log.index - 1)
    UNION ALL SELECT size FROM log_roots WHERE NOT EXISTS (SELECT FROM log_entries WHERE index = size - 1)`,
  '6 an entry is what its leaf says, and has one payload': `
    SELECT entry.id FROM audit_entries entry LEFT JOIN audit_payloads body ON body.entry_id = entry.id
     WHERE ($1::uuid IS NULL OR entry.tender_id = $1)
       AND (entry.leaf_hash <> sha256('\\x00'::bytea || convert_to(entry.leaf, 'UTF8'))
         OR (encode(sha256(body.salt || convert_to(body.payload, 'UTF8')), 'hex') IS DISTINCT FROM entry.leaf::json ->> 'sha256' AND NOT is_disposed(entry.id)))`,
  '6 a published or opened tender has one entry that says so': `
    SELECT id FROM tenders WHERE ($1::uuid IS NULL OR id = $1) AND opened_at IS NOT NULL
       AND (SELECT count(*) FROM audit_entries WHERE tender_id = tenders.id AND type = 'tender.opened') <> 1`,
  '6 whoever acted belongs to the organisation it acted for, or is the platform': `
    SELECT entry.id FROM audit_entries entry
     WHERE ($1::uuid IS NULL OR entry.tender_id = $1) AND entry.type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn')
       AND NOT EXISTS (SELECT FROM memberships member WHERE member.person_id = entry.actor_person_id AND member.organization_id = entry.actor_organization_id
                          AND member.since <= entry.recorded_at AND (member.until IS NULL OR member.until > entry.recorded_at))
       AND NOT EXISTS (SELECT FROM bid_submissions one WHERE one.id = entry.subject_id AND one.authority_id IS NOT NULL)`,
  '7 no contract in a standstill or under a hold': `
    SELECT contract.id FROM contracts contract JOIN awards award ON award.id = contract.award_id
     WHERE ($1::uuid IS NULL OR contract.tender_id = $1) AND (contract.signed_at < award.standstill_ends_at OR EXISTS (
       SELECT FROM procedure_holds hold WHERE hold.tender_id = contract.tender_id AND hold.placed_at < contract.signed_at
          AND (hold.released_at IS NULL OR hold.released_at > contract.signed_at)
          AND (hold.ends_on IS NULL OR hold.ends_on >= (contract.signed_at AT TIME ZONE 'Asia/Shanghai')::date)))`,
  '8 a message that is done has its effect, and none twice': `
    SELECT outbox.id FROM outbox
     WHERE ($1::uuid IS NULL OR body ->> 'tenderId' = $1::text) AND outbox.done_at IS NOT NULL AND EXISTS (
       SELECT FROM jsonb_array_elements_text(body -> 'tell') told
        WHERE (SELECT count(*) FROM deliveries one WHERE one.entry_id = outbox.entry_id AND one.organization_id = told::uuid) <> 1)`,
  '9 nothing is destroyed before its day, under a hold or by fewer than two who did not propose it': `
    SELECT one.id FROM disposals one LEFT JOIN audit_entries begun ON begun.subject_id = one.id AND begun.type = 'disposal.begun'
     WHERE ($1::uuid IS NULL OR one.tender_id = $1) AND one.state IN ('destroying', 'executed') AND (begun.id IS NULL
        OR (begun.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= one.retained_until
        OR (SELECT count(DISTINCT person_id) FROM disposal_approvals WHERE disposal_id = one.id AND person_id <> one.proposed_by) < 2
        OR EXISTS (SELECT FROM legal_holds hold WHERE hold.tender_id = one.tender_id AND hold.placed_at <= begun.recorded_at
                      AND (hold.released_at IS NULL OR hold.released_at > begun.recorded_at)))`,
  '9 what is gone was disposed of': `
    SELECT entry.id FROM audit_entries entry WHERE ($1::uuid IS NULL OR entry.tender_id = $1)
       AND NOT EXISTS (SELECT FROM audit_payloads WHERE entry_id = entry.id) AND NOT is_disposed(entry.id)`,
  '10 a contract is the award and the bid, to the fen': `
    SELECT contract.id FROM contracts contract JOIN awards award ON award.id = contract.award_id LEFT JOIN opened_bids bid ON bid.id = award.bid_id
     WHERE ($1::uuid IS NULL OR contract.tender_id = $1)
       AND (contract.amount <> award.amount OR contract.amount <> coalesce(bid.price, award.amount))`,
  '11 a notice has both languages, or its reason': `
    SELECT notice.tender_id FROM tender_notices notice
     WHERE ($1::uuid IS NULL OR notice.tender_id = $1) AND (notice.content -> 'title') IS NOT NULL
       AND NOT (notice.content -> 'title' ?& ARRAY['zh', 'en'])`,
};

/** What cannot be asked of rows: a witness keeps its own store, and is asked by T12, T17 and T20. */
const notRun: string[] = [];

/** Every invariant that can be asked, of one tender or of all: rows by SQL, files by their bytes. Any fault test calls it after its run. */
export async function invariants(app: Pick<TestApp, 'sql' | 'config'>, tenderId: string | null = null): Promise<Verdict> {
  const broken: string[] = [];
  for (const [name, sql] of Object.entries(breaking)) {
    const rows = await app.sql(sql, [tenderId]);
    if (rows.length > 0) broken.push(`${name}: ${rows.length}`);
  }
  const files = await app.sql<{ sha256: string }>(
    `SELECT encode(file, 'hex') AS sha256 FROM bid_submissions CROSS JOIN LATERAL unnest(ARRAY[ct_sha256, price_sha256]) file
      WHERE file IS NOT NULL AND ($1::uuid IS NULL OR tender_id = $1) GROUP BY file`,
    [tenderId],
  );
  const documents = await app.sql<{ sha256: string }>(
    'SELECT DISTINCT blob_sha256 AS sha256 FROM opened_documents WHERE $1::uuid IS NULL OR tender_id = $1',
    [tenderId],
  );
  const lost = async (of: { sha256: string }[]): Promise<number> =>
    (await Promise.all(of.map(({ sha256 }) => isKept(app.config.dataDir, sha256)))).filter((kept) => !kept).length;
  const [lostFiles, lostDocuments] = [await lost(files), await lost(documents)];
  if (lostFiles > 0) broken.push(`1 every receipted file is on the disk, byte for byte: ${lostFiles}`);
  if (lostDocuments > 0) broken.push(`3 every document of an opened bid is on the disk, byte for byte: ${lostDocuments}`);
  return { broken, notRun, asked: { files: files.length, ...(await counted(app, tenderId)) } };
}

async function counted(app: Pick<TestApp, 'sql'>, tenderId: string | null): Promise<Record<string, number>> {
  const [rows] = await app.sql<Record<string, number>>(
    `SELECT (SELECT count(*)::int FROM bid_submissions WHERE $1::uuid IS NULL OR tender_id = $1) AS bids,
            (SELECT count(*)::int FROM opened_bids WHERE $1::uuid IS NULL OR tender_id = $1) AS opened,
            (SELECT count(*)::int FROM audit_entries WHERE $1::uuid IS NULL OR tender_id = $1) AS entries,
            (SELECT count(*)::int FROM contracts WHERE $1::uuid IS NULL OR tender_id = $1) AS contracts,
            (SELECT count(*)::int FROM log_checkpoints) AS checkpoints,
            (SELECT count(*)::int FROM disposals WHERE $1::uuid IS NULL OR tender_id = $1) AS disposals,
            (SELECT count(*)::int FROM tender_notices WHERE $1::uuid IS NULL OR tender_id = $1) AS notices`,
    [tenderId],
  );
  return rows as Record<string, number>;
}

async function isKept(dataDir: string, sha256: string): Promise<boolean> {
  const path = join(dataDir, 'blobs', 'sha256', sha256.slice(0, 2), sha256);
  if (!existsSync(path)) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === sha256;
}
