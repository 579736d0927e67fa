import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: every audit entry gets a contiguous index and a place in one RFC 6962 tree, by one sequencer, after its transaction (art. 57). */
export class Archive0008 implements MigrationInterface {
  name = 'archive-0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_pending (entry_id uuid PRIMARY KEY);
      GRANT SELECT ON audit_pending TO ftz_app;
      CREATE FUNCTION await_sequencing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO audit_pending (entry_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER await_sequencing AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION await_sequencing();
      ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER await_sequencing;
      INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entries;

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

      CREATE TABLE log_entries (
        index bigint PRIMARY KEY CHECK (index >= 0),
        entry_id uuid NOT NULL UNIQUE REFERENCES audit_entries,
        leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32)
      );
      CREATE TABLE log_nodes (
        level int NOT NULL CHECK (level >= 0),
        index bigint NOT NULL CHECK (index >= 0),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, index)
      );
      CREATE TABLE log_roots (
        size bigint PRIMARY KEY CHECK (size > 0),
        root bytea NOT NULL CHECK (length(root) = 32),
        recorded_at timestamptz NOT NULL
      );
      SELECT make_append_only('log_entries');
      SELECT make_append_only('log_nodes');
      SELECT make_append_only('log_roots');

      CREATE TABLE disposal_proposals (
        id uuid PRIMARY KEY,
        tender_id uuid NOT NULL,
        proposed_by uuid NOT NULL,
        reason jsonb NOT NULL,
        retained_until date NOT NULL,
        proposed_at timestamptz NOT NULL
      );
      SELECT make_append_only('disposal_proposals');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE disposal_proposals, log_roots, log_nodes, log_entries;
      DROP FUNCTION take_pending(int);
      DROP TRIGGER await_sequencing ON audit_entries;
      DROP FUNCTION await_sequencing();
      DROP TABLE audit_pending;
    `);
  }
}
