import { calendarOf, knownYears } from './calendar.js';
import {
  extensionIsLater,
  forfeitureGrounds,
  forfeitureIsGrounded,
  forfeitureStatementDue,
  forfeitureStatementIsInTime,
  forfeitureWasHeard,
  securityIsFree,
  type HeldSecurity,
} from './forfeiture.js';

describe('the grounds for keeping a security', () => {
  const fitting = (held: HeldSecurity) => forfeitureGrounds.filter((one) => forfeitureIsGrounded(one, held).length === 0);
  const reason = (ground: (typeof forfeitureGrounds)[number], held: HeldSecurity) =>
    forfeitureIsGrounded(ground, held).map((one) => [one.rule, one.pointer, (one.facts['reason'] as { en: string }).en]);

  it('fit its kind and its holder', () => {
    expect(fitting({ kind: 'tender', ofWinner: false })).toEqual(['withdrawn-after-deadline']);
    expect(fitting({ kind: 'tender', ofWinner: true })).toEqual(forfeitureGrounds.slice(0, 4));
    expect(fitting({ kind: 'performance', ofWinner: false })).toEqual(['contract-not-performed']);
  });

  it('say why they do not', () => {
    const rule = 'security.forfeiture-ungrounded';
    expect(reason('contract-refused', { kind: 'tender', ofWinner: false })).toEqual([
      [rule, '#/ground', 'it is a ground against the winner only'],
    ]);
    expect(reason('contract-not-performed', { kind: 'tender', ofWinner: true })).toEqual([
      [rule, '#/ground', 'it is a ground for a performance security only'],
    ]);
    expect(reason('withdrawn-after-deadline', { kind: 'performance', ofWinner: true })).toEqual([
      [rule, '#/ground', 'it is a ground for a tender security only'],
    ]);
  });
});

describe('the hearing before a security is kept', () => {
  const due = forfeitureStatementDue('2026-04-15T23:59:59.999999+08:00', calendarOf(knownYears));
  const last = '2026-04-22T23:59:59.999999+08:00';
  const over = '2026-04-23T00:00:00+08:00';
  const rules = (breaches: readonly { rule: string }[]) => breaches.map((one) => one.rule);

  it('gives five working days', () => {
    expect(due).toMatchObject({ result: '2026-04-22', days: 5, article: 59, force: 'policy' });
  });

  it('ends with the statement, or with the last day', () => {
    expect(rules(forfeitureWasHeard({ stated: false, due }, last))).toEqual(['security.forfeiture-not-heard']);
    expect(rules(forfeitureWasHeard({ stated: true, due }, last))).toEqual([]);
    expect(rules(forfeitureWasHeard({ stated: false, due }, over))).toEqual([]);
    expect(rules(forfeitureStatementIsInTime(due, last))).toEqual([]);
    expect(rules(forfeitureStatementIsInTime(due, over))).toEqual(['security.statement-late']);
    expect(forfeitureStatementIsInTime(due, over)[0]?.facts).toEqual({ statementDueOn: '2026-04-22' });
    expect(forfeitureWasHeard({ stated: false, due }, last)[0]?.facts).toEqual({ statementDueOn: '2026-04-22' });
  });

  it('does not end while the calendar of a year is missing', () => {
    const open = { ...due, result: null };
    expect(rules(forfeitureWasHeard({ stated: false, due: open }, over))).toEqual(['security.forfeiture-not-heard']);
    expect(forfeitureStatementIsInTime(open, over)).toEqual([]);
  });
});

test.each([
  [null, []],
  ['dropped', []],
  ['notified', ['notified']],
  ['stated', ['stated']],
  ['forfeited', ['forfeited']],
] as const)('a security whose forfeiture is %s', (state, found) => {
  expect(securityIsFree(state).map((one) => one.facts['state'])).toEqual(found);
});

test('an extension is later than what was there', () => {
  expect(extensionIsLater('2026-09-30', '2026-10-01')).toEqual([]);
  expect(extensionIsLater('2026-09-30', '2026-09-30')).toMatchObject([
    { rule: 'security.extension-not-later', pointer: '#/validUntil', facts: { before: '2026-09-30', after: '2026-09-30' } },
  ]);
});
