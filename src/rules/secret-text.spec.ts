import { plainOf, squeezedOf, tokensOf, unitsOf } from './secret-text.js';

const textsOf = (plain: string): string[] => tokensOf(plain).map((one) => one.text);
const weightsOf = (plain: string): number[] => tokensOf(plain).map((one) => one.weight);

describe('a folded text', () => {
  it.each([
    ['ＶＡＣ\t线圈', 'vac 线圈'],
    ['Inge\u0301nieur', 'ingenieur'],
    ['双\u200b级\u202e工\ufe0f艺', '双级工艺'],
    ['ΟΔΟΣ οδος', 'οδοσ οδοσ'],
    ['澆鑄', '浇铸'],
    ['a\u0007b', 'a b'],
  ])('%j is %j', (written, plain) => expect(plainOf(written)).toBe(plain));

  it('is letters and digits alone once squeezed', () => {
    expect(squeezedOf('双-级 7.25（a）𠀀')).toBe('双级725a𠀀');
  });
});

describe('the units of a text', () => {
  it('tell where each came from, and a run of white space is one', () => {
    expect(unitsOf('A \n ﬁ')).toEqual([
      { unit: 'a', start: 0, end: 1, isCharacter: true },
      { unit: ' ', start: 1, end: 2, isCharacter: false },
      { unit: 'f', start: 4, end: 5, isCharacter: true },
      { unit: 'i', start: 4, end: 5, isCharacter: true },
    ]);
  });

  it('are of whole characters, however they are composed', () => {
    expect(unitsOf('e\u0301，𠀀')).toEqual([
      { unit: 'e', start: 0, end: 2, isCharacter: true },
      { unit: ',', start: 2, end: 3, isCharacter: false },
      { unit: '\ud840', start: 3, end: 5, isCharacter: true },
      { unit: '\udc00', start: 3, end: 5, isCharacter: true },
    ]);
  });

  it('are none where there is nothing to see', () => {
    expect(unitsOf('\u200b\u00ad')).toEqual([]);
  });
});

describe('the tokens of a text', () => {
  it.each([
    ['线圈ab cd', ['线', '圈', 'ab', 'cd']],
    ['ab线', ['ab', '线']],
    ['カbひc한d', ['カ', 'b', 'ひ', 'c', '한', 'd']],
    ['x9y', ['x', '9', 'y']],
    ['٣٤', ['٣', '٤']],
    ['a, -b.', ['a', 'b']],
    ['', []],
  ])('%j is %j', (plain, texts) => expect(textsOf(plain)).toEqual(texts));

  it.each([
    ['1,234,500.00', ['1234500']],
    ['1,234,500.25', ['1234500.25']],
    ['12,345', ['12345']],
    ['123,456', ['123456']],
    ['1,234.50', ['1234.5']],
    ['1,23', ['1', '23']],
    ['12.345', ['12.345']],
    ['12.5.7', ['12.5', '7']],
    ['12.', ['12']],
    ['7.250', ['7.25']],
    ['1.500', ['1.5']],
    ['1.0050', ['1.005']],
    ['10.0', ['10']],
    ['007', ['7']],
    ['000', ['0']],
    ['0.50', ['0.5']],
    ['00.5', ['0.5']],
    ['1005', ['1005']],
    ['100', ['100']],
  ])('a number counts by its value: %s', (plain, texts) => expect(textsOf(plain)).toEqual(texts));

  it('have their places in the text', () => {
    expect(tokensOf('线 1,234.50 coil')).toEqual([
      { text: '线', start: 0, end: 1, weight: 1 },
      { text: '1234.5', start: 2, end: 10, weight: 2 },
      { text: 'coil', start: 11, end: 15, weight: 2 },
    ]);
  });

  it.each([
    ['a word that says something', 'coil gradient abc', [2, 2, 2]],
    ['a number', '7 25 1,000', [2, 2, 2]],
    ['a character', '线カひ한', [1, 1, 1, 1]],
    ['a word of two letters', 'ab is of', [1, 1, 1]],
    ['a word that such texts are full of', 'the such specification evaluated national tenders', [1, 1, 1, 1, 1, 1]],
    ['a digit that is none of ours', '٣', [1]],
  ])('%s weighs what it says', (_, plain, weights) => expect(weightsOf(plain)).toEqual(weights));
});
