import {
  lateAmendments,
  pricePatterns,
  repeatedSingleSource,
  sharedContacts,
  singleBidder,
  valuesUnderThreshold,
  type RedFlag,
} from './red-flags.js';

const kinds = (flags: readonly RedFlag[]): string[] => flags.map((one) => one.kind);

test.each([
  [[], []],
  [['a'], ['single-bidder']],
  [['a', 'b'], []],
])('of the bidders %j: %j', (suppliers, expected) => {
  expect(kinds(singleBidder(suppliers))).toEqual(expected);
});

describe('single sources to one supplier', () => {
  const source = (tenderId: string, on: string, supplierId = 's') => ({ tenderId, supplierId, on });
  const current = source('t3', '2026-03-02');
  test.each([
    ['three in two years', [source('t1', '2024-03-02'), source('t2', '2025-01-01'), current], ['repeated-single-source']],
    ['one a day too old', [source('t1', '2024-03-01'), source('t2', '2025-01-01'), current], []],
    ['one of another supplier', [source('t1', '2025-03-01', 'o'), source('t2', '2025-01-01'), current], []],
    ['one that came later', [source('t4', '2026-03-03'), source('t2', '2025-01-01'), current], []],
  ])('%s', (_, sources, expected) => {
    expect(kinds(repeatedSingleSource(current, sources))).toEqual(expected);
  });
  test('names them', () => {
    const sources = [source('t1', '2025-03-01'), source('t2', '2025-04-01'), current];
    expect(repeatedSingleSource(current, sources)[0]?.facts).toEqual({
      supplierId: 's',
      since: '2024-03-02',
      tenderIds: ['t1', 't2', 't3'],
    });
  });
});

describe('what bidders share', () => {
  const bidder = (supplierId: string, contacts: Record<string, string[]>) => ({ supplierId, contacts });
  test.each([
    ['nothing', [bidder('a', { phone: ['021-1'] }), bidder('b', { phone: ['021-2'] })], []],
    ['the same in another width', [bidder('a', { phone: ['021-55'] }), bidder('b', { phone: ['０２１ 55'] })], ['phone']],
    ['one name as contact and as agent', [bidder('a', { contact: ['王五'] }), bidder('b', { agent: ['王五'] })], []],
    ['one bidder twice', [bidder('a', { email: ['x@y'] }), bidder('a', { email: ['x@y'] })], []],
    ['blanks', [bidder('a', { address: [' '] }), bidder('b', { address: ['。'] })], []],
    [
      'two things',
      [bidder('b', { address: ['张江路1号'], agent: ['p'] }), bidder('a', { address: ['张江路 1号'], agent: ['p'] })],
      ['address', 'agent'],
    ],
  ])('%s', (_, bidders, expected) => {
    const found = sharedContacts(bidders);
    expect(found.map((one) => one.facts['what'])).toEqual(expected);
    expect(found.every((one) => one.kind === 'shared-contact')).toBe(true);
  });
  test('names the bidders in one order', () => {
    const [found] = sharedContacts([bidder('b', { agent: ['p'] }), bidder('a', { agent: ['p'] })]);
    expect(found?.facts['supplierIds']).toEqual(['a', 'b']);
  });
});

describe('values just below a threshold', () => {
  const threshold = 200_000_000n;
  const of = (tenderId: string, value: bigint, on = '2026-01-01') => ({ tenderId, value, on });
  const current = of('t', 199_999_999n, '2026-03-02');
  test.each([
    ['three', [of('a', 190_000_000n), of('b', 195_000_000n), current], current, ['values-under-threshold']],
    ['one too low by a fen', [of('a', 189_999_999n), of('b', 195_000_000n), current], current, []],
    ['one at the threshold', [of('a', threshold), of('b', 195_000_000n), current], current, []],
    ['one a year ago', [of('a', 190_000_000n, '2025-03-02'), of('b', 195_000_000n), current], current, []],
    ['one later', [of('a', 190_000_000n, '2026-03-03'), of('b', 195_000_000n), current], current, []],
    [
      'three others, and the current one is above',
      [of('a', 190_000_000n), of('b', 195_000_000n), of('c', 195_000_000n)],
      of('t', threshold, '2026-03-02'),
      [],
    ],
  ])('%s', (_, purchases, one, expected) => {
    expect(kinds(valuesUnderThreshold(one, purchases, threshold))).toEqual(expected);
  });
});

const closing = '2026-04-13T09:00:00+08:00';
test.each([
  [[], []],
  [['2026-04-10T08:59:59.999999+08:00'], []],
  [['2026-04-10T09:00:00+08:00'], ['late-amendment']],
  [['2026-03-10T09:00:00+08:00', '2026-04-12T09:00:00+08:00'], ['late-amendment']],
])('amendments at %j', (amendedAt, expected) => {
  expect(kinds(lateAmendments(amendedAt, closing))).toEqual(expected);
});

describe('prices', () => {
  const bids = (...prices: number[]) => prices.map((price, at) => ({ bidId: `b${at}`, price: BigInt(price) }));
  test.each([
    [[], []],
    [[100], []],
    [[100, 200], []],
    [[100, 100], ['equal-prices']],
    [[300, 100, 200], ['spaced-prices']],
    [[100, 200, 301], []],
    [[100, 100, 100], ['equal-prices']],
    [[100, 200, 200, 300], ['equal-prices']],
  ])('%j', (prices, expected) => {
    expect(kinds(pricePatterns(bids(...prices)))).toEqual(expected);
  });
  test('names those that are equal, and the step', () => {
    expect(pricePatterns(bids(200, 100, 200))[0]?.facts).toEqual({ bidIds: ['b0', 'b2'] });
    expect(pricePatterns(bids(300, 100, 200))[0]?.facts).toEqual({ bidIds: ['b1', 'b2', 'b0'], step: '1.00' });
  });
});
