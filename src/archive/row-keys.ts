import type { Reader } from '../platform/reads.js';

/** Of each table the columns whose values name a row, in the order of its key. */
export async function rowKeys(reader: Reader): Promise<Map<string, string[]>> {
  const tables = await reader.query<{ name: string; key: string[] }>(
    `SELECT class.relname AS name, array_agg(attname::text ORDER BY array_position(indkey::int2[], attnum)) AS key
       FROM pg_index JOIN pg_class class ON class.oid = indrelid JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::int2[])
      WHERE indisprimary AND class.relnamespace = 'public'::regnamespace GROUP BY class.relname`,
  );
  return new Map(tables.map(({ name, key }) => [name, key]));
}

/** How the seals name a row: the values of its key. */
export function rowName(row: Record<string, unknown>, key: readonly string[]): string {
  return key.map((column) => String(row[column])).join('/');
}
