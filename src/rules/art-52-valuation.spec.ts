import fc from 'fast-check';
import { purchasesAreNotSplit } from './art-52-valuation.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';
import { formatMoney } from './money.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const ask = (facts: object) => evaluate(52, facts as Record<string, unknown>, context);
const applies = (total: unknown) =>
  evaluate(
    50,
    {
      method: 'invited',
      category: 'goods',
      estimatedValue: total,
      documentsIssuedAt: '2026-03-02T09:00:00+08:00',
      applicationsCloseAt: '2026-03-27T09:00:00+08:00',
    },
    context,
  ).computed['applies'];

describe('article 52: what a procurement is worth', () => {
  it.each([
    [
      '① fees, commissions, interest and options',
      { contracts: [{ base: '1800000', fees: '60000', commissions: '20000', interest: '30000.00', options: ['100000.00'] }] },
      '2010000.00',
      true,
    ],
    ['its base alone', { contracts: [{ base: '1800000' }] }, '1800000.00', false],
    [
      '② all lots together',
      { contracts: [{ base: '900000.00' }, { base: '800000.00' }, { base: '300000.00' }] },
      '2000000.00',
      true,
    ],
    ['a fen less', { contracts: [{ base: '900000.00' }, { base: '800000.00' }, { base: '299999.99' }] }, '1999999.99', false],
    ['③ an indefinite lease', { lease: { monthly: '41666.66', months: null } }, '1999999.68', false],
    ['③ an indefinite lease a fen dearer', { lease: { monthly: '41666.67', months: null } }, '2000000.16', true],
    ['a lease of a year', { lease: { monthly: '41666.67', months: 12 } }, '500000.04', false],
    [
      'premiums and other revenue',
      { contracts: [{ base: '1', premiums: '2', otherRevenue: { amount: '3.5', currency: 'CNY' }, options: ['4', '5'] }] },
      '15.50',
      false,
    ],
    ['a known value', { estimatedValue: '2000000' }, '2000000.00', true],
  ])('%s', (_, facts, total, covered) => {
    expect(ask(facts)).toMatchObject({ breaches: [], faults: [], computed: { total, treatedAsAtThreshold: false } });
    expect(applies(ask(facts).computed['total'])).toBe(covered);
  });

  it('④ an unknown value is treated as at the threshold', () => {
    expect(ask({ estimatedValue: null })).toMatchObject({ breaches: [], computed: { total: null, treatedAsAtThreshold: true } });
    expect(applies(null)).toBe(true);
  });

  it('a procurement of no contract is incomplete', () => {
    expect(ask({ contracts: [] }).breaches.map((one) => one.rule)).toEqual(['valuation.incomplete']);
  });

  it('does not depend on how a procurement is cut into lots', () => {
    const fen = fc.bigInt({ min: 0n, max: 10n ** 14n });
    fc.assert(
      fc.property(fc.array(fen, { minLength: 1, maxLength: 12 }), (lots) => {
        const total = lots.reduce((sum, one) => sum + one, 0n);
        const cut = ask({ contracts: lots.map((one) => ({ base: formatMoney(one) })) });
        expect(cut.computed['total']).toBe(formatMoney(total));
      }),
    );
  });

  it.each([
    [{}, ['contracts']],
    [{ contracts: [{}] }, ['contracts/0/base']],
    [{ contracts: [{ base: '1', options: ['x'], rebate: '1' }] }, ['contracts/0/rebate', 'contracts/0/options/0']],
    [{ contracts: [{ base: '1' }], estimatedValue: null }, ['estimatedValue']],
    [{ contracts: [{ base: '1' }], lease: { monthly: '1', months: 1 } }, ['lease']],
    [{ lease: { monthly: '1' } }, ['lease/months']],
    [{ lease: { monthly: '1', months: 0 } }, ['lease/months']],
    [{ estimatedValue: 5 }, ['estimatedValue']],
    [{ contracts: 'x' }, ['contracts']],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });
});

describe('splitting (化整为零)', () => {
  const bought = (value: bigint, more: object = {}) => ({
    itemClass: 'A02010000',
    budgetYear: 2026,
    value,
    openTendering: false,
    ...more,
  });
  const threshold = 400_000_000n;

  it('is suspected above the threshold, not at it', () => {
    expect(purchasesAreNotSplit([bought(200_000_000n), bought(200_000_000n)], threshold)).toEqual([]);
    expect(purchasesAreNotSplit([bought(200_000_000n), bought(200_000_001n)], threshold)).toMatchObject([
      {
        rule: 'valuation.splitting-suspected',
        severity: 'refusal',
        facts: { itemClass: 'A02010000', budgetYear: 2026, total: '4000000.01', threshold: '4000000.00' },
      },
    ]);
  });

  it.each([
    ['open tendering', { openTendering: true }],
    ['another item class', { itemClass: 'A02020000' }],
    ['another budget year', { budgetYear: 2025 }],
  ])('does not count %s', (_, other) => {
    expect(purchasesAreNotSplit([bought(300_000_000n), bought(300_000_000n, other)], threshold)).toEqual([]);
  });

  it('needs two purchases and a threshold', () => {
    expect(purchasesAreNotSplit([bought(500_000_000n)], threshold)).toEqual([]);
    expect(purchasesAreNotSplit([bought(500_000_000n), bought(1n)], null)).toEqual([]);
  });
});

describe('what an answer about the value points at', () => {
  it('names what is missing, and what stands beside another', () => {
    expect(ask({ contracts: [] })).toMatchObject({
      breaches: [{ rule: 'valuation.incomplete', pointer: '#/facts/contracts', facts: { missing: ['contracts'] } }],
      computed: { total: null, treatedAsAtThreshold: true },
    });
    expect(ask({ contracts: [], lease: { monthly: '1', months: 1 } }).faults).toContainEqual({
      pointer: '#/facts/lease',
      detail: { zh: '不能与“contracts”同时提供。', en: 'Cannot be given together with "contracts".' },
    });
    expect(ask({ lease: { monthly: '1', months: 1 }, estimatedValue: null }).faults.map((one) => one.pointer)).toEqual([
      '#/facts/estimatedValue',
    ]);
    expect(ask({}).faults.map((one) => one.pointer)).toEqual(['#/facts/contracts']);
    expect(ask({ lease: null }).faults.map((one) => one.pointer)).toEqual(['#/facts/contracts']);
    expect(ask({ lease: { monthly: '1', months: 0 } }).faults.map((one) => one.pointer)).toEqual(['#/facts/lease/months']);
  });

  it('adds every part of a contract once', () => {
    const parts = {
      base: '1',
      fees: '2',
      commissions: '4',
      premiums: '8',
      interest: '16',
      otherRevenue: '32',
      options: ['64', '128'],
    };
    expect(ask({ contracts: [parts, { base: '256' }] }).computed).toEqual({ total: '511.00', treatedAsAtThreshold: false });
  });

  it('suspects no split of one purchase, of other classes or of other years, and tells the sum of the rest', () => {
    const one = { itemClass: 'A', budgetYear: 2026, value: 60n, openTendering: false };
    expect(purchasesAreNotSplit([one, one], null)).toEqual([]);
    expect(purchasesAreNotSplit([{ ...one, value: 500n }], 100n)).toEqual([]);
    expect(purchasesAreNotSplit([one, { ...one, value: 40n }], 100n)).toEqual([]);
    expect(purchasesAreNotSplit([one, { ...one, itemClass: 'B' }, { ...one, budgetYear: 2027 }], 100n)).toEqual([]);
    expect(purchasesAreNotSplit([one, { ...one, openTendering: true }], 100n)).toEqual([]);
    expect(purchasesAreNotSplit([one, one, one], 100n)).toMatchObject([
      {
        rule: 'valuation.splitting-suspected',
        facts: { itemClass: 'A', budgetYear: 2026, count: 3, total: '1.80', threshold: '1.00' },
      },
    ]);
  });
});
