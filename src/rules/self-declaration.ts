import type { DeductionCase } from './art-59-small-suppliers.js';
import { breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, type Calendar } from './calendar.js';
import { civilDateOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** Facts that a bidder declares of itself and only the winner proves. */
export const declaredFacts = ['sme-size'] as const;
export type DeclaredFact = (typeof declaredFacts)[number];

/** Policy on art. 59: what the winner's declaration gained it (a deduction, a reserved procurement) is proved before the contract, and by nobody else. */
export function factsToProve(declared: DeductionCase['supplierSize'] | null, gained: boolean): DeclaredFact[] {
  return gained && declared !== null && declared !== 'large' ? ['sme-size'] : [];
}

/** Policy: the proof is due by the end of the standstill's days, so that the contract does not wait for it. */
export function proofIsDue(awardedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(awardedAt);
  const { force, value } = periodOn('declarationProofDaysMax', from);
  return calendarDays({ article: 59, force, from, days: value, calendar });
}

export function declarationIsProved(facts: readonly DeclaredFact[], proved: readonly DeclaredFact[]): Breaches {
  const missing = facts.filter((one) => !proved.includes(one));
  return missing.length === 0 ? [] : [breach('award.evidence-missing', { missing })];
}
