import { bidderIsReservedFor } from './reserved-suppliers.js';

describe('a procurement reserved for small suppliers (art. 59)', () => {
  test.each([
    [null, null, 0],
    [null, 'large', 0],
    ['sme', 'medium', 0],
    ['sme', 'micro', 0],
    ['sme', 'large', 1],
    ['sme', null, 1],
    ['micro-small', 'small', 0],
    ['micro-small', 'medium', 1],
  ] as const)('for %s, bid by %s', (reservedFor, size, count) => {
    expect(bidderIsReservedFor(reservedFor, size)).toHaveLength(count);
  });

  it('takes a bid without a declaration for that of a large enterprise', () => {
    expect(bidderIsReservedFor('sme', null)).toMatchObject([{ rule: 'sme.reserved-for-others', facts: { size: 'large' } }]);
  });
});
