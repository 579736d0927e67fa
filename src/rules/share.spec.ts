import { tenThousandths, wholeShare } from './share.js';

it.each([
  ['0', 0],
  ['0.0001', 1],
  ['0.15', 1_500],
  ['0.2999', 2_999],
  ['0.5801', 5_801],
  ['1.0000', 10_000],
  ['1', wholeShare],
])('the share %s is %i ten-thousandths', (share, expected) => expect(tenThousandths(share)).toBe(expected));
