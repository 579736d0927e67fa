import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: one clock, one audit trail, one outbox, one idempotency store, written once and before any module needs them. */
export class Platform0001 implements MigrationInterface {
  name = 'platform-0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION platform_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() $$;
      COMMENT ON FUNCTION platform_now() IS 'All legal time. Replaced by the owner in tests and demonstrations only.';

      CREATE FUNCTION utc_text(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'P0APP';
      END $$;

      CREATE FUNCTION make_append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_change()', target);
        EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_rows', target);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_table', target);
        EXECUTE format('GRANT SELECT, INSERT ON %s TO ftz_app', target);
      END $$;
      REVOKE ALL ON FUNCTION make_append_only(regclass) FROM PUBLIC;

      CREATE TABLE people (
        id uuid PRIMARY KEY,
        subject text NOT NULL UNIQUE,
        name jsonb NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE TABLE memberships (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES people,
        organization_id uuid,
        roles text[] NOT NULL,
        since timestamptz NOT NULL,
        until timestamptz
      );
      CREATE INDEX memberships_by_person ON memberships (person_id);

      CREATE TABLE audit_entries (
        id uuid PRIMARY KEY,
        inserted bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        type text NOT NULL,
        article int,
        tender_id uuid,
        subject_kind text NOT NULL,
        subject_id uuid,
        actor_person_id uuid,
        actor_organization_id uuid,
        recorded_at timestamptz NOT NULL,
        sealed boolean NOT NULL,
        leaf text NOT NULL,
        leaf_hash bytea NOT NULL CHECK (leaf_hash = sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')))
      );
      CREATE INDEX audit_entries_by_tender ON audit_entries (tender_id, inserted);
      CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, inserted);
      CREATE TABLE audit_payloads (
        entry_id uuid PRIMARY KEY REFERENCES audit_entries,
        payload text NOT NULL,
        salt bytea NOT NULL CHECK (length(salt) = 32)
      );
      SELECT make_append_only('audit_entries');
      SELECT make_append_only('audit_payloads');

      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        entry_id uuid NOT NULL,
        topic text NOT NULL,
        body jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        attempts int NOT NULL DEFAULT 0
      );
      CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (sent_at, attempts) ON outbox TO ftz_app;

      CREATE TABLE effects (effect_key text PRIMARY KEY, done_at timestamptz NOT NULL);
      SELECT make_append_only('effects');

      CREATE TABLE idempotency_keys (
        person_id uuid NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        answer json NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (person_id, route, key)
      );
      SELECT make_append_only('idempotency_keys');

      CREATE TABLE calendar_years (
        year int NOT NULL CHECK (year BETWEEN 2000 AND 2200),
        version int NOT NULL,
        days_off date[] NOT NULL,
        days_worked date[] NOT NULL,
        source text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (year, version)
      );
      SELECT make_append_only('calendar_years');

      GRANT SELECT, INSERT ON people TO ftz_app;
      GRANT SELECT, INSERT, UPDATE (until, roles) ON memberships TO ftz_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE calendar_years, idempotency_keys, effects, outbox, audit_payloads, audit_entries, memberships, people;
      DROP FUNCTION make_append_only(regclass);
      DROP FUNCTION refuse_change();
      DROP FUNCTION utc_text(timestamptz);
      DROP FUNCTION platform_now();
    `);
  }
}
