import { commonRuns, copiedStretches, indexOf, merged } from './secret-overlap.js';
import type { Token } from './secret-text.js';

const tokensOf = (text: string): Token[] => [...text].map((one) => ({ text: one })) as unknown as Token[];
const wordsOf = (text: string): Token[] => text.split(' ').map((one) => ({ text: one })) as unknown as Token[];
const runsOf = (text: string, other: string): object[] => commonRuns(tokensOf(text), indexOf(tokensOf(text)), tokensOf(other));
const length = (start: number, end: number): number => end - start;

describe('where three tokens stand', () => {
  it('is kept for the first 256 places, so that repeated nonsense costs no more', () => {
    const places = [...indexOf(tokensOf('a'.repeat(400))).values()];
    expect(places.map((one) => one.length)).toEqual([256]);
    expect(places[0]?.at(-1)).toBe(255);
  });

  it('is kept up to the last three, and of three alone', () => {
    expect([...indexOf(tokensOf('abcd'))].map(([seed, places]) => [seed.split('\u0000').join(''), places])).toEqual([
      ['abc', [0]],
      ['bcd', [1]],
    ]);
    expect(indexOf(tokensOf('abc')).size).toBe(1);
    expect(indexOf(tokensOf('ab')).size).toBe(0);
    expect(indexOf(wordsOf('ab c d')).has('a\u0000bc\u0000d')).toBe(false);
  });
});

describe('what two texts have in common', () => {
  it.each([
    ['the whole', 'abcdef', 'abcdef', [{ start: 0, end: 6, at: 0 }]],
    ['no more than three', 'abc', 'abc', [{ start: 0, end: 3, at: 0 }]],
    ['two only', 'abx', 'aby', []],
    ['a part further on in the one', 'xxabcdef', 'abcdef', [{ start: 2, end: 8, at: 0 }]],
    ['a part further on in the other', 'abcdef', 'xxabcdef', [{ start: 0, end: 6, at: 2 }]],
    ['a part that goes on differently', 'abcdx', 'abcdy', [{ start: 0, end: 4, at: 0 }]],
    ['a part at the end of the other', 'abcdx', 'yabcd', [{ start: 0, end: 4, at: 1 }]],
  ])('is told as one run each: %s', (_, text, other, runs) => expect(runsOf(text, other)).toEqual(runs));

  it('is told in the order of the text', () => {
    expect(runsOf('abcdef', 'def--abc')).toEqual([
      { start: 0, end: 3, at: 5 },
      { start: 3, end: 6, at: 0 },
    ]);
  });

  it('is nothing beyond the end of the other, whatever its words are', () => {
    const text = wordsOf('undefined undefined undefined');
    expect(commonRuns(text, indexOf(text), wordsOf('undefined'))).toEqual([]);
    expect(commonRuns(text, indexOf(text), [])).toEqual([]);
  });

  it('is told in the order of the other where it stands there twice', () => {
    const text = tokensOf('abcx');
    expect(commonRuns(text, indexOf(text), tokensOf('abc--abc'))).toEqual([
      { start: 0, end: 3, at: 0 },
      { start: 0, end: 3, at: 5 },
    ]);
  });
});

describe('pieces that follow each other', () => {
  const run = (start: number, end: number, at: number): { start: number; end: number; at: number } => ({ start, end, at });

  it('count with the heaviest of those that they follow', () => {
    const runs = [run(0, 3, 0), run(1, 4, 1), run(5, 9, 5)];
    const weights = (start: number): number => ({ 0: 1, 1: 10, 5: 4 })[start] as number;
    expect(copiedStretches(runs, weights, { run: 100, pieces: 14 })).toEqual([{ start: 1, end: 9 }]);
    expect(copiedStretches(runs, weights, { run: 100, pieces: 15 })).toEqual([]);
  });

  it.each([
    ['one after the other', run(3, 6, 3), true],
    ['four tokens later in the text', run(7, 10, 3), true],
    ['five tokens later in the text', run(8, 11, 3), false],
    ['four tokens later in the other', run(3, 6, 7), true],
    ['five tokens later in the other', run(3, 6, 8), false],
    ['one token too early in the text', run(2, 5, 3), false],
    ['one token too early in the other', run(3, 6, 2), false],
  ])('%s: %j counts with it: %s', (_, next, counts) => {
    const copied = copiedStretches([run(0, 3, 0), next], length, { run: 100, pieces: 6 });
    expect(copied).toEqual(counts ? [{ start: 0, end: next.end }] : []);
  });

  it('start where the first one began, in a text that begins elsewhere in the other', () => {
    const copied = copiedStretches([run(10, 13, 50), run(14, 17, 54)], length, { run: 100, pieces: 6 });
    expect(copied).toEqual([{ start: 10, end: 17 }]);
    expect(copiedStretches([run(10, 13, 50), run(14, 17, 60)], length, { run: 100, pieces: 6 })).toEqual([]);
  });

  it('are not needed where one run is long enough', () => {
    expect(copiedStretches([run(0, 6, 0)], length, { run: 6, pieces: 100 })).toEqual([{ start: 0, end: 6 }]);
    expect(copiedStretches([run(0, 5, 0)], length, { run: 6, pieces: 100 })).toEqual([]);
  });

  it('are forgotten after 256 others', () => {
    const others = (count: number): ReturnType<typeof run>[] =>
      Array.from({ length: count }, (_, index) => run(1_000 + index * 100, 1_003 + index * 100, 9_000_000));
    const copied = (count: number): object[] =>
      copiedStretches([run(0, 3, 0), ...others(count), run(4, 8, 4)], length, { run: 100, pieces: 7 });
    expect(copied(255)).toEqual([{ start: 0, end: 8 }]);
    expect(copied(256)).toEqual([]);
  });
});

describe('stretches', () => {
  const spans = (...pairs: [number, number][]): { start: number; end: number }[] => pairs.map(([start, end]) => ({ start, end }));

  it.each([
    ['apart', spans([0, 3], [4, 6]), spans([0, 3], [4, 6])],
    ['that touch', spans([0, 3], [3, 6]), spans([0, 6])],
    ['that overlap', spans([0, 4], [3, 6]), spans([0, 6])],
    ['inside another', spans([0, 9], [3, 6]), spans([0, 9])],
    ['in any order', spans([7, 9], [3, 6], [0, 2]), spans([0, 2], [3, 6], [7, 9])],
    ['none', [], []],
  ])('%s are joined where they meet', (_, some, joined) => expect(merged(some)).toEqual(joined));

  it('are not changed themselves', () => {
    const some = spans([0, 3], [3, 6]);
    merged(some);
    expect(some).toEqual(spans([0, 3], [3, 6]));
  });
});
