import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: between the acceptance of a complaint and its decision the respondents are told and explain themselves, the complainant replies, a hearing may
 * be held, and the time to decide stops for listed causes. A complaint that another authority has to review goes on there as a case of its own, so
 * that a challenge bears one case that is not transferred.
 */
export class Proceedings0034 implements MigrationInterface {
  name = 'proceedings-0000000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(cases);
    await runner.query(hearings);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM complaints WHERE state = 'transferred') THEN
          RAISE EXCEPTION 'a challenge whose complaint was transferred bears two cases';
        END IF;
      END $$;
      DROP TABLE complaint_hearings, complaint_statements, complaint_respondents;
      DROP FUNCTION hearing_closes_once();
      DROP INDEX complaints_one_live_case;
      ALTER TABLE complaints DROP COLUMN transferred_at, DROP COLUMN clock_stops, DROP COLUMN transferred_from, DROP COLUMN transferred_to,
        ADD CONSTRAINT complaints_challenge_id_key UNIQUE (challenge_id);
    `);
  }
}

const cases = `
  ALTER TABLE complaints
    ADD COLUMN transferred_at timestamptz CHECK (transferred_at >= received_at),
    ADD COLUMN clock_stops jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(clock_stops) = 'array'),
    ADD COLUMN transferred_from uuid UNIQUE REFERENCES complaints CHECK (transferred_from <> id),
    ADD COLUMN transferred_to uuid UNIQUE REFERENCES complaints DEFERRABLE INITIALLY DEFERRED CHECK (transferred_to <> id),
    ADD CONSTRAINT complaints_transferred_somewhere CHECK ((state = 'transferred') = (transferred_to IS NOT NULL)),
    DROP CONSTRAINT complaints_challenge_id_key;
  ALTER TABLE complaints ADD CHECK ((transferred_from IS NULL) = (transferred_at IS NULL));
  COMMENT ON COLUMN complaints.transferred_at IS 'When it came over from another authority; null: this one received it first.';
  CREATE UNIQUE INDEX complaints_one_live_case ON complaints (challenge_id) WHERE state <> 'transferred';
  GRANT UPDATE (clock_stops, transferred_to) ON complaints TO ftz_app;

  CREATE TABLE complaint_respondents (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    organization_id uuid NOT NULL REFERENCES organizations,
    capacity text NOT NULL CHECK (capacity IN ('procurer', 'agency', 'supplier')),
    copy jsonb,
    notified_at timestamptz NOT NULL,
    CHECK ((capacity = 'procurer') = (copy IS NULL)),
    UNIQUE (complaint_id, organization_id)
  );
  COMMENT ON COLUMN complaint_respondents.copy IS 'What it was given of the complaint, without marked trade secrets; null: the whole file.';
  SELECT make_append_only('complaint_respondents');

  CREATE TABLE complaint_statements (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    kind text NOT NULL CHECK (kind IN ('explanation', 'rejoinder', 'waiver')),
    organization_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    text jsonb,
    evidence jsonb NOT NULL,
    warnings jsonb NOT NULL,
    submitted_at timestamptz NOT NULL,
    CHECK ((kind = 'waiver') = (text IS NULL))
  );
  CREATE INDEX complaint_statements_by_complaint ON complaint_statements (complaint_id, id);
  CREATE UNIQUE INDEX complaint_statements_explained_once ON complaint_statements (complaint_id, organization_id) WHERE kind = 'explanation';
  SELECT make_append_only('complaint_statements');
`;

const hearings = `
  CREATE TABLE complaint_hearings (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    number int NOT NULL CHECK (number > 0),
    held_at timestamptz NOT NULL,
    place jsonb,
    link text,
    invited uuid[] NOT NULL CHECK (cardinality(invited) > 0),
    languages text[] NOT NULL CHECK (cardinality(languages) > 0 AND languages <@ ARRAY['zh', 'en']),
    called_by uuid NOT NULL REFERENCES people,
    called_at timestamptz NOT NULL,
    attendance jsonb,
    minutes jsonb,
    no_english_reason jsonb,
    recorded_by uuid REFERENCES people,
    recorded_at timestamptz,
    cancellation jsonb,
    cancelled_by uuid REFERENCES people,
    cancelled_at timestamptz,
    UNIQUE (complaint_id, number),
    CHECK (place IS NOT NULL OR link IS NOT NULL),
    CHECK (minutes IS NULL OR cancellation IS NULL),
    CHECK ((minutes IS NULL) = (recorded_at IS NULL) AND (minutes IS NULL) = (attendance IS NULL)),
    CHECK (recorded_at >= held_at),
    CHECK ((cancellation IS NULL) = (cancelled_at IS NULL))
  );
  GRANT SELECT, INSERT, UPDATE (attendance, minutes, no_english_reason, recorded_by, recorded_at, cancellation, cancelled_by, cancelled_at)
    ON complaint_hearings TO ftz_app;

  CREATE FUNCTION hearing_closes_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.minutes IS NULL AND OLD.cancellation IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.hearing-closed', DETAIL = '{}';
  END $$;
  CREATE TRIGGER complaint_hearings_close_once BEFORE UPDATE OR DELETE ON complaint_hearings FOR EACH ROW EXECUTE FUNCTION hearing_closes_once();
  ALTER TABLE complaint_hearings ENABLE ALWAYS TRIGGER complaint_hearings_close_once;
`;
