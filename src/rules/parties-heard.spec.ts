import { calendarOf, knownYears } from './calendar.js';
import {
  explanationDueOn,
  explanationIsInTime,
  hearingIsAnnounced,
  partiesAreHeard,
  rejoinderDueOn,
  type LastExplanation,
} from './parties-heard.js';

const calendar = calendarOf(knownYears);
const noon = (day: string): string => `${day}T12:00:00+08:00`;
const end = (day: string): string => `${day}T23:59:59.999999+08:00`;
const start = (day: string): string => `${day}T00:00:00+08:00`;
const hospital = { zh: '临港新片区中心医院', en: 'Lingang Hospital' };
const rheinland = { zh: '莱茵医疗', en: 'Rheinland' };

describe('the time to explain and to reply to it', () => {
  test.each([
    ['2026-03-02', '2026-03-09', '2026-03-05'],
    ['2026-02-12', '2026-02-26', '2026-02-24'],
    ['2026-09-29', '2026-10-12', '2026-10-09'],
    ['2026-12-30', null, null],
  ])('told on %s: explanation by %s; delivered then: reply by %s', (day, explanation, reply) => {
    expect(explanationDueOn({ toldAt: noon(day), calendar })).toMatchObject({ days: 5, force: 'policy', result: explanation });
    expect(rejoinderDueOn({ deliveredAt: noon(day), calendar })).toMatchObject({ days: 3, force: 'policy', result: reply });
  });

  test('a late explanation is warned of, to the microsecond, and never for a day that is not known', () => {
    const dueOn = explanationDueOn({ toldAt: noon('2026-03-02'), calendar });
    expect(explanationIsInTime({ dueOn, submittedAt: end('2026-03-09') })).toEqual([]);
    expect(explanationIsInTime({ dueOn, submittedAt: start('2026-03-10') })).toMatchObject([
      { rule: 'complaint.explanation-late', severity: 'warning', facts: { explanationDueOn: '2026-03-09' } },
    ]);
    const unknown = explanationDueOn({ toldAt: noon('2026-12-30'), calendar });
    expect(explanationIsInTime({ dueOn: unknown, submittedAt: noon('2027-03-01') })).toEqual([]);
  });
});

describe('art. 60: the parties are heard before the decision', () => {
  const told = { name: hospital, toldAt: noon('2026-03-02'), explained: false };
  const silent = { name: rheinland, toldAt: noon('2026-03-04'), explained: false };
  const explained = { ...told, explained: true };
  const open: LastExplanation = { deliveredAt: noon('2026-03-05'), answered: false };

  test.each([
    ['nobody to hear', [], null, noon('2026-03-02'), []],
    ['the respondent’s last microsecond', [told], null, end('2026-03-09'), ['2026-03-09']],
    ['its time is over', [told], null, start('2026-03-10'), []],
    ['two respondents, one of them still in time', [told, silent], null, noon('2026-03-10'), ['2026-03-11']],
    ['both wait', [told, silent], null, noon('2026-03-09'), ['2026-03-09', '2026-03-11']],
    ['explained, the complainant’s last microsecond', [explained], open, end('2026-03-10'), ['2026-03-10']],
    ['the complainant let its time pass', [explained], open, start('2026-03-11'), []],
    ['the complainant replied or waived', [explained], { ...open, answered: true }, noon('2026-03-05'), []],
    ['not delivered yet', [explained], { ...open, deliveredAt: null }, noon('2026-06-01'), [null]],
    [
      'replied, but the other may still explain',
      [explained, silent],
      { ...open, answered: true },
      noon('2026-03-06'),
      ['2026-03-11'],
    ],
    ['a year without calendar', [{ ...told, toldAt: noon('2026-12-30') }], null, noon('2027-06-01'), [null]],
  ])('%s', (_, respondents, last, now, dueOn) => {
    const found = partiesAreHeard({ respondents, last, now, calendar });
    expect(found.flatMap((one) => one.facts['dueOn'])).toEqual(dueOn);
    expect(found.map((one) => one.rule)).toEqual(dueOn.length === 0 ? [] : ['complaint.not-heard']);
  });

  test('says in both languages who is awaited and until when', () => {
    const [found] = partiesAreHeard({
      respondents: [told],
      last: { ...open, deliveredAt: null },
      now: noon('2026-03-06'),
      calendar,
    });
    expect(found?.detail).toEqual({
      zh: '作出处理决定前，当事人应有机会陈述意见，尚待：临港新片区中心医院的书面说明（至2026-03-09）、投诉人对说明的答复（至待定）。',
      en: 'The parties are heard before the decision; still awaited: the explanation by Lingang Hospital (until 2026-03-09), the reply to the explanations by the complainant (until a day not known yet).',
    });
  });
});

describe('a hearing (听证)', () => {
  test.each([
    ['2026-03-02', '2026-03-05', []],
    ['2026-03-02', '2026-03-04', ['complaint.hearing-notice-short']],
    ['2026-03-02', '2026-03-01', ['complaint.hearing-notice-short']],
    ['2026-02-12', '2026-02-23', ['complaint.hearing-notice-short']],
    ['2026-02-12', '2026-02-24', []],
    ['2026-12-30', '2027-01-20', ['calendar.year-missing']],
  ])('called on %s for %s: %j', (calledOn, heldOn, rules) => {
    const found = hearingIsAnnounced({ calledAt: end(calledOn), heldAt: start(heldOn), calendar });
    expect(found.map((one) => one.rule)).toEqual(rules);
    expect(found.every((one) => one.pointer === '#/at')).toBe(true);
  });
});
