import {
  failureIsFounded,
  failureReasons,
  failureRestsOnApplications,
  priceIsWithinBudget,
  type ApplicationsFound,
  type BidsFound,
  type FailureReason,
} from './failure.js';

const founded = (bids: BidsFound): FailureReason[] =>
  failureReasons.filter((reason) => failureIsFounded(reason, bids).length === 0);
const ofApplications: FailureReason[] = ['no-applications', 'too-few-qualified'];
const uncheckable: FailureReason[] = ['illegality', 'collusion', ...ofApplications];

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

describe('a failure for want of suppliers to invite', () => {
  const refused = (found: ApplicationsFound | null) =>
    failureReasons.filter((reason) => failureRestsOnApplications(reason, found).length > 0);

  it.each<[string, ApplicationsFound | null, FailureReason[]]>([
    ['no applications', { received: 0, qualified: 0, undecided: 0, enough: false }, []],
    ['two who qualify', { received: 4, qualified: 2, undecided: 0, enough: false }, ['no-applications']],
    ['one who waits', { received: 3, qualified: 2, undecided: 1, enough: false }, ofApplications],
    ['three who qualify', { received: 3, qualified: 3, undecided: 0, enough: true }, ofApplications],
    ['applications that may still come in', null, ofApplications],
  ])('%s', (_, found, expected) => expect(refused(found)).toEqual(expected));

  it('is refused with what the applications show', () => {
    const found = { received: 3, qualified: 2, undecided: 1, enough: false };
    expect(failureRestsOnApplications('too-few-qualified', found)).toMatchObject([
      {
        rule: 'tender.failure-applications-unfounded',
        pointer: '#/reason',
        facts: { found: { zh: '申请3份，合格2份，未决定1份' } },
      },
    ]);
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
