import { obey } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { exclusionsAreDecided, exclusionsOf } from '../tenders/exclusions.js';
import { fulfilRemedies } from '../tenders/remedies.js';
import { advanceTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { EvaluationReport } from './evaluation.entity.js';
import { recusalsAreDecided, stillCounts } from './committee-seat.js';
import type { EvaluationFinding, PublishedCriteria } from './evaluation-outcome.js';
import { partiesOf } from './bid-independence.js';
import { licencesAtDeadline } from './bid-licences.js';
import { inquiriesAreDecided, refusedByInquiry } from './inquiry-outcome.js';
import { fieldsOf, isLotted, partsOf, type ReportContent } from './lot-outcomes.js';
import { moveBid } from './move-bid.js';
import { withUnqualified } from './qualification.queries.js';
import { reportOfRound } from './report-of-round.js';

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
  const against = await foundAgainst(work, tender, round, bids);
  const findings = evaluations.map((one) => one.findings);
  const fields = fieldsOf(tender, bids);
  const report = await reportOfRound(work, tender, { documents, round, fields, findings, exclusions, against });
  const id = newId();
  await work.insert(EvaluationReport, {
    id,
    version: 1,
    tenderId: tender.id,
    round,
    state: 'valid',
    report: await withUnqualified(work, tender.id, report, await openedBids(work, tender.id)),
    recordedAt: work.now,
  });
  await rejectBids(work, tender, bids, report);
  await advanceTender(work, tender, 'evaluate', 'evaluator', {});
  await fulfilRemedies(work, tender.id, ['evaluation-redone'], { kind: 'evaluation-report', id });
  work.record({
    type: 'tender.evaluated',
    article: 56,
    tenderId: tender.id,
    subject: { kind: 'evaluation-report', id },
    payload: { round, evaluators: report.evaluators, ...countsOf(report) },
  });
  return id;
}

/** What speaks against a bid for every lot alike: a licence that was not held, an answer to the panel that did not satisfy it. */
export async function foundAgainst(
  work: Work,
  tender: Tender,
  round: number,
  bids: readonly EvaluatedBid[],
): Promise<Map<string, Breaches>> {
  const refused = await refusedByInquiry(work, tender.id, round);
  const licences = await licencesAtDeadline(work, tender, await partiesOf(work, bids));
  obey([...licences.values()].flatMap((one) => one.undecided).slice(0, 1));
  return new Map(bids.map(({ id }) => [id, [...(licences.get(id)?.missing ?? []), ...(refused.get(id) ?? [])]]));
}

function countsOf(report: ReportContent): object {
  if (!isLotted(report)) return { ranked: report.ranked.length, rejected: report.rejected.length };
  return {
    lots: report.lots.map(({ lotId, ranked, rejected }) => ({ lotId, ranked: ranked.length, rejected: rejected.length })),
  };
}

/** Each supplier whose bid is rejected, in whole or for a lot, is told at once: it may challenge that (art. 61). The bid itself falls with its last lot. */
async function rejectBids(work: Work, tender: Tender, bids: readonly EvaluatedBid[], report: ReportContent): Promise<void> {
  const parts = partsOf(report);
  const ranked = parts.flatMap(({ found }) => found.ranked.map((one) => one.bidId));
  for (const bid of bids.filter((one) => !ranked.includes(one.id))) await moveBid(work, tender, bid, 'reject', 'evaluator');
  for (const { lotId, found } of parts) {
    for (const { bidId, supplierId, exclusions, breaches } of found.rejected)
      work.record({
        type: 'bid.rejected',
        article: exclusions.length ? 54 : 56,
        tenderId: tender.id,
        subject: { kind: 'bid', id: bidId },
        payload: { supplierId, ...(lotId === null ? {} : { lotId }), exclusions, rules: breaches.map((one) => one.rule) },
        tell: [supplierId],
      });
  }
}
