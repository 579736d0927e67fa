import { calendarOf, knownYears } from './calendar.js';
import {
  bidIsSecured,
  performanceSecurityIsDue,
  performanceShareIsBounded,
  refundDue,
  refundIsInTime,
  tenderSecurityIsBounded,
  type GivenSecurity,
} from './securities.js';

const on = '2026-03-02';
const calendar = calendarOf(knownYears);
const rulesOf = (found: readonly { rule: string }[]): string[] => found.map((one) => one.rule);

describe('securities', () => {
  test.each([
    [240_000_00n, 12_000_000_00n, []],
    [240_000_01n, 12_000_000_00n, ['security.tender-over-two-percent']],
    [1n, null, ['security.tender-over-two-percent']],
    [0n, null, []],
  ])('tender security of %s fen on a budget of %s', (amount, budget, expected) => {
    expect(rulesOf(tenderSecurityIsBounded({ amount, budget }, on))).toEqual(expected);
  });

  test.each([
    [1000, []],
    [1001, ['security.performance-over-tenth']],
  ])('performance security of %s ten-thousandths', (share, expected) => {
    expect(rulesOf(performanceShareIsBounded(share, on))).toEqual(expected);
  });

  test.each([
    [50n, 500, []],
    [51n, 500, ['security.not-asked']],
    [1n, 0, ['security.not-asked']],
    [100n, 1000, []],
    [101n, 1000, ['security.performance-over-tenth']],
  ])('%s of a contract of 1000 where %s ten-thousandths were asked', (amount, asked, expected) => {
    expect(rulesOf(performanceSecurityIsDue({ amount, contract: 1000n, asked }, on))).toEqual(expected);
  });

  const asked = { amount: 100n, forms: ['guarantee', 'insurance'] } as const;
  const given: GivenSecurity = { amount: 100n, form: 'guarantee', validUntil: '2026-07-31' };
  test.each([
    ['as asked', given, null],
    ['none', null, 'none is given'],
    ['too little', { ...given, amount: 99n }, 'its amount is too small'],
    ['a cheque', { ...given, form: 'cheque' as const }, 'its form is not accepted'],
    ['of the day of the deadline', { ...given, validUntil: '2026-04-13' }, 'it does not outlast the deadline'],
  ])('a bid with %s', (_name, one, reason) => {
    const found = bidIsSecured(asked, one, '2026-04-13');
    expect(found.map((breach) => (breach.facts['reason'] as { en: string }).en)).toEqual(reason === null ? [] : [reason]);
  });

  it('is not asked for where the documents do not', () => expect(bidIsSecured(null, null, '2026-04-13')).toEqual([]));

  it('is due back within five working days, national for tenders and policy for contracts', () => {
    expect(refundDue('tender', '2026-04-30', calendar)).toMatchObject({ force: 'national', result: '2026-05-11' });
    expect(refundDue('performance', '2026-04-14', calendar)).toMatchObject({ force: 'policy', result: '2026-04-21' });
  });

  it('warns of a refund after the last day, where there is one', () => {
    const due = refundDue('tender', '2026-04-14', calendar);
    expect(refundIsInTime('2026-04-21', due)).toEqual([]);
    expect(refundIsInTime('2026-04-22', due)).toMatchObject([
      { rule: 'security.refund-late', severity: 'warning', derivation: due },
    ]);
    expect(refundIsInTime('2026-04-22', null)).toEqual([]);
    expect(refundIsInTime('2027-06-01', refundDue('tender', '2026-12-31', calendar))).toEqual([]);
  });
});
