import fc from 'fast-check';
import {
  challengeIsInTime,
  challengerIsParticipant,
  challengeStartsOn,
  challengeWindow,
  challengeWindowFrom,
  evaluate61,
  resultNoticeEndsOn,
  worksObjectionIsEarly,
} from './art-61-challenge.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';
import { addDays } from './moment.js';

const calendar = calendarOf(knownYears);

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts(raw);
  const answer = evaluate61(facts, { at: '2026-03-02T09:00:00+08:00', calendar, policy: { nationalConflicts: 'warn' } });
  return { ...answer, rules: answer.breaches.map((one) => one.rule), faults: facts.faults.map((one) => one.pointer) };
}

const starts: [string, string, string, string][] = [
  ['2026-03-02', '2026-03-12', '2026-03-11', '2026-03-12'],
  ['2026-04-24', '2026-05-06', '2026-05-08', '2026-05-08'],
  ['2026-09-15', '2026-09-28', '2026-09-23', '2026-09-28'],
  ['2026-09-29', '2026-10-09', '2026-10-14', '2026-10-14'],
  ['2026-02-06', '2026-02-24', '2026-02-24', '2026-02-24'],
  ['2026-03-09', '2026-03-19', '2026-03-18', '2026-03-19'],
  ['2026-02-14', '2026-02-24', '2026-03-03', '2026-03-03'],
];

describe('art. 61: the window for a challenge', () => {
  test.each(starts)(
    'known on %s: 10 days to %s, 7 working days to %s, accepted until %s',
    (startsOn, tenDaysOn, sevenWorkingDaysOn, lastDay) => {
      expect(evaluated({ knownOn: startsOn })).toEqual({
        breaches: [],
        rules: [],
        faults: [],
        computed: { startsOn, tenDaysOn, sevenWorkingDaysOn, lastDay },
      });
      expect(evaluated({ knowledge: [{ event: 'delivered', on: startsOn }] }).computed).toEqual(
        evaluated({ knownOn: startsOn }).computed,
      );
    },
  );

  test.each(starts)('known on %s, works: the 10 days alone, to %s', (startsOn, tenDaysOn) => {
    expect(evaluated({ knownOn: startsOn, track: 'works' }).computed).toEqual({
      startsOn,
      tenDaysOn,
      sevenWorkingDaysOn: null,
      lastDay: tenDaysOn,
    });
  });

  test.each(starts)(
    'known on %s: in time on the last day to 24:00 of Shanghai, late a microsecond after',
    (knownOn, tenDaysOn, _, lastDay) => {
      const at = (day: string, track: string) => evaluated({ knownOn, track, submittedAt: `${day}T23:59:59.999999+08:00` }).rules;
      const after = (day: string, track: string) => evaluated({ knownOn, track, submittedAt: `${day}T16:00:00Z` }).rules;
      expect(at(lastDay, 'goodsServices')).toEqual([]);
      expect(after(lastDay, 'goodsServices')).toEqual(['challenge.out-of-time']);
      expect(at(tenDaysOn, 'works')).toEqual([]);
      expect(after(tenDaysOn, 'works')).toEqual(['challenge.out-of-time']);
    },
  );

  test.each([
    ['2026-03-06', '2026-03-09', '2026-03-19'],
    ['2026-02-13', '2026-02-14', '2026-03-03'],
  ])('a result noticed on %s counts from %s and can be challenged until %s', (noticeOn, endsOn, lastDay) => {
    expect(resultNoticeEndsOn({ noticeOn, calendar })).toMatchObject({ result: endsOn, force: 'policy' });
    expect(evaluated({ knowledge: [{ event: 'resultNoticeEnded', on: endsOn }] }).computed).toMatchObject({
      startsOn: endsOn,
      lastDay,
    });
    const both = [
      { event: 'published', on: noticeOn },
      { event: 'resultNoticeEnded', on: endsOn },
    ];
    expect(evaluated({ knowledge: both }).computed).toMatchObject({ startsOn: endsOn, lastDay });
  });

  test('of several events the earliest counts', () => {
    const knowledge = [
      { event: 'downloaded', on: '2026-03-04' },
      { event: 'published', on: '2026-03-02' },
      { event: 'stageEnded', on: '2026-03-06' },
    ] as const;
    expect(challengeStartsOn(knowledge)).toBe('2026-03-02');
    expect(challengeStartsOn([...knowledge].reverse())).toBe('2026-03-02');
    expect(challengeStartsOn([])).toBeNull();
  });

  test('the derivation shows both parts, each with its force, and the combination as policy', () => {
    const window = challengeWindow({ knowledge: [{ event: 'published', on: '2026-04-24' }], track: 'goodsServices', calendar });
    expect(window).toMatchObject({
      article: 61,
      force: 'policy',
      from: '2026-04-24',
      result: '2026-05-08',
      parts: [
        { force: 'plan', days: 10, unit: 'calendarDays', unrolled: '2026-05-04', result: '2026-05-06' },
        { force: 'national', days: 7, unit: 'workingDays', result: '2026-05-08' },
      ],
    });
    expect(challengeIsInTime({ window, submittedAt: '2026-05-09T00:00:00+08:00' })[0]).toMatchObject({
      rule: 'challenge.out-of-time',
      facts: { lastDay: '2026-05-08', submittedOn: '2026-05-09', startsOn: '2026-04-24' },
      derivation: window,
    });
  });

  test.each([
    ['2026-12-18', 'goodsServices', '2026-12-28', '2026-12-29', '2026-12-29'],
    ['2026-12-21', 'goodsServices', '2026-12-31', '2026-12-30', '2026-12-31'],
    ['2026-12-22', 'goodsServices', null, '2026-12-31', null],
    ['2026-12-23', 'goodsServices', null, null, null],
    ['2026-12-21', 'works', '2026-12-31', null, '2026-12-31'],
    ['2026-12-22', 'works', null, null, null],
    ['2027-03-01', 'goodsServices', null, null, null],
  ])(
    'known on %s (%s), where 2027 is not loaded: %s, %s, last day %s',
    (knownOn, track, tenDaysOn, sevenWorkingDaysOn, lastDay) => {
      const answer = evaluated({ knownOn, track, submittedAt: '2027-12-31T09:00:00+08:00' });
      expect(answer.computed).toEqual({ startsOn: knownOn, tenDaysOn, sevenWorkingDaysOn, lastDay });
      expect(answer.pending).toEqual(lastDay === null ? ['calendarYearMissing'] : undefined);
      expect(answer.rules).toEqual(lastDay === null ? [] : ['challenge.out-of-time']);
    },
  );

  test('without knowledge the period has not begun, and nothing is late', () => {
    const window = challengeWindow({ knowledge: [], track: 'works', calendar });
    expect(window.result).toBeNull();
    expect(challengeIsInTime({ window, submittedAt: '2026-12-31T09:00:00+08:00' })).toEqual([]);
  });

  test('a supplier never has fewer than the 10 days, nor fewer than 7 working days, and never less for knowing later', () => {
    const day = fc.nat(330).map((days) => addDays('2026-01-01', days));
    const lastDay = (from: string) => challengeWindowFrom({ from, track: 'goodsServices', calendar }).result as string;
    fc.assert(
      fc.property(day, (from) => {
        expect(lastDay(from) >= addDays(from, 10)).toBe(true);
        expect(lastDay(from) >= (challengeWindowFrom({ from, track: 'works', calendar }).result as string)).toBe(true);
        expect(lastDay(from) <= lastDay(addDays(from, 1))).toBe(true);
      }),
    );
  });

  test('works: an objection fewer than ten days before the deadline is warned about', () => {
    const bidsCloseAt = '2026-04-13T09:00:00+08:00';
    const found = (submittedAt: string, track: 'works' | 'goodsServices') =>
      worksObjectionIsEarly({ submittedAt, bidsCloseAt, track }).map((one) => [one.rule, one.severity]);
    expect(found('2026-04-03T23:59:59.999999+08:00', 'works')).toEqual([]);
    expect(found('2026-04-04T00:00:00+08:00', 'works')).toEqual([['challenge.works-objection-late', 'warning']]);
    expect(found('2026-04-04T00:00:00+08:00', 'goodsServices')).toEqual([]);
  });

  test('only who takes part or means to may challenge', () => {
    expect(challengerIsParticipant({ takesPart: true, meansToTakePart: false })).toEqual([]);
    expect(challengerIsParticipant({ takesPart: false, meansToTakePart: true })).toEqual([]);
    expect(challengerIsParticipant({ takesPart: false, meansToTakePart: false }).map((one) => one.rule)).toEqual([
      'challenge.not-participant',
    ]);
  });

  test('faults are named', () => {
    expect(evaluated({}).faults).toEqual(['#/facts/knownOn']);
    expect(evaluated({ knowledge: [] }).faults).toEqual(['#/facts/knownOn']);
    expect(evaluated({ knownOn: '2026-03-02', knowledge: [{ event: 'published', on: '2026-03-02' }] }).faults).toEqual([
      '#/facts/knownOn',
    ]);
    expect(
      evaluated({ knowledge: [{ event: 'heard', on: '02.03.2026', by: 'x' }], track: 'road', submittedAt: '2026-03-02' }).faults,
    ).toEqual([
      '#/facts/knowledge/0/by',
      '#/facts/knowledge/0/event',
      '#/facts/knowledge/0/on',
      '#/facts/track',
      '#/facts/submittedAt',
    ]);
  });
});

describe('what a refusal about a challenge points at', () => {
  it('the day it came, the window and its derivation', () => {
    const window = challengeWindowFrom({ from: '2026-03-02', track: 'goodsServices', calendar });
    const at = (submittedAt: string) => challengeIsInTime({ window, submittedAt });
    expect(at('2026-03-12T23:59:59.999999+08:00')).toEqual([]);
    expect(at('2026-03-13T00:00:00+08:00')).toMatchObject([
      {
        rule: 'challenge.out-of-time',
        pointer: '#/submittedAt',
        facts: {
          submittedOn: '2026-03-13',
          submittedAt: '2026-03-13T00:00:00+08:00',
          startsOn: '2026-03-02',
          lastDay: '2026-03-12',
        },
      },
    ]);
    expect(at('2026-03-13T00:00:00+08:00')[0]?.derivation).toBe(window);
    expect(window).toMatchObject({
      article: 61,
      force: 'policy',
      parts: [
        { force: 'plan', days: 10 },
        { force: 'national', days: 7 },
      ],
    });
  });

  it('has not begun where nothing shows knowledge', () => {
    expect(challengeWindow({ knowledge: [], track: 'works', calendar })).toEqual({
      article: 61,
      force: 'plan',
      from: '',
      days: 10,
      unit: 'calendarDays',
      result: null,
      arithmetic: { zh: '尚无知悉事件，期间未开始。', en: 'Nothing shows knowledge yet; the period has not begun.' },
      parts: [],
    });
  });

  it('counts the days of a works objection, and warns below ten', () => {
    const early = (submitted: string, track: 'works' | 'goodsServices') =>
      worksObjectionIsEarly({ submittedAt: `${submitted}T09:00:00+08:00`, bidsCloseAt: '2026-04-13T09:30:00+08:00', track });
    expect(early('2026-04-03', 'works')).toEqual([]);
    expect(early('2026-04-04', 'works')).toMatchObject([
      {
        rule: 'challenge.works-objection-late',
        severity: 'warning',
        facts: { submittedOn: '2026-04-04', daysMin: 10, days: 9 },
      },
    ]);
    expect(early('2026-04-12', 'goodsServices')).toEqual([]);
  });

  it.each([
    [true, true, 0],
    [true, false, 0],
    [false, true, 0],
    [false, false, 1],
  ])('takes part %s, means to %s', (takesPart, meansToTakePart, refusals) => {
    expect(challengerIsParticipant({ takesPart, meansToTakePart })).toHaveLength(refusals);
  });

  it('asks for one way to show knowledge', () => {
    expect(evaluated({ track: 'works', submittedAt: null }).faults).toEqual(['#/facts/knownOn']);
    expect(evaluated({ knowledge: [] }).faults).toEqual(['#/facts/knownOn']);
    expect(evaluated({ knownOn: '2026-03-02', knowledge: [{ event: 'published', on: '2026-03-02' }] }).faults).toEqual([
      '#/facts/knownOn',
    ]);
    expect(evaluated({ knownOn: '2026-03-02' }).computed).toEqual({
      startsOn: '2026-03-02',
      tenDaysOn: '2026-03-12',
      sevenWorkingDaysOn: '2026-03-11',
      lastDay: '2026-03-12',
    });
    expect(evaluated({ knownOn: '2026-03-02', track: 'works' }).computed).toMatchObject({ sevenWorkingDaysOn: null });
  });
});
