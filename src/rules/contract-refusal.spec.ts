import { calendarOf, knownYears } from './calendar.js';
import {
  refusalIsDue,
  refusalStatementDue,
  refusalStatementIsInTime,
  supplierMayTakeAgain,
  winnerWasHeard,
} from './contract-refusal.js';

const calendar = calendarOf(knownYears);

describe('a winner that refuses to sign', () => {
  const awardNoticeAt = '2026-04-14T09:00:00+08:00';
  const asked = (ground: 'declared' | 'not-signed', now: string) => refusalIsDue({ ground, awardNoticeAt, now });

  it('by silence has refused once the thirty days are over, and not a microsecond before', () => {
    expect(asked('not-signed', '2026-05-14T23:59:59.999999+08:00')).toMatchObject([
      {
        rule: 'contract-refusal.time-to-sign-runs',
        pointer: '#/ground',
        facts: { lastOn: '2026-05-14' },
        derivation: { days: 30, from: '2026-04-14', article: 60, force: 'national' },
      },
    ]);
    expect(asked('not-signed', '2026-05-15T00:00:00+08:00')).toEqual([]);
  });

  it('in writing has refused at once', () => expect(asked('declared', awardNoticeAt)).toEqual([]));

  it('takes the same award no more', () => {
    expect(supplierMayTakeAgain('a', ['b', 'a'])).toMatchObject([
      { rule: 'award.winner-refused', pointer: '#/bidId', facts: { supplierId: 'a' } },
    ]);
    expect(supplierMayTakeAgain('a', ['b'])).toEqual([]);
    expect(supplierMayTakeAgain('a', [])).toEqual([]);
  });
});

describe('the hearing of a winner', () => {
  const due = refusalStatementDue('2026-05-15T10:00:00+08:00', calendar);
  const lastMoment = '2026-05-22T23:59:59.999999+08:00';
  const over = '2026-05-23T00:00:00+08:00';

  it('lasts five working days', () =>
    expect(due).toMatchObject({ from: '2026-05-15', days: 5, result: '2026-05-22', article: 60, force: 'policy' }));

  it('comes before its award falls: its word, or the end of its time', () => {
    expect(winnerWasHeard({ stated: false, due }, lastMoment)).toMatchObject([
      { rule: 'contract-refusal.not-heard', facts: { statementDueOn: '2026-05-22' }, derivation: due },
    ]);
    expect(winnerWasHeard({ stated: true, due }, lastMoment)).toEqual([]);
    expect(winnerWasHeard({ stated: false, due }, over)).toEqual([]);
  });

  it('takes no statement once it is over', () => {
    expect(refusalStatementIsInTime(due, lastMoment)).toEqual([]);
    expect(refusalStatementIsInTime(due, over)).toMatchObject([
      { rule: 'contract-refusal.statement-late', facts: { statementDueOn: '2026-05-22' }, derivation: due },
    ]);
  });

  it('does not end while the calendar of its year is missing', () => {
    const open = refusalStatementDue('2026-05-15T10:00:00+08:00', calendarOf([]));
    expect(open.result).toBeNull();
    expect(winnerWasHeard({ stated: false, due: open }, '2036-01-01T00:00:00+08:00')).toHaveLength(1);
    expect(refusalStatementIsInTime(open, '2036-01-01T00:00:00+08:00')).toEqual([]);
  });
});
