import type { ReviewRecord } from '../rules/non-award.js';
import { outcomeOf, type EvaluationFinding, type OpenedPrice, type PublishedCriteria } from './evaluation-outcome.js';
import { lotsAreLawful, type EvaluatedLot, type LotDecision, type LotsAtAward } from './lot-award-rules.js';

const documents: PublishedCriteria = {
  method: 'lowest-price',
  category: 'goods',
  criteria: [],
  deduction: 0,
  ceiling: null,
  evaluators: 1,
};
const reasons = { zh: '评标价最低', en: 'Lowest evaluated price' };
const record: ReviewRecord = { challenged: false, ruled: false, refused: false };

/** Bids by supplier, in fen; a bid's id is its supplier's letter after the lot's. */
function lot(lotId: string, prices: Record<string, bigint>, over: Partial<EvaluatedLot> = {}): EvaluatedLot {
  const bids = Object.entries(prices).map(([supplierId, price]): OpenedPrice => ({
    bidId: `${lotId}-${supplierId}`,
    supplierId,
    price,
    supplierSize: 'large',
  }));
  const findings = bids.map(({ bidId }): EvaluationFinding => ({ bidId, qualified: true, scores: [] }));
  const found = outcomeOf(documents, bids, [findings], '2026-06-01');
  return { lotId, found, ceiling: null, opened: bids.length, refusers: [], ...over };
}

const facts = (lots: readonly EvaluatedLot[], over: Partial<LotsAtAward> = {}): LotsAtAward => ({
  lots,
  limits: { bidMax: null, awardMax: null },
  won: new Map(),
  spent: 0n,
  budget: null,
  record,
  ...over,
});
const takes = (lotId: string, supplier: string): LotDecision => ({ lotId, bidId: `${lotId}-${supplier}`, reasons });
const left = (lotId: string, code: 'chan-need' | 'no-signed' | 'one-admis' | null = 'chan-need'): LotDecision => ({
  lotId,
  nonAward: { code, explanation: { zh: '需求取消。' } },
});
const told = (decisions: LotDecision[], at: LotsAtAward): [string, string | undefined][] =>
  lotsAreLawful(decisions, at).map((one) => [one.rule, one.pointer]);

const one = { a: 10_00n, b: 20_00n, c: 30_00n };

describe('several lots', () => {
  it('go each to their best bid, whatever the order in which they were sent', () => {
    const at = facts([lot('x', one), lot('y', { ...one, a: 40_00n })]);
    expect(told([takes('y', 'b'), takes('x', 'a')], at)).toEqual([]);
    expect(told([takes('y', 'a'), takes('x', 'a')], at)).toEqual([['award.not-best', '#/lots/0/bidId']]);
  });

  it('are told of by the place that each has in the request', () => {
    const at = facts([lot('x', one), lot('y', one)]);
    const silent: LotDecision = { lotId: 'y', bidId: 'y-b' };
    expect(told([takes('x', 'a'), silent], at)).toEqual([
      ['award.not-best', '#/lots/1/bidId'],
      ['award.reasons-missing', '#/lots/1/reasons'],
    ]);
  });

  it('are left alone where nothing is decided of them', () =>
    expect(told([takes('x', 'a')], facts([lot('x', one), lot('y', { a: 1n })]))).toEqual([]));

  it('need three valid bids and keep to their own ceiling', () => {
    const { c: _c, ...two } = one;
    expect(told([takes('x', 'a')], facts([lot('x', two)]))).toEqual([['award.too-few-bids', '#/lots/0']]);
    expect(told([takes('x', 'a')], facts([lot('x', one, { ceiling: 10_00n })]))).toEqual([]);
    expect(told([takes('x', 'a')], facts([lot('x', one, { ceiling: 9_99n })]))).toEqual([
      ['award.over-budget', '#/lots/0/bidId'],
    ]);
  });

  it('come to no more than the budget, with what stands already', () => {
    const lots = [lot('x', one), lot('y', one)];
    const both = [takes('x', 'a'), takes('y', 'a')];
    expect(told(both, facts(lots, { budget: 20_00n }))).toEqual([]);
    expect(told(both, facts(lots, { budget: 20_01n, spent: 2n }))).toEqual([['award.over-budget', '#/lots']]);
    expect(told([takes('x', 'a'), left('y')], facts(lots, { budget: 10_00n }))).toEqual([]);
  });
});

describe('a supplier that has won as many lots as it may', () => {
  const lots = [lot('x', one), lot('y', one)];
  const limits = { bidMax: null, awardMax: 1 };

  it('is passed over in the next of the published order', () => {
    expect(told([takes('y', 'b'), takes('x', 'a')], facts(lots, { limits }))).toEqual([]);
    expect(told([takes('x', 'a'), takes('y', 'a')], facts(lots, { limits }))).toEqual([
      ['award.lot-limit-reached', '#/lots/1/bidId'],
    ]);
    expect(told([takes('x', 'a'), takes('y', 'c')], facts(lots, { limits }))).toEqual([['award.not-best', '#/lots/1/bidId']]);
  });

  it('is so too by what it holds already', () => {
    const won = new Map([['a', 1]]);
    expect(told([takes('y', 'a')], facts(lots, { limits, won }))).toEqual([['award.lot-limit-reached', '#/lots/0/bidId']]);
    expect(told([takes('y', 'a')], facts(lots, { limits: { bidMax: null, awardMax: 2 }, won }))).toEqual([]);
  });

  it('does not count a bid that is none of the lot', () =>
    expect(told([{ lotId: 'x', bidId: 'z', reasons }, takes('y', 'a')], facts(lots, { limits }))).toEqual([
      ['award.not-best', '#/lots/0/bidId'],
    ]));
});

describe('a lot whose winner refused', () => {
  const lots = [lot('x', one, { refusers: ['a'] }), lot('y', one)];

  it('goes to the next in rank, and the other lots to whom they went', () => {
    expect(told([takes('x', 'b'), takes('y', 'a')], facts(lots))).toEqual([]);
    expect(told([takes('x', 'a'), takes('y', 'a')], facts(lots))).toEqual([['award.winner-refused', '#/lots/0/bidId']]);
  });

  it('alone may be left for that', () => {
    const unfit = 'tender.non-award-code-unfit';
    expect(told([left('x', 'no-signed'), takes('y', 'a')], facts(lots))).toEqual([]);
    expect(told([takes('x', 'b'), left('y', 'no-signed')], facts(lots))).toEqual([[unfit, '#/lots/1/nonAward/code']]);
  });
});

describe('lots that nobody takes', () => {
  it('bear a code that fits what came in for them', () => {
    const at = facts([lot('x', one), lot('y', { a: 1n })]);
    expect(told([takes('x', 'a'), left('y', 'one-admis')], at)).toEqual([]);
    expect(told([takes('x', 'a'), left('y', null)], at)).toEqual([['tender.non-award-code-missing', '#/lots/1/nonAward/code']]);
    expect(told([left('x', 'one-admis'), left('y', 'one-admis')], facts(at.lots, { won: new Map([['b', 1]]) }))).toEqual([
      ['tender.non-award-code-unfit', '#/lots/0/nonAward/code'],
    ]);
  });

  it('are not all there is, unless a lot stands already', () => {
    const lots = [lot('x', one)];
    expect(told([left('x')], facts(lots))).toEqual([['award.nothing-awarded', '#/lots']]);
    expect(told([left('x')], facts(lots, { won: new Map([['b', 1]]) }))).toEqual([]);
  });
});
