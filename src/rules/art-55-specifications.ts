import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';

/** One technical requirement of a procurement. */
export interface Specification {
  text: string;
  /** The brand, patent, maker or origin it names, or only the word that it names one. */
  brand: string | boolean;
  orEquivalent: boolean;
  reason: string | null;
  /** The standard it rests on, e.g. `ISO/IEC 27001:2022`. */
  standard: string | null;
}

const internationalStandard = /(^|[^A-Za-z])(ISO|IEC|IEEE|ITU|ETSI|RFC)([^A-Za-z]|$)/;

/**
 * Art. 55, 实施条例 art. 20: a requirement names no brand. With "or equivalent" and a reason it passes with a warning, because
 * national law knows no such excuse. Art. 55 also invites international standards: where none is named, that is a warning.
 */
export function specificationsAreOpen(specifications: readonly Specification[]): Breaches {
  return [...specifications.flatMap(brandBreaches), ...standardBreaches(specifications)];
}

function brandBreaches(specification: Specification, index: number): Breaches {
  const { brand, orEquivalent, reason } = specification;
  if (brand === false) return [];
  const excused = orEquivalent && reason !== null && reason.trim() !== '';
  const facts = { index, brand: typeof brand === 'string' ? brand : specification.text, orEquivalent, reason };
  const pointer = `#/specifications/${index}/brand`;
  return [breach('specification.brand-named', facts, { pointer, severity: excused ? 'warning' : 'refusal' })];
}

function standardBreaches(specifications: readonly Specification[]): Breaches {
  const open = specifications.filter((one) => one.brand === false);
  if (open.length === 0 || specifications.some(namesStandard)) return [];
  return [breach('specification.standard-not-considered', {}, { pointer: '#/specifications', severity: 'warning' })];
}

function namesStandard(specification: Specification): boolean {
  return specification.standard !== null || internationalStandard.test(specification.text);
}

/** What evaluate asks: whether the requirements are open to every maker. */
export const evaluate55: ArticleEvaluation = (facts) => {
  facts.only('specifications');
  const specifications = facts.children('specifications').map((one) => {
    one.only('text', 'brand', 'orEquivalent', 'reason', 'standard');
    return {
      text: one.text('text'),
      brand: one.has('brand') ? one.textOrFlag('brand') : false,
      orEquivalent: one.flagOrNull('orEquivalent') ?? false,
      reason: one.passagesOrEmpty('reason')[0] ?? null,
      standard: one.textOrNull('standard'),
    };
  });
  return { breaches: specificationsAreOpen(specifications), computed: {} };
};
