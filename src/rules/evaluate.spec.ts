import fc from 'fast-check';
import { articles } from './articles.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };

describe('what-if', () => {
  it.each([46, 62, 0, -1, 51.5, Number.NaN])('knows no article %d', (article) => {
    expect(evaluate(article, {}, context).faults.map((one) => one.pointer)).toEqual(['#/article']);
  });

  it.each(articles.map((one) => one.number))('article %d names the facts it misses and the ones it does not know', (article) => {
    const { faults, breaches, computed } = evaluate(article, { nonsense: 1 }, context);
    expect(faults.length).toBeGreaterThan(1);
    expect(faults.map((one) => one.pointer)).toContain('#/facts/nonsense');
    expect(faults.every((one) => one.pointer.startsWith('#/facts/') && one.detail.zh !== '' && one.detail.en !== '')).toBe(true);
    expect({ breaches, computed }).toEqual({ breaches: [], computed: {} });
  });

  it.each(articles.map((one) => one.number))('article %d answers any JSON and never throws', (article) => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...factNames), value), (facts) => {
        JSON.stringify(evaluate(article, facts as Record<string, unknown>, context));
      }),
      { numRuns: 60 },
    );
  });
});

const factNames =
  `procurer ground evidence category estimatedValue notice limitSuppliers documentsIssuedAt bidsCloseAt reductions contracts lease
  documentFee participatedOn specifications requester answer closingEvents licence bidPrice deduction challengeReceivedAt reviewBody knowledge
  knownOn submittedAt track urgency supplementValues originalValue`.split(/\s+/);
