import { failureIsFounded, failureReasons, priceIsWithinBudget, type BidsFound, type FailureReason } from './failure.js';

const founded = (bids: BidsFound): FailureReason[] =>
  failureReasons.filter((reason) => failureIsFounded(reason, bids).length === 0);
const uncheckable: FailureReason[] = ['illegality', 'collusion'];

describe('a declared failure (采购法 art. 36)', () => {
  it.each<[string, BidsFound, FailureReason[]]>([
    ['an empty box', { opened: 0, valid: 0, overBudget: 0 }, ['no-bids', 'too-few-bids']],
    ['two valid bids', { opened: 3, valid: 2, overBudget: 1 }, ['too-few-bids']],
    ['three valid bids', { opened: 3, valid: 3, overBudget: 0 }, []],
    ['three valid and two over budget', { opened: 5, valid: 3, overBudget: 2 }, []],
    ['only defective or rejected bids', { opened: 3, valid: 0, overBudget: 0 }, ['too-few-bids', 'no-conforming-bids']],
    ['all over the budget', { opened: 3, valid: 0, overBudget: 3 }, ['too-few-bids', 'no-conforming-bids', 'over-budget']],
  ])('%s', (_, bids, reasons) => expect(founded(bids)).toEqual([...reasons, ...uncheckable]));

  it('is refused with what the bids show', () => {
    expect(failureIsFounded('too-few-bids', { opened: 4, valid: 3, overBudget: 1 })).toMatchObject([
      {
        rule: 'tender.failure-unfounded',
        severity: 'refusal',
        pointer: '#/reason',
        facts: { reason: 'too-few-bids', opened: 4, valid: 3, overBudget: 1, validBidsMin: 3 },
        cites: { document: '政府采购法 第36条', force: 'national' },
      },
    ]);
  });

  it('rests on no bid while they are sealed, and tells nothing of them', () => {
    const rulesOf = (reason: FailureReason) => failureIsFounded(reason, null).map((one) => [one.rule, one.facts]);
    expect(failureReasons.filter((reason) => rulesOf(reason).length === 0)).toEqual(uncheckable);
    expect(rulesOf('no-bids')).toEqual([['bid.still-sealed', {}]]);
    expect(rulesOf('too-few-bids')).toEqual(rulesOf('no-bids'));
  });
});

describe('the budget (采购法 art. 36(3))', () => {
  it('includes its own amount, to the fen', () => {
    expect(priceIsWithinBudget(200_000_000n, 200_000_000n)).toEqual([]);
    expect(priceIsWithinBudget(200_000_001n, 200_000_000n)).toMatchObject([
      { rule: 'award.over-budget', facts: { price: '2000000.01', budget: '2000000.00' } },
    ]);
  });

  it('bars nothing where none was published, and everything where it is nothing', () => {
    expect(priceIsWithinBudget(200_000_000n, null)).toEqual([]);
    expect(priceIsWithinBudget(1n, 0n)).toHaveLength(1);
    expect(priceIsWithinBudget(0n, 0n)).toEqual([]);
  });
});
