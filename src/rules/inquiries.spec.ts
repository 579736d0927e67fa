import {
  answerIsInTime,
  answerKeepsTheOffer,
  answerTimeIsEnough,
  bidderHadItsTime,
  inquiryClasses,
  lowPriceWasAsked,
  refusedInquiry,
  sameOpportunityForAll,
  verdictOf,
} from './inquiries.js';

const rulesOf = (found: readonly { rule: string }[]): string[] => found.map((one) => one.rule);
const askedAt = '2026-04-14T02:00:00.000000Z';
const dueAt = '2026-04-14T02:30:00.000000Z';

describe('an inquiry of a committee (art. 56)', () => {
  it('gives all whose bids show a formal defect the same opportunity, at once', () => {
    const asked = { class: 'arithmetic' as const, bidIds: ['a', 'b'], showing: ['b', 'a'], alreadyAsked: false };
    expect(sameOpportunityForAll(asked)).toEqual([]);
    expect(sameOpportunityForAll({ ...asked, showing: ['a', 'c'] })).toMatchObject([
      { rule: 'inquiry.bids-left-out', facts: { bidIds: ['c'] }, pointer: '#/bids' },
    ]);
    expect(sameOpportunityForAll({ ...asked, alreadyAsked: true })).toMatchObject([
      { rule: 'inquiry.class-already-asked', pointer: '#/class' },
    ]);
    expect(sameOpportunityForAll({ ...asked, class: 'low-price', showing: ['c'], alreadyAsked: true })).toEqual([]);
  });

  it.each(inquiryClasses)('on %s gives thirty minutes, and says whose number that is', (one) => {
    expect(answerTimeIsEnough({ class: one, askedAt, dueAt })).toEqual([]);
    expect(answerTimeIsEnough({ class: one, askedAt, dueAt: '2026-04-14T02:29:59.999999Z' })).toMatchObject([
      {
        rule: one === 'low-price' ? 'inquiry.low-price-time-short' : 'inquiry.answer-time-short',
        facts: { minutesMin: 30 },
        pointer: '#/dueAt',
        cites: { force: one === 'low-price' ? 'national' : 'policy' },
      },
    ]);
  });

  it('is answered before its time is over', () => {
    expect(answerIsInTime({ dueAt }, '2026-04-14T02:29:59.999999Z')).toEqual([]);
    expect(answerIsInTime({ dueAt }, dueAt)).toMatchObject([{ rule: 'inquiry.answer-late', facts: { dueAt } }]);
  });

  it('leaves price and substance alone: a price is confirmed where it was corrected, and nowhere else', () => {
    for (const one of inquiryClasses) {
      const arithmetic = one === 'arithmetic';
      for (const confirms of [true, false])
        expect(rulesOf(answerKeepsTheOffer({ class: one, confirms }))).toEqual(
          arithmetic ? [] : ['inquiry.confirmation-missing'],
        );
      expect(answerKeepsTheOffer({ class: one, confirms: null })).toMatchObject(
        arithmetic ? [{ rule: 'inquiry.confirmation-missing', pointer: '#/confirmsPrice' }] : [],
      );
    }
  });

  it('is judged once it was answered or its time is over', () => {
    expect(bidderHadItsTime({ answered: true, dueAt }, askedAt)).toEqual([]);
    expect(bidderHadItsTime({ answered: false, dueAt }, dueAt)).toEqual([]);
    expect(rulesOf(bidderHadItsTime({ answered: false, dueAt }, '2026-04-14T02:29:59.999999Z'))).toEqual(['inquiry.not-over']);
  });

  it.each([
    [1, 1, 0, 'accepted'],
    [1, 0, 1, 'refused'],
    [5, 2, 2, null],
    [5, 3, 0, 'accepted'],
    [5, 0, 3, 'refused'],
    [5, 0, 2, null],
    [5, 2, 0, null],
    [2, 1, 0, null],
    [2, 0, 1, null],
    [2, 1, 1, 'accepted'],
    [2, 0, 2, 'refused'],
  ])('of a panel of %p with %p for and %p against is %p', (size, accepting, refusing, verdict) => {
    expect(verdictOf({ size, accepting, refusing })).toBe(verdict);
  });

  it('that is decided against the bid rejects it', () => {
    expect(inquiryClasses.map((one) => rulesOf(refusedInquiry({ class: one }))[0])).toEqual([
      'evaluation.defect-stands',
      'evaluation.defect-stands',
      'evaluation.defect-stands',
      'evaluation.correction-unconfirmed',
      'evaluation.defect-stands',
      'evaluation.price-unjustified',
    ]);
    expect(refusedInquiry({ class: 'formality' })).toMatchObject([{ facts: { class: 'formality' } }]);
  });

  it('comes before any refusal of a bid for its low price', () => {
    expect(lowPriceWasAsked({ lowPrice: false, refused: false }, '#/x')).toEqual([]);
    expect(lowPriceWasAsked({ lowPrice: true, refused: true }, '#/x')).toEqual([]);
    expect(lowPriceWasAsked({ lowPrice: true, refused: false }, '#/x')).toMatchObject([
      { rule: 'evaluation.low-price-not-asked', pointer: '#/x' },
    ]);
  });
});
