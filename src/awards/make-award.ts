import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { lapsedInTender, licencesHaveNotLapsed } from '../prequalification/lapsed-licences.js';
import { breach, type Bilingual, type Breach, type Breaches } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { parseMoney } from '../rules/money.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { advanceTender, requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import { publishNotice } from '../tenders/notices.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { AwardBody } from './award.dto.js';
import { Award } from './award.entity.js';
import { awardIsLawful, lowPriceWarnings } from './award-rules.js';
import { partnersOfBid, type AwardPartners } from './award-partners.js';
import { committeeOnNotice } from './committees.queries.js';
import { awardNotice } from './award-notice.js';
import { independenceOf } from './bid-independence.js';
import { licencesNow } from './bid-licences.js';
import { awardedItems, type AwardedItem } from './awarded-items.js';
import { awardTiming, type AwardTiming } from './award-timing.js';
import { belongsToBidder, openedBids, type EvaluatedBid } from './awards.queries.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';
import { moveBid } from './move-bid.js';
import { committeeHasSigned } from './sign-report.js';
import { presentAward, type AwardAnswer } from './present-award.js';

/** 定标: the award to the best evaluated bid, its notice to everybody at once, and the standstill that begins with it (rulebook P6). */
@Injectable()
export class MakeAward {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal where the bid is not the best or over the budget, fewer than three are valid, reasons are missing, a licence it was qualified by has lapsed, or the procurement is suspended. */
  run(actor: Actor, tenderId: string, body: AwardBody): Promise<AwardAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      requireTenderState(tender, 'award', 'procurer', work.now);
      obey(await deciderHasNoConflict(work, actor, tenderId));
      const bids = await openedBids(work, tenderId);
      const { id: reportId, report } = await validReport(work, tenderId);
      obey(await committeeHasSigned(work, reportId));
      const warnings = obey([...awardIsLawful(report, body, parseMoney(tender.budget)), ...lowPriceWarnings(report, body.bidId)]);
      const winner = bids.find((one) => one.id === body.bidId) as EvaluatedBid;
      obey(await reasonsTellNoSecrets(work, tenderId, body, winner));
      const lapsed = await lapsedInTender(work, tenderId);
      obey(licencesHaveNotLapsed(lapsed, [winner.supplierId], civilDateOf(work.now), '#/bidId'));
      obey(await licencesStillCount(work, tender, winner));
      const timing = awardTiming(tender, work.now, await this.law.calendar(work));
      const partners = await partnersOfBid(work, winner.id);
      const decision = { tender, reportId, winner, partners, reasons: body.reasons as Bilingual, warnings, timing };
      const award = await insertAward(work, actor, decision);
      await settleBids(work, tender, bids, winner);
      await advanceTender(work, tender, 'award', 'procurer', { standstillEndsAt: timing.standstillEndsAt });
      recordAward(work, award, bids);
      return presentAward(award, winner.supplierName, itemsOf(tender, winner), partners);
    });
  }
}

/** Art. 58: what the documents ask for is still held, by the winner or a member of its consortium, on the day of the award. */
async function licencesStillCount(work: Work, tender: Tender, winner: EvaluatedBid): Promise<Breaches> {
  const parties = (await independenceOf(work, [winner])).get(winner.id)?.parties ?? [];
  const found = await licencesNow(work, tender, parties, work.now);
  return found.map((one): Breach => ({ ...one, pointer: '#/bidId' }));
}

/** 采购法 art. 12: nobody decides on the result who stands in a conflict of interest or belongs to a bidder. */
export async function deciderHasNoConflict(work: Work, actor: Actor, tenderId: string): Promise<Breaches> {
  const declared = await declaredConflict(work, tenderId, actor.personId);
  const conflicted = declared === true || (await belongsToBidder(work, tenderId, actor.personId));
  return conflicted ? [breach('evaluation.conflict-declared')] : [];
}

/** 采购法 art. 11: everybody reads the reasons. The price and the unit prices of the winner are published with them. */
function reasonsTellNoSecrets(work: Work, tenderId: string, { reasons }: AwardBody, winner: EvaluatedBid): Promise<Breaches> {
  const publishing = [winner.price, ...(winner.content?.items ?? []).map((one) => one.unitPrice.amount)].map(String);
  return tellNoSecrets(work, { tenderId, rule: 'notice.trade-secret', texts: { reasons }, publishing, now: work.now });
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

async function validReport(work: Work, tenderId: string): Promise<{ id: string; report: EvaluationOutcome }> {
  const rows = await work.query<{ id: string; report: EvaluationOutcome }>(
    `SELECT id, report FROM evaluation_reports WHERE tender_id = $1 AND state = 'valid' ORDER BY round DESC LIMIT 1`,
    [tenderId],
  );
  const row = rows[0];
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
