import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import { addYears, type CivilDate } from './moment.js';
import { periodOn } from './periods.js';

const counterparts = ['procurer', 'managed', 'unrelated'] as const;

/** A breach of contract for which a procuring entity means to refuse a supplier. */
export interface PriorBreach {
  /** The supplier's first submission in the procurement (application or bid). */
  participatedOn: CivilDate;
  breachedOn: CivilDate;
  /** The other party to the breached contract: the procuring entity, a unit in a management relation with it, or neither. */
  counterpart: (typeof counterparts)[number];
  material: boolean;
  remediedInTime: boolean;
  evidence: readonly string[];
  statedInDocuments: boolean;
}

/** Art. 54, Civil Code art. 202: the first day of the three years before participation; where there is no such day, the last of its month. */
export function exclusionWindowFrom(participatedOn: CivilDate): CivilDate {
  return addYears(participatedOn, -periodOn('breachWindowYears', participatedOn).value);
}

/** Art. 54: a supplier may be refused for a prior breach only where all six conditions hold; both ends of the window are inside. */
export function exclusionIsLawful(prior: PriorBreach): Breaches {
  const windowFrom = exclusionWindowFrom(prior.participatedOn);
  const { breachedOn, participatedOn: windowTo } = prior;
  return [
    ...(prior.statedInDocuments ? [] : [breach('exclusion.clause-missing', {}, { pointer: '#/statedInDocuments' })]),
    ...(breachedOn >= windowFrom && breachedOn <= windowTo
      ? []
      : [breach('exclusion.outside-window', { breachedOn, windowFrom, windowTo }, { pointer: '#/breachedOn' })]),
    ...(prior.evidence.some((one) => one.trim() !== '')
      ? []
      : [breach('exclusion.evidence-missing', {}, { pointer: '#/evidence' })]),
    ...(prior.material ? [] : [breach('exclusion.not-material', {}, { pointer: '#/material' })]),
    ...(prior.remediedInTime ? [breach('exclusion.remedied', {}, { pointer: '#/remediedInTime' })] : []),
    ...(prior.counterpart === 'unrelated' ? [breach('exclusion.unrelated-unit', {}, { pointer: '#/counterpart' })] : []),
  ];
}

/** What evaluate asks: whether the procuring entity may refuse the supplier. */
export const evaluate54: ArticleEvaluation = (facts) => {
  facts.only('participatedOn', 'breachedOn', 'counterpart', 'material', 'remediedInTime', 'evidence', 'statedInDocuments');
  const participatedOn = facts.date('participatedOn');
  const breaches = exclusionIsLawful({
    participatedOn,
    breachedOn: facts.date('breachedOn'),
    counterpart: facts.oneOf('counterpart', counterparts),
    material: facts.flag('material'),
    remediedInTime: facts.flag('remediedInTime'),
    evidence: facts.texts('evidence'),
    statedInDocuments: facts.flag('statedInDocuments'),
  });
  return { breaches, computed: { windowFrom: exclusionWindowFrom(participatedOn), mayExclude: breaches.length === 0 } };
};
