import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: what the log has signed and witnesses have cosigned is kept, so that nobody can be shown two logs; and an alarm stands where people look. */
export class PublishedLog0037 implements MigrationInterface {
  name = 'published-log-0000000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE log_checkpoints (
        published bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        origin text NOT NULL CHECK (origin <> ''),
        size bigint NOT NULL REFERENCES log_roots,
        root bytea NOT NULL CHECK (length(root) = 32),
        note text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (origin, size)
      );
      COMMENT ON TABLE log_checkpoints IS 'Signed checkpoints (C2SP tlog-checkpoint), by the log alone; the last published is the one that is served.';
      CREATE TABLE log_cosignatures (
        origin text NOT NULL,
        size bigint NOT NULL,
        witness text NOT NULL,
        line text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (origin, size, witness),
        FOREIGN KEY (origin, size) REFERENCES log_checkpoints
      );
      SELECT make_append_only('log_checkpoints');
      SELECT make_append_only('log_cosignatures');

      CREATE TABLE alarms (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        about text NOT NULL,
        facts jsonb NOT NULL,
        raised_at timestamptz NOT NULL,
        cleared_at timestamptz CHECK (cleared_at >= raised_at)
      );
      CREATE UNIQUE INDEX alarms_standing ON alarms (kind, about) WHERE cleared_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (cleared_at) ON alarms TO ftz_app;

      -- A leaf says nothing of what is sealed: its text may be read where its entry may not. Never beyond what has been published.
      CREATE FUNCTION published_leaves(first_index bigint, leaves_max int) RETURNS TABLE (index bigint, leaf text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT log.index, entry.leaf FROM log_entries log JOIN audit_entries entry ON entry.id = log.entry_id
         WHERE log.index >= first_index AND log.index < first_index + leaves_max AND log.index < (SELECT max(size) FROM log_checkpoints)
         ORDER BY log.index
      $$;
      REVOKE ALL ON FUNCTION published_leaves(bigint, int) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION published_leaves(bigint, int) TO ftz_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION published_leaves(bigint, int);
      DROP TABLE alarms, log_cosignatures, log_checkpoints;
    `);
  }
}
