import {
  evaluate57,
  mayApproveDisposal,
  mayDispose,
  mayReleaseHold,
  retention,
  retentionDerivation,
} from './art-57-retention.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const accepted = (on: string) => [{ type: 'acceptance', on }];

function evaluated(at: string, raw: Record<string, unknown>) {
  const facts = new Facts({ legalHold: false, ...raw });
  const answer = evaluate57(facts, { at, calendar: calendarOf(knownYears), policy: { nationalConflicts: 'warn' } });
  return { ...answer, rules: answer.breaches.map((one) => one.rule), faults: facts.faults.map((one) => one.pointer) };
}

describe('art. 57: records are kept fifteen years', () => {
  test.each([
    ['2026-03-02', '2041-03-02', '2041-03-03'],
    ['2028-02-29', '2043-02-28', '2043-03-01'],
    ['2026-12-31', '2041-12-31', '2042-01-01'],
    ['2025-02-28', '2040-02-28', '2040-02-29'],
    ['2033-02-28', '2048-02-28', '2048-02-29'],
  ])('ended on %s: kept through %s, disposable from %s', (endedOn, retainUntil, disposableFrom) => {
    expect(retention({ closingEvents: accepted(endedOn), legalHold: false })).toEqual({ endedOn, retainUntil, disposableFrom });
  });

  test('the latest closing event counts', () => {
    const closingEvents = [
      { type: 'acceptance', on: '2026-03-02' },
      { type: 'complaintDecision', on: '2027-05-10' },
      { type: 'reply', on: '2026-04-01' },
    ];
    expect(evaluated('2026-03-02T09:00:00+08:00', { closingEvents }).computed).toEqual({
      endedOn: '2027-05-10',
      retainUntil: '2042-05-10',
      disposableFrom: '2042-05-11',
    });
  });

  test.each([
    ['2026-03-02T09:00:00+08:00', ['archive.retention-locked']],
    ['2041-03-02T23:59:59.999999+08:00', ['archive.retention-locked']],
    ['2041-03-02T16:00:00Z', []],
    ['2041-03-03T00:00:00+08:00', []],
  ])('at %s the record of 2026-03-02: %j', (at, expected) => {
    expect(evaluated(at, { closingEvents: accepted('2026-03-02') }).rules).toEqual(expected);
  });

  test('a hold outlasts the fifteen years', () => {
    const answer = evaluated('2050-01-01T00:00:00+08:00', { closingEvents: accepted('2026-03-02'), legalHold: true });
    expect(answer.rules).toEqual(['archive.retention-locked', 'archive.under-hold']);
    expect(answer.computed).toEqual({ endedOn: '2026-03-02', retainUntil: '2041-03-02', disposableFrom: null });
  });

  test('while no end is known nothing is disposed of', () => {
    expect(evaluated('2090-01-01T00:00:00+08:00', { closingEvents: [] })).toMatchObject({
      rules: ['archive.retention-locked'],
      computed: { endedOn: null, retainUntil: null, disposableFrom: null },
    });
    expect(mayDispose({ closingEvents: [], legalHold: false, on: '9999-12-31' })).toHaveLength(1);
  });

  test('the end of the calendar is no way around it', () => {
    expect(retention({ closingEvents: accepted('9999-01-01'), legalHold: false })).toMatchObject({
      retainUntil: null,
      disposableFrom: null,
    });
    expect(mayDispose({ closingEvents: accepted('9984-12-31'), legalHold: false, on: '9999-12-31' })).toHaveLength(1);
  });

  test('faults are named', () => {
    expect(
      evaluated('2026-03-02T09:00:00+08:00', { closingEvents: [{ on: '2026-13-01', by: 'x' }, 4], legalHold: 'no' }).faults,
    ).toEqual([
      '#/facts/closingEvents/1',
      '#/facts/closingEvents/0/by',
      '#/facts/closingEvents/0/type',
      '#/facts/closingEvents/0/on',
      '#/facts/legalHold',
    ]);
  });
});

test('a refusal tells the end, the last day and the hold', () => {
  const record = { closingEvents: accepted('2026-03-02'), legalHold: false };
  const told = (change: object) =>
    mayDispose({ ...record, on: '2041-03-02', ...change }).map(({ rule, facts }) => ({ rule, facts }));
  const locked = { endedOn: '2026-03-02', retainUntil: '2041-03-02', legalHold: false };
  expect(told({})).toEqual([{ rule: 'archive.retention-locked', facts: locked }]);
  expect(told({ on: '2041-03-03' })).toEqual([]);
  expect(told({ on: '2041-03-03', legalHold: true })).toEqual([
    { rule: 'archive.retention-locked', facts: { ...locked, legalHold: true } },
    { rule: 'archive.under-hold', facts: {} },
  ]);
  expect(told({ closingEvents: [] })).toEqual([
    { rule: 'archive.retention-locked', facts: { endedOn: null, retainUntil: null, legalHold: false } },
  ]);
  const both = [...accepted('2027-01-01'), ...accepted('2026-03-02')];
  expect(retention({ closingEvents: both, legalHold: false }).endedOn).toBe('2027-01-01');
});

test('an end so late that fifteen years would leave the calendar is kept for good', () => {
  const late = { closingEvents: accepted('8985-01-01'), legalHold: false };
  expect(retention(late)).toEqual({ endedOn: '8985-01-01', retainUntil: null, disposableFrom: null });
  expect(mayDispose({ ...late, on: '8999-12-31' })).toHaveLength(1);
  expect(retention({ ...late, closingEvents: accepted('8984-12-31') }).retainUntil).toBe('8999-12-31');
  expect(evaluated('2026-03-02T09:00:00+08:00', { closingEvents: [{ on: '2026-03-02', kind: 'x' }] }).faults).toEqual([
    '#/facts/closingEvents/0/kind',
    '#/facts/closingEvents/0/type',
  ]);
});

test('what is still open keeps the record, whatever the day', () => {
  const record = { closingEvents: accepted('2026-03-02'), legalHold: false, openMatters: ['complaint'] };
  const rulesOn = (on: string) => mayDispose({ ...record, on }).map(({ rule, facts }) => [rule, facts['matters']]);
  expect(rulesOn('2041-03-03')).toEqual([['archive.procedure-open', ['complaint']]]);
  expect(rulesOn('2041-03-02')).toEqual([
    ['archive.retention-locked', undefined],
    ['archive.procedure-open', ['complaint']],
  ]);
});

test('the last day is derived in words and numbers', () => {
  expect(retentionDerivation('2028-02-29')).toMatchObject({ article: 57, force: 'plan', years: 15, result: '2043-02-28' });
  expect(retentionDerivation('2028-02-29').arithmetic.en).toContain('2043-02-28');
  expect(retentionDerivation('8985-01-01')).toMatchObject({ result: null });
  expect(retentionDerivation('8985-01-01').arithmetic).toMatchObject({ zh: expect.stringContaining('永久保存') as string });
});

test.each([
  ['who proposed it', 'p', [], ['archive.disposal-same-person']],
  ['who approved before', 'a', ['a'], ['archive.disposal-approved-already']],
  ['the first', 'a', [], []],
  ['a second', 'b', ['a'], []],
])('a disposal is approved by two others: %s', (_, person, approvedBy, expected) => {
  expect(mayApproveDisposal({ proposedBy: 'p', approvedBy }, person).map((one) => one.rule)).toEqual(expected);
});

test.each([
  ['by its placer', { causeKind: 'order', releasedAt: null }, 'p', ['archive.hold-same-person']],
  ['by another', { causeKind: 'order', releasedAt: null }, 'q', []],
  ['twice', { causeKind: 'order', releasedAt: '2026-03-02T01:00:00.000000Z' }, 'q', ['archive.hold-released']],
  ['of proceedings', { causeKind: 'proceedings', releasedAt: null }, 'q', ['archive.hold-of-proceedings']],
])('a hold released %s', (_, hold, person, expected) => {
  expect(mayReleaseHold({ placedBy: 'p', ...hold }, person).map((one) => one.rule)).toEqual(expected);
});
