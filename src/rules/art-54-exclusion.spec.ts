import { evaluate54, exclusionIsLawful, exclusionWindowFrom, type PriorBreach } from './art-54-exclusion.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const proven: PriorBreach = {
  participatedOn: '2026-03-02',
  breachedOn: '2025-06-01',
  counterpart: 'procurer',
  material: true,
  remediedInTime: false,
  evidence: ['judgment'],
  statedInDocuments: true,
};
const rulesOf = (change: Partial<PriorBreach>) => exclusionIsLawful({ ...proven, ...change }).map((one) => one.rule);

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts(raw);
  const context = {
    at: '2026-03-02T09:00:00+08:00',
    calendar: calendarOf(knownYears),
    policy: { nationalConflicts: 'warn' },
  } as const;
  return { ...evaluate54(facts, context), faults: facts.faults.map((one) => one.pointer) };
}

describe('art. 54: exclusion for prior breach', () => {
  test.each([
    ['2026-03-02', '2023-03-02'],
    ['2028-02-29', '2025-02-28'],
    ['2027-02-28', '2024-02-28'],
    ['2027-03-01', '2024-03-01'],
  ])('who takes part on %s is judged from %s', (participatedOn, windowFrom) => {
    expect(exclusionWindowFrom(participatedOn)).toBe(windowFrom);
  });

  test.each([
    ['2026-03-02', '2023-03-01', ['exclusion.outside-window']],
    ['2026-03-02', '2023-03-02', []],
    ['2026-03-02', '2026-03-02', []],
    ['2026-03-02', '2026-03-03', ['exclusion.outside-window']],
    ['2028-02-29', '2025-02-27', ['exclusion.outside-window']],
    ['2028-02-29', '2025-02-28', []],
    ['2028-02-29', '2028-02-29', []],
    ['2028-02-29', '2028-03-01', ['exclusion.outside-window']],
  ])('participated %s, breached %s: %j', (participatedOn, breachedOn, expected) => {
    expect(rulesOf({ participatedOn, breachedOn })).toEqual(expected);
  });

  test('each of the six conditions is needed, and all that fail are named', () => {
    expect(rulesOf({})).toEqual([]);
    expect(rulesOf({ counterpart: 'managed' })).toEqual([]);
    expect(rulesOf({ statedInDocuments: false })).toEqual(['exclusion.clause-missing']);
    expect(rulesOf({ evidence: [] })).toEqual(['exclusion.evidence-missing']);
    expect(rulesOf({ evidence: [' ', '\n'] })).toEqual(['exclusion.evidence-missing']);
    expect(rulesOf({ material: false })).toEqual(['exclusion.not-material']);
    expect(rulesOf({ remediedInTime: true })).toEqual(['exclusion.remedied']);
    expect(rulesOf({ counterpart: 'unrelated' })).toEqual(['exclusion.unrelated-unit']);
    expect(
      rulesOf({
        statedInDocuments: false,
        evidence: [],
        material: false,
        remediedInTime: true,
        counterpart: 'unrelated',
        breachedOn: '2020-01-01',
      }),
    ).toHaveLength(6);
  });

  test('evaluate computes the window and the verdict', () => {
    expect(evaluated({ ...proven })).toMatchObject({
      breaches: [],
      computed: { windowFrom: '2023-03-02', mayExclude: true },
      faults: [],
    });
    expect(evaluated({ ...proven, statedInDocuments: false }).computed).toEqual({ windowFrom: '2023-03-02', mayExclude: false });
  });

  test('evaluate names every fact that is missing, wrong or unknown', () => {
    expect(evaluated({ extra: 1 }).faults).toEqual([
      '#/facts/extra',
      '#/facts/participatedOn',
      '#/facts/breachedOn',
      '#/facts/counterpart',
      '#/facts/material',
      '#/facts/remediedInTime',
      '#/facts/evidence',
      '#/facts/statedInDocuments',
    ]);
    expect(evaluated({ ...proven, breachedOn: '2026-02-29', counterpart: 'sister' }).faults).toEqual([
      '#/facts/breachedOn',
      '#/facts/counterpart',
    ]);
  });
});

test('each refusal points at the condition that fails', () => {
  const told = (change: Partial<PriorBreach>) =>
    exclusionIsLawful({ ...proven, ...change }).map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));
  expect(told({ statedInDocuments: false })).toEqual([
    { rule: 'exclusion.clause-missing', pointer: '#/statedInDocuments', facts: {} },
  ]);
  expect(told({ breachedOn: '2023-03-01' })).toEqual([
    {
      rule: 'exclusion.outside-window',
      pointer: '#/breachedOn',
      facts: { breachedOn: '2023-03-01', windowFrom: '2023-03-02', windowTo: '2026-03-02' },
    },
  ]);
  expect(told({ evidence: [' '] })).toEqual([{ rule: 'exclusion.evidence-missing', pointer: '#/evidence', facts: {} }]);
  expect(told({ evidence: [' ', 'judgment'] })).toEqual([]);
  expect(told({ material: false })).toEqual([{ rule: 'exclusion.not-material', pointer: '#/material', facts: {} }]);
  expect(told({ remediedInTime: true })).toEqual([{ rule: 'exclusion.remedied', pointer: '#/remediedInTime', facts: {} }]);
  expect(told({ counterpart: 'unrelated' })).toEqual([{ rule: 'exclusion.unrelated-unit', pointer: '#/counterpart', facts: {} }]);
});
