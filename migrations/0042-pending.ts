import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: what waits for its place in the log was found by a join with every entry there is, whose cost grew with the age of the log (art. 57). What the
 * sequencer asks of a waiting entry stands beside it now.
 */
export class Pending0042 implements MigrationInterface {
  name = 'pending-0000000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE audit_pending ADD COLUMN inserted bigint, ADD COLUMN sealed boolean, ADD COLUMN tender_id uuid;
      UPDATE audit_pending SET inserted = entry.inserted, sealed = entry.sealed, tender_id = entry.tender_id
        FROM audit_entries entry WHERE entry.id = entry_id;
      ALTER TABLE audit_pending ALTER COLUMN inserted SET NOT NULL, ALTER COLUMN sealed SET NOT NULL;
      CREATE INDEX audit_pending_in_order ON audit_pending (sealed, inserted);

      CREATE OR REPLACE FUNCTION await_sequencing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_pending (entry_id, inserted, sealed, tender_id) VALUES (NEW.id, NEW.inserted, NEW.sealed, NEW.tender_id);
        RETURN NULL;
      END $$;

      -- The procurements whose sealed entries wait and hide nothing any more.
      CREATE FUNCTION unsealed_and_pending() RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT tender_id FROM (SELECT DISTINCT tender_id FROM audit_pending WHERE sealed) waiting WHERE entry_is_readable(true, tender_id)
      $$;
      REVOKE ALL ON FUNCTION unsealed_and_pending() FROM PUBLIC;

      CREATE OR REPLACE FUNCTION log_is_due() RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT sealed_leaves_are_due() OR EXISTS (SELECT FROM audit_pending WHERE NOT sealed) OR EXISTS (SELECT FROM unsealed_and_pending())
      $$;

      CREATE OR REPLACE FUNCTION take_pending(entries_max int) RETURNS TABLE (entry_id uuid, leaf_hash bytea) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
      #variable_conflict use_column
      DECLARE
        sealed_leaves constant int := 4;
        unsealed constant uuid[] := ARRAY(SELECT unsealed_and_pending());
        chosen uuid[];
        hidden uuid[];
      BEGIN
        chosen := ARRAY(
          SELECT entry_id FROM (
            (SELECT entry_id, inserted FROM audit_pending WHERE NOT sealed ORDER BY inserted LIMIT entries_max)
            UNION ALL
            (SELECT entry_id, inserted FROM audit_pending WHERE sealed AND tender_id = ANY (unsealed) ORDER BY inserted LIMIT entries_max)
          ) readable ORDER BY inserted LIMIT entries_max);
        IF sealed_leaves_are_due() THEN
          hidden := ARRAY(
            SELECT entry_id FROM audit_pending
             WHERE sealed AND (tender_id IS NULL OR tender_id <> ALL (unsealed)) ORDER BY inserted LIMIT sealed_leaves);
          hidden := hidden || ARRAY(SELECT cover_sealed_leaves(sealed_leaves - cardinality(hidden)));
          chosen := chosen || ARRAY(SELECT one FROM unnest(hidden) one ORDER BY gen_random_uuid());
          UPDATE log_cadence SET published_at = platform_now();
        END IF;
        DELETE FROM audit_pending WHERE entry_id = ANY (chosen);
        RETURN QUERY SELECT entry.id, entry.leaf_hash
                       FROM unnest(chosen) WITH ORDINALITY AS one (id, place) JOIN audit_entries entry ON entry.id = one.id ORDER BY one.place;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION take_pending(entries_max int) RETURNS TABLE (entry_id uuid, leaf_hash bytea) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
      #variable_conflict use_column
      DECLARE
        sealed_leaves constant int := 4;
        chosen uuid[];
        hidden uuid[];
      BEGIN
        chosen := ARRAY(
          SELECT pending.entry_id FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
           WHERE entry_is_readable(entry.sealed, entry.tender_id) ORDER BY entry.inserted LIMIT entries_max);
        IF sealed_leaves_are_due() THEN
          hidden := ARRAY(
            SELECT pending.entry_id FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
             WHERE NOT entry_is_readable(entry.sealed, entry.tender_id) ORDER BY entry.inserted LIMIT sealed_leaves);
          hidden := hidden || ARRAY(SELECT cover_sealed_leaves(sealed_leaves - cardinality(hidden)));
          chosen := chosen || ARRAY(SELECT one FROM unnest(hidden) one ORDER BY gen_random_uuid());
          UPDATE log_cadence SET published_at = platform_now();
        END IF;
        DELETE FROM audit_pending WHERE entry_id = ANY (chosen);
        RETURN QUERY SELECT entry.id, entry.leaf_hash
                       FROM unnest(chosen) WITH ORDINALITY AS one (id, place) JOIN audit_entries entry ON entry.id = one.id ORDER BY one.place;
      END $$;
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
      ALTER TABLE audit_pending DROP COLUMN inserted, DROP COLUMN sealed, DROP COLUMN tender_id;
    `);
  }
}
