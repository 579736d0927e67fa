import { bidPeriodIsLongEnough } from '../rules/art-51-bid-period.js';
import { breach, type Breaches } from '../rules/breach.js';
import { documentsFollowTheNotice } from '../rules/deadlines.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { isBefore, type Instant } from '../rules/moment.js';
import { bidPeriodOf, documentsIssuedAtOf, earliestDeadline } from './bid-period.js';
import { opensAtOf } from './opening-moment.js';
import type { PlannedNotices } from './planned-claims.js';
import type { PublicationStep } from './publication-step.js';
import type { Tender } from './tender.entity.js';

/** Open tendering (公开招标): the notice issues the documents, and the clock of art. 51 starts with it. */
export const openPublication: PublicationStep = {
  event: 'publish',
  notice: 'tender',
  recordedAs: 'tender.published',
  article: 53,
  missing: ({ bidsCloseAt }) => (bidsCloseAt === null ? ['bidsCloseAt'] : []),
  breaches: ({ tender, sealing, planned }, context) => [
    ...sealing,
    ...documentsFollowTheNotice(context.at, tender.content.documentsIssueAt ?? context.at),
    ...(tender.bidsCloseAt === null ? [] : periodBreaches(tender, tender.bidsCloseAt, context, planned)),
  ],
  moments: (tender, { at }, openingGraceSeconds) => ({
    documentsIssuedAt: documentsIssuedAtOf(tender, at),
    opensAt: opensAtOf(tender.bidsCloseAt, openingGraceSeconds),
  }),
  bidPeriod: ({ tender, planned }, { at }) => {
    const { reductions, legalBasisRef } = bidPeriodOf(tender, tender.bidsCloseAt as Instant, at, planned);
    return { derivation: earliestDeadline(tender, at, planned), grounds: reductions.map((one) => one.ground), legalBasisRef };
  },
};

/** Art. 51: the deadline lies ahead and leaves the suppliers their time, were the documents issued now. */
export function periodBreaches(tender: Tender, bidsCloseAt: Instant, context: LawContext, planned: PlannedNotices): Breaches {
  const past = isBefore(context.at, bidsCloseAt)
    ? []
    : [breach('tender.deadline-in-the-past', { bidsCloseAt }, { pointer: '#/bidsCloseAt' })];
  return [...past, ...bidPeriodIsLongEnough(bidPeriodOf(tender, bidsCloseAt, context.at, planned), context)];
}
