import { evaluate47 } from './art-47-scope.js';
import { evaluate48 } from './art-48-single-source.js';
import { evaluate49 } from './art-49-prequalification-notice.js';
import { evaluate50 } from './art-50-invited-tendering.js';
import { evaluate51 } from './art-51-bid-period.js';
import { evaluate52 } from './art-52-valuation.js';
import { evaluate53 } from './art-53-publication.js';
import { evaluate54 } from './art-54-exclusion.js';
import { evaluate55 } from './art-55-specifications.js';
import { evaluate56 } from './art-56-debrief.js';
import { evaluate57 } from './art-57-retention.js';
import { evaluate58 } from './art-58-licences.js';
import { evaluate59 } from './art-59-small-suppliers.js';
import { evaluate60 } from './art-60-review.js';
import { evaluate61 } from './art-61-challenge.js';
import type { Breach } from './breach.js';
import type { ArticleEvaluation, Evaluation, LawContext, Policy } from './evaluate-types.js';
import { Facts, type FactFault } from './facts.js';

/** Rulebook P12: a conflict of the plan with national law warns unless the platform is told to refuse. */
export const defaultPolicy: Policy = { nationalConflicts: 'warn' };

const evaluations: ReadonlyMap<number, ArticleEvaluation> = new Map([
  [47, evaluate47],
  [48, evaluate48],
  [49, evaluate49],
  [50, evaluate50],
  [51, evaluate51],
  [52, evaluate52],
  [53, evaluate53],
  [54, evaluate54],
  [55, evaluate55],
  [56, evaluate56],
  [57, evaluate57],
  [58, evaluate58],
  [59, evaluate59],
  [60, evaluate60],
  [61, evaluate61],
]);

/** What an article says about the facts of a case. Where `faults` is not empty the facts could not be read and nothing was judged. */
export function evaluate(
  article: number,
  facts: Record<string, unknown>,
  context: LawContext,
): Evaluation & { faults: FactFault[] } {
  const evaluation = evaluations.get(article);
  if (!evaluation) return { breaches: [], computed: {}, faults: [noSuchArticle] };
  const read = new Facts(facts);
  const answer = evaluation(read, context);
  if (read.faults.length > 0) return { breaches: [], computed: {}, faults: read.faults };
  return { ...answer, breaches: answer.breaches.map(pointingIntoFacts), faults: [] };
}

const noSuchArticle: FactFault = {
  pointer: '#/article',
  detail: { zh: '需要47至61之间的条款号。', en: 'Expected an article from 47 to 61.' },
};

/** The rules point into a procedure's request (`#/bidsCloseAt`); the question of the API has the same facts under `#/facts`. */
function pointingIntoFacts(one: Breach): Breach {
  return one.pointer === undefined ? one : { ...one, pointer: one.pointer.replace('#/', '#/facts/') };
}
