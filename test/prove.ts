const isProof = process.env['PROVE'] === '1';

/** How often: the small number in `npm test`, the full one in `npm run prove`. */
export function counts(small: number, full: number): number {
  return isProof ? full : small;
}

/** One row for each repetition of a race, for `it.each`. */
export function rounds(small: number, full: number): number[] {
  return Array.from({ length: counts(small, full) }, (_, index) => index + 1);
}

/** Says once a file how much was run, so that a small run is never taken for a full one. */
export function tellCounts(line: string): void {
  process.stderr.write(`${line}${isProof ? '' : ' (npm run prove: more)'}\n`);
}

export interface Sample {
  points: number[];
  /** `7 of 31 (sample, seed 42)` */
  says: string;
}

/** Points 1 to `all`: every one in a proof, else `small` of them, the same ones each time. */
export function sampleOf(all: number, small: number, seed: number): Sample {
  const points = Array.from({ length: all }, (_, index) => index + 1);
  if (isProof || small >= all) return { points, says: `${all} of ${all} (all)` };
  const drawn = points.map((point) => [Math.sin(seed * 7_919 + point * 104_729) % 1, point] as const);
  const chosen = drawn.sort(([left], [right]) => left - right).slice(0, small);
  return {
    points: chosen.map(([, point]) => point).sort((left, right) => left - right),
    says: `${small} of ${all} (sample, seed ${seed})`,
  };
}
