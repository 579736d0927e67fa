import { smallShare } from '../bids/bid-partners.js';
import { obey } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { excludedBreaches, exclusionsAreDecided, exclusionsOf } from '../tenders/exclusions.js';
import { advanceTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';
import { EvaluationReport } from './evaluation.entity.js';
import {
  outcomeOf,
  type EvaluationFinding,
  type EvaluationOutcome,
  type OpenedPrice,
  type PublishedCriteria,
} from './evaluation-outcome.js';
import { recusalsAreDecided, stillCounts } from './committee-seat.js';
import { independenceOf } from './bid-independence.js';
import { licencesAtDeadline } from './bid-licences.js';
import { inquiriesAreDecided, refusedByInquiry } from './inquiry-outcome.js';
import { tieDrawOf } from './tie-draw.js';
import { moveBid } from './move-bid.js';

/**
 * Writes the report of the round once as many evaluators as the documents require have found: rejects the bids that fail and moves the
 * tender on. Gives the report's id, or null while evaluations are missing. The panel's size is fixed in the documents, so that nobody
 * ends an evaluation when its result pleases. Throws LawRefusal `exclusion.undecided` while a supplier is being heard, `licence.not-verified` while
 * a licence that a bid rests on waits for the registrar.
 */
export async function closeEvaluation(
  work: Work,
  tender: Tender,
  args: { documents: PublishedCriteria; bids: readonly EvaluatedBid[]; round: number },
): Promise<string | null> {
  const { documents, bids, round } = args;
  const evaluations = await work.query<{ findings: EvaluationFinding[] }>(
    `SELECT findings FROM evaluations WHERE tender_id = $1 AND round = $2 AND ${stillCounts} ORDER BY submitted_at, id`,
    [tender.id, round],
  );
  if (evaluations.length < documents.evaluators) return null;
  const exclusions = await exclusionsOf(work, tender.id);
  obey([
    ...exclusionsAreDecided(exclusions),
    ...(await recusalsAreDecided(work, tender.id)),
    ...(await inquiriesAreDecided(work, { tender, round, bids })),
  ]);
  const refused = await refusedByInquiry(work, tender.id, round);
  const independence = await independenceOf(work, bids);
  const parties = new Map([...independence].map(([bidId, one]) => [bidId, one.parties]));
  const licences = await licencesAtDeadline(work, tender, parties);
  obey([...licences.values()].flatMap((one) => one.undecided).slice(0, 1));
  const priced = bids.map((bid): OpenedPrice => ({
    bidId: bid.id,
    supplierId: bid.supplierId,
    price: parseMoney(bid.price) as Fen,
    supplierSize: bid.content?.smeDeclaration?.size ?? ('large' as const),
    smallShare: smallShare(bid.content),
    exclusions: (independence.get(bid.id)?.parties ?? []).flatMap((party) => excludedBreaches(exclusions, party)),
    breaches: [
      ...(independence.get(bid.id)?.breaches ?? []),
      ...(licences.get(bid.id)?.missing ?? []),
      ...(refused.get(bid.id) ?? []),
    ],
  }));
  const findings = evaluations.map((one) => one.findings);
  const outcome = outcomeOf(documents, priced, findings, civilDateOf(work.now));
  const report = { ...outcome, ...(await tieDrawOf(work, tender, round, outcome)) };
  const id = newId();
  await work.insert(EvaluationReport, {
    id,
    version: 1,
    tenderId: tender.id,
    round,
    state: 'valid',
    report,
    recordedAt: work.now,
  });
  await rejectBids(work, tender, bids, report);
  await advanceTender(work, tender, 'evaluate', 'evaluator', {});
  work.record({
    type: 'tender.evaluated',
    article: 56,
    tenderId: tender.id,
    subject: { kind: 'evaluation-report', id },
    payload: { round, evaluators: report.evaluators, ranked: report.ranked.length, rejected: report.rejected.length },
  });
  return id;
}

/** Each supplier whose bid is rejected is told at once: it may challenge that (art. 61). */
async function rejectBids(work: Work, tender: Tender, bids: readonly EvaluatedBid[], report: EvaluationOutcome): Promise<void> {
  for (const rejection of report.rejected) {
    const bid = bids.find((one) => one.id === rejection.bidId) as EvaluatedBid;
    await moveBid(work, tender, bid, 'reject', 'evaluator');
    work.record({
      type: 'bid.rejected',
      article: rejection.exclusions.length ? 54 : 56,
      tenderId: tender.id,
      subject: { kind: 'bid', id: bid.id },
      payload: { supplierId: bid.supplierId, exclusions: rejection.exclusions, rules: rejection.breaches.map((one) => one.rule) },
      tell: [bid.supplierId],
    });
  }
}
