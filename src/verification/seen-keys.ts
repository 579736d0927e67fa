import { randomInt } from 'node:crypto';

const word = 2 ** 32;

/** Whole numbers up to 2^53 − 2, at most so many as were said, and which of them came more than once. */
export class SeenKeys {
  readonly repeated = new Set<number>();
  /** By their hash, or behind it; each one more than it is, so that nought is free. */
  private readonly slots: Float64Array;
  private readonly shift: number;
  /** Nobody who makes a log can choose keys that share a slot. */
  private readonly factors = [randomInt(word / 2) * 2 + 1, randomInt(word / 2) * 2 + 1] as const;

  constructor(most: number) {
    const bits = Math.max(1, Math.ceil(Math.log2(most * 1.5 + 1)));
    this.shift = 32 - bits;
    this.slots = new Float64Array(2 ** bits);
  }

  add(keys: Float64Array): void {
    const { slots, repeated } = this;
    const mask = slots.length - 1;
    for (const key of keys) {
      let slot = this.slotOf(key);
      while (slots[slot] !== 0 && slots[slot] !== key + 1) slot = (slot + 1) & mask;
      if (slots[slot] === 0) slots[slot] = key + 1;
      else repeated.add(key);
    }
  }

  private slotOf(key: number): number {
    const [low, high] = this.factors;
    return (Math.imul(key, low) ^ Math.imul(key / word, high)) >>> this.shift;
  }
}
