import { breach, type Breaches } from './breach.js';

/** What of art. 55 a requirement is about: the environment (环境保护) or the protection of information (信息保护). */
export const specificationConcerns = ['environment', 'information-protection'] as const;
export type SpecificationConcern = (typeof specificationConcerns)[number];

/** A requirement as far as it says what it has to do with the object of the procurement. */
export interface LinkedSpecification {
  concern: SpecificationConcern | null;
  itemIds: readonly string[];
  /** How it concerns the object, in words. */
  link: string | null;
}

/**
 * Art. 55 allows requirements for the environment and for the protection of information on what is bought, not on the supplier at large: one
 * names an item of the procurement or says how it concerns the object. Every item named is there.
 */
export function requirementsConcernTheObject(specifications: readonly LinkedSpecification[], items: readonly string[]): Breaches {
  return specifications.flatMap(({ concern, itemIds, link }, index) => {
    const unknown = itemIds.filter((id) => !items.includes(id));
    const linked = itemIds.length > 0 || (link !== null && link.trim() !== '');
    const facts = { index, unknown };
    if (unknown.length > 0) return [breach('specification.not-linked', facts, { pointer: `#/specifications/${index}/itemIds` })];
    return concern === null || linked
      ? []
      : [breach('specification.not-linked', facts, { pointer: `#/specifications/${index}/link` })];
  });
}
