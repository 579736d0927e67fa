import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { lapsedInTender, licencesHaveNotLapsed } from '../prequalification/lapsed-licences.js';
import { breach, type Bilingual, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { supplierMayTakeAgain } from '../rules/contract-refusal.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { parseMoney } from '../rules/money.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { goesByLots } from '../tenders/lots.js';
import { fulfilRemedies } from '../tenders/remedies.js';
import { advanceTender, requireTenderMatch, requireTenderState, stateNow } from '../tenders/tender-life.js';
import { publishNotice } from '../tenders/notices.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { AwardBody } from './award.dto.js';
import { Award } from './award.entity.js';
import { awardIsLawful, lowPriceWarnings } from './award-rules.js';
import { partnersOfBid, type AwardPartners } from './award-partners.js';
import { committeeOnNotice } from './committees.queries.js';
import { decideLots, lotDecisionsOf } from './award-lots.js';
import { licencesStillCount, reasonsTellNoSecrets } from './award-checks.js';
import { awardNotice } from './award-notice.js';
import { awardedItems, type AwardedItem } from './awarded-items.js';
import { awardTiming, type AwardTiming } from './award-timing.js';
import { belongsToBidder, openedBids, type EvaluatedBid } from './awards.queries.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';
import { isLotted, type ReportContent } from './lot-outcomes.js';
import { moveBid } from './move-bid.js';
import { committeeHasSigned } from './sign-report.js';
import { presentAward, type AwardAnswer, type LotAwardsAnswer } from './present-award.js';
import { refusersOf } from './refusers.queries.js';
import { standingReport } from './evaluation-round.js';

/** 定标: the award to the best evaluated bid, its notice to everybody at once, and the standstill that begins with it (rulebook P6). */
@Injectable()
export class MakeAward {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal where the bid is not the best or over the budget, fewer than three are valid, reasons are missing, a licence it was
   * qualified by has lapsed, or the procurement is suspended; Refusal 422 where lots are decided without being there, or the reverse.
   */
  run(actor: Actor, tenderId: string, body: AwardBody): Promise<AwardAnswer | LotAwardsAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, awardEventOf(tender, work.now), 'procurer', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      const bids = await openedBids(work, tenderId);
      const { id: reportId, report } = await validReport(work, tenderId);
      obey(await committeeHasSigned(work, reportId));
      const calendar = await this.law.calendar(work);
      if (isLotted(report))
        return decideLots(work, actor, { tender, decisions: lotDecisionsOf(body), bids, reportId, report, calendar });
      return awardWhole(work, actor, { tender, decision: wholeDecisionOf(body), bids, reportId, report, calendar });
    });
  }
}

/** Where some lots have their result, the act decides the others. */
function awardEventOf(tender: Tender, now: Instant): 'award' | 'award-lots' {
  return goesByLots(tender) && stateNow(tender, now) === 'awarded' ? 'award-lots' : 'award';
}

/** Throws Refusal 422 where it names lots, or no bid. */
function wholeDecisionOf({ bidId, reasons, lots }: AwardBody): { bidId: string; reasons: Bilingual | undefined } {
  if (lots !== undefined) throw invalid('#/lots', { zh: '项目不分标包。', en: 'The tender has no lots.' });
  if (bidId === undefined) throw invalid('#/bidId', { zh: '须指明中标的投标。', en: 'The bid that wins is to be named.' });
  return { bidId, reasons };
}

async function awardWhole(
  work: Work,
  actor: Actor,
  asked: {
    tender: Tender;
    decision: ReturnType<typeof wholeDecisionOf>;
    bids: readonly EvaluatedBid[];
    reportId: string;
    report: EvaluationOutcome;
    calendar: Calendar;
  },
): Promise<AwardAnswer> {
  const { tender, decision: body, bids, reportId, report, calendar } = asked;
  const refusers = (await refusersOf(work, tender.id)).map((one) => one.supplierId);
  const lawful = awardIsLawful(report, body, parseMoney(tender.budget), (one) => supplierMayTakeAgain(one, refusers));
  const warnings = obey([...lawful, ...lowPriceWarnings(report, body.bidId)]);
  const winner = bids.find((one) => one.id === body.bidId) as EvaluatedBid;
  obey(await reasonsTellNoSecrets(work, tender.id, { at: 'reasons', reasons: body.reasons, winner, price: winner.price }));
  const lapsed = await lapsedInTender(work, tender.id);
  obey(licencesHaveNotLapsed(lapsed, [winner.supplierId], civilDateOf(work.now), '#/bidId'));
  obey(await licencesStillCount(work, tender, winner, '#/bidId'));
  const timing = awardTiming(tender, work.now, calendar);
  const partners = await partnersOfBid(work, winner.id);
  const decision = { tender, reportId, winner, partners, reasons: body.reasons as Bilingual, warnings, timing };
  const award = await insertAward(work, actor, decision);
  await settleBids(work, tender, bids, winner);
  await advanceTender(work, tender, 'award', 'procurer', { standstillEndsAt: timing.standstillEndsAt });
  await fulfilRemedies(work, tender.id, ['result-set-aside'], { kind: 'award', id: award.id });
  recordAward(work, award, bids);
  return presentAward(award, winner.supplierName, itemsOf(tender, winner), partners);
}

/** 采购法 art. 12: nobody decides on the result who stands in a conflict of interest or belongs to a bidder. */
export async function deciderHasNoConflict(work: Work, actor: Actor, tenderId: string): Promise<Breaches> {
  const declared = await declaredConflict(work, tenderId, actor.personId);
  const conflicted = declared === true || (await belongsToBidder(work, tenderId, actor.personId));
  return conflicted ? [breach('evaluation.conflict-declared')] : [];
}

/** With its notice: an award is published by the act that makes it (实施条例 art. 43 allows two working days). */
async function insertAward(
  work: Work,
  actor: Actor,
  decision: {
    tender: Tender;
    reportId: string;
    winner: EvaluatedBid;
    partners: AwardPartners;
    reasons: Bilingual;
    warnings: Breaches;
    timing: AwardTiming;
  },
): Promise<Award> {
  const { tender, reportId, winner, partners, reasons, warnings, timing } = decision;
  const content = awardNotice({
    tender,
    winner,
    items: itemsOf(tender, winner),
    partners,
    reasons,
    warnings,
    timing,
    decidedAt: work.now,
  });
  const named = { ...content, ...(await committeeOnNotice(work, tender.id)) };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'award', content: named });
  return work.insert(Award, {
    id: newId(),
    version: 1,
    tenderId: tender.id,
    reportId,
    bidId: winner.id,
    lotId: null,
    supplierId: winner.supplierId,
    procurerId: tender.procurerId,
    amount: winner.price as string,
    state: 'active',
    reasons: { zh: reasons.zh, en: reasons.en },
    warnings,
    decidedBy: actor.personId,
    decidedAt: work.now,
    noticeVersion: notice.version,
    ...timing,
  });
}

function itemsOf(tender: Tender, winner: EvaluatedBid): AwardedItem[] {
  return awardedItems(tender.content.items, winner.content?.items ?? []);
}

async function validReport(work: Work, tenderId: string): Promise<{ id: string; report: ReportContent }> {
  const row = await standingReport(work, tenderId);
  if (!row) throw new Error('an evaluated tender has no valid report');
  return row;
}

async function settleBids(work: Work, tender: Tender, bids: readonly EvaluatedBid[], winner: EvaluatedBid): Promise<void> {
  for (const bid of bids.filter((one) => one.state === 'opened')) {
    await moveBid(work, tender, bid, bid.id === winner.id ? 'accept' : 'decline', 'procurer');
  }
}

/** Everybody who bid is told by the same message, winner and losers alike. */
function recordAward(work: Work, award: Award, bids: readonly EvaluatedBid[]): void {
  work.record({
    type: 'tender.awarded',
    article: 56,
    tenderId: award.tenderId,
    subject: { kind: 'award', id: award.id },
    payload: {
      bidId: award.bidId,
      supplierId: award.supplierId,
      amount: award.amount,
      reportId: award.reportId,
      warnings: award.warnings.map((one: Breaches[number]) => one.rule),
      resultNoticeEndsOn: award.resultNoticeEndsOn,
      standstillEndsOn: award.standstillEndsOn,
    },
    tell: bids.map((one) => one.supplierId),
  });
}
