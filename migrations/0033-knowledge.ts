import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: what a supplier may challenge, and who watches the time. A decision on an application, an exclusion or a cancellation is challenged by its own
 * name; the procuring entity says once when the supplier knew; and a deadline that somebody owes is a row, reminded of and found overdue once each.
 */
export class Knowledge0033 implements MigrationInterface {
  name = 'knowledge-0000000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadlines);
    await runner.query(subjects);
    await runner.query(contests);
    await runner.query(told);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION deliveries_of(uuid, uuid);
      DROP FUNCTION told_of(uuid, text, uuid);
      DROP FUNCTION downloads_of(uuid, uuid);
      DROP TABLE knowledge_contests, watched_deadlines;
      ALTER TABLE challenges DROP CONSTRAINT challenges_name_the_exclusion, DROP COLUMN exclusion_id, DROP COLUMN remedies;
      ALTER TABLE challenges DROP CONSTRAINT challenges_subject_check;
      ALTER TABLE challenges ADD CONSTRAINT challenges_subject_check CHECK (subject IN ('documents', 'process', 'result')) NOT VALID;
    `);
  }
}

const deadlines = `
  CREATE TABLE watched_deadlines (
    id uuid PRIMARY KEY,
    case_kind text NOT NULL CHECK (case_kind IN ('challenge', 'complaint')),
    case_id uuid NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    kind text NOT NULL CHECK (kind ~ '^[a-z]+[.][a-z-]+$'),
    owed_by uuid NOT NULL REFERENCES organizations,
    reminder_only boolean NOT NULL,
    derivation jsonb NOT NULL,
    last_day date,
    closes_at timestamptz,
    due_at timestamptz,
    watched_at timestamptz NOT NULL,
    reminded_at timestamptz,
    overdue_at timestamptz,
    ended_at timestamptz,
    outcome text CHECK (outcome IN ('met', 'dropped', 'replaced')),
    CHECK ((last_day IS NULL) = (closes_at IS NULL)),
    CHECK (due_at IS NULL OR (closes_at IS NOT NULL AND ended_at IS NULL)),
    CHECK (overdue_at IS NULL OR (overdue_at >= closes_at AND NOT reminder_only)),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
  );
  COMMENT ON COLUMN watched_deadlines.closes_at IS 'The first instant at which it is late; null while a calendar year is missing.';
  CREATE UNIQUE INDEX watched_deadlines_open ON watched_deadlines (case_id, kind, owed_by) WHERE ended_at IS NULL;
  CREATE INDEX watched_deadlines_due ON watched_deadlines (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX watched_deadlines_overdue ON watched_deadlines (owed_by, kind) WHERE overdue_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (derivation, last_day, closes_at, due_at, reminded_at, overdue_at, ended_at, outcome) ON watched_deadlines TO ftz_app;
`;

const subjects = `
  ALTER TABLE challenges DROP CONSTRAINT challenges_subject_check;
  ALTER TABLE challenges ADD CONSTRAINT challenges_subject_check
    CHECK (subject IN ('documents', 'process', 'result', 'prequalification', 'exclusion', 'cancellation'));
  ALTER TABLE challenges ADD COLUMN exclusion_id uuid REFERENCES exclusions,
    ADD COLUMN remedies text[] NOT NULL DEFAULT '{}' CHECK (remedies <@ ARRAY['documents-changed', 'clarification', 'evaluation-redone',
      'result-set-aside', 'cancellation', 'qualification-redone', 'other']);
  ALTER TABLE challenges ADD CONSTRAINT challenges_name_the_exclusion CHECK ((subject = 'exclusion') = (exclusion_id IS NOT NULL));
  GRANT UPDATE (remedies) ON challenges TO ftz_app;
`;

const contests = `
  CREATE TABLE knowledge_contests (
    challenge_id uuid PRIMARY KEY REFERENCES challenges,
    known_on date NOT NULL,
    grounds jsonb NOT NULL,
    evidence text[] NOT NULL,
    contested_by uuid NOT NULL REFERENCES people,
    contested_at timestamptz NOT NULL
  );
  SELECT make_append_only('knowledge_contests');
`;

// Who downloaded means to bid: of one supplier alone, to itself and to who reviews or answers its challenge.
const told = `
  CREATE FUNCTION downloads_of(tender_of uuid, organization uuid)
    RETURNS TABLE (document_id uuid, name text, sha256 text, downloaded_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT had.document_id, document.name, had.sha256, had.downloaded_at FROM document_downloads had
      JOIN tender_documents document ON document.id = had.document_id
     WHERE had.tender_id = tender_of AND had.organization_id = organization ORDER BY had.downloaded_at, had.document_id LIMIT 500
  $$;
  REVOKE ALL ON FUNCTION downloads_of(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION downloads_of(uuid, uuid) TO ftz_app;

  CREATE FUNCTION deliveries_of(tender_of uuid, organization uuid)
    RETURNS TABLE (id uuid, topic text, subject_kind text, subject_id uuid, delivered_at timestamptz, sealed boolean) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT told.id, told.topic, told.subject_kind, told.subject_id, told.delivered_at, told.sealed FROM deliveries told
     WHERE told.tender_id = tender_of AND told.organization_id = organization ORDER BY told.delivered_at, told.id LIMIT 500
  $$;
  REVOKE ALL ON FUNCTION deliveries_of(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION deliveries_of(uuid, uuid) TO ftz_app;

  -- Whether an organisation was told something of a matter: sealed deliveries are read by nobody else.
  CREATE FUNCTION told_of(organization uuid, topic_of text, subject uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(delivered_at) FROM deliveries WHERE organization_id = organization AND topic = topic_of AND subject_id = subject
  $$;
  REVOKE ALL ON FUNCTION told_of(uuid, text, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION told_of(uuid, text, uuid) TO ftz_app;
`;
