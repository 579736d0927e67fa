import { calendarOf, knownYears, workingDays, calendarDays } from './calendar.js';
import { complaintLastDay, replyDueOn } from './art-60-review.js';
import { challengeWindow } from './art-61-challenge.js';
import { rederived, reminderOn } from './rederive.js';

const known = calendarOf(knownYears);
const loaded = calendarOf([...knownYears, { year: 2027, off: ['2027-01-01'], work: ['2027-01-09'] }]);
const receivedAt = '2026-12-28T09:00:00+08:00';

describe('a derivation done again', () => {
  it('is the same as if the calendar had been there', () => {
    const reply = replyDueOn({ receivedAt, calendar: known });
    expect(reply.result).toBeNull();
    expect(rederived(reply, loaded)).toEqual(replyDueOn({ receivedAt, calendar: loaded }));
    const args = { challengeReceivedAt: receivedAt, repliedAt: null };
    for (const track of ['goodsServices', 'works'] as const)
      expect(rederived(complaintLastDay({ ...args, track, calendar: known }), loaded)).toEqual(
        complaintLastDay({ ...args, track, calendar: loaded }),
      );
    const replied = { ...args, track: 'works' as const, repliedAt: receivedAt };
    expect(rederived(complaintLastDay({ ...replied, calendar: known }), loaded)).toEqual(
      complaintLastDay({ ...replied, calendar: loaded }),
    );
  });

  it('goes on from a first period that was known', () => {
    const early = { challengeReceivedAt: '2026-12-09T09:00:00+08:00', repliedAt: null, track: 'goodsServices' as const };
    const waiting = complaintLastDay({ ...early, calendar: known });
    expect([waiting.result, waiting.parts?.[0]?.result]).toEqual([null, '2026-12-18']);
    expect(rederived(waiting, loaded)).toEqual(complaintLastDay({ ...early, calendar: loaded }));
  });

  it('still waits where the calendar still is missing, and leaves the rest alone', () => {
    const reply = replyDueOn({ receivedAt, calendar: known });
    expect(rederived(reply, known)).toEqual(reply);
    const settled = replyDueOn({ receivedAt: '2026-03-02T09:00:00+08:00', calendar: known });
    expect(rederived(settled, loaded)).toBe(settled);
    const later = challengeWindow({
      knowledge: [{ event: 'delivered', on: '2026-12-28' }],
      track: 'goodsServices',
      calendar: known,
    });
    expect(rederived(later, loaded)).toBe(later);
    const notBegun = challengeWindow({ knowledge: [], track: 'goodsServices', calendar: known });
    expect(rederived(notBegun, loaded)).toBe(notBegun);
  });

  it.each([
    ['workingDays', workingDays({ article: 60, force: 'policy', from: '2026-12-30', days: 2, calendar: known }), '2027-01-04'],
    ['calendarDays', calendarDays({ article: 60, force: 'policy', from: '2026-12-30', days: 2, calendar: known }), '2027-01-04'],
  ])('%s', (_, waiting, result) => {
    expect(waiting.result).toBeNull();
    expect(rederived(waiting, loaded).result).toBe(result);
  });
});

describe('the reminder', () => {
  it.each([
    ['2026-03-11', '2026-03-10'],
    ['2026-03-09', '2026-03-06'],
    ['2026-02-24', '2026-02-14'],
    ['2026-03-14', '2026-03-13'],
    ['2027-01-05', null],
  ])('of %s comes on %s', (lastDay, on) => {
    expect(reminderOn(lastDay, known)).toBe(on);
  });
});
