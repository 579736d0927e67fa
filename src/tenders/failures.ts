import type { Work } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import type { ApplicationsFound, BidsFound, FailureReason } from '../rules/failure.js';
import { civilDateOf } from '../rules/moment.js';
import { nonAwardLabels, type NonAwardCode } from '../rules/non-award.js';
import { publishNotice } from './notices.js';
import type { TenderAnswer } from './present-tender.js';
import { fulfilRemedies, settledByEnd } from './remedies.js';
import { advanceTender } from './tender-life.js';
import type { Tender, Text } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

export interface Failure {
  code: NonAwardCode;
  reason: FailureReason;
  explanation: Text;
  /** What the bids showed; null where they are still sealed. */
  bids: BidsFound | null;
  /** What the prequalification showed, where the failure rests on it. */
  applications?: ApplicationsFound;
  /** The organisations told of it: everybody who bid, once the box is open. */
  tell: readonly string[];
}

/**
 * Ends a procurement without an award (废标): its notice, its entry, and the beginning of the fifteen years of art. 57. The caller holds the
 * tender's lock and has asked the law. Throws LawRefusal `tender.wrong-state`.
 */
export async function failTender(work: Work, tender: Tender, failure: Failure): Promise<TenderAnswer> {
  const { code, reason, explanation, bids, applications, tell } = failure;
  const outcome = { code, codeLabel: nonAwardLabels[code], reason, explanation, bids, ...(applications && { applications }) };
  const closingEvents = [{ type: 'failure', on: civilDateOf(work.now) }];
  const { endedOn, retainUntil } = retention({ closingEvents, legalHold: false });
  await advanceTender(work, tender, 'fail', 'procurer', { endedOn, retainUntil });
  await fulfilRemedies(work, tender.id, settledByEnd, { kind: 'tender', id: tender.id });
  const answer = await answerOf(work, tender, work.now);
  const { title, referenceNumber, ocid, procurer } = answer;
  const content = { title, referenceNumber, ocid, procurer, ...outcome, failedAt: work.now };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'failure', content });
  work.record({
    type: 'tender.failed',
    article: 48,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { ...outcome, noticeVersion: notice.version, endedOn, retainUntil },
    tell: [...tell],
  });
  return { ...answer, noticeVersion: notice.version };
}
