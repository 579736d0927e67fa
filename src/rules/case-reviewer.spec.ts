import {
  assignedReviewerActs,
  assistantHasNoTie,
  barringReviewerTies,
  recusalIsDecidable,
  reviewerHasNoTie,
  reviewerTieNames,
  type ReviewerTie,
} from './case-reviewer.js';

const free = { recused: false, party: false, acted: false, serves: false };
const ruleOf = (found: readonly { rule: string }[]) => found.map((one) => one.rule);

describe('art. 60: the person who reviews', () => {
  it('is free of ties', () => {
    expect([barringReviewerTies(free), reviewerHasNoTie(free), assistantHasNoTie({ ...free, reviews: false })]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it.each(Object.keys(reviewerTieNames) as ReviewerTie[])('is barred by the tie "%s", and so is who assists', (tie) => {
    const ties = { ...free, [tie]: true };
    expect(barringReviewerTies(ties)).toEqual([tie]);
    expect(reviewerHasNoTie(ties)).toMatchObject([
      { rule: 'complaint.reviewer-conflicted', facts: { tie, reason: reviewerTieNames[tie] } },
    ]);
    expect(assistantHasNoTie({ ...ties, reviews: false })).toMatchObject([
      { rule: 'complaint.assistant-tied', pointer: '#/personId', facts: { tie } },
    ]);
  });

  it('needs no assistant in itself', () => {
    expect(assistantHasNoTie({ ...free, reviews: true })).toMatchObject([{ facts: { tie: 'reviews' } }]);
  });

  it.each([
    ['xu', true, []],
    ['xu', false, ['complaint.declaration-missing']],
    ['he', true, ['complaint.reviewer-not-assigned']],
    [null, true, ['complaint.reviewer-not-assigned']],
  ])('acts where %s is assigned and the declaration was made: %s', (assignedId, hasDeclared, expected) => {
    expect(ruleOf(assignedReviewerActs({ personId: 'xu', assignedId, hasDeclared }))).toEqual(expected);
  });

  it.each([
    ['requested', 'he', []],
    ['granted', 'he', ['complaint.recusal-decided']],
    ['moot', 'he', ['complaint.recusal-decided']],
    ['requested', 'xu', ['complaint.recusal-own-cause']],
  ])('is recused by a request that is %s and decided by %s', (state, deciderId, expected) => {
    expect(ruleOf(recusalIsDecidable({ state, aboutId: 'xu', deciderId }))).toEqual(expected);
  });
});
