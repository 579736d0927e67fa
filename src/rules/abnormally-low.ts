import type { CivilDate } from './moment.js';
import type { Fen } from './money.js';
import { shareOn, type ShareId } from './thresholds.js';

/** A bid that conforms to the documents, at the price it was submitted with: never the price after a deduction. */
export interface PricedBid {
  bidId: string;
  price: Fen;
}

/** Why a price is abnormally low: against the mean of the conforming bids, the second lowest, or the ceiling (else the budget). */
export type LowPriceGround = 'mean' | 'secondLowest' | 'ceiling';

/** The documents' own percentages, in ten-thousandths; absent means the notice's own. */
export type LowPriceShares = Partial<Record<LowPriceGround, number>>;

const shareIds: Record<LowPriceGround, ShareId> = {
  mean: 'abnormallyLowOfMeanBelow',
  secondLowest: 'abnormallyLowOfSecondBelow',
  ceiling: 'abnormallyLowOfCeilingBelow',
};

/**
 * 财库〔2026〕2号: the bids whose price is below half of the mean, below half of the second lowest (the lowest only), or below 45 % of
 * the ceiling, with every ground. At the percentage is not below it. To be found is no verdict: the supplier explains, the panel decides.
 */
export function abnormallyLowPrices(args: {
  bids: readonly PricedBid[];
  ceiling: Fen;
  on: CivilDate;
  raised?: LowPriceShares;
}): { bidId: string; grounds: LowPriceGround[] }[] {
  const { bids, ceiling } = args;
  const total = bids.reduce((sum, one) => sum + one.price, 0n);
  const [lowest, second] = bids.map((one) => one.price).sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const shares = sharesInForce(args);
  return bids.flatMap(({ bidId, price }) => {
    const grounds: LowPriceGround[] = [];
    if (isBelow(price * BigInt(bids.length), shares.mean, total)) grounds.push('mean');
    if (second !== undefined && price === lowest && isBelow(price, shares.secondLowest, second)) grounds.push('secondLowest');
    if (isBelow(price, shares.ceiling, ceiling)) grounds.push('ceiling');
    return grounds.length === 0 ? [] : [{ bidId, grounds }];
  });
}

function isBelow(price: Fen, share: number, reference: Fen): boolean {
  return price * 10_000n < BigInt(share) * reference;
}

/** The documents may raise a percentage, to 65 % at most, and never lower it. */
function sharesInForce(args: { on: CivilDate; raised?: LowPriceShares }): Record<LowPriceGround, number> {
  const max = shareOn('abnormallyLowShareMax', args.on).value;
  const share = (ground: LowPriceGround) => {
    const own = shareOn(shareIds[ground], args.on).value;
    return Math.min(Math.max(args.raised?.[ground] ?? own, own), max);
  };
  return { mean: share('mean'), secondLowest: share('secondLowest'), ceiling: share('ceiling') };
}
