import type { BidCheck } from '../bids/check-bid.js';

export const sizes: [string, string][] = [
  ['micro', '微型 micro'],
  ['small', '小型 small'],
  ['medium', '中型 medium'],
  ['large', '大型 large'],
];

export function fault(pointer: string, zh: string, en: string): BidCheck {
  return { kind: 'fault', pointer, detail: { zh, en } };
}
