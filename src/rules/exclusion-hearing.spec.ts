import { calendarOf, knownYears } from './calendar.js';
import { remedyIsAnswered, statementDueOn, statementEndsAt, statementIsInTime, supplierWasHeard } from './exclusion-hearing.js';

const calendar = calendarOf(knownYears);
const due = statementDueOn({ notifiedAt: '2026-04-13T02:00:00.000000Z', calendar });
const lastMoment = '2026-04-20T15:59:59.999999Z';
const over = '2026-04-20T16:00:00.000000Z';
const withoutEnd = statementDueOn({ notifiedAt: '2026-12-30T02:00:00.000000Z', calendar });
const rulesOf = (found: readonly { rule: string }[]): string[] => found.map((one) => one.rule);

describe('the hearing before an exclusion (art. 54)', () => {
  it('gives the supplier five working days from the notice, a policy of the platform', () => {
    expect(due).toMatchObject({ article: 54, force: 'policy', from: '2026-04-13', days: 5, result: '2026-04-20' });
    expect(statementEndsAt(due)).toBe(over);
    expect(statementDueOn({ notifiedAt: '2026-04-30T02:00:00.000000Z', calendar }).result).toBe('2026-05-11');
  });

  it('does not end where a calendar year is missing', () => {
    expect([withoutEnd.result, statementEndsAt(withoutEnd)]).toEqual([null, null]);
    expect(rulesOf(supplierWasHeard({ stated: false, due: withoutEnd }, '2027-06-01T00:00:00.000000Z'))).toEqual([
      'exclusion.not-heard',
    ]);
    expect(statementIsInTime(withoutEnd, '2027-06-01T00:00:00.000000Z')).toEqual([]);
  });

  it('is over with the statement, or with the last day', () => {
    expect(supplierWasHeard({ stated: true, due }, lastMoment)).toEqual([]);
    expect(supplierWasHeard({ stated: false, due }, over)).toEqual([]);
    expect(supplierWasHeard({ stated: false, due }, lastMoment)).toMatchObject([
      { rule: 'exclusion.not-heard', facts: { statementDueOn: '2026-04-20' }, derivation: due },
    ]);
  });

  it('takes a statement to the end of the last day', () => {
    expect(statementIsInTime(due, lastMoment)).toEqual([]);
    expect(rulesOf(statementIsInTime(due, over))).toEqual(['exclusion.statement-late']);
  });

  it.each([
    [true, null, ['exclusion.remedy-unanswered']],
    [true, false, []],
    [true, true, []],
    [false, null, []],
  ])('claimed %s, found %s: %j', (claimed, found, expected) => {
    expect(rulesOf(remedyIsAnswered({ claimed, found }))).toEqual(expected);
  });
});
