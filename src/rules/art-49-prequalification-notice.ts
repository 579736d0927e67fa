import { breach, type Breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { countOn } from './thresholds.js';

export interface PrequalificationLimit {
  limitSuppliers: boolean;
  /** The most suppliers to be invited; null or zero where the notice states none. */
  maxSuppliers: number | null;
  selectionCriteria: number;
  /** The limit of the notice as first published; null where this is the first. */
  previousLimit: number | null;
}

/** Art. 49 (资格预审公告): the notice says who buys, what, on which conditions, and where and until when to apply. */
export function prequalificationNoticeIsComplete(missing: readonly string[]): Breaches {
  return missing.length === 0 ? [] : [breach('prequalification.notice-incomplete', { missing }, { pointer: '#/notice' })];
}

/** Art. 49: a limit on the number needs its criteria and its number in the notice, and stays what was published. */
export function limitIsPublished(notice: PrequalificationLimit, day: CivilDate): Breaches {
  const { limitSuppliers, maxSuppliers, selectionCriteria, previousLimit } = notice;
  if (!limitSuppliers) return [];
  const min = countOn('invitedSuppliersMin', day).value;
  const changed = previousLimit !== null && previousLimit !== maxSuppliers;
  return [
    ...(selectionCriteria > 0 ? [] : [breach('prequalification.limit-without-criteria', {}, { pointer: '#/selectionCriteria' })]),
    ...(maxSuppliers === null || maxSuppliers < 1 || changed
      ? [
          breach(
            'prequalification.limit-not-published',
            { published: previousLimit, limit: maxSuppliers },
            { pointer: '#/maxSuppliers' },
          ),
        ]
      : []),
    ...(maxSuppliers !== null && maxSuppliers >= 1 && maxSuppliers < min
      ? [breach('prequalification.limit-below-three', { limit: maxSuppliers, min }, { pointer: '#/maxSuppliers' })]
      : []),
  ];
}

/** Art. 49: the limit of the notice is never added, taken away or changed afterwards; null stands for none. */
export function limitStaysAsPublished(published: number | null, limit: number | null): Breaches {
  if (published === limit) return [];
  return [breach('prequalification.limit-not-published', { published, limit }, { pointer: '#/maxSuppliers' })];
}

/** How many are invited: all who qualify, or the best of them up to the published limit. */
export function inviteCount(qualified: number, limit: number | null): number {
  return limit === null ? qualified : Math.min(limit, qualified);
}

/** Art. 49: without a published limit every qualified supplier is invited; with one, as many as it admits. */
export function everyQualifiedSupplierIsInvited(qualified: number, invited: number, limit: number | null): Breaches {
  const count = inviteCount(qualified, limit);
  const facts = { inviteCount: count, invitedCount: invited, qualifiedCount: qualified };
  const pointer = '#/invitedCount';
  const found: Breach[] = [];
  if (invited < count) found.push(breach('prequalification.must-invite-all', facts, { pointer }));
  if (invited > count) found.push(breach('prequalification.too-many-invited', facts, { pointer }));
  return found;
}

/** Article 49 over the API's facts. What the notice lacks is a breach, not a fault of the question. */
export const evaluate49: ArticleEvaluation = (facts, { at }) => {
  facts.only(
    'notice',
    'previousLimit',
    'limitSuppliers',
    'maxSuppliers',
    'selectionCriteria',
    'qualificationRequirements',
    'qualifiedCount',
    'invitedCount',
  );
  const notice: PrequalificationLimit = {
    limitSuppliers: facts.flag('limitSuppliers'),
    maxSuppliers: facts.countOrNull('maxSuppliers'),
    selectionCriteria: facts.entries('selectionCriteria'),
    previousLimit: facts.countOrNull('previousLimit', 1),
  };
  const missing = [
    ...missingOf(facts.child('notice')),
    ...(facts.entries('qualificationRequirements') > 0 ? [] : ['qualificationRequirements']),
  ];
  const qualified = facts.countOrNull('qualifiedCount');
  const invited = facts.countOrNull('invitedCount');
  const limit = notice.limitSuppliers ? notice.maxSuppliers : null;
  return {
    breaches: [
      ...prequalificationNoticeIsComplete(missing),
      ...limitIsPublished(notice, civilDateOf(at)),
      ...(qualified !== null && invited !== null ? everyQualifiedSupplierIsInvited(qualified, invited, limit) : []),
    ],
    computed: { inviteCount: qualified === null ? null : inviteCount(qualified, limit) },
  };
};

function missingOf(notice: Facts): string[] {
  notice.only('procurer', 'description', 'applicationsCloseAt', 'applicationAddress');
  const procurer = notice.childOrNull('procurer');
  procurer?.only('name', 'address', 'contact');
  return [
    ...['name', 'address', 'contact'].flatMap((name) => (procurer?.says(name) ? [] : [`procurer.${name}`])),
    ...(notice.says('description') ? [] : ['description']),
    ...(closesAt(notice) === null ? ['applicationsCloseAt'] : []),
    ...(notice.says('applicationAddress') ? [] : ['applicationAddress']),
  ];
}

function closesAt(notice: Facts): Instant | null {
  return notice.blankableText('applicationsCloseAt') === null ? null : notice.instant('applicationsCloseAt');
}
