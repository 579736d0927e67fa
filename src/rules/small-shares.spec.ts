import {
  deductionGranted,
  reservedShareIsReached,
  sizedShareOf,
  smallShareOf,
  type GrantedDeductions,
  type Part,
} from './small-shares.js';
import type { DeductionCase } from './art-59-small-suppliers.js';

const part = (size: Part['size'], share: number): Part => ({ size, share });

it.each<[string, Parameters<typeof smallShareOf>[0], number | null]>([
  ['a supplier alone', { size: 'large', members: null, subcontracts: [] }, null],
  [
    'a consortium: its small members',
    { size: 'large', members: [part('large', 6000), part('small', 2500), part('micro', 1500)], subcontracts: [] },
    4000,
  ],
  [
    'a large bidder: its small subcontractors',
    { size: 'medium', members: null, subcontracts: [part('micro', 3000), part('large', 1000)] },
    3000,
  ],
  ['a small bidder that subcontracts', { size: 'small', members: null, subcontracts: [part('large', 3000)] }, null],
])('what small enterprises get of %s', (_, bid, share) => {
  expect(smallShareOf(bid)).toBe(share);
});

it.each<[string, DeductionCase['supplierSize'], number | null, GrantedDeductions, number]>([
  ['a small supplier alone', 'small', null, { alone: 1500, shared: 500 }, 1500],
  ['small suppliers that hold the whole of it', 'micro', 10_000, { alone: 1500, shared: 500 }, 1500],
  ['a consortium, as the documents say', 'large', 3000, { alone: 1500, shared: 500 }, 500],
  ['a consortium of which they say nothing', 'large', 3000, { alone: 1500, shared: null }, 400],
  ['a consortium that gives small ones too little', 'small', 2999, { alone: 1500, shared: null }, 0],
  ['a consortium where nothing is granted', 'large', 4000, { alone: 0, shared: null }, 0],
])('what is deducted for %s', (_, supplierSize, consortiumShare, granted, deduction) => {
  const deal = { category: 'goods', supplierSize, consortiumShare, on: '2026-03-02' } as const;
  expect(deductionGranted(deal, granted)).toBe(deduction);
});

it.each<[string, Parameters<typeof sizedShareOf>[0], number]>([
  ['a medium bidder alone', { size: 'medium', members: null, subcontracts: [part('large', 4000)] }, 10_000],
  ['a large bidder alone', { size: 'large', members: null, subcontracts: [] }, 0],
  [
    'a large bidder: its subcontractors',
    { size: 'large', members: null, subcontracts: [part('medium', 2000), part('large', 1000), part('micro', 500)] },
    2500,
  ],
  [
    'a consortium: its members, whatever they subcontract',
    { size: 'micro', members: [part('micro', 3000), part('large', 7000)], subcontracts: [part('small', 4000)] },
    3000,
  ],
])('what small and medium-sized enterprises get of %s', (_, bid, share) => {
  expect(sizedShareOf(bid)).toBe(share);
});

it('a reserved share is reached exactly, and what falls short says how far', () => {
  expect(reservedShareIsReached(null, 0)).toEqual([]);
  expect(reservedShareIsReached(4000, 4000)).toEqual([]);
  expect(reservedShareIsReached(4000, 3999)).toMatchObject([
    { rule: 'bid.reserved-share-short', facts: { share: '39.99%', min: '40.00%' } },
  ]);
});
