import { unknownResource } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { advanceTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { Award } from './award.entity.js';
import { openedBids } from './awards.queries.js';
import { EvaluationReport } from './evaluation.entity.js';
import { moveBid } from './move-bid.js';

/**
 * A review authority sets the award aside (art. 60): the tender goes back to `evaluated`, its bids to `opened`, and the report stands for
 * another award; a single source goes back to its announcement. The caller holds the tender's lock. Throws Refusal 404 where there is no award; LawRefusal where the tender has moved on.
 */
export async function setAsideAward(work: Work, tender: Tender): Promise<Award> {
  const rows = await work.query<{ id: string }>(`SELECT id FROM awards WHERE tender_id = $1 AND state = 'active'`, [tender.id]);
  if (!rows[0]) throw unknownResource();
  const award = await work.lock(Award, rows[0].id);
  await advanceTender(work, tender, setAsideEventOf(tender), 'reviewer', { standstillEndsAt: null });
  await work.save(Award, award, { state: 'set-aside' });
  const bids = await openedBids(work, tender.id);
  for (const bid of bids.filter((one) => one.state === 'successful' || one.state === 'unsuccessful')) {
    await moveBid(work, tender, bid, 'set-aside', 'reviewer');
  }
  work.record({
    type: 'award.set-aside',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'award', id: award.id },
    payload: { supplierId: award.supplierId, bidId: award.bidId },
    tell: [tender.procurerId, ...bids.map((one) => one.supplierId)],
  });
  return award;
}

/** The row by which the tender's latest decision falls: a direct award has no evaluation to go back to. */
export function setAsideEventOf({ method }: Tender): 'set-aside' | 'set-aside-direct' {
  return method === 'single-source' ? 'set-aside-direct' : 'set-aside';
}

/** The same one decision further back: the report is set aside, rejected bids are open again, and a new round of evaluation begins. */
export async function setAsideEvaluation(work: Work, tender: Tender): Promise<void> {
  const rows = await work.query<{ id: string }>(
    `SELECT id FROM evaluation_reports WHERE tender_id = $1 AND state = 'valid' ORDER BY round DESC LIMIT 1`,
    [tender.id],
  );
  if (!rows[0]) throw unknownResource();
  const report = await work.lock(EvaluationReport, rows[0].id);
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
