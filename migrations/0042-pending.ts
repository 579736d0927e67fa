import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: what waits for its place in the log was found by a join with every entry there is, whose cost grew with the age of the log (art. 57). What the
 * sequencer asks of a waiting entry stands beside it now. The procurement is not named `tender_id`: what waits is no row of a record, and is not destroyed with it.
 */
export class Pending0042 implements MigrationInterface {
  name = 'pending-0000000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_pending ADD COLUMN inserted bigint, ADD COLUMN sealed boolean, ADD COLUMN sealed_for uuid;
      UPDATE audit_pending SET inserted = entry.inserted, sealed = entry.sealed, sealed_for = CASE WHEN entry.sealed THEN entry.tender_id END
        FROM audit_entries entry WHERE entry.id = entry_id;
      ALTER TABLE audit_pending ALTER COLUMN inserted SET NOT NULL, ALTER COLUMN sealed SET NOT NULL;
      CREATE INDEX audit_pending_in_order ON audit_pending (sealed, inserted);

      CREATE OR REPLACE FUNCTION await_sequencing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_pending (entry_id, inserted, sealed, sealed_for)
        VALUES (NEW.id, NEW.inserted, NEW.sealed, CASE WHEN NEW.sealed THEN NEW.tender_id END);
        RETURN NULL;
      END $$;

      -- The procurements whose sealed entries wait and hide nothing any more.
      CREATE FUNCTION unsealed_and_pending() RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT sealed_for FROM (SELECT DISTINCT sealed_for FROM audit_pending WHERE sealed) waiting WHERE entry_is_readable(true, sealed_for)
      $$;
      REVOKE ALL ON FUNCTION unsealed_and_pending() FROM PUBLIC;

      CREATE OR REPLACE FUNCTION log_is_due() RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT sealed_leaves_are_due() OR EXISTS (SELECT FROM audit_pending WHERE NOT sealed) OR EXISTS (SELECT FROM unsealed_and_pending())
      $$;

      ${takePending(beside)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${takePending(joined)}
      CREATE OR REPLACE FUNCTION log_is_due() RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT sealed_leaves_are_due() OR EXISTS (
          SELECT FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
           WHERE entry_is_readable(entry.sealed, entry.tender_id))
      $$;
      DROP FUNCTION unsealed_and_pending();
      CREATE OR REPLACE FUNCTION await_sequencing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_pending (entry_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      DROP INDEX audit_pending_in_order;
      ALTER TABLE audit_pending DROP COLUMN inserted, DROP COLUMN sealed, DROP COLUMN sealed_for;
    `);
  }
}

/** What of `take_pending` changes: the further variable, and the queries for what is readable and for what is not. */
interface Asked {
  declared: string;
  readable: string;
  hidden: string;
}

const beside: Asked = {
  declared: 'unsealed constant uuid[] := ARRAY(SELECT unsealed_and_pending());',
  readable: `
          SELECT entry_id FROM (
            (SELECT entry_id, inserted FROM audit_pending WHERE NOT sealed ORDER BY inserted LIMIT entries_max)
            UNION ALL
            (SELECT entry_id, inserted FROM audit_pending WHERE sealed AND sealed_for = ANY (unsealed) ORDER BY inserted LIMIT entries_max)
          ) readable ORDER BY inserted LIMIT entries_max`,
  hidden: `
            SELECT entry_id FROM audit_pending
             WHERE sealed AND (sealed_for IS NULL OR sealed_for <> ALL (unsealed)) ORDER BY inserted LIMIT sealed_leaves`,
};

const joined: Asked = {
  declared: '',
  readable: `
          SELECT pending.entry_id FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
           WHERE entry_is_readable(entry.sealed, entry.tender_id) ORDER BY entry.inserted LIMIT entries_max`,
  hidden: `
            SELECT pending.entry_id FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
             WHERE NOT entry_is_readable(entry.sealed, entry.tender_id) ORDER BY entry.inserted LIMIT sealed_leaves`,
};

function takePending({ declared, readable, hidden }: Asked): string {
  return `CREATE OR REPLACE FUNCTION take_pending(entries_max int) RETURNS TABLE (entry_id uuid, leaf_hash bytea) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
      #variable_conflict use_column
      DECLARE
        sealed_leaves constant int := 4;
        ${declared}
        chosen uuid[];
        hidden uuid[];
      BEGIN
        chosen := ARRAY(${readable});
        IF sealed_leaves_are_due() THEN
          hidden := ARRAY(${hidden});
          hidden := hidden || ARRAY(SELECT cover_sealed_leaves(sealed_leaves - cardinality(hidden)));
          chosen := chosen || ARRAY(SELECT one FROM unnest(hidden) one ORDER BY gen_random_uuid());
          UPDATE log_cadence SET published_at = platform_now();
        END IF;
        DELETE FROM audit_pending WHERE entry_id = ANY (chosen);
        RETURN QUERY SELECT entry.id, entry.leaf_hash
                       FROM unnest(chosen) WITH ORDINALITY AS one (id, place) JOIN audit_entries entry ON entry.id = one.id ORDER BY one.place;
      END $$;`;
}
