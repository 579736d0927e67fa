import { categoryOfItemClass, itemClassIsWellFormed, itemClassIsWithin, parentOfItemClass } from './item-class.js';

describe('item catalogue (rulebook D2)', () => {
  test.each(['A', 'B', 'C', 'A02010104', 'A02010000', 'B01010000', 'C16010300', 'C99000000'])('%s is a code', (code) => {
    expect(itemClassIsWellFormed(code)).toBe(true);
  });

  test.each(['', 'D', 'a02010104', 'A0201010', 'A020101040', 'A02 10104', 'A0201010４', 'A02010104\n', 'AB'])(
    '%j is none',
    (code) => {
      expect(itemClassIsWellFormed(code)).toBe(false);
      expect(parentOfItemClass(code)).toBeNull();
      expect(categoryOfItemClass(code)).toBeNull();
    },
  );

  test.each([
    ['A02010104', 'A02010100'],
    ['A02010100', 'A02010000'],
    ['A02010000', 'A02000000'],
    ['A02000000', 'A'],
    ['A', null],
    ['A02000104', 'A02000100'],
    ['A10000000', 'A'],
    ['C16019900', 'C16010000'],
    ['B01010010', 'B01010000'],
  ])('the parent of %s is %s', (code, parent) => {
    expect(parentOfItemClass(code)).toBe(parent);
  });

  test.each([
    ['A02010104', 'goods'],
    ['B01010000', 'works'],
    ['C16010300', 'services'],
  ])('%s is %s', (code, category) => {
    expect(categoryOfItemClass(code)).toBe(category);
  });

  test('a code lies within itself and what stands above it, not within what stands below or beside', () => {
    expect(
      ['A02010104', 'A02010100', 'A02010000', 'A02000000', 'A'].every((above) => itemClassIsWithin('A02010104', above)),
    ).toBe(true);
    expect(
      ['A02010105', 'A02010200', 'A03000000', 'C', 'nonsense'].some((beside) => itemClassIsWithin('A02010104', beside)),
    ).toBe(false);
    expect(itemClassIsWithin('A02010000', 'A02010104')).toBe(false);
    expect(itemClassIsWithin('nonsense', 'A')).toBe(false);
  });
});
