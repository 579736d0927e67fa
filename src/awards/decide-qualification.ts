import { isUndecided, sealedPrices } from '../bids/sealed-prices.queries.js';
import { obey } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { bidQualifies } from '../rules/price-opening.js';
import { excludedBreaches, exclusionsAreDecided, exclusionsOf } from '../tenders/exclusions.js';
import { fulfilRemedies } from '../tenders/remedies.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { independenceOf } from './bid-independence.js';
import { foundAgainst } from './close-evaluation.js';
import { recusalsAreDecided, stillCounts } from './committee-seat.js';
import { inquiriesAreDecided } from './inquiry-outcome.js';
import { moveBid } from './move-bid.js';
import { publishedCriteria } from './published-criteria.js';
import { QualificationVerdict, type QualificationFinding } from './qualification.entity.js';

interface Stage {
  stage: number;
  /** Of the evaluation. */
  round: number;
}

/** What speaks for or against one bid. */
interface Judged {
  bid: EvaluatedBid;
  findings: readonly QualificationFinding[];
  exclusions: string[];
  breaches: Breaches;
}

/**
 * Decides who qualifies once as many have judged as the documents require, by majority and by what the law itself finds; false while findings are
 * missing. Who does not is rejected and told why at once, so that it can challenge that while prices are sealed (art. 61). Throws LawRefusal
 * `exclusion.undecided`, `recusal.undecided`, `inquiry.undecided`, `licence.not-verified`.
 */
export async function decideQualification(work: Work, tender: Tender, { stage, round }: Stage): Promise<boolean> {
  const rows = await work.query<{ findings: QualificationFinding[] }>(
    `SELECT findings FROM qualification_findings evaluations WHERE tender_id = $1 AND stage = $2 AND ${stillCounts} ORDER BY submitted_at, id`,
    [tender.id, stage],
  );
  if (rows.length < publishedCriteria(tender).evaluators) return false;
  const due = (await sealedPrices(work, tender.id)).filter(isUndecided).map((one) => one.id);
  const bids = (await openedBids(work, tender.id)).filter((one) => due.includes(one.id));
  const exclusions = await exclusionsOf(work, tender.id);
  obey([
    ...exclusionsAreDecided(exclusions),
    ...(await recusalsAreDecided(work, tender.id)),
    ...(await inquiriesAreDecided(work, { tender, round, bids })),
  ]);
  const against = await foundAgainst(work, tender, round, bids);
  const independence = await independenceOf(work, bids);
  for (const bid of bids) {
    const parties = independence.get(bid.id)?.parties ?? [];
    await decide(work, tender, stage, {
      bid,
      findings: rows.flatMap((one) => one.findings.filter((finding) => finding.bidId === bid.id)),
      exclusions: parties.flatMap((party) => excludedBreaches(exclusions, party)),
      breaches: against.get(bid.id) ?? [],
    });
  }
  await fulfilRemedies(work, tender.id, ['qualification-redone'], { kind: 'qualification', id: `${tender.id}/${stage}` });
  work.record({
    type: 'qualification.decided',
    article: 56,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { stage, evaluators: rows.length, bids: bids.length },
    tell: [tender.procurerId],
  });
  return true;
}

async function decide(work: Work, tender: Tender, stage: number, judged: Judged): Promise<void> {
  const { bid, findings, exclusions, breaches } = judged;
  const rejecting = findings.filter((one) => !one.qualified);
  const counts = { rejectedBy: rejecting.length, evaluators: findings.length };
  const qualified = bidQualifies(counts) && exclusions.length === 0 && breaches.length === 0;
  const reasons = [...rejecting.flatMap((one) => one.reasons ?? []), ...breaches.map((one) => one.detail)];
  const { id: bidId, supplierId } = bid;
  const row = {
    tenderId: tender.id,
    stage,
    bidId,
    supplierId,
    qualified,
    ...counts,
    reasons,
    exclusions,
    breaches: [...breaches],
  };
  await work.insert(QualificationVerdict, { ...row, decidedAt: work.now });
  if (!qualified) await moveBid(work, tender, bid, 'reject', 'evaluator');
  work.record({
    type: qualified ? 'bid.qualified' : 'bid.rejected',
    article: exclusions.length > 0 ? 54 : 56,
    tenderId: tender.id,
    subject: { kind: 'bid', id: bidId },
    payload: { supplierId, stage, exclusions, rules: breaches.map((one) => one.rule) },
    tell: [supplierId],
  });
}
