import {
  debriefDueOn,
  debriefIsAnswered,
  debriefMayBeAsked,
  debriefOnApplicationMayBeAsked,
  evaluate56,
} from './art-56-debrief.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const calendar = calendarOf(knownYears);

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts({ requester: 'unsuccessful', awardDecided: true, requestedAt: '2026-02-13T09:00:00+08:00', ...raw });
  const answer = evaluate56(facts, { at: '2026-03-02T09:00:00+08:00', calendar, policy: { nationalConflicts: 'warn' } });
  return { ...answer, rules: answer.breaches.map((one) => one.rule), faults: facts.faults.map((one) => one.pointer) };
}

describe('art. 56: debriefing', () => {
  test.each([
    ['2026-02-13T09:00:00+08:00', '2026-02-25'],
    ['2026-09-24T09:00:00+08:00', '2026-09-30'],
    ['2026-03-06T09:00:00+08:00', '2026-03-11'],
    // The day is Shanghai's: the last microsecond of the 6th, and the first of the 7th (a Saturday).
    ['2026-03-06T15:59:59.999999Z', '2026-03-11'],
    ['2026-03-06T16:00:00Z', '2026-03-11'],
    ['2026-03-05T15:59:59.999999Z', '2026-03-10'],
    ['2026-03-05T16:00:00Z', '2026-03-11'],
    ['2026-02-14T10:00:00+08:00', '2026-02-26'],
    ['2026-12-28T10:00:00+08:00', '2026-12-31'],
    ['2026-12-29T10:00:00+08:00', null],
  ])('asked at %s, due on %s', (requestedAt, dueOn) => {
    expect(debriefDueOn({ requestedAt, calendar }).result).toBe(dueOn);
    expect(evaluated({ requestedAt })).toMatchObject({
      computed: { dueOn },
      ...(dueOn ? {} : { pending: ['calendarYearMissing'] }),
    });
  });

  test('the number of days is policy, not law', () => {
    expect(debriefDueOn({ requestedAt: '2026-03-06T09:00:00+08:00', calendar })).toMatchObject({
      article: 56,
      force: 'policy',
      days: 3,
    });
  });

  test.each([
    ['unsuccessful', true, []],
    ['successful', true, ['debrief.not-unsuccessful']],
    ['none', true, ['debrief.not-unsuccessful']],
    ['unsuccessful', false, ['debrief.before-award']],
    ['none', false, ['debrief.not-unsuccessful', 'debrief.before-award']],
  ] as const)('%s, award decided %s: %j', (requester, awardDecided, expected) => {
    expect(debriefMayBeAsked({ requester, awardDecided }).map((one) => one.rule)).toEqual(expected);
    expect(evaluated({ requester, awardDecided }).rules).toEqual(expected);
  });

  test.each([
    [{ reasons: 'The price was higher.' }, true],
    [{ advantages: '交货期更短。' }, true],
    [{ reasons: 'a', advantages: 'b' }, true],
    [{ reasons: { zh: '价格较高。', en: '' } }, true],
    [{ reasons: { zh: '', en: 'The price was higher.' } }, true],
    [{}, false],
    [{ reasons: null }, false],
    [{ reasons: '', advantages: ' \n' }, false],
    [{ reasons: { zh: '', en: ' ' } }, false],
  ])('answer %j answers: %s', (answer, answers) => {
    expect(debriefIsAnswered(answer).map((one) => one.rule)).toEqual(answers ? [] : ['debrief.empty']);
    expect(evaluated({ answer })).toMatchObject({ rules: answers ? [] : ['debrief.empty'], faults: [] });
  });

  test('an answer in several paragraphs answers where one of them says something', () => {
    expect(evaluated({ answer: { reasons: ['', 'The price was higher.'] } })).toMatchObject({ rules: [], faults: [] });
    expect(evaluated({ answer: { reasons: ['', ' '] } })).toMatchObject({ rules: ['debrief.empty'], faults: [] });
    expect(evaluated({ answer: { reasons: { zh: 'a', de: 'b' } } }).faults).toEqual(['#/facts/answer/reasons']);
  });

  test('without an answer nothing is said about it', () => {
    expect(evaluated({})).toMatchObject({ rules: [], faults: [] });
    expect(evaluated({ answer: null })).toMatchObject({ rules: [], faults: [] });
  });

  test('faults are named', () => {
    expect(
      evaluated({ requestedAt: '2026-02-13T09:00:00', requester: 'loser', awardDecided: 'no', answer: { reasons: 7, x: 1 } })
        .faults,
    ).toEqual(['#/facts/requestedAt', '#/facts/requester', '#/facts/awardDecided', '#/facts/answer/x', '#/facts/answer/reasons']);
  });
});

test.each([
  [null, ['debrief.not-unsuccessful'], { requester: 'none' }],
  [{ outcome: null, shortlisted: null }, ['debrief.before-decision'], {}],
  [{ outcome: 'not-qualified', shortlisted: null }, [], undefined],
  [{ outcome: 'not-qualified', shortlisted: false }, [], undefined],
  [{ outcome: 'qualified', shortlisted: null }, ['debrief.before-decision'], {}],
  [{ outcome: 'qualified', shortlisted: false }, [], undefined],
  [{ outcome: 'qualified', shortlisted: true }, ['debrief.not-unsuccessful'], { requester: 'successful' }],
  [{ outcome: null, shortlisted: false }, ['debrief.before-decision'], {}],
] as const)('an application %j: %j', (application, rules, facts) => {
  const breaches = debriefOnApplicationMayBeAsked(application);
  expect(breaches.map((one) => one.rule)).toEqual(rules);
  expect(breaches[0]?.facts).toEqual(facts);
  expect(breaches[0]?.pointer).toBe(rules[0] === 'debrief.not-unsuccessful' ? '#/requester' : undefined);
});

test('a refusal points at what is not so', () => {
  const told = (breaches: readonly { rule: string; pointer?: string; facts: object }[]) =>
    breaches.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));
  expect(told(debriefMayBeAsked({ requester: 'successful', awardDecided: true }))).toEqual([
    { rule: 'debrief.not-unsuccessful', pointer: '#/requester', facts: { requester: 'successful' } },
  ]);
  expect(told(debriefMayBeAsked({ requester: 'unsuccessful', awardDecided: false }))).toEqual([
    { rule: 'debrief.before-award', pointer: '#/awardDecided', facts: {} },
  ]);
  expect(told(debriefIsAnswered({}))).toEqual([{ rule: 'debrief.empty', pointer: '#/answer', facts: {} }]);
  expect(debriefIsAnswered({ reasons: { zh: ' ', en: 'x' } })).toEqual([]);
  expect(debriefIsAnswered({ reasons: { zh: '甲', en: ' ' } })).toEqual([]);
  expect(debriefIsAnswered({ reasons: ' ', advantages: '甲' })).toEqual([]);
  expect(debriefIsAnswered({ reasons: { zh: ' ', en: '' }, advantages: ' ' })).toHaveLength(1);
  expect(evaluated({ answer: {} }).rules).toEqual(['debrief.empty']);
  expect(evaluated({ answer: { advantages: '甲' } }).rules).toEqual([]);
  expect(evaluated({ answer: null }).rules).toEqual([]);
  expect(evaluated({ answer: { praise: 'x' } }).faults).toEqual(['#/facts/answer/praise']);
});
