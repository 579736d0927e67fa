import { requirementsConcernTheObject, type LinkedSpecification } from './specification-link.js';

const plain: LinkedSpecification = { concern: null, itemIds: [], link: null };
const green: LinkedSpecification = { ...plain, concern: 'environment' };

function pointers(specifications: LinkedSpecification[], items: string[] = ['scanner']): (string | undefined)[] {
  return requirementsConcernTheObject(specifications, items).map((one) => one.pointer);
}

describe('art. 55: requirements concern the object of the procurement', () => {
  it.each([
    ['one of neither kind needs no link', plain],
    ['one names an item', { ...green, itemIds: ['scanner'] }],
    ['one says in words what it has to do with the object', { ...green, link: '设备运行能耗' }],
    ['one of neither kind may name an item', { ...plain, itemIds: ['scanner'] }],
  ])('passes: %s', (_, specification) => expect(pointers([specification])).toEqual([]));

  it.each([
    ['environment without a link', green, '#/specifications/0/link'],
    [
      'information protection without a link',
      { ...green, concern: 'information-protection' as const },
      '#/specifications/0/link',
    ],
    ['a blank link', { ...green, link: ' ' }, '#/specifications/0/link'],
    ['an item that is not there', { ...green, itemIds: ['scanner', 'printer'] }, '#/specifications/0/itemIds'],
    [
      'an item that is not there, for all the words',
      { ...plain, itemIds: ['printer'], link: '能耗' },
      '#/specifications/0/itemIds',
    ],
  ])('refuses %s', (_, specification, pointer) => expect(pointers([specification])).toEqual([pointer]));

  it('says which requirement, and which items are unknown', () => {
    const found = requirementsConcernTheObject([plain, { ...green, itemIds: ['scanner', 'printer', 'desk'] }], ['scanner']);
    expect(found.map((one) => one.facts)).toEqual([{ index: 1, unknown: ['printer', 'desk'] }]);
    expect(found[0]?.rule).toBe('specification.not-linked');
  });
});
