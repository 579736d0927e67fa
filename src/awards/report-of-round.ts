import { smallShare } from '../bids/bid-partners.js';
import type { Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { formatMoney } from '../rules/money.js';
import { excludedBreaches, type KnownExclusion } from '../tenders/exclusions.js';
import type { Tender } from '../tenders/tender.entity.js';
import { independenceOf } from './bid-independence.js';
import { outcomeOf, type EvaluationFinding, type OpenedPrice, type PublishedCriteria } from './evaluation-outcome.js';
import { lotIsOpenTo, priceInField, type Field, type LotOutcome, type ReportContent } from './lot-outcomes.js';
import { tieDrawOf } from './tie-draw.js';

interface Round {
  documents: PublishedCriteria;
  round: number;
  fields: readonly Field[];
  /** One list of findings per evaluator. */
  findings: readonly (readonly EvaluationFinding[])[];
  exclusions: readonly KnownExclusion[];
  /** What speaks against a bid for every lot alike, by bid. */
  against: ReadonlyMap<string, Breaches>;
}

/** The report of a round: the bids of one lot are held against each other, and against nothing that was bid for another. */
export async function reportOfRound(work: Work, tender: Tender, asked: Round): Promise<ReportContent> {
  const { documents, round, fields, findings } = asked;
  const outcomes: LotOutcome[] = [];
  for (const field of fields) {
    const lotId = field.lot?.id;
    const own = findings.map((all) => all.filter((one) => one.lotId === lotId));
    const priced = await pricedBids(work, tender, field, asked);
    const ranked = outcomeOf({ ...documents, ceiling: field.ceiling }, priced, own, civilDateOf(work.now));
    const outcome = { ...ranked, ...(await tieDrawOf(work, tender, { round, lotId }, ranked)) };
    if (lotId === undefined) return outcome;
    const { method: _method, tieRule: _tie, evaluators: _count, criteria: _criteria, ...found } = outcome;
    outcomes.push({ lotId, ceiling: field.ceiling === null ? null : formatMoney(field.ceiling), ...found });
  }
  const { method, tieRule, evaluators, criteria } = outcomeOf(documents, [], findings, civilDateOf(work.now));
  return { method, tieRule, evaluators, criteria, lots: outcomes };
}

async function pricedBids(
  work: Work,
  tender: Tender,
  field: Field,
  { exclusions, against }: Pick<Round, 'exclusions' | 'against'>,
): Promise<OpenedPrice[]> {
  const independence = await independenceOf(work, field.bids);
  return field.bids.map((bid) => ({
    bidId: bid.id,
    supplierId: bid.supplierId,
    price: priceInField(tender, field, bid),
    supplierSize: bid.content?.smeDeclaration?.size ?? ('large' as const),
    smallShare: smallShare(bid.content),
    exclusions: (independence.get(bid.id)?.parties ?? []).flatMap((party) => excludedBreaches(exclusions, party)),
    breaches: [...(independence.get(bid.id)?.breaches ?? []), ...lotIsOpenTo(field.lot, bid), ...(against.get(bid.id) ?? [])],
  }));
}
