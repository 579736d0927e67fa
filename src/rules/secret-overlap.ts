import type { Token } from './secret-text.js';

/** A stretch of the text that also stands in the secret: token numbers, the end excluded. */
interface Run {
  start: number;
  end: number;
  /** Where it begins in the other text. */
  at: number;
}

/** Where each three tokens of a text stand in it. */
export type TokenIndex = ReadonlyMap<string, readonly number[]>;

const seedTokens = 3;
/** No three tokens are looked for at more places than this: only nonsense repeats them more often. */
const placesMax = 256;
/** So many tokens may be put in, left out or changed between two pieces that count together. */
const gapTokensMax = 4;

export function indexOf(tokens: readonly Token[]): TokenIndex {
  const index = new Map<string, number[]>();
  for (let at = 0; at + seedTokens <= tokens.length; at += 1) {
    const seed = seedAt(tokens, at);
    const places = index.get(seed);
    if (places === undefined) index.set(seed, [at]);
    else if (places.length < placesMax) places.push(at);
  }
  return index;
}

/** Every longest common stretch of three tokens or more, in the order of the text. */
export function commonRuns(text: readonly Token[], index: TokenIndex, other: readonly Token[]): Run[] {
  const seenTo = new Map<number, number>();
  const runs: Run[] = [];
  for (let at = 0; at + seedTokens <= other.length; at += 1) {
    for (const start of index.get(seedAt(other, at)) ?? []) {
      if (at < (seenTo.get(start - at) ?? 0)) continue;
      let length = seedTokens;
      while (isSame(text[start + length], other[at + length])) length += 1;
      seenTo.set(start - at, at + length);
      runs.push({ start, end: start + length, at });
    }
  }
  return runs.sort((left, right) => left.start - right.start);
}

function isSame(one: Token | undefined, other: Token | undefined): boolean {
  return one !== undefined && one.text === other?.text;
}

export interface Thresholds {
  /** The weight of one unbroken run. */
  run: number;
  /** The weight of several pieces that follow each other. */
  pieces: number;
}

/**
 * The stretches of the text that are copied: an unbroken run, or pieces that follow each other in both texts with little between them. Only what
 * `weightOf` counts is weighed, so that what everybody may read is no sign of copying.
 */
export function copiedStretches(
  runs: readonly Run[],
  weightOf: (start: number, end: number) => number,
  thresholds: Thresholds,
): { start: number; end: number }[] {
  const chains: (Run & { from: number; weight: number })[] = [];
  const copied: { start: number; end: number }[] = [];
  for (const run of runs) {
    const own = weightOf(run.start, run.end);
    const before = chains.filter((one) => follows(one, run)).sort((left, right) => right.weight - left.weight)[0];
    const chain = { ...run, from: before?.from ?? run.start, weight: own + (before?.weight ?? 0) };
    chains.push(chain);
    if (chains.length > placesMax) chains.shift();
    if (own >= thresholds.run || chain.weight >= thresholds.pieces) copied.push({ start: chain.from, end: run.end });
  }
  return merged(copied);
}

/** Whether a run goes on, in both texts, where the other one ended. */
function follows(before: Run, run: Run): boolean {
  const gap = run.start - before.end;
  const gapInOther = run.at - (before.at + before.end - before.start);
  return gap >= 0 && gap <= gapTokensMax && gapInOther >= 0 && gapInOther <= gapTokensMax;
}

export function merged<Span extends { start: number; end: number }>(spans: readonly Span[]): { start: number; end: number }[] {
  const sorted = [...spans].sort((left, right) => left.start - right.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function seedAt(tokens: readonly Token[], at: number): string {
  return tokens
    .slice(at, at + seedTokens)
    .map((one) => one.text)
    .join('\u0000');
}
