import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { civilDateOf, type CivilDate, type Instant } from '../rules/moment.js';
import { plannedDay, plannedNoticeSupports, type PlannedClaim, type PlannedNotice } from '../rules/planned-notice.js';
import type { ClaimedReduction, Tender } from './tender.entity.js';

/** The planned notices that a tender's reductions name, by id. */
export type PlannedNotices = ReadonlyMap<string, PlannedNotice>;

/** Reads them; one of another entity's drafts is not there. Withdrawn counts what happened before the tender's own notice. */
export async function plannedNoticesOf(reader: Reader, tender: Tender): Promise<PlannedNotices> {
  const ids = idsOf(tender);
  if (ids.length === 0) return new Map();
  const rows = await reader.query<PlannedNotice & { id: string; publishedAt: Instant | null }>(
    `SELECT id, procurer_id = $2 AS "sameProcurer", published_at AS "publishedAt", category, item_class AS "itemClass",
            coalesce(withdrawn_at <= coalesce($3, platform_now()), false) AS withdrawn, content ? 'documentsAddress' AS "hasDocumentsAddress"
       FROM planned_notices WHERE id = ANY ($1::uuid[]) AND (published_at IS NOT NULL OR procurer_id = $2)`,
    [ids, tender.procurerId, tender.publishedAt],
  );
  return new Map(
    rows.map(({ id, publishedAt, ...row }) => [
      id,
      { ...row, publishedOn: publishedAt === null ? null : civilDateOf(publishedAt) },
    ]),
  );
}

/** The day on which the planned notice of a reduction was published; null where it names none that fits the tender. */
export function plannedDayOf(tender: Tender, index: number, planned: PlannedNotices): CivilDate | null {
  return plannedDay(claimOf(tender, index), foundFor(tender.content.reductions[index], planned));
}

/** Art. 51, rulebook 1b: every claim of a planned notice rests on one, were the tender's notice published at `at` and its documents issued at `issuedAt`. */
export function plannedClaimsStand(
  tender: Tender,
  planned: PlannedNotices,
  { at, issuedAt }: { at: Instant; issuedAt: Instant },
): Breaches {
  const [noticeOn, day] = [civilDateOf(tender.publishedAt ?? at), civilDateOf(issuedAt)];
  return tender.content.reductions.flatMap((one, index) =>
    one.ground === 'plannedNotice' ? plannedNoticeSupports(claimOf(tender, index), foundFor(one, planned), noticeOn, day) : [],
  );
}

/** A withdrawal waits for the publication that rests on the planned notice, or comes before it. */
export async function lockPlannedNotices(work: Work, tender: Tender): Promise<void> {
  await work.query('SELECT 1 FROM planned_notices WHERE id = ANY ($1::uuid[]) ORDER BY id FOR SHARE', [idsOf(tender)]);
}

/** Writes down beside the planned notices that the tender, just published, rests on them. */
export async function keepPlannedUses(work: Work, tender: Tender): Promise<void> {
  await work.query(
    'INSERT INTO planned_notice_uses (planned_notice_id, tender_id, used_at) SELECT one, $2, $3 FROM unnest($1::uuid[]) AS one',
    [idsOf(tender), tender.id, work.now],
  );
}

function idsOf({ content }: Tender): string[] {
  const named = content.reductions.filter((one) => one.ground === 'plannedNotice').map((one) => one.plannedNoticeId);
  return [...new Set(named.filter((id) => typeof id === 'string').map((id) => id.toLowerCase()))].sort();
}

function foundFor(claimed: ClaimedReduction | undefined, planned: PlannedNotices): PlannedNotice | null {
  return planned.get(claimed?.plannedNoticeId?.toLowerCase() ?? '') ?? null;
}

function claimOf({ category, itemClass, content }: Tender, index: number): PlannedClaim {
  return { index, category, itemClass, statedOn: content.reductions[index]?.plannedNoticeOn ?? null };
}
