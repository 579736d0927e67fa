import { fenOfCapitalAmount } from './capital-amount.js';
import type { Fen } from './money.js';

/** A price as its bid states it. */
export interface StatedPrice {
  /** The total in figures (小写), as it was read out. */
  figures: Fen;
  /** The total in capitals (大写); null where the bid has none. */
  words: string | null;
  /** Every item of the tender with its quantity and unit price; null where the bid does not price them all. */
  items: readonly PricedItem[] | null;
}

export interface PricedItem {
  /** In thousandths of a unit, so that fractions stay exact. */
  thousandths: bigint;
  unitPrice: Fen;
}

export type CorrectionGround = 'words-over-figures' | 'unit-prices-over-total';

export interface PriceCorrection {
  ground: CorrectionGround;
  price: Fen;
}

/**
 * 87号令 art. 59 (from memory): words prevail over figures, and what the unit prices add up to over the total; in this order. A bid may hold costs
 * that no item names, so that this is a question to its bidder and binds with its confirmation only. Null where nothing contradicts.
 */
export function correctedPrice({ figures, words, items }: StatedPrice): PriceCorrection | null {
  const spelled = words === null ? null : fenOfCapitalAmount(words);
  const total = spelled ?? figures;
  const sum = items === null ? total : sumOf(items);
  if (sum !== total) return { ground: 'unit-prices-over-total', price: sum };
  return total === figures ? null : { ground: 'words-over-figures', price: total };
}

/** Misplaced decimals of one unit price (小数点明显错位) are left to the committee: no rule tells which one is meant. Half a fen rounds up. */
function sumOf(items: readonly PricedItem[]): Fen {
  const exact = items.reduce((sum, one) => sum + one.thousandths * one.unitPrice, 0n);
  return (exact + 500n) / 1000n;
}
