import { reviewerIsIndependent } from './reviewer-independence.js';

const finance = { id: 'finance', controls: ['below'], controlledBy: ['above'] };
const told = (procurerId: string, agencyId: string | null = null) =>
  reviewerIsIndependent({ procurerId, reviewBody: finance, agencyId }).map(({ rule, pointer, facts }) => ({
    rule,
    pointer,
    facts,
  }));
const refused = (procurerId: string, agencyId: string | null, reasons: object[]) => [
  {
    rule: 'complaint.reviewer-not-independent',
    pointer: '#/reviewBody',
    facts: { reviewBodyId: 'finance', procurerId, agencyId, reasons },
  },
];

describe('art. 60: the review body is independent', () => {
  it('of an entity and an agency that it has nothing to do with', () => {
    expect(told('hospital')).toEqual([]);
    expect(told('hospital', 'agency')).toEqual([]);
  });

  it.each([
    ['finance', { zh: '即为采购人', en: 'it is the procuring entity' }],
    ['below', { zh: '管理采购人', en: 'it controls the procuring entity' }],
    ['above', { zh: '受采购人管理', en: 'it is controlled by the procuring entity' }],
  ])('not of an entity that is %s', (procurerId, reason) => {
    expect(told(procurerId)).toEqual(refused(procurerId, null, [reason]));
  });

  it.each([
    ['finance', { zh: '即为采购代理机构', en: 'it is the procurement agency' }],
    ['below', { zh: '管理采购代理机构', en: 'it controls the procurement agency' }],
    ['above', { zh: '受采购代理机构管理', en: 'it is controlled by the procurement agency' }],
  ])('not of an agency that is %s', (agencyId, reason) => {
    expect(told('hospital', agencyId)).toEqual(refused('hospital', agencyId, [reason]));
  });

  it.each([
    [['exchange', 'finance'], [{ zh: '保管本项目的开标密钥', en: 'it keeps a lock of this procurement' }]],
    [['exchange'], []],
  ])('not where it keeps a lock: %s', (custodianIds, reasons) => {
    const found = reviewerIsIndependent({ procurerId: 'hospital', reviewBody: finance, agencyId: null, custodianIds });
    expect(found.flatMap((one) => one.facts['reasons'])).toEqual(reasons);
  });
});
