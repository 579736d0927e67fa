import type { Derivation } from './breach.js';
import { following } from './following.js';

const first: Derivation = {
  article: 61,
  force: 'national',
  from: '2026-03-02',
  days: 1,
  unit: 'workingDays',
  result: '2026-03-03',
  arithmetic: { zh: '甲', en: 'A' },
};
const second = (from: string, more: Partial<Derivation> = {}): Derivation => ({
  article: 60,
  force: 'plan',
  from,
  days: 10,
  unit: 'calendarDays',
  result: '2026-03-13',
  arithmetic: { zh: '乙', en: 'B' },
  ...more,
});

describe('a period that begins when another has ended', () => {
  it('counts from its end, and shows it before its own parts', () => {
    const part = second('2026-01-01');
    expect(following(first, second)).toEqual({ ...second('2026-03-03'), parts: [first] });
    expect(following(first, (from) => second(from, { parts: [part] })).parts).toEqual([first, part]);
  });

  it('is not known while the first is not, and says in which days it counts', () => {
    const open = { ...first, result: null };
    expect(following(open, second)).toEqual({
      article: 60,
      force: 'plan',
      from: '2026-03-02',
      days: 10,
      unit: 'calendarDays',
      result: null,
      arithmetic: { zh: '甲；其后 + 10日 = 待定', en: 'A; after it + 10 days = pending' },
      parts: [open],
    });
    expect(following(open, (from) => second(from, { unit: 'workingDays' })).arithmetic).toEqual({
      zh: '甲；其后 + 10个工作日 = 待定',
      en: 'A; after it + 10 working days = pending',
    });
  });
});
