import { commonRuns, copiedStretches, indexOf } from './secret-overlap.js';
import type { Token } from './secret-text.js';

const tokensOf = (text: string): Token[] => [...text].map((one) => ({ text: one })) as unknown as Token[];
const length = (start: number, end: number): number => end - start;

describe('where three tokens stand', () => {
  it('is kept for the first 256 places, so that repeated nonsense costs no more', () => {
    const places = [...indexOf(tokensOf('a'.repeat(400))).values()];
    expect(places.map((one) => one.length)).toEqual([256]);
    expect(places[0]?.at(-1)).toBe(255);
  });

  it('gives runs in the order of the text, then of the other', () => {
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

  it('are forgotten after 256 others', () => {
    const others = (count: number): ReturnType<typeof run>[] =>
      Array.from({ length: count }, (_, index) => run(1_000 + index * 100, 1_003 + index * 100, 9_000_000));
    const copied = (count: number): object[] =>
      copiedStretches([run(0, 3, 0), ...others(count), run(4, 8, 4)], length, { run: 100, pieces: 7 });
    expect(copied(255)).toEqual([{ start: 0, end: 8 }]);
    expect(copied(256)).toEqual([]);
  });
});
