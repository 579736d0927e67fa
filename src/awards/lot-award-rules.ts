import { breach, type Bilingual, type Breach, type Breaches } from '../rules/breach.js';
import { supplierMayTakeAgain } from '../rules/contract-refusal.js';
import { priceIsWithinBudget } from '../rules/failure.js';
import { mayWinAnother, type LotLimits } from '../rules/lots.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { lotIsCoded, type NonAwardCode, type ReviewRecord } from '../rules/non-award.js';
import type { Text } from '../tenders/tender.entity.js';
import { awardIsLawful } from './award-rules.js';
import type { FieldOutcome } from './lot-outcomes.js';

/** What is to become of one lot. */
export type LotDecision = { lotId: string } & (
  { bidId: string; reasons?: Bilingual | undefined } | { nonAward: { code: NonAwardCode | null; explanation: Text } }
);

/** A lot as the evaluation left it. */
export interface EvaluatedLot {
  lotId: string;
  found: FieldOutcome;
  ceiling: Fen | null;
  /** How many bids were for it. */
  opened: number;
  /** The suppliers that were found to refuse its contract. */
  refusers: readonly string[];
}

/** What an act on several lots is held against. */
export interface LotsAtAward {
  /** In the order in which they are gone through. */
  lots: readonly EvaluatedLot[];
  limits: LotLimits;
  /** The lots that suppliers hold already, by supplier. */
  won: ReadonlyMap<string, number>;
  /** What standing awards come to, and what all of them may. */
  spent: Fen;
  budget: Fen | null;
  /** A refusal counts in its own lot. */
  record: Omit<ReviewRecord, 'refused'>;
}

/**
 * Each lot by the law of one award, in the published order: a supplier that has won as many as it may is passed over in the next. All awards
 * together stay within the budget, and one lot at least is awarded. Pointers are those of the decisions as they were sent.
 */
export function lotsAreLawful(decisions: readonly LotDecision[], facts: LotsAtAward): Breaches {
  const won = new Map(facts.won);
  let total = facts.spent;
  const found = facts.lots.flatMap((lot): Breaches => {
    const index = decisions.findIndex((one) => one.lotId === lot.lotId);
    const decision = decisions[index];
    if (decision === undefined) return [];
    if ('nonAward' in decision) {
      const received = { opened: lot.opened, valid: lot.found.ranked.length };
      const record = { ...facts.record, refused: lot.refusers.length > 0 };
      return below(`#/lots/${index}/nonAward`, lotIsCoded(decision.nonAward.code, received, record));
    }
    const breaches = below(`#/lots/${index}`, lotAwardIsLawful(lot, decision, { limits: facts.limits, won }));
    const price = lot.found.prices.find((one) => one.bidId === decision.bidId);
    if (price) won.set(price.supplierId, (won.get(price.supplierId) ?? 0) + 1);
    total += parseMoney(price?.price) ?? 0n;
    return breaches;
  });
  const nothing = facts.won.size === 0 && decisions.every((one) => 'nonAward' in one);
  return [
    ...found,
    ...below('#/lots', priceIsWithinBudget(total, facts.budget)),
    ...(nothing ? [breach('award.nothing-awarded', {}, { pointer: '#/lots' })] : []),
  ];
}

function lotAwardIsLawful(
  { found, ceiling, refusers }: EvaluatedLot,
  award: { bidId: string; reasons?: Bilingual | undefined },
  { limits, won }: { limits: LotLimits; won: ReadonlyMap<string, number> },
): Breaches {
  return awardIsLawful(found, award, ceiling, (supplierId) => [
    ...supplierMayTakeAgain(supplierId, refusers),
    ...mayWinAnother(won.get(supplierId) ?? 0, limits),
  ]);
}

/** The breaches with their pointers under that of the part they are about. */
export function below(part: string, breaches: Breaches): Breach[] {
  return breaches.map((one) => ({ ...one, pointer: `${part}${(one.pointer ?? '#').slice(1)}` }));
}
