import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a log that grows by one leaf for each sealed bid counts the bids for whoever reads its size. Leaves of what is still sealed are
 * published four at a time, once a minute, filled up with leaves that cover nothing; what no longer hides anything goes in at once.
 */
export class SealedLeaves0029 implements MigrationInterface {
  name = 'sealed-leaves-0000000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The longest a submission's statement may take (src/platform/database.ts): no opening overtakes one that is under way.
      ALTER TABLE tenders ADD CONSTRAINT tenders_open_after_submissions CHECK (opens_at >= bids_close_at + interval '20 seconds') NOT VALID;

      CREATE TABLE log_cadence (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        published_at timestamptz NOT NULL
      );
      COMMENT ON TABLE log_cadence IS 'When leaves of what is sealed were last published.';
      INSERT INTO log_cadence (published_at) VALUES ('-infinity');
      REVOKE SELECT ON audit_pending FROM ftz_app;

      -- A clock that was put back makes them due, too: it never stops the log.
      CREATE FUNCTION sealed_leaves_are_due() RETURNS boolean LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT NOT EXISTS (SELECT FROM log_cadence WHERE published_at BETWEEN platform_now() - interval '60 seconds' AND platform_now())
      $$;
      REVOKE ALL ON FUNCTION sealed_leaves_are_due() FROM PUBLIC;

      CREATE FUNCTION log_is_due() RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT sealed_leaves_are_due() OR EXISTS (
          SELECT FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
           WHERE entry_is_readable(entry.sealed, entry.tender_id))
      $$;
      REVOKE ALL ON FUNCTION log_is_due() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION log_is_due() TO ftz_app;

      -- An entry as every sealed one, of nothing: nobody can tell its leaf from theirs, and whoever is shown payload and salt sees what it is.
      CREATE FUNCTION cover_sealed_leaves(wanted int) RETURNS SETOF uuid LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        entry uuid;
        salt bytea;
        body text;
        leaf_text text;
      BEGIN
        FOR place IN 1 .. wanted LOOP
          entry := gen_random_uuid();
          salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
          body := format('{"id":"%s","type":"log.cover"}', entry);
          leaf_text := format('{"sha256":"%s","sha512":"%s","type":"sealed","v":1}',
            encode(sha256(salt || convert_to(body, 'UTF8')), 'hex'), encode(sha512(salt || convert_to(body, 'UTF8')), 'hex'));
          INSERT INTO audit_entries (id, type, article, tender_id, subject_kind, subject_id, recorded_at, sealed, leaf, leaf_hash)
          VALUES (entry, 'log.cover', NULL, NULL, 'log', NULL, platform_now(), true, leaf_text,
                  sha256('\\x00'::bytea || convert_to(leaf_text, 'UTF8')));
          INSERT INTO audit_payloads (entry_id, payload, salt) VALUES (entry, body, salt);
          RETURN NEXT entry;
        END LOOP;
      END $$;
      REVOKE ALL ON FUNCTION cover_sealed_leaves(int) FROM PUBLIC;

      DROP FUNCTION take_pending(int);
      -- What is readable, in the order it was written; and, once a minute, four that are not, in an order that tells nothing.
      CREATE FUNCTION take_pending(entries_max int) RETURNS TABLE (entry_id uuid, leaf_hash bytea) LANGUAGE plpgsql SECURITY DEFINER
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
      REVOKE ALL ON FUNCTION take_pending(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION take_pending(int) TO ftz_app;

      ALTER TABLE log_entries ENABLE ROW LEVEL SECURITY;
      CREATE POLICY read_places ON log_entries FOR SELECT USING (EXISTS (SELECT FROM audit_entries WHERE id = entry_id));
      CREATE POLICY write_places ON log_entries FOR INSERT WITH CHECK (true);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenders DROP CONSTRAINT tenders_open_after_submissions;
      DROP POLICY write_places ON log_entries;
      DROP POLICY read_places ON log_entries;
      ALTER TABLE log_entries DISABLE ROW LEVEL SECURITY;
      DROP FUNCTION take_pending(int);
      DROP FUNCTION cover_sealed_leaves(int);
      DROP FUNCTION log_is_due();
      DROP FUNCTION sealed_leaves_are_due();
      DROP TABLE log_cadence;
      GRANT SELECT ON audit_pending TO ftz_app;
      CREATE FUNCTION take_pending(entries_max int) RETURNS TABLE (entry_id uuid, leaf_hash bytea)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH taken AS (
          DELETE FROM audit_pending WHERE audit_pending.entry_id IN (
            SELECT pending.entry_id FROM audit_pending pending JOIN audit_entries entry ON entry.id = pending.entry_id
             ORDER BY entry.inserted LIMIT entries_max
          ) RETURNING audit_pending.entry_id
        )
        SELECT entry.id, entry.leaf_hash FROM taken JOIN audit_entries entry ON entry.id = taken.entry_id ORDER BY entry.inserted
      $$;
      REVOKE ALL ON FUNCTION take_pending(int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION take_pending(int) TO ftz_app;
    `);
  }
}
