import type { Work } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import type { Bilingual } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { nonAwardLabels } from '../rules/non-award.js';
import { concernedBy } from './concerned.js';
import { publishNotice } from './notices.js';
import { fulfilRemedies, settledByEnd } from './remedies.js';
import { advanceTender } from './tender-life.js';
import type { Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

/**
 * A ruling ends the procurement (责令终止采购), in the ruling's own transaction: its notice, its entry, and the fifteen years of art. 57. The caller
 * holds the tender's lock. Throws LawRefusal `tender.wrong-state`.
 */
export async function endByReview(work: Work, tender: Tender, reason: Bilingual, bidders: readonly string[]): Promise<void> {
  const closingEvents = [{ type: 'cancellation', on: civilDateOf(work.now) }];
  const { endedOn, retainUntil } = retention({ closingEvents, legalHold: false });
  const tell = [...(await concernedBy(work, tender)), ...bidders];
  await advanceTender(work, tender, 'cancel', 'reviewer', { endedOn, retainUntil });
  const others = settledByEnd.filter((kind) => kind !== 'procedure-cancelled');
  await fulfilRemedies(work, tender.id, others, { kind: 'tender', id: tender.id });
  const { title, referenceNumber, ocid, procurer } = await answerOf(work, tender, work.now);
  const outcome = { code: 'rev-body', codeLabel: nonAwardLabels['rev-body'], reason: { ...reason } };
  const content = { title, referenceNumber, ocid, procurer, ...outcome, cancelledAt: work.now };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'cancellation', content });
  work.record({
    type: 'tender.cancelled',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { ...outcome, noticeVersion: notice.version, endedOn, retainUntil },
    tell: [...new Set(tell)],
  });
}
