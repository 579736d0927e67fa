import type { BidItem } from '../bids/bid-payload.dto.js';
import type { Reader } from '../platform/reads.js';
import type { Item } from '../tenders/draft-parts.js';

/** What is bought, at the unit price of the bid that won; without one where the bid names none. */
export type AwardedItem = Omit<Item, 'unitPrice'> & { unitPrice: BidItem['unitPrice'] | null };

/**
 * 实施条例 art. 43: result notices name the items with quantity and unit price. What the bid names beyond the tender's items is left out; of
 * some lots only (null: of the whole tender), so are the items of the others.
 */
export function awardedItems(
  items: readonly Item[],
  offered: readonly BidItem[],
  lotIds: readonly string[] | null = null,
): AwardedItem[] {
  const bought = items.filter(({ lotId }) => lotIds === null || lotId === undefined || lotIds.includes(lotId));
  return bought.map((item) => ({
    ...item,
    unitPrice: offered.find((one) => one.id === item.id)?.unitPrice ?? null,
  }));
}

/** The two halves of it as SQL, for a query that has `tender` and `bid`. */
export const itemColumns = `coalesce(tender.content->'items', '[]') AS "tenderItems", coalesce(bid.content->'items', '[]') AS "bidItems"`;

export interface ItemRow {
  tenderItems: Item[];
  bidItems: BidItem[];
}

/** The items of an award (of a direct one at no unit price: it was negotiated as a whole), from inside the use case that signs or ends its contract. */
export async function itemsOfAward(reader: Reader, awardId: string, lotIds: readonly string[] | null): Promise<AwardedItem[]> {
  const rows = await reader.query<ItemRow>(
    `SELECT ${itemColumns} FROM awards award JOIN tenders tender ON tender.id = award.tender_id
       LEFT JOIN opened_bids bid ON bid.id = award.bid_id WHERE award.id = $1`,
    [awardId],
  );
  return rows.flatMap((row) => awardedItems(row.tenderItems, row.bidItems, lotIds));
}
