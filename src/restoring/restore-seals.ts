import type pg from 'pg';
import { rowKeys } from '../archive/row-keys.js';
import { readerOf } from './reader-of.js';
import { arrivingSeals } from './restore-rows.js';

/** How many rows each table has whose seal no entry proves. */
export type Unproven = Record<string, number>;

/**
 * The seals of the restored rows. Nothing is believed: a seal counts where an entry of the bundles names its digest, the latest of a row only where it is made
 * again from the row itself. Every other row is sealed as it stands, by the act of the present transaction, which has to name it. What entries name and nobody
 * brought is written down. Answers for how many rows that act has to stand.
 */
export async function restoreSeals(client: pg.Client, restorationId: string): Promise<Unproven> {
  await client.query(asTheTriggersDo);
  await client.query('INSERT INTO sealed_acts (entry_id, act) SELECT id, id FROM audit_entries');
  await client.query(named);
  await client.query(arrived);
  const tables = await sealedTables(client);
  for (const table of tables) await client.query(madeAgain(table), [table.name]);
  await client.query(proved);
  const unproven: Unproven = {};
  for (const table of tables) {
    const { rowCount } = await client.query(sealedNow(table), [table.name]);
    if (rowCount) unproven[table.name] = rowCount;
  }
  await client.query(left, [restorationId]);
  return unproven;
}

interface SealedTable {
  name: string;
  /** In SQL, of a row `t`. */
  rowName: string;
  /** In SQL, of its `body`. */
  rowKey: string;
}

async function sealedTables(client: pg.Client): Promise<SealedTable[]> {
  const keys = await rowKeys(readerOf(client));
  const { rows } = await client.query<{ name: string }>(
    `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'seal_row' ORDER BY 1`,
  );
  return rows.map(({ name }) => {
    const key = keys.get(name) ?? [];
    const [texts, members] = [key.map((one) => `t."${one}"::text`), key.map((one) => `'${one}', body -> '${one}'`)];
    return { name, rowName: `concat_ws('/', ${texts.join(', ')})`, rowKey: `jsonb_build_object(${members.join(', ')})` };
  });
}

const asTheTriggersDo = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex'`;

const digestOf = (columns: string): string => `encode(sha256(convert_to(${columns}::text, 'UTF8')), 'hex')`;

/** Every seal that a restored entry names. */
const named = `
  CREATE TEMPORARY TABLE named_seals ON COMMIT DROP AS
  SELECT log.index AS place, entry_id, split_part(what, '/', 1) AS table_name, substr(what, strpos(what, '/') + 1) AS row_name, digest
    FROM audit_payloads JOIN log_entries log USING (entry_id)
   CROSS JOIN LATERAL (SELECT json_or_null(payload) -> 'rows' AS rows) AS told
   CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(told.rows) WHEN 'object' THEN told.rows ELSE '{}' END) AS row_of (what, digest)`;

/** What the bundles say of them. */
const arrived = `
  CREATE TEMPORARY TABLE arrived_seals ON COMMIT DROP AS
  SELECT named.*, NULL::jsonb AS row_key, fields -> 'columns' AS columns, decode(fields ->> 'salt', 'hex') AS salt
    FROM arriving JOIN named_seals named ON named.entry_id = (fields ->> 'entryId')::uuid
                                        AND named.table_name = fields ->> 'table' AND named.row_name = fields ->> 'row'
   WHERE of_table = '${arrivingSeals}'`;

const madeAgain = ({ name, rowName, rowKey }: SealedTable): string => `
  UPDATE arrived_seals seal SET row_key = ${rowKey}, columns = CASE WHEN seal.salt IS NULL THEN seal.columns ELSE seal_of(body, seal.salt) END
    FROM (SELECT ${rowName} AS row_name, to_jsonb(t) AS body FROM ${name} t OFFSET 0) one
   WHERE seal.table_name = $1 AND seal.row_name = one.row_name`;

/** In the order of the log. Of a seal of before, nobody needs the salt. */
const proved = `
  INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt)
  SELECT DISTINCT ON (place, table_name, row_name) table_name, row_name, row_key, entry_id, columns, coalesce(salt, decode(repeat('00', 16), 'hex'))
    FROM arrived_seals WHERE row_key IS NOT NULL AND ${digestOf('columns')} = digest ORDER BY place, table_name, row_name, salt`;

/** Rows whose latest seal, if any, is of something else. */
const sealedNow = ({ name, rowName, rowKey }: SealedTable): string => `
  INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt)
  SELECT $1::text, row_name, ${rowKey}, current_act(), seal_of(body, grain), grain
    FROM (SELECT ${rowName} AS row_name, to_jsonb(t) AS body, uuid_send(gen_random_uuid()) AS grain FROM ${name} t OFFSET 0) one
    LEFT JOIN LATERAL (SELECT columns, salt FROM row_seals WHERE table_name = $1::text AND row_name = one.row_name ORDER BY seq DESC LIMIT 1) latest ON true
   WHERE latest.salt IS NULL OR seal_of(body, latest.salt) <> latest.columns`;

const left = `
  INSERT INTO unrestored_seals (table_name, row_name, digest, restoration_id)
  SELECT DISTINCT table_name, row_name, digest, $1::uuid FROM named_seals named
   WHERE NOT EXISTS (SELECT FROM row_seals seal WHERE seal.table_name = named.table_name AND seal.row_name = named.row_name AND ${digestOf('seal.columns')} = digest)`;
