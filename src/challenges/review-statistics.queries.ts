import type { Reader } from '../platform/reads.js';
import type { ReviewCounts, TenderReviewStatistics } from './read-review-statistics.js';

/**
 * Of procurements whose bids are opened, that ended, or that have none: everything. Of the others what is decided alone, since that is public, and the
 * rest would tell of who means to bid.
 */
const counted = `
  shown AS (
    SELECT id, (opened_at IS NOT NULL OR ended_on IS NOT NULL OR method = 'single-source') AS complete FROM tenders
     WHERE published_at IS NOT NULL AND ($1::uuid IS NULL OR id = $1) AND ($2::uuid IS NULL OR procurer_id = $2)
  ),
  challenged AS (
    SELECT challenge.* FROM challenges challenge JOIN shown ON shown.id = challenge.tender_id AND shown.complete
     WHERE ($3::date IS NULL OR (challenge.received_at AT TIME ZONE 'Asia/Shanghai')::date >= $3)
       AND ($4::date IS NULL OR (challenge.received_at AT TIME ZONE 'Asia/Shanghai')::date <= $4)
  ),
  complained AS (
    SELECT complaint.*, ruling.outcome, ruling.findings, ruling.remedies, ruling.decided_at, challenge.lot_ids
      FROM complaints complaint JOIN shown ON shown.id = complaint.tender_id JOIN challenges challenge ON challenge.id = complaint.challenge_id
      LEFT JOIN complaint_rulings ruling ON ruling.complaint_id = complaint.id
     WHERE (shown.complete OR ruling.complaint_id IS NOT NULL)
       AND ($3::date IS NULL OR (coalesce(ruling.decided_at, complaint.received_at) AT TIME ZONE 'Asia/Shanghai')::date >= $3)
       AND ($4::date IS NULL OR (coalesce(ruling.decided_at, complaint.received_at) AT TIME ZONE 'Asia/Shanghai')::date <= $4)
  )`;

const tally = (of: string): string =>
  `(SELECT coalesce(jsonb_object_agg(name, times ORDER BY name), '{}') FROM (SELECT name, count(*) AS times FROM (${of}) AS named (name)
     WHERE name IS NOT NULL GROUP BY name) AS counts)`;

const columns = `
  (SELECT count(*) FROM challenged)::int AS challenges,
  (SELECT count(*) FROM challenged WHERE replied_at < reply_due_at)::int AS "repliesInTime",
  (SELECT count(*) FROM challenged WHERE closed_at IS NULL AND coalesce(replied_at, platform_now()) >= reply_due_at)::int AS "repliesOverdue",
  (SELECT count(*) FROM challenged WHERE state = 'settled')::int AS settled,
  (SELECT count(*) FROM challenged WHERE state = 'withdrawn')::int AS withdrawn,
  (SELECT count(*) FROM complained)::int AS complaints,
  ${tally('SELECT state FROM complained')} AS "complaintsByState",
  ${tally('SELECT outcome FROM complained')} AS outcomes,
  ${tally(`SELECT finding ->> 'irregularity' FROM complained, jsonb_array_elements(findings) AS finding`)} AS irregularities,
  ${tally('SELECT unnest(remedies) FROM complained')} AS remedies,
  (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY (decided_at AT TIME ZONE 'Asia/Shanghai')::date - (received_at AT TIME ZONE 'Asia/Shanghai')::date)
     FROM complained WHERE decided_at IS NOT NULL) AS "daysToDecisionMedian"`;

export async function entityStatistics(
  reader: Reader,
  { procurerId, from, to }: { procurerId: string | null; from: string | null; to: string | null },
): Promise<ReviewCounts> {
  const rows = await reader.query<ReviewCounts>(`WITH ${counted} SELECT ${columns}`, [null, procurerId, from, to]);
  return rows[0] as ReviewCounts;
}

type OfTender = ReviewCounts & Pick<TenderReviewStatistics, 'lots'>;

export async function tenderStatistics(reader: Reader, tenderId: string, lotIds: readonly string[]): Promise<OfTender> {
  const rows = await reader.query<OfTender>(
    `WITH ${counted}
     SELECT ${columns}, (
       SELECT coalesce(jsonb_agg(jsonb_build_object('lotId', lot,
                'challenges', (SELECT count(*) FROM challenged WHERE lot_ids IS NULL OR lot = ANY (lot_ids)),
                'complaints', (SELECT count(*) FROM complained WHERE lot_ids IS NULL OR lot = ANY (lot_ids)),
                'upheld', (SELECT count(*) FROM complained WHERE outcome IN ('upheld', 'partly-upheld') AND (lot_ids IS NULL OR lot = ANY (lot_ids)))
              ) ORDER BY place), '[]') FROM unnest($5::text[]) WITH ORDINALITY AS named (lot, place)) AS lots`,
    [tenderId, null, null, null, lotIds],
  );
  return rows[0] as OfTender;
}
