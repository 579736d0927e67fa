import { amendmentWeights } from '../rules/amendments.js';
import { isNamed, labelOf } from './field-names.js';
import { changesBetween } from './notice-changes.js';

const seen = (before: unknown, after: unknown): unknown[] =>
  changesBetween(before, after).map(({ field, before: old, after: now }) => [field, old, now]);

describe('the difference of what was published and what is', () => {
  it('is told leaf by leaf, with its label and its weight', () => {
    const before = { title: { zh: '磁共振', en: 'MRI' }, criteria: [{ id: 'price', weight: '40' }], brand: 'x' };
    const after = { title: { zh: '磁共振', en: 'MR imaging' }, criteria: [{ id: 'price', weight: '50' }], smePlan: { note: 1 } };
    expect(changesBetween(before, after)).toEqual([
      {
        field: '/title/en',
        label: { zh: '标题 英文', en: 'Title, English' },
        before: 'MRI',
        after: 'MR imaging',
        material: false,
      },
      {
        field: '/criteria/0/weight',
        label: { zh: '评审标准 第1项 权重', en: 'Evaluation criteria, no. 1, Weight' },
        before: '40',
        after: '50',
        material: true,
      },
      { field: '/brand', label: { zh: '品牌', en: 'Brand' }, before: 'x', after: null, material: true },
      {
        field: '/smePlan',
        label: { zh: '中小企业政策', en: 'Small-supplier plan' },
        before: null,
        after: { note: 1 },
        material: true,
      },
    ]);
  });

  it.each<[string, unknown, unknown, unknown[]]>([
    ['nothing, however the keys stand', { a: 1, b: null }, { b: undefined, a: 1 }, []],
    [
      'a part taken out of the middle',
      { lots: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
      { lots: [{ id: 'a' }, { id: 'c' }] },
      [['/lots/1', { id: 'b' }, null]],
    ],
    ['a part put in', { lots: [{ id: 'a' }] }, { lots: [{ id: 'b' }, { id: 'a' }] }, [['/lots/0', null, { id: 'b' }]]],
    [
      'only the order',
      { lots: [{ id: 'a' }, { id: 'b' }] },
      { lots: [{ id: 'b' }, { id: 'a' }] },
      [['/lots', [{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }]]],
    ],
    ['parts without ids, one gone', { items: [1, 2, 3] }, { items: [1, 3] }, [['/items/1', 2, null]]],
    ['parts without ids, one more', { items: [1, 3] }, { items: [1, 2, 3] }, [['/items/1', null, 2]]],
    ['parts without ids, one other', { items: [{ t: 1 }, 2] }, { items: [{ t: 2 }, 2] }, [['/items/0/t', 1, 2]]],
    ['a key with a slash', { 'a/b~': 1 }, { 'a/b~': 2 }, [['/a~1b~0', 1, 2]]],
    ['another kind of value', { fee: [1] }, { fee: { amount: '1' } }, [['/fee', [1], { amount: '1' }]]],
  ])('%s', (_, before, after, expected) => {
    expect(seen(before, after)).toEqual(expected);
  });

  it('has a name in both languages for every field that may be amended', () => {
    const open = Object.entries(amendmentWeights).filter(([, weight]) => weight !== 'forbidden');
    expect(open.map(([field]) => field).filter((field) => !isNamed(field))).toEqual([]);
    expect(labelOf('/nameless/0')).toEqual({ zh: 'nameless 第1项', en: 'nameless, no. 1' });
  });
});
