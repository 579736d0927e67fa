import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { limitOf, pageOf, type Page, type PageQuery } from './paging.js';

/** A page of what `found` (of alias `one`, with an `id` that grows) finds, newest first. */
export async function pageNewestFirst<Row extends ObjectLiteral & { id: string }>(
  found: SelectQueryBuilder<Row>,
  query: PageQuery,
): Promise<Page<Row>> {
  const limit = limitOf(query);
  if (query.after !== undefined) found.andWhere('one.id < :after', { after: query.after });
  const rows = await found
    .orderBy('one.id', 'DESC')
    .limit(limit + 1)
    .getMany();
  return pageOf(rows, limit);
}
