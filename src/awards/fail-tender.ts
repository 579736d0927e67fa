import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { standingApplications, type ApplicationRow } from '../prequalification/applications.queries.js';
import { enoughQualify } from '../rules/art-49-qualification.js';
import {
  failureIsFounded,
  failureRestsOnApplications,
  priceIsWithinBudget,
  type ApplicationsFound,
  type BidsFound,
  type FailureReason,
} from '../rules/failure.js';
import { civilDateOf, isBefore, type Instant } from '../rules/moment.js';
import { mostFound } from '../rules/lots.js';
import { parseMoney } from '../rules/money.js';
import { failureIsCoded, type NonAwardCode } from '../rules/non-award.js';
import { failTender } from '../tenders/failures.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { goesByLots } from '../tenders/lots.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import { reviewRecordOf } from '../tenders/review-record.js';
import { opensAtOf } from '../tenders/opening-moment.js';
import { lockOwnTenderToAnswer } from '../tenders/own-tender.js';
import type { TenderAnswer } from '../tenders/present-tender.js';
import { requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import type { FailureBody } from './failure.dto.js';
import { fieldsOf, outcomeIn, priceInField, type Field, type ReportContent } from './lot-outcomes.js';
import { deciderHasNoConflict } from './make-award.js';
import { standingReport } from './evaluation-round.js';

/**
 * 废标: the procuring entity declares that the procurement has failed, for a reason that is held against the bids (采购法 art. 36). An opening
 * without any bid does so itself. Who bid while the box is still sealed is told to nobody, so only the notice tells them then.
 */
@Injectable()
export class FailTender {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws LawRefusal `tender.failure-unfounded`, `tender.failure-applications-unfounded`, `tender.non-award-code-missing`, `tender.non-award-code-unfit`, `bid.still-sealed`, `tender.suspended`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, tenderId: string, { code, reason, explanation }: FailureBody): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTenderToAnswer(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, 'fail', 'procurer', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      const bids = tender.openedAt === null ? null : await openedBids(work, tenderId);
      const found = bids && bidsFound(tender, bids, (await standingReport(work, tender.id))?.report ?? null);
      const stated = { ...explanation };
      const applied = await this.applicationsOf(work, tender);
      const shown = applicationsFound(applied, tender, work.now);
      const received = restsOnApplications.includes(reason) ? shown && { opened: shown.received, valid: shown.qualified } : found;
      const unfounded = [...failureIsFounded(reason, found), ...failureRestsOnApplications(reason, shown)];
      obey([
        ...unfounded,
        ...failureIsCoded(code ?? null, reason, unfounded.length === 0 ? received : null, await reviewRecordOf(work, tenderId)),
        ...textKeepsLanguages(tender, 'explanation', stated),
        ...(await tellNoSecrets(work, { tenderId, rule: 'notice.trade-secret', texts: { explanation: stated }, now: work.now })),
      ]);
      const suppliers = [...(bids ?? []), ...(applied ?? [])].map((one) => one.supplierId);
      return failTender(work, tender, {
        code: code as NonAwardCode,
        reason,
        explanation: stated,
        bids: found,
        ...(shown && restsOnApplications.includes(reason) ? { applications: shown } : {}),
        tell: [...new Set([tender.procurerId, ...suppliers])],
      });
    });
  }

  /** The applications that stood, once none that was in time can still be on its way; null before, and under the other methods. */
  private async applicationsOf(work: Work, { id, applicationsCloseAt }: Tender): Promise<ApplicationRow[] | null> {
    const settledAt = opensAtOf(applicationsCloseAt, this.config.openingGraceSeconds);
    return settledAt === null || isBefore(work.now, settledAt) ? null : standingApplications(work, id);
  }
}

const restsOnApplications: readonly FailureReason[] = ['no-applications', 'too-few-qualified'];

function applicationsFound(applied: ApplicationRow[] | null, { category }: Tender, now: Instant): ApplicationsFound | null {
  if (applied === null) return null;
  const qualified = applied.filter((one) => one.decision?.outcome === 'qualified').length;
  const enough = enoughQualify(qualified, civilDateOf(now), category).length === 0;
  return { received: applied.length, qualified, undecided: applied.filter((one) => one.decision === null).length, enough };
}

/** A bid over the budget is invalid whether or not the evaluation has said so yet. A tender with lots fails where each of them does. */
function bidsFound(tender: Tender, bids: readonly EvaluatedBid[], report: ReportContent | null): BidsFound {
  if (!goesByLots(tender)) return foundIn(tender, { lot: null, ceiling: parseMoney(tender.budget), bids }, null);
  const lots = fieldsOf(tender, bids).map((field) => foundIn(tender, field, report));
  return { ...mostFound(lots), opened: bids.length };
}

function foundIn(tender: Tender, field: Field, report: ReportContent | null): BidsFound {
  const ranked = report && outcomeIn(report, field.lot?.id ?? null)?.ranked.map((one) => one.bidId);
  const isOver = (bid: EvaluatedBid) =>
    bid.price !== null && priceIsWithinBudget(priceInField(tender, field, bid), field.ceiling).length > 0;
  const isValid = (bid: EvaluatedBid) => bid.state === 'opened' && !isOver(bid) && (ranked?.includes(bid.id) ?? true);
  return { opened: field.bids.length, valid: field.bids.filter(isValid).length, overBudget: field.bids.filter(isOver).length };
}
