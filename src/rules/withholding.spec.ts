import { withholdingIsBounded } from './withholding.js';

const told = { fields: ['reasons', 'advantages'], today: '2026-06-01' };
const until = (field: string, releaseOn = '2026-06-02') => ({ field, releaseOn });

test.each([
  [[], []],
  [[until('reasons')], []],
  [[until('reasons'), until('advantages')], []],
  [
    [until('reasons', '2026-06-01')],
    [['withholding.release-past', '#/withheld/0/releaseOn', { releaseOn: '2026-06-01', today: '2026-06-01' }]],
  ],
  [[until('price')], [['withholding.nothing-to-withhold', '#/withheld/0/field', { field: 'price' }]]],
  [[until('reasons'), until('reasons')], [['withholding.nothing-to-withhold', '#/withheld/1/field', { field: 'reasons' }]]],
  [
    [until('reasons'), until('price', '2026-05-31')],
    [
      ['withholding.nothing-to-withhold', '#/withheld/1/field', { field: 'price' }],
      ['withholding.release-past', '#/withheld/1/releaseOn', { releaseOn: '2026-05-31', today: '2026-06-01' }],
    ],
  ],
] as const)('%j: %j', (withheld, expected) => {
  expect(withholdingIsBounded(withheld, told).map(({ rule, pointer, facts }) => [rule, pointer, facts])).toEqual(expected);
});
