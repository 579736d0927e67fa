import type { Category } from './art-47-scope.js';
import { plannedNoticeWindow } from './bid-period-reductions.js';
import { breach, type Bilingual, type Breaches } from './breach.js';
import type { CivilDate } from './moment.js';

/** What is known of the planned notice (采购意向公开) that a tender names. */
export interface PlannedNotice {
  sameProcurer: boolean;
  /** Null where it has not been published. */
  publishedOn: CivilDate | null;
  /** Taken back before the tender's own notice. */
  withdrawn: boolean;
  category: Category;
  /** Null where it covers its whole category. */
  itemClass: string | null;
  /** It says where the documents will be had (rulebook 1b). */
  hasDocumentsAddress: boolean;
}

/** What a tender of the shorter period is held against: it stays as it was on the day from which that period counts. */
const fixedOncePublished: readonly string[] = ['category', 'itemClass', 'noEnglishReason'];

/**
 * Policy: a published notice may be written anew, but not into a notice of something else; and an address of the documents neither comes nor goes,
 * or a notice that could not carry a shorter period on its day would carry one later.
 */
export function publishedPlanMayChange({
  fields,
  addressCameOrWent,
}: {
  fields: readonly string[];
  addressCameOrWent: boolean;
}): Breaches {
  const fixed = fields.filter((one) => fixedOncePublished.includes(one) || (one === 'documentsAddress' && addressCameOrWent));
  return fixed.length === 0 ? [] : [breach('planned-notice.field-fixed', { fields: fixed }, { pointer: `#/${fixed[0]}` })];
}

/** The tender as it claims the shorter period. */
export interface PlannedClaim {
  /** Where the claim stands among the tender's reductions. */
  index: number;
  category: Category;
  itemClass: string | null;
  /** The day that the draft states; null where it leaves that to the planned notice. */
  statedOn: CivilDate | null;
}

const faults = {
  otherProcurer: { zh: '不是该采购人公开的', en: 'it is not of this procuring entity' },
  notPublished: { zh: '尚未公开', en: 'it has not been published' },
  withdrawn: { zh: '已撤回', en: 'it has been withdrawn' },
  otherCategory: { zh: '采购类别不同', en: 'it is of another category' },
  otherItemClass: { zh: '品目不同', en: 'it is of another item class' },
  incomplete: { zh: '未载明采购文件获取地址', en: 'it does not say where the documents will be had' },
  otherDate: { zh: '所述公开日期与记录不符', en: 'it was published on another day than stated' },
  untimely: { zh: '公开日期须在采购公告前40日至12个月之间', en: 'it must lie forty days to twelve months before the notice' },
} as const satisfies Record<string, Bilingual>;
type Fault = keyof typeof faults;

/** The day that counts for the bid period of art. 51: that of the planned notice, if it is one for this tender at all. When it lies is asked there. */
export function plannedDay(claim: PlannedClaim, found: PlannedNotice | null): CivilDate | null {
  return found === null || faultsOf(claim, found).length > 0 ? null : found.publishedOn;
}

/** Rulebook 1b: the tender names a planned notice of its own entity, category and item class, published 40 days to 12 months before `noticeOn`. */
export function plannedNoticeSupports(
  claim: PlannedClaim,
  found: PlannedNotice | null,
  noticeOn: CivilDate,
  day: CivilDate,
): Breaches {
  const pointer = `#/reductions/${claim.index}/plannedNoticeId`;
  if (found === null) return [breach('tender.planned-notice-missing', {}, { pointer })];
  const { publishedOn } = found;
  const { earliestOn, latestOn } = plannedNoticeWindow(noticeOn, day);
  const untimely = publishedOn !== null && (publishedOn < earliestOn || latestOn < publishedOn);
  return [...faultsOf(claim, found), ...(untimely ? (['untimely'] as const) : [])].map((code) =>
    breach(
      'tender.planned-notice-unfit',
      { code, reason: faults[code], publishedOn, earliestOn, latestOn },
      { pointer: code === 'otherDate' ? `#/reductions/${claim.index}/plannedNoticeOn` : pointer },
    ),
  );
}

function faultsOf(claim: PlannedClaim, found: PlannedNotice): Fault[] {
  const standing: [Fault, boolean][] = [
    ['otherProcurer', !found.sameProcurer],
    ['notPublished', found.publishedOn === null],
    ['withdrawn', found.withdrawn],
    ['otherCategory', found.category !== claim.category],
    ['otherItemClass', found.itemClass !== null && found.itemClass !== claim.itemClass],
    ['incomplete', !found.hasDocumentsAddress],
    ['otherDate', claim.statedOn !== null && found.publishedOn !== null && claim.statedOn !== found.publishedOn],
  ];
  return standing.filter(([, stands]) => stands).map(([fault]) => fault);
}
