import fc from 'fast-check';
import { normaliseUscc, usccCheckCharacter, usccIsValid } from './uscc.js';

const vectors: [string, string][] = [
  ['91310000MA1K00000', '6'],
  ['12310000000000001', '4'],
  ['92310115MA1H7N0K1', 'N'],
  ['91310000132202900', 'G'],
  ['11310000002420000', 'A'],
  ['91310115MA1K00019', '0'],
  ['91310115MA1K00009', 'Y'],
];

describe('unified social credit code (rulebook D1)', () => {
  test.each(vectors)('%s has the check character %s', (body, check) => {
    expect(usccCheckCharacter(body)).toBe(check);
    expect(usccIsValid(body + check)).toBe(true);
  });

  test.each(vectors)('%s with any other check character is refused', (body, check) => {
    const accepted = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((one) => usccIsValid(body + one));
    expect(accepted).toEqual([check]);
  });

  test('width, case and surrounding space do not matter', () => {
    expect(normaliseUscc('\u3000９１３１００００ma1k000006 ')).toBe('91310000MA1K000006');
    expect(usccIsValid('\u3000９１３１００００ma1k000006 ')).toBe(true);
  });

  test.each([
    ['', 'empty'],
    ['91310000MA1K00000', 'the check character is missing'],
    ['91310000MA1K0000066', 'one character too many'],
    ['91310000MA1I000006', 'I is not in the alphabet'],
    ['91310000MA1O000006', 'O is not in the alphabet'],
    ['9131000XMA1K000006', 'a letter in the region'],
    ['9131 0000MA1K00000', 'a space inside'],
    ['９１３１００００ＭＡ１Ｋ０００００７', 'wrong check character, full width'],
  ])('%s is refused: %s', (code) => {
    expect(usccIsValid(code)).toBe(false);
  });

  test('a body that is not one has no check character', () => {
    expect(usccCheckCharacter('91310000MA1S00000')).toBeNull();
    expect(usccCheckCharacter('9131')).toBeNull();
  });

  test('one wrong character anywhere is found', () => {
    const character = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
    fc.assert(
      fc.property(fc.constantFrom(...vectors), fc.nat(17), character, ([body, check], index, other) => {
        const code = body + check;
        fc.pre(code.charAt(index) !== other);
        expect(usccIsValid(code.slice(0, index) + other + code.slice(index + 1))).toBe(false);
      }),
    );
  });
});
