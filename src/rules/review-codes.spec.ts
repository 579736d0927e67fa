import { reviewDecisionTypeOf } from './review-codes.js';

describe('the code of a decision', () => {
  it.each([
    ['upheld', null, 'accepted'],
    ['partly-upheld', null, 'accepted'],
    ['rejected', null, 'rej-nirreg'],
    ['dismissed', 'inadmissible', 'rej-other'],
    ['dismissed', 'no-factual-basis', 'rej-nirreg'],
    ['dismissed', 'false-material', 'other'],
    ['dismissed', 'evidence-illegal', 'other'],
  ] as const)('%s %s is %s', (outcome, ground, expected) => {
    expect(reviewDecisionTypeOf(outcome, ground)).toBe(expected);
  });
});
