import { IsOptional, IsUUID, Matches } from 'class-validator';

/** Keyset paging: `limit` of 1 to 100, `after` the `next` of the page before. */
export class PageQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export const pageLimitDefault = 20;

export function limitOf(query: Pick<PageQuery, 'limit'>): number {
  return query.limit === undefined ? pageLimitDefault : Number(query.limit);
}

/** A page of rows that were read with `LIMIT limit + 1`: the one too many says that there is another page. */
export function pageOf<Item extends { id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
