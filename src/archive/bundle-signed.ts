import type { SubmissionRow } from '../bids/bids.queries.js';
import { bidReceipt } from '../bids/bid-receipt.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import type { Instant } from '../rules/moment.js';
import { headingOf, type HeadedNotice } from '../tenders/notice-heading.js';
import { noticePage } from '../tenders/notice-page.js';
import type { Bag } from './bag.js';
import type { Snapshot } from './snapshot.js';

type Notice = HeadedNotice & {
  id: string;
  version: number;
  publishedAt: Instant;
  contentSha256: string;
  content: Record<string, unknown>;
};

/** Each version of the notice as data, and as a page in both languages. */
export async function putNotices(bag: Bag, snapshot: Snapshot, tenderId: string): Promise<void> {
  const notices = await snapshot.query<Notice>(
    `SELECT notice.id, notice.version, notice.kind, notice.published_at AS "publishedAt", notice.content_sha256 AS "contentSha256",
            notice.content, tender.title AS "tenderTitle", tender.reference_number AS "referenceNumber", procurer.name AS "procurerName"
       FROM tender_notices notice JOIN tenders tender ON tender.id = notice.tender_id
       JOIN organizations procurer ON procurer.id = tender.procurer_id WHERE notice.tender_id = $1 ORDER BY notice.version`,
    [tenderId],
  );
  for (const { id, version, kind, publishedAt, contentSha256, content, ...heading } of notices) {
    const answer = { id, tenderId, version, kind, publishedAt, contentSha256, content };
    const name = `data/notices/${String(version).padStart(4, '0')}`;
    await bag.put(`${name}.json`, `${canonicalJson(answer)}\n`);
    await bag.put(`${name}.html`, noticePage({ ...answer, ...headingOf({ ...heading, kind, publishedAt, content }) }));
  }
}

/** The signed minutes of each opening, and nothing that is not signed. */
export async function putOpenings(bag: Bag, snapshot: Snapshot, tenderId: string): Promise<void> {
  const openings = await snapshot.query<Record<'envelope' | 'minutes' | 'keyId' | 'signature', string> & { stage: number }>(
    `SELECT envelope, stage, minutes, key_id AS "keyId", signature FROM opening_minutes WHERE tender_id = $1 ORDER BY envelope, stage`,
    [tenderId],
  );
  for (const { envelope, stage, minutes, keyId, signature } of openings) {
    const answer = { tenderId, minutes: JSON.parse(minutes) as unknown, signature, keyId };
    await bag.put(`data/openings/${envelope}-${stage}.json`, `${canonicalJson(answer)}\n`);
  }
}

/** The receipt of each act of a bidder; none before the opening. */
export async function putReceipts(bag: Bag, snapshot: Snapshot, tenderId: string, keys: SigningKeys): Promise<void> {
  const acts = await snapshot.query<SubmissionRow>(
    `SELECT act.id, act.action, act.version, act.previous_id, encode(act.ct_sha256, 'hex') AS ct_sha256, act.ct_bytes::text AS ct_bytes,
            act.received_at, encode(act.price_sha256, 'hex') AS price_sha256, act.price_bytes::text AS price_bytes
       FROM archived_rows($1, 'bid_submissions') one CROSS JOIN LATERAL jsonb_populate_record(NULL::bid_submissions, one) act ORDER BY act.id`,
    [tenderId],
  );
  for (const act of acts) await bag.put(`data/receipts/${act.id}.json`, `${canonicalJson(bidReceipt(act, tenderId, keys))}\n`);
}
