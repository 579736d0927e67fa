import type { DeductionCase } from './art-59-small-suppliers.js';
import { breach, type Breaches } from './breach.js';

/** Facts that a bidder declares of itself and only the winner proves. */
export const declaredFacts = ['sme-size'] as const;
export type DeclaredFact = (typeof declaredFacts)[number];

/** Policy on art. 59: what the winner's declaration gained it (a deduction, a reserved procurement) is proved before the contract, and by nobody else. */
export function factsToProve(declared: DeductionCase['supplierSize'] | null, gained: boolean): DeclaredFact[] {
  return gained && declared !== null && declared !== 'large' ? ['sme-size'] : [];
}

export function declarationIsProved(facts: readonly DeclaredFact[], proved: readonly DeclaredFact[]): Breaches {
  const missing = facts.filter((one) => !proved.includes(one));
  return missing.length === 0 ? [] : [breach('award.evidence-missing', { missing })];
}
