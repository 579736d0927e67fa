import type pg from 'pg';
import { partyTables, tablesOfTender } from '../archive/bundled-tables.js';
import { CommandFault } from '../platform/command-fault.js';
import { readerOf } from './reader-of.js';
import { entriesOf, linesOf, tablesIn, type OpenedBundle } from './opened-bundle.js';

const rowsMax = 500;
/** Under what name the seals arrive beside the rows: no table's. */
export const arrivingSeals = 'seals.jsonl';

/**
 * The rows of the bundles, whatever triggers would make of them today; keys and checks hold as always. Of a row that stands in two bundles the later one
 * counts. Within the caller's transaction, by the owner of the tables. Throws CommandFault where a row names one that no bundle has.
 */
export async function restoreRows(client: pg.Client, bundles: readonly OpenedBundle[]): Promise<Record<string, number>> {
  await requireBundledTables(client, bundles);
  await client.query('CREATE TEMPORARY TABLE arriving (place bigserial, of_table text, fields jsonb) ON COMMIT DROP');
  for (const bundle of [...bundles].sort((left, right) => right.facts.log.size - left.facts.log.size)) await load(client, bundle);
  const counts: Record<string, number> = {};
  const awake = await putTriggersToSleep(client);
  for (const table of await inOrderOfKeys(client)) {
    const count = await insert(client, table);
    if (count > 0) counts[table] = count;
  }
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  for (const statement of awake) await client.query(statement);
  await countOn(client);
  return counts;
}

/** Nothing of what runs the service, and nothing that would be lost. */
async function requireBundledTables(client: pg.Client, bundles: readonly OpenedBundle[]): Promise<void> {
  const bundled = new Set([...(await tablesOfTender(readerOf(client))), ...partyTables].map((one) => one.name));
  const strange = bundles.flatMap(tablesIn).find((one) => !bundled.has(one));
  if (strange === undefined) return;
  throw new CommandFault({
    zh: `data/records/${strange}.jsonl 不属于档案包。`,
    en: `data/records/${strange}.jsonl does not belong into a bundle.`,
  });
}

async function load(client: pg.Client, bundle: OpenedBundle): Promise<void> {
  for (const table of tablesIn(bundle)) await arrive(client, table, linesOf(bundle, `data/records/${table}.jsonl`));
  await arrive(client, 'audit_payloads', payloads(bundle));
  await arrive(client, 'log_entries', places(bundle));
  await arrive(client, arrivingSeals, linesOf(bundle, `data/${arrivingSeals}`));
}

async function arrive(client: pg.Client, table: string, rows: AsyncIterable<string>): Promise<void> {
  let waiting: string[] = [];
  const send = async (): Promise<void> => {
    await client.query('INSERT INTO arriving (of_table, fields) SELECT $1, one::jsonb FROM unnest($2::text[]) one', [
      table,
      waiting,
    ]);
    waiting = [];
  };
  for await (const row of rows) if (waiting.push(row) === rowsMax) await send();
  if (waiting.length > 0) await send();
}

async function* payloads(bundle: OpenedBundle): AsyncGenerator<string, void> {
  for await (const { id, payload, salt } of entriesOf(bundle))
    if (payload !== null) yield JSON.stringify({ entry_id: id, payload, salt: `\\x${salt}` });
}

async function* places(bundle: OpenedBundle): AsyncGenerator<string, void> {
  for await (const { id, index, leafHash } of entriesOf(bundle))
    yield JSON.stringify({ entry_id: id, index, leaf_hash: `\\x${leafHash}` });
}

/** Answers what wakes each of them as it was. */
async function putTriggersToSleep(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ of: string; trigger: string; mode: string }>(
    `SELECT tgrelid::regclass::text AS of, quote_ident(tgname) AS trigger, tgenabled::text AS mode FROM pg_trigger one
       JOIN pg_class class ON class.oid = tgrelid
      WHERE NOT tgisinternal AND tgenabled <> 'D' AND class.relnamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  for (const table of new Set(rows.map((one) => one.of))) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const modes: Record<string, string> = { O: 'ENABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' };
  return rows.map(({ of, trigger, mode }) => `ALTER TABLE ${of} ${modes[mode]} TRIGGER ${trigger}`);
}

/** Every table behind those that it names; what a constraint may wait for does not count. */
async function inOrderOfKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `SELECT class.relname AS name, array(
              SELECT DISTINCT other.relname::text FROM pg_constraint fk JOIN pg_class other ON other.oid = fk.confrelid
               WHERE fk.conrelid = class.oid AND fk.contype = 'f' AND NOT fk.condeferrable AND fk.confrelid <> fk.conrelid) AS needs
       FROM pg_class class WHERE class.relnamespace = 'public'::regnamespace AND class.relkind = 'r' ORDER BY 1`,
  );
  const ordered: string[] = [];
  for (let left = rows; left.length > 0;) {
    const ready = left.filter(({ needs }) => needs.every((one) => ordered.includes(one)));
    if (ready.length === 0) throw new Error(`tables name each other in a circle: ${left.map((one) => one.name).join(', ')}`);
    ordered.push(...ready.map((one) => one.name));
    left = left.filter((one) => !ready.includes(one));
  }
  return ordered;
}

async function insert(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  const columns = rows[0]?.columns as string;
  const made = await client
    .query(
      `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${columns
         .split(', ')
         .map((one) => `(made).${one}`)
         .join(', ')}
         FROM (SELECT place, jsonb_populate_record(NULL::${table}, fields) AS made FROM arriving WHERE of_table = $1) one ORDER BY place
       ON CONFLICT DO NOTHING`,
      [table],
    )
    .catch((error: pg.DatabaseError) => {
      if (error.code !== '23503') throw error;
      throw new CommandFault({
        zh: `${table} 引用了所给档案包中没有的记录（${error.constraint}）：请一并给出相关项目的档案包。`,
        en: `${table} names a row that no bundle has (${error.constraint}): give the bundles of the procurements that belong to it, too.`,
      });
    });
  return made.rowCount ?? 0;
}

/** Counters go on behind what is there. */
async function countOn(client: pg.Client): Promise<void> {
  await client.query(
    `SELECT setval(pg_get_serial_sequence('audit_entries', 'inserted'), greatest((SELECT max(inserted) FROM audit_entries), 1))`,
  );
  await client.query(
    `INSERT INTO reference_counters (name, value)
     SELECT 'tender ' || substring(reference_number FROM '-([0-9]{4})-'), max(substring(reference_number FROM '-([0-9]+)$')::bigint)
       FROM tenders GROUP BY 1 ON CONFLICT (name) DO UPDATE SET value = greatest(reference_counters.value, excluded.value)`,
  );
}
