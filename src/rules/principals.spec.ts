import { identityNumberIsSound, normaliseIdentityNumber, type IdentityKind } from './principals.js';

describe('the number of a principal', () => {
  it.each([
    ['110101199003070070', '110101199003070070'],
    [' １１０１０１ 19900307\u200b-007x\u202e ', '11010119900307007X'],
    ['e 1234\u2010567', 'E1234567'],
  ])('%s is compared as %s', (number, compared) => {
    expect(normaliseIdentityNumber(number)).toBe(compared);
  });

  // The first is the example of GB 11643-1999.
  it.each<[IdentityKind, string, string, boolean]>([
    ['resident-id', 'CN', '11010519491231002X', true],
    ['resident-id', 'CN', '11010519491231002x', true],
    ['resident-id', 'CN', '110101199003070070', true],
    ['resident-id', 'CN', '110101199003070071', false],
    ['resident-id', 'CN', '110105194912310021', false],
    ['resident-id', 'CN', '11010519491331002X', false],
    ['resident-id', 'CN', '1101051949123100', false],
    ['resident-id', 'CN', '110105194912310020X', false],
    ['resident-id', 'CN', '9110101199003070070', false],
    ['resident-id', 'DE', '11010519491231002X', false],
    ['passport', 'DE', 'C01X00T47', true],
    ['passport', 'DE', 'C01X', true],
    ['passport', 'DE', 'C01-', false],
    ['register-number', 'DE', 'HRB 86891', true],
  ])('%s of %s: %s is sound: %s', (kind, country, number, sound) => {
    const breaches = identityNumberIsSound({ kind, country, number });
    expect(breaches.map((one) => [one.rule, one.pointer, one.facts])).toEqual(
      sound ? [] : [['principal.number-invalid', '#/identity/number', { kind }]],
    );
  });
});
