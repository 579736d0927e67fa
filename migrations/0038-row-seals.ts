import type { MigrationInterface, QueryRunner } from 'typeorm';
import { compareFunctions } from './0038-compare.js';

/** What is not sealed: the trail and the log (their leaves are their seal), what only moves messages, and what is made again at will. */
export const unsealed = [
  ...['audit_entries', 'audit_payloads', 'audit_pending', 'log_entries', 'log_nodes', 'log_roots', 'log_cadence', 'migrations'],
  ...[
    'outbox',
    'effects',
    'idempotency_keys',
    'deliveries',
    'delivery_receipts',
    'mail_deliveries',
    'mail_items',
    'watched_deadlines',
  ],
  ...[
    'bid_uploads',
    'session_shares',
    'share_sessions',
    'reference_counters',
    'email_verifications',
    'draw_seeds',
    'reviewer_draw_seeds',
    'retired_subjects',
  ],
  ...[
    'log_checkpoints',
    'log_cosignatures',
    'row_seals',
    'sealed_acts',
    'archive_findings',
    'rehash_state',
    'forgotten_rows',
    'retention_due',
    'disposal_blobs',
    'red_flag_scans',
  ],
];

/**
 * Why: who owns the database can change a row with every trigger switched off, and no proof of the tree would fail. Each row that is written is
 * sealed by a salted digest of each of its columns, and the entry of the same transaction carries the digest of the seal: so a leaf stands for it.
 */
export class RowSeals0038 implements MigrationInterface {
  name = 'row-seals-0000000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(sealing);
    for (const [name, body] of Object.entries(compareFunctions)) await runner.query(`CREATE FUNCTION ${name} ${body}`);
    await runner.query(grants);
    await runner.query(`
      DO $$
      DECLARE target name;
      BEGIN
        FOR target IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                         AND NOT relname = ANY (ARRAY['${unsealed.join(`', '`)}']) ORDER BY relname LOOP
          PERFORM seal_rows_of(target::text);
        END LOOP;
        ALTER TABLE people ENABLE ALWAYS TRIGGER subjects_are_given_once;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      DECLARE one record;
      BEGIN
        FOR one IN SELECT tgrelid::regclass AS target FROM pg_trigger WHERE tgname = 'seal_row' LOOP
          EXECUTE format('DROP TRIGGER seal_row ON %1$s; DROP TRIGGER forget_row ON %1$s', one.target);
        END LOOP;
        ALTER TABLE people ENABLE TRIGGER subjects_are_given_once;
      END $$;
      DROP TRIGGER bind_act ON audit_entries;
      DROP TABLE archive_findings, rehash_state, sealed_acts, row_seals, forgotten_rows;
      ${Object.keys(compareFunctions)
        .reverse()
        .map((name) => `DROP FUNCTION ${name};`)
        .join('\n')}
      DROP FUNCTION bind_act(), seal_rows_of(text), forget_row(), seal_row(), rows_changed(), current_act(), seal_of(jsonb, bytea);
    `);
  }
}

const tables = `
  CREATE TABLE row_seals (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    row_name text NOT NULL,
    row_key jsonb NOT NULL,
    act uuid NOT NULL,
    columns jsonb NOT NULL,
    salt bytea NOT NULL CHECK (length(salt) = 16)
  );
  CREATE INDEX row_seals_by_row ON row_seals (table_name, row_name, seq);
  CREATE INDEX row_seals_by_act ON row_seals (act);
  COMMENT ON TABLE row_seals IS 'Of each row that was written: what names it, in which transaction, and a salted digest of each column that holds something.';

  CREATE TABLE sealed_acts (entry_id uuid PRIMARY KEY, act uuid NOT NULL);
  CREATE INDEX sealed_acts_by_act ON sealed_acts (act);
  COMMENT ON TABLE sealed_acts IS 'Which entry tells of which transaction.';

  CREATE TABLE forgotten_rows (
    table_name text NOT NULL,
    row_name text NOT NULL,
    disposal uuid NOT NULL,
    PRIMARY KEY (table_name, row_name)
  );
  COMMENT ON TABLE forgotten_rows IS 'Rows that a disposal destroyed, with their seals.';

  CREATE TABLE archive_findings (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('changed', 'missing', 'added', 'untold', 'unproven', 'fence')),
    table_name text NOT NULL,
    row_name text NOT NULL,
    field text NOT NULL,
    said text,
    stands text,
    found_at timestamptz NOT NULL,
    fingerprint bytea NOT NULL UNIQUE
  );
  COMMENT ON TABLE archive_findings IS 'Where the rows are not what the leaves say: each difference once.';

  CREATE TABLE rehash_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cycle int NOT NULL DEFAULT 0,
    part int NOT NULL DEFAULT 0,
    position bigint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT '-infinity',
    ended_at timestamptz
  );
  COMMENT ON TABLE rehash_state IS 'How far the present cycle of comparing rows with leaves has come.';
  INSERT INTO rehash_state DEFAULT VALUES;

  SELECT make_append_only('row_seals');
  SELECT make_append_only('sealed_acts');
  SELECT make_append_only('archive_findings');
  SELECT make_append_only('forgotten_rows');
`;

/** Whatever a session is set to, a row is sealed in the same words. */
const plainly = `SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex'`;

const sealing = `
  CREATE FUNCTION seal_of(body jsonb, grain bytea) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT coalesce(jsonb_object_agg(key, left(encode(sha256(grain || convert_to(key || '=' || value::text, 'UTF8')), 'hex'), 32)), '{}')
      FROM jsonb_each(body) WHERE value <> 'null'::jsonb
  $$;

  CREATE FUNCTION current_act() RETURNS uuid LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
  DECLARE known text := nullif(current_setting('ftz.act', true), '');
  BEGIN
    RETURN coalesce(known, set_config('ftz.act', gen_random_uuid()::text, true))::uuid;
  END $$;

  CREATE FUNCTION seal_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${plainly} AS $$
  DECLARE
    body jsonb := to_jsonb(NEW);
    grain bytea := uuid_send(gen_random_uuid());
  BEGIN
    INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt)
    SELECT TG_TABLE_NAME, string_agg(body ->> name, '/' ORDER BY place), jsonb_object_agg(name, body -> name), current_act(), seal_of(body, grain), grain
      FROM unnest(TG_ARGV) WITH ORDINALITY AS key (name, place);
    RETURN NULL;
  END $$;

  -- A disposal that the law lets through is the one way in which a row goes: its seals, which are salted digests of it, go with it.
  CREATE FUNCTION forget_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${plainly} AS $$
  DECLARE
    body jsonb := to_jsonb(OLD);
    disposal text := nullif(current_setting('ftz.disposal', true), '');
    gone text := (SELECT string_agg(body ->> name, '/' ORDER BY place) FROM unnest(TG_ARGV) WITH ORDINALITY AS key (name, place));
  BEGIN
    IF disposal IS NOT NULL THEN
      INSERT INTO forgotten_rows (table_name, row_name, disposal) VALUES (TG_TABLE_NAME, gone, disposal::uuid);
      DELETE FROM row_seals WHERE table_name = TG_TABLE_NAME AND row_name = gone;
    END IF;
    RETURN NULL;
  END $$;

  CREATE FUNCTION seal_rows_of(target text) RETURNS void LANGUAGE plpgsql ${plainly} AS $$
  DECLARE key text;
  BEGIN
    SELECT string_agg(quote_literal(attname), ', ' ORDER BY array_position(indkey::int2[], attnum)) INTO STRICT key
      FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::int2[]) WHERE indrelid = target::regclass AND indisprimary;
    EXECUTE format('CREATE TRIGGER seal_row AFTER INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION seal_row(%s)', target, key);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER seal_row', target);
    EXECUTE format('CREATE TRIGGER forget_row AFTER DELETE ON %I FOR EACH ROW EXECUTE FUNCTION forget_row(%s)', target, key);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER forget_row', target);
    -- Of what was there before, the row is its own first word.
    EXECUTE format($q$
      INSERT INTO row_seals (table_name, row_name, row_key, act, columns, salt)
      SELECT %L, (SELECT string_agg(body ->> name, '/' ORDER BY place) FROM unnest(ARRAY[%s]) WITH ORDINALITY AS key (name, place)),
             (SELECT jsonb_object_agg(name, body -> name) FROM unnest(ARRAY[%s]) name), '00000000-0000-0000-0000-000000000000', seal_of(body, grain), grain
        FROM (SELECT to_jsonb(t) AS body, uuid_send(gen_random_uuid()) AS grain FROM %I t OFFSET 0) one $q$, target, key, key, target);
  END $$;

  CREATE FUNCTION bind_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    INSERT INTO sealed_acts (entry_id, act) VALUES (NEW.id, current_act());
    RETURN NULL;
  END $$;
  CREATE TRIGGER bind_act AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION bind_act();
  ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER bind_act;

  -- What the present transaction has written, each row by the digest of its latest seal: for its entry.
  CREATE FUNCTION rows_changed() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(what, digest), '{}') FROM (
      SELECT DISTINCT ON (table_name, row_name) table_name || '/' || row_name AS what, encode(sha256(convert_to(columns::text, 'UTF8')), 'hex') AS digest
        FROM row_seals WHERE act = nullif(current_setting('ftz.act', true), '')::uuid ORDER BY table_name, row_name, seq DESC) latest
  $$;
`;

const grants = `
  REVOKE ALL ON row_seals, sealed_acts, forgotten_rows FROM ftz_app;
  GRANT SELECT, UPDATE (cycle, part, position, due_at, ended_at) ON rehash_state TO ftz_app;
  REVOKE ALL ON FUNCTION seal_of(jsonb, bytea), current_act(), seal_row(), forget_row(), seal_rows_of(text), bind_act(), rows_changed() FROM PUBLIC;
  REVOKE ALL ON FUNCTION ${Object.keys(compareFunctions).join(', ')} FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION rows_changed(), compare_log(bigint, bigint), compare_entries(bigint, bigint), compare_seals(bigint, bigint),
    compare_rows(text, bigint, bigint), compare_fences(text[]), rehash_ends(), kept_blobs(text) TO ftz_app;
`;
