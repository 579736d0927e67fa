import { breach, type Breaches } from '../rules/breach.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { TenderContent } from './tender.entity.js';

/**
 * Before publication the criteria and their weights are fixed: they sum to 100 to the hundredth, each has its own id, and one and only one of
 * them is the price. A tender that goes to the lowest price needs none.
 */
export function criteriaAreFixed({ awardMethod, criteria }: Pick<TenderContent, 'awardMethod' | 'criteria'>): Breaches {
  if (awardMethod === 'lowest-price' && criteria.length === 0) return [];
  const sum = criteria.reduce((total, one) => total + (parseMoney(one.weight) as Fen), 0n);
  const twice = criteria.filter((one, index) => criteria.findIndex((other) => other.id === one.id) !== index);
  const prices = criteria.filter((one) => one.kind === 'price').length;
  if (sum === 10_000n && twice.length === 0 && prices === 1) return [];
  const facts = { sum: `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`, twice: twice.map((one) => one.id), prices };
  return [breach('tender.criteria-missing', facts, { pointer: '#/criteria' })];
}
