import { abnormallyLowPrices } from '../rules/abnormally-low.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { formatMoney, parseMoney } from '../rules/money.js';
import { correctedPrice, type PricedItem } from '../rules/price-correction.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';
import type { InquiryFinding } from './inquiry.entity.js';
import { fieldsOf, priceInField } from './lot-outcomes.js';

/** Whose stated prices contradict themselves, and what the rule makes of them; bids in another currency than CNY are left to the committee. */
export function contradictoryPrices(tender: Tender, bids: readonly EvaluatedBid[]): Map<string, InquiryFinding> {
  const found = bids.flatMap((bid): [string, InquiryFinding][] => {
    const figures = parseMoney(bid.content?.price);
    if (figures === null) return [];
    const correction = correctedPrice({ figures, words: bid.content?.priceInWords ?? null, items: pricedItems(tender, bid) });
    return correction ? [[bid.id, { ground: correction.ground, corrected: formatMoney(correction.price) }]] : [];
  });
  return new Map(found);
}

/** Every item of the tender with what the bid asks for it; null where a quantity or a unit price is missing. */
function pricedItems({ content: { items } }: Tender, { content }: EvaluatedBid): PricedItem[] | null {
  const priced = items.map(({ id, quantity }) => {
    const unitPrice = parseMoney(content?.items?.find((one) => one.id === id)?.unitPrice);
    const thousandths = thousandthsOf(quantity);
    return unitPrice === null || thousandths === null ? null : { thousandths, unitPrice };
  });
  const known = priced.filter((one) => one !== null);
  return priced.length > 0 && known.length === priced.length ? known : null;
}

function thousandthsOf(quantity: string | undefined): bigint | null {
  const parts = /^(\d+)(?:\.(\d{1,3}))?$/.exec(quantity ?? '');
  return parts ? BigInt(parts[1] as string) * 1000n + BigInt((parts[2] ?? '').padEnd(3, '0')) : null;
}

/** 财库〔2026〕2号: whose price is abnormally low beside the others that stand, for one lot at least, with the grounds. */
export function lowPrices(tender: Tender, bids: readonly EvaluatedBid[], now: Instant): Map<string, InquiryFinding> {
  const found = fieldsOf(tender, bids).flatMap((field) => {
    const priced = field.bids.map((bid) => ({ bidId: bid.id, price: priceInField(tender, field, bid) }));
    return abnormallyLowPrices({ bids: priced, ceiling: field.ceiling ?? 0n, on: civilDateOf(now) });
  });
  return new Map(found.map(({ bidId, grounds }) => [bidId, { lowPrice: grounds }]));
}
