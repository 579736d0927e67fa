import { breach, type Breaches } from '../rules/breach.js';
import { isBefore, type Instant } from '../rules/moment.js';
import type { Tender } from './tender.entity.js';

/** At the deadline of its stage a published tender is amended no more, whoever has noticed. */
export function stageRuns(tender: Tender, now: Instant): Breaches {
  const { bidsCloseAt, applicationsCloseAt, publishedAt, state } = tender;
  if (publishedAt === null) return [];
  if (state === 'prequalification' && applicationsCloseAt !== null && !isBefore(now, applicationsCloseAt))
    return [breach('prequalification.deadline-passed', { applicationsCloseAt, now })];
  return bidsCloseAt !== null && !isBefore(now, bidsCloseAt) ? [breach('tender.deadline-passed', { bidsCloseAt, now })] : [];
}
