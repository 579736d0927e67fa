import { correctionDecidesNothing, correctionFitsTheNotice } from './corrections.js';

describe('a correction', () => {
  it.each([
    '/title/zh',
    '/description/en',
    '/description',
    '/project/name/zh',
    '/procurer/address/zh',
    '/procurer/contact/email',
    '/supplier/name/en',
    '/milestones/0/title/zh',
  ])('of %s decides nothing', (field) => {
    expect(correctionDecidesNothing([{ field }])).toEqual([]);
  });

  it.each([
    '/bidsCloseAt',
    '/amount/amount',
    '/criteria/0/name/zh',
    '/specifications/0/text/zh',
    '/qualificationRequirements/zh',
    '/supplier/id',
    '/procurer/name/zh',
    '/minutes/bids/0/price/amount',
    '/reasons/zh',
    '/milestones/0/dueOn',
    '/title/zh/0',
    '',
  ])('of %s is none', (field) => {
    expect(correctionDecidesNothing([{ field: '/title/zh' }, { field }])).toMatchObject([
      { rule: 'correction.not-a-correction', pointer: '#/corrections', facts: { fields: [field] } },
    ]);
  });

  it('says what the notice says', () => {
    const textAt = (field: string): string | null => (field === '/title/zh' ? '磁共振' : null);
    const one = { field: '/title/zh', before: '磁共振', after: '核磁共振' };
    expect(correctionFitsTheNotice([one], textAt)).toEqual([]);
    expect(correctionFitsTheNotice([one, { ...one, before: '磁振' }, { ...one, field: '/title/en' }], textAt)).toMatchObject([
      { rule: 'correction.text-differs', pointer: '#/corrections/1/before', facts: { field: '/title/zh', published: '磁共振' } },
      { rule: 'correction.text-differs', pointer: '#/corrections/2/before', facts: { field: '/title/en', published: null } },
    ]);
  });
});
