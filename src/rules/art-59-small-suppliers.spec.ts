import fc from 'fast-check';
import {
  deductionBand,
  deductionIsInBand,
  evaluate59,
  evaluationPrice,
  reservedShareIsEnough,
  sizeIsNoCriterion,
  subcontractIsConsented,
} from './art-59-small-suppliers.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

function evaluated(raw: Record<string, unknown>) {
  const facts = new Facts({ category: 'goods', bidPrice: '100.00', supplierSize: 'small', deduction: '0.15', ...raw });
  const context = {
    at: '2026-03-02T09:00:00+08:00',
    calendar: calendarOf(knownYears),
    policy: { nationalConflicts: 'warn' },
  } as const;
  const answer = evaluate59(facts, context);
  return {
    price: answer.computed['evaluationPrice'],
    found: answer.breaches.map((one) => [one.rule, one.severity]),
    faults: facts.faults.map((one) => one.pointer),
  };
}

const outOfBand = [['sme.deduction-out-of-band', 'refusal']];

describe('art. 59: small suppliers', () => {
  test.each([
    [{}, '85.00'],
    [{ category: 'services', supplierSize: 'micro', deduction: '0.1' }, '90.00'],
    [{ deduction: '0.20' }, '80.00'],
    [{ category: 'works', deduction: '0.04' }, '96.00'],
    [{ category: 'works', deduction: '0.03' }, '97.00'],
    [{ category: 'works', deduction: '0.05' }, '95.00'],
    [{ supplierSize: 'large', consortiumShare: '0.30', deduction: '0.04' }, '96.00'],
    [{ supplierSize: 'medium', consortiumShare: '0.3000', deduction: '0.06' }, '94.00'],
    [{ supplierSize: 'small', consortiumShare: '0.30', deduction: '0.05' }, '95.00'],
    [{ category: 'works', supplierSize: 'large', consortiumShare: '0.3', deduction: '0.01' }, '99.00'],
    [{ category: 'works', supplierSize: 'large', consortiumShare: '0.3', deduction: '0.02' }, '98.00'],
    [{ supplierSize: 'large', consortiumShare: '0.2999', deduction: '0' }, '100.00'],
    [{ supplierSize: 'medium', deduction: '0' }, '100.00'],
    [{ supplierSize: 'small', consortiumShare: '1', deduction: '0.15' }, '85.00'],
    [{ bidPrice: { amount: '100.00', currency: 'CNY' } }, '85.00'],
  ])('%j counts as %s', (change, price) => {
    expect(evaluated(change)).toEqual({ price, found: [], faults: [] });
  });

  test.each([
    [{ deduction: '0.0999' }],
    [{ deduction: '0.2001' }],
    [{ deduction: '0' }],
    [{ deduction: '1' }],
    [{ category: 'works', deduction: '0.0299' }],
    [{ category: 'works', deduction: '0.0501' }],
    [{ supplierSize: 'medium', deduction: '0.1' }],
    [{ supplierSize: 'large', deduction: '0.0001' }],
    [{ supplierSize: 'large', consortiumShare: '0.2999', deduction: '0.05' }],
    [{ supplierSize: 'large', consortiumShare: '0.30', deduction: '0.0399' }],
    [{ supplierSize: 'large', consortiumShare: '0.30', deduction: '0.0601' }],
    [{ category: 'works', supplierSize: 'large', consortiumShare: '0.30', deduction: '0.0099' }],
    [{ category: 'works', supplierSize: 'large', consortiumShare: '0.30', deduction: '0.0201' }],
    [{ supplierSize: 'small', consortiumShare: '0.9999', deduction: '0.15' }],
  ])('%j is out of its band and not applied', (change) => {
    expect(evaluated(change)).toEqual({ price: '100.00', found: outOfBand, faults: [] });
  });

  test.each([
    ['0.01', '0.15', '0.01'],
    ['0.03', '0.15', '0.03'],
    ['0.10', '0.15', '0.09'],
    ['33333.33', '0.1234', '29220.00'],
    ['9999999999999999.99', '0.2', '7999999999999999.99'],
  ])('%s less %s is %s, half a fen rounded up', (bidPrice, deduction, price) => {
    expect(evaluated({ bidPrice, deduction }).price).toBe(price);
  });

  test('the price for evaluation is never above the bid, and keeps the order of two bids', () => {
    const fen = fc.bigInt({ min: 0n, max: 10n ** 18n });
    const deal = { category: 'goods', supplierSize: 'micro', consortiumShare: null, on: '2026-03-02' } as const;
    fc.assert(
      fc.property(fen, fen, fc.integer({ min: 1000, max: 2000 }), (left, right, deduction) => {
        const [low, high] = [left, right].map((bidPrice) => evaluationPrice({ ...deal, bidPrice, deduction })) as [
          bigint,
          bigint,
        ];
        expect(low <= left).toBe(true);
        if (left <= right) expect(low <= high).toBe(true);
      }),
    );
  });

  test.each([
    ['goods', '0.30', []],
    ['goods', '0.2999', [['sme.reserved-share-short', 'warning']]],
    ['works', '0.40', []],
    ['works', '0.3999', [['sme.reserved-share-short', 'warning']]],
  ])('%s with %s reserved: %j', (category, reservedShare, found) => {
    expect(evaluated({ category, reservedShare, deduction: category === 'works' ? '0.04' : '0.15' }).found).toEqual(found);
  });

  test('a short reserve for one procurement is a warning, never a refusal', () => {
    expect(reservedShareIsEnough({ category: 'services', reservedShare: 0, on: '2026-03-02' })[0]?.severity).toBe('warning');
  });

  test('size is no criterion', () => {
    const found = sizeIsNoCriterion(['质量管理体系', '注册资本不低于500万元', 'Annual turnover of CNY 10 million', '交货期']);
    expect(found.map((one) => [one.rule, one.pointer])).toEqual([
      ['sme.size-as-criterion', '#/criteria/1'],
      ['sme.size-as-criterion', '#/criteria/2'],
    ]);
  });

  test('a subcontract needs consent', () => {
    expect(subcontractIsConsented({ consented: true })).toEqual([]);
    expect(subcontractIsConsented({ consented: false }).map((one) => one.rule)).toEqual(['sme.subcontract-not-consented']);
  });

  test('faults are named', () => {
    expect(
      evaluated({
        category: 'land',
        bidPrice: 100,
        supplierSize: 'tiny',
        deduction: 0.15,
        consortiumShare: '1.5',
        reservedShare: '30%',
      }).faults,
    ).toEqual([
      '#/facts/category',
      '#/facts/bidPrice',
      '#/facts/supplierSize',
      '#/facts/deduction',
      '#/facts/consortiumShare',
      '#/facts/reservedShare',
    ]);
    expect(evaluated({ deduction: undefined }).faults).toEqual(['#/facts/deduction']);
  });
});

test('a refusal points at the figure and tells its bounds', () => {
  const told = (breaches: readonly { rule: string; pointer?: string; facts: object }[]) =>
    breaches.map(({ rule, pointer, facts }) => ({ rule, pointer, facts }));
  const deal = { category: 'goods', supplierSize: 'small', deduction: 950, consortiumShare: null, on: '2026-03-02' } as const;
  expect(told(deductionIsInBand(deal))).toEqual([
    { rule: 'sme.deduction-out-of-band', pointer: '#/deduction', facts: { deduction: '9.50%', min: '10.00%', max: '20.00%' } },
  ]);
  expect(told(reservedShareIsEnough({ category: 'works', reservedShare: 3999, on: '2026-03-02' }))).toEqual([
    { rule: 'sme.reserved-share-short', pointer: '#/reservedShare', facts: { share: '39.99%', min: '40.00%' } },
  ]);
  expect(told(sizeIsNoCriterion(['价格', '注册资本不低于一亿元']))).toEqual([
    { rule: 'sme.size-as-criterion', pointer: '#/criteria/1', facts: { criterion: '注册资本不低于一亿元' } },
  ]);
  expect(told(subcontractIsConsented({ consented: false }))).toEqual([
    { rule: 'sme.subcontract-not-consented', pointer: undefined, facts: {} },
  ]);
  for (const words of [
    'Registered Capital',
    'annual turnover',
    'annual revenue',
    'total assets',
    'number of employees',
    'tax paid',
  ])
    expect(sizeIsNoCriterion([words])).toHaveLength(1);
});

test.each([
  ['micro', null, 1000, 2000],
  ['medium', null, 0, 0],
  ['large', 2999, 0, 0],
  ['large', 3000, 400, 600],
  ['small', 9999, 400, 600],
  ['small', 10_000, 1000, 2000],
  ['large', 10_000, 400, 600],
] as const)('%s with a share of %j: from %d to %d', (supplierSize, consortiumShare, min, max) => {
  expect(deductionBand({ category: 'services', supplierSize, consortiumShare, on: '2026-03-02' })).toEqual({ min, max });
});
