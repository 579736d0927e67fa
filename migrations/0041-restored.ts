import type { MigrationInterface, QueryRunner } from 'typeorm';
import { compareFunctions } from './0038-compare.js';

const logName = 'compare_log(first bigint, past bigint)';
const blobsName = 'kept_blobs(folder text)';
const forgotten = `AND NOT EXISTS (SELECT FROM forgotten_rows gone WHERE gone.table_name = split_part(what, '/', 1) AND gone.row_name = substr(what, strpos(what, '/') + 1))`;

/** The comparing as it stands now: what a restoration said that it could not bring back is not missing. */
export const comparing: Record<string, string> = {
  ...compareFunctions,
  [logName]: widened(logName, [
    ['FROM places WHERE named IS NULL', 'AND NOT EXISTS (SELECT FROM restorations WHERE at <@ places_left)'],
    [
      forgotten,
      `
     AND NOT EXISTS (SELECT FROM unrestored_seals gone WHERE gone.table_name = split_part(what, '/', 1) AND gone.row_name = substr(what, strpos(what, '/') + 1)
                        AND gone.digest = row_of.digest)`,
    ],
  ]),
  [blobsName]: widened(blobsName, [
    ['WHERE left(file, 2) = folder', 'AND NOT EXISTS (SELECT FROM unrestored_files gone WHERE gone.sha256 = file)'],
  ]),
};

/**
 * Why: a database that was made again from bundles is compared with its leaves like any other. Bundles bring the seals that their entries prove; what they
 * do not bring, the restoration says in an act of its own, whose rows are sealed like all others. Whoever takes more away later is found.
 */
export class Restored0041 implements MigrationInterface {
  name = 'restored-0000000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(recordSeals);
    for (const name of [logName, blobsName]) await runner.query(`CREATE OR REPLACE FUNCTION ${name} ${comparing[name]}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM restorations) THEN RAISE EXCEPTION 'what says which part of the record was not restored would be lost'; END IF;
      END $$`);
    for (const name of [logName, blobsName]) await runner.query(`CREATE OR REPLACE FUNCTION ${name} ${compareFunctions[name]}`);
    await runner.query(`
      DROP FUNCTION record_seals(uuid);
      DROP TABLE unrestored_files, unrestored_seals, restorations;
    `);
  }
}

/** The text of 0038 with more behind some of its conditions. */
function widened(name: string, more: readonly (readonly [condition: string, and: string])[]): string {
  return more.reduce((text, [condition, and]) => {
    const at = text.indexOf(condition);
    if (at < 0 || text.includes(condition, at + 1)) throw new Error(`${name} has not "${condition}" in one place`);
    return `${text.slice(0, at)}${condition} ${and.trimStart()}${text.slice(at + condition.length)}`;
  }, compareFunctions[name] as string);
}

const tables = `
  CREATE TABLE restorations (
    id uuid PRIMARY KEY,
    restored_at timestamptz NOT NULL,
    restored_by jsonb NOT NULL,
    bundles jsonb NOT NULL,
    log_size bigint NOT NULL CHECK (log_size >= 0),
    places_left int8multirange NOT NULL
  );
  COMMENT ON TABLE restorations IS 'That this database was made again from bundles, and of which places of the log none had the entry.';

  CREATE TABLE unrestored_seals (
    table_name text NOT NULL,
    row_name text NOT NULL,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    restoration_id uuid NOT NULL REFERENCES restorations,
    PRIMARY KEY (table_name, row_name, digest)
  );
  COMMENT ON TABLE unrestored_seals IS 'Seals that a restored entry names and no bundle had: their rows belong to no procurement or to another.';

  CREATE TABLE unrestored_files (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    restoration_id uuid NOT NULL REFERENCES restorations
  );
  COMMENT ON TABLE unrestored_files IS 'Files that a restored row names and no bundle had: bids that were withdrawn, prices that were not opened.';

  SELECT make_append_only('restorations');
  SELECT make_append_only('unrestored_seals');
  SELECT make_append_only('unrestored_files');
  REVOKE ALL ON restorations, unrestored_seals, unrestored_files FROM ftz_app;
  SELECT seal_rows_of('restorations');
  SELECT seal_rows_of('unrestored_seals');
  SELECT seal_rows_of('unrestored_files');
`;

/** The salt goes along with the latest seal of a row alone: with it the row can be checked, and what stood there before cannot be guessed. */
const recordSeals = `
  CREATE FUNCTION record_seals(tender_of uuid) RETURNS TABLE (entry_id uuid, table_name text, row_name text, columns jsonb, salt bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT entry.id, seal.table_name, seal.row_name, seal.columns,
           CASE WHEN NOT EXISTS (SELECT FROM row_seals later WHERE later.table_name = seal.table_name AND later.row_name = seal.row_name AND later.seq > seal.seq)
                THEN seal.salt END
      FROM audit_entries entry
      JOIN log_entries log ON log.entry_id = entry.id
      JOIN audit_payloads body ON body.entry_id = entry.id
     CROSS JOIN LATERAL (SELECT json_or_null(body.payload) -> 'rows' AS rows) AS told
     CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(told.rows) WHEN 'object' THEN told.rows ELSE '{}' END) AS row_of (what, digest)
      JOIN row_seals seal ON seal.table_name = split_part(what, '/', 1) AND seal.row_name = substr(what, strpos(what, '/') + 1)
                         AND encode(sha256(convert_to(seal.columns::text, 'UTF8')), 'hex') = digest
     WHERE entry.tender_id = tender_of AND entry_is_readable(entry.sealed, entry.tender_id)
     ORDER BY seal.table_name COLLATE "C", seal.row_name COLLATE "C", log.index
  $$;
  REVOKE ALL ON FUNCTION record_seals(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION record_seals(uuid) TO ftz_app;
`;
