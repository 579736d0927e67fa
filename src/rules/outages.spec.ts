import { deadlineAfterOutage, outageIsConfirmedByAnother, outageMayBeRegistered, outageReaches } from './outages.js';

const span = { from: '2026-04-13T00:00:00.000000Z', to: '2026-04-13T01:30:00.000000Z' };

describe('an outage', () => {
  it('is registered once it is over', () => {
    expect(outageMayBeRegistered(span, span.to)).toEqual([]);
    expect(outageMayBeRegistered(span, '2026-04-13T01:29:59.999999Z')).toMatchObject([{ rule: 'outage.not-over' }]);
  });

  it('lasts thirty days at most', () => {
    const from = '2026-03-14T01:30:00.000000Z';
    expect(outageMayBeRegistered({ ...span, from }, span.to)).toEqual([]);
    expect(outageMayBeRegistered({ ...span, from: '2026-03-14T01:29:59.999999Z' }, span.to)).toMatchObject([
      { rule: 'outage.too-long', facts: { daysMax: 30 } },
    ]);
  });

  it('is confirmed by another person', () => {
    expect(outageIsConfirmedByAnother('a', 'b')).toEqual([]);
    expect(outageIsConfirmedByAnother('a', 'a')).toMatchObject([{ rule: 'outage.same-person' }]);
  });

  it('reaches deadlines until a day after it', () => {
    expect(outageReaches(span)).toEqual({ from: span.from, until: '2026-04-14T01:30:00.000000Z' });
  });

  it.each([
    ['2026-04-13T00:00:00.000001Z', '2026-04-13T02:30:00.000000Z', 60],
    ['2026-04-13T01:00:00.000000Z', '2026-04-13T02:30:00.000000Z', 60],
    ['2026-04-13T01:00:00.000001Z', '2026-04-13T03:30:00.000000Z', 120],
  ])('that ends at %s moves a deadline by whole hours', (to, after, minutes) => {
    expect(deadlineAfterOutage('2026-04-13T01:30:00.000000Z', { ...span, to })).toEqual({ after, minutes });
  });
});
