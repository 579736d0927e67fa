import { obey, unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { advanceTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Award } from './award.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { EvaluationReport } from './evaluation.entity.js';
import { lotResults, type LotResult } from './lot-results.queries.js';
import { moveBid } from './move-bid.js';
import { standingReport } from './evaluation-round.js';

/**
 * A review authority sets the award aside (art. 60): the tender goes back to `evaluated`, its bids to `opened`, and the report stands for
 * another award; a single source goes back to its announcement. Of a tender with lots every result falls, and none may be under contract. The
 * caller holds the tender's lock. Throws Refusal 404 where there is no award; LawRefusal where the tender has moved on.
 */
export async function setAsideAward(work: Work, tender: Tender): Promise<void> {
  const results = await lotResults(work, tender.id);
  obey(noLotIsContracted(results));
  const rows = await work.query<{ id: string }>(`SELECT id FROM awards WHERE tender_id = $1 AND state = 'active' ORDER BY id`, [
    tender.id,
  ]);
  if (!rows[0]) throw unknownResource();
  await advanceTender(work, tender, setAsideEventOf(tender), 'reviewer', { standstillEndsAt: null });
  await dropNonAwards(work, tender, null);
  const bids = await openedBids(work, tender.id);
  for (const bid of bids.filter((one) => one.state === 'successful' || one.state === 'unsuccessful')) {
    await moveBid(work, tender, bid, 'set-aside', 'reviewer');
  }
  await dropAwards(work, tender, rows, bids);
}

/**
 * The same of some lots alone: their results fall, those of the others stand and are contracted as before. The tender stays `awarded` and its
 * next award decides these lots, on the same report. Where every result would fall, the whole award does.
 */
export async function setAsideLots(work: Work, tender: Tender, lotIds: readonly string[]): Promise<void> {
  const results = await lotResults(work, tender.id);
  const falling = results.filter((one) => lotIds.includes(one.lotId));
  if (falling.length === results.length) return setAsideAward(work, tender);
  if (falling.length === 0) throw unknownResource();
  obey(noLotIsContracted(falling));
  await advanceTender(work, tender, 'set-aside-lots', 'reviewer', {});
  await dropNonAwards(work, tender, lotIds);
  const bids = await openedBids(work, tender.id);
  const winners = results.filter((one) => !falling.includes(one)).map((one) => one.bidId);
  const settled = bids.filter((one) => one.state === 'successful' || one.state === 'unsuccessful');
  for (const bid of settled) {
    const isConcerned = bid.content?.lots?.some(({ id }) => lotIds.includes(id)) === true;
    if (isConcerned && !winners.includes(bid.id)) await moveBid(work, tender, bid, 'set-aside', 'reviewer');
  }
  const awards = falling.flatMap((one) => (one.awardId === null ? [] : [{ id: one.awardId }]));
  await dropAwards(work, tender, awards, bids);
  if (awards.length === 0) recordFallenLots(work, tender, lotIds, bids);
}

/** A contract is undone by nobody here: what is signed is named, and the rest can be set aside on its own. */
function noLotIsContracted(results: readonly LotResult[]): Breaches {
  const lots = results.filter((one) => one.contractId !== null).map((one) => one.lotId);
  return lots.length === 0 ? [] : [breach('tender.lot-contracted', { lots }, { pointer: '#/lotIds' })];
}

async function dropNonAwards(work: Work, { id }: Tender, lotIds: readonly string[] | null): Promise<void> {
  await work.query(
    `UPDATE lot_non_awards SET state = 'set-aside', version = version + 1
      WHERE tender_id = $1 AND state = 'active' AND ($2::text[] IS NULL OR lot_id = ANY ($2))`,
    [id, lotIds],
  );
}

async function dropAwards(
  work: Work,
  tender: Tender,
  rows: readonly { id: string }[],
  bids: readonly EvaluatedBid[],
): Promise<void> {
  for (const { id } of rows) {
    const award = await work.lock(Award, id);
    await work.save(Award, award, { state: 'set-aside' });
    work.record({
      type: 'award.set-aside',
      article: 60,
      tenderId: tender.id,
      subject: { kind: 'award', id },
      payload: {
        supplierId: award.supplierId,
        bidId: award.bidId,
        ...(award.lotId === null ? {} : { lotId: award.lotId }),
      },
      tell: [tender.procurerId, ...bids.map((one) => one.supplierId)],
    });
  }
}

/** Lots that nobody took are open again. */
function recordFallenLots(work: Work, tender: Tender, lotIds: readonly string[], bids: readonly EvaluatedBid[]): void {
  work.record({
    type: 'award.set-aside',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { lotIds: [...lotIds] },
    tell: [tender.procurerId, ...bids.map((one) => one.supplierId)],
  });
}

/** The row by which the tender's latest decision falls: a direct award has no evaluation to go back to. */
export function setAsideEventOf({ method }: Tender): 'set-aside' | 'set-aside-direct' {
  return method === 'single-source' ? 'set-aside-direct' : 'set-aside';
}

/** The same one decision further back: the report is set aside, rejected bids are open again, and a new round of evaluation begins. */
export async function setAsideEvaluation(work: Work, tender: Tender): Promise<void> {
  const standing = await standingReport(work, tender.id);
  if (!standing) throw unknownResource();
  const report = await work.lock(EvaluationReport, standing.id);
  await advanceTender(work, tender, 'set-aside', 'reviewer', {});
  await work.save(EvaluationReport, report, { state: 'set-aside' });
  const bids = await openedBids(work, tender.id);
  for (const bid of bids.filter((one) => one.state === 'rejected')) await moveBid(work, tender, bid, 'set-aside', 'reviewer');
  work.record({
    type: 'evaluation.set-aside',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'evaluation-report', id: report.id },
    payload: { round: report.round },
    tell: [tender.procurerId, ...bids.map((one) => one.supplierId)],
  });
}

/** Before the prices are opened, who qualifies is decided anew of those who did not: their prices have stayed sealed. Refusal 404 where there are none. */
export async function setAsideQualification(work: Work, tender: Tender): Promise<void> {
  const rejected = (await openedBids(work, tender.id)).filter((one) => one.state === 'rejected');
  if (rejected.length === 0) throw unknownResource();
  for (const bid of rejected) await moveBid(work, tender, bid, 'set-aside', 'reviewer');
  work.record({
    type: 'qualification.set-aside',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { bidIds: rejected.map((one) => one.id) },
    tell: [tender.procurerId, ...rejected.map((one) => one.supplierId)],
  });
}
