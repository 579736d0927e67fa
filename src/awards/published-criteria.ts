import { parseMoney } from '../rules/money.js';
import { tenThousandths } from '../rules/share.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { PublishedCriteria } from './evaluation-outcome.js';
import { parseDecimal, type Fraction } from './fraction.js';

/** What the tender's published documents bind its evaluation to. Publication has checked them: criteria with weights that sum to a hundred. */
export function publishedCriteria(tender: Tender): PublishedCriteria {
  const { content } = tender;
  const { smePlan } = content;
  return {
    method: content.awardMethod,
    category: tender.category,
    criteria: content.criteria.map(({ id, kind, weight, maxScore }) => ({
      id,
      kind,
      weight: points(weight),
      maxScore: points(maxScore),
    })),
    deduction: tenThousandths(smePlan?.priceDeduction ?? '0'),
    sharedDeduction: smePlan?.consortiumDeduction === undefined ? null : tenThousandths(smePlan.consortiumDeduction),
    ceiling: parseMoney(tender.budget),
    evaluators: content.evaluators ?? 1,
  };
}

function points(value: unknown): Fraction {
  const parsed = parseDecimal(value);
  if (parsed === null) throw new Error('a published criterion has no decimal weight or maximum');
  return parsed;
}
