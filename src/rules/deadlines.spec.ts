import { calendarOf, knownYears } from './calendar.js';
import { deadlineIsAWorkingDay, deadlineIsNotShortened, documentsFollowTheNotice, latestClarification } from './deadlines.js';

const calendar = calendarOf(knownYears);
const deadline = '2026-04-13T09:00:00+08:00';

describe('deadlines', () => {
  it('a clarification goes out fifteen days before the deadline without moving it', () => {
    expect(latestClarification(deadline)).toBe('2026-03-29');
  });

  it('a deadline is extended, never shortened, to the microsecond', () => {
    expect(deadlineIsNotShortened(deadline, '2026-04-13T09:00:00.000001+08:00')).toEqual([]);
    expect(deadlineIsNotShortened(deadline, '2026-04-13T01:00:00Z')).toEqual([]);
    expect(deadlineIsNotShortened(deadline, '2026-04-13T08:59:59.999999+08:00').map((one) => one.rule)).toEqual([
      'tender.deadline-shortened',
    ]);
  });

  it('documents come out with their notice or after it', () => {
    expect(documentsFollowTheNotice(deadline, deadline)).toEqual([]);
    expect(documentsFollowTheNotice(deadline, '2026-04-13T08:59:59.999999+08:00').map((one) => one.rule)).toEqual([
      'tender.documents-before-notice',
    ]);
  });

  it.each([
    ['2026-10-01T09:00:00+08:00', '2026-10-08'],
    ['2026-12-31T09:00:00+08:00', undefined],
    ['2027-01-02T09:00:00+08:00', undefined],
  ])('%s: suggests %s', (moment, suggestedOn) => {
    expect(deadlineIsAWorkingDay(moment, calendar, '#/bidsCloseAt')[0]?.facts['suggestedOn']).toBe(suggestedOn);
  });

  it('suggests nothing where the next working day is unknown', () => {
    const lastDaysOff = calendarOf([{ year: 2026, off: ['2026-12-31'], work: [] }]);
    expect(deadlineIsAWorkingDay('2026-12-31T09:00:00+08:00', lastDaysOff, '#/x')[0]?.facts['suggestedOn']).toBeNull();
  });
});

describe('what a refusal about a deadline points at', () => {
  it('the deadline and what it was', () => {
    const before = '2026-04-13T01:00:00Z';
    const after = '2026-04-13T00:59:59.999999Z';
    expect(deadlineIsNotShortened(before, after)).toMatchObject([{ pointer: '#/bidsCloseAt', facts: { before, after } }]);
    expect(documentsFollowTheNotice(before, after)).toMatchObject([
      { pointer: '#/documentsIssueAt', facts: { noticePublishedAt: before, documentsIssuedAt: after } },
    ]);
    expect(deadlineIsAWorkingDay('2026-10-01T09:00:00+08:00', calendar, '#/x')).toMatchObject([
      { rule: 'tender.deadline-on-holiday', pointer: '#/x', facts: { deadlineOn: '2026-10-01', suggestedOn: '2026-10-08' } },
    ]);
    expect(deadlineIsAWorkingDay('2026-12-31T09:00:00+08:00', calendar, '#/x')).toEqual([]);
  });
});
