import { bidQualifies, enoughQualify, priceOpeningIsAnnouncedInTime } from './price-opening.js';

describe('the opening of prices', () => {
  it.each([
    ['2026-04-14T15:59:59.999999Z', ['opening.prices-too-soon']],
    ['2026-04-14T16:00:00.000000Z', []],
    ['2026-04-16T01:00:00.000000Z', []],
    ['2026-04-13T01:00:00.000000Z', ['opening.prices-too-soon']],
  ])('announced on the fourteenth, at %s', (opensAt, expected) => {
    const found = priceOpeningIsAnnouncedInTime({ announcedAt: '2026-04-14T01:00:00.000000Z', opensAt });
    expect(found.map((one) => one.rule)).toEqual(expected);
    for (const one of found) expect(one).toMatchObject({ pointer: '#/opensAt', facts: { daysMin: 1 } });
  });

  it.each([
    [[2], ['opening.too-few-qualified']],
    [[3], []],
    [[0, 2], ['opening.too-few-qualified']],
    [[1, 3], []],
    [[4, 0], []],
  ])('is worth it with %j that qualify', (counts, expected) => {
    const found = enoughQualify(counts);
    expect(found.map((one) => one.rule)).toEqual(expected);
    for (const one of found) expect(one.facts).toEqual({ count: Math.max(...counts) });
  });

  it.each([
    [0, 1, true],
    [1, 1, false],
    [1, 2, true],
    [2, 2, false],
    [1, 3, true],
    [2, 3, false],
    [2, 5, true],
    [3, 5, false],
    [0, 0, false],
  ])('%i of %i against a bid', (rejectedBy, evaluators, expected) => {
    expect(bidQualifies({ rejectedBy, evaluators })).toBe(expected);
  });
});
