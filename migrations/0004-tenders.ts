import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: the tender with its notices, documents and locks, and what stops it. Three things are guarded here and not only in the service: what was
 * published stays as it was but for the extension of its deadline, a deadline never moves forward, and locks do not change after publication.
 */
export class Tenders0004 implements MigrationInterface {
  name = 'tenders-0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tenders);
    await runner.query(published);
    await runner.query(sealing);
    await runner.query(holds);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE procedure_holds, tender_sealing, tender_documents, tender_notices, tenders, reference_counters;
      DROP FUNCTION tender_is_suspended(uuid, timestamptz);
      DROP FUNCTION locks_stand_after_publication();
      DROP FUNCTION tender_stands_after_publication();
    `);
  }
}

const tenders = `
  CREATE TABLE reference_counters (name text PRIMARY KEY, value bigint NOT NULL);
  GRANT SELECT, INSERT, UPDATE (value) ON reference_counters TO ftz_app;

  CREATE TABLE tenders (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    reference_number text NOT NULL UNIQUE,
    ocid text NOT NULL UNIQUE,
    procurer_id uuid NOT NULL REFERENCES organizations,
    created_by uuid NOT NULL REFERENCES people,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'prequalification', 'invited', 'open', 'closed', 'opened', 'evaluated',
                                         'awarded', 'contracted', 'completed', 'failed', 'cancelled')),
    method text NOT NULL CHECK (method IN ('open', 'invited', 'single-source')),
    category text NOT NULL CHECK (category IN ('goods', 'services', 'works')),
    title jsonb NOT NULL,
    description jsonb NOT NULL,
    content jsonb NOT NULL,
    valuation jsonb,
    estimated_value numeric(18,2) CHECK (estimated_value >= 0),
    budget numeric(18,2) CHECK (budget >= 0),
    item_class text,
    budget_year int,
    rule_profile jsonb,
    warnings jsonb NOT NULL,
    approved_by uuid REFERENCES people,
    approved_at timestamptz,
    published_by uuid REFERENCES people,
    published_at timestamptz,
    documents_issued_at timestamptz,
    bids_close_at timestamptz,
    opens_at timestamptz,
    opened_at timestamptz,
    standstill_ends_at timestamptz,
    ended_on date,
    retain_until date,
    due_at timestamptz,
    search_text text NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK (approved_by <> created_by),
    CHECK (published_at IS NULL OR approved_by IS NOT NULL),
    CHECK (published_at IS NULL OR documents_issued_at >= published_at),
    CHECK (opens_at > bids_close_at),
    CHECK (opened_at >= bids_close_at)
  );
  CREATE INDEX tenders_published ON tenders (id DESC) WHERE published_at IS NOT NULL;
  CREATE INDEX tenders_closing ON tenders (bids_close_at) WHERE published_at IS NOT NULL;
  CREATE INDEX tenders_by_procurer ON tenders (procurer_id, budget_year, item_class);
  CREATE INDEX tenders_due ON tenders (due_at) WHERE due_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, state, method, category, title, description, content, valuation, estimated_value, budget, item_class,
    budget_year, rule_profile, warnings, approved_by, approved_at, published_by, published_at, documents_issued_at, bids_close_at, opens_at,
    opened_at, standstill_ends_at, ended_on, retain_until, due_at, search_text) ON tenders TO ftz_app;
`;

const published = `
  CREATE FUNCTION tender_stands_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.published_at IS NULL THEN RETURN NEW; END IF;
    IF (NEW.published_at, NEW.documents_issued_at, NEW.method, NEW.category, NEW.title, NEW.description, NEW.content, NEW.approved_by)
       IS DISTINCT FROM
       (OLD.published_at, OLD.documents_issued_at, OLD.method, OLD.category, OLD.title, OLD.description, OLD.content, OLD.approved_by)
       OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', OLD.state, 'event', 'revise')::text;
    END IF;
    IF NEW.bids_close_at < OLD.bids_close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.deadline-shortened',
        DETAIL = json_build_object('before', utc_text(OLD.bids_close_at), 'after', utc_text(NEW.bids_close_at))::text;
    END IF;
    IF NEW.bids_close_at > OLD.bids_close_at AND platform_now() >= OLD.bids_close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.deadline-passed',
        DETAIL = json_build_object('bidsCloseAt', utc_text(OLD.bids_close_at), 'now', utc_text(platform_now()))::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER tender_stands_after_publication BEFORE UPDATE ON tenders
    FOR EACH ROW EXECUTE FUNCTION tender_stands_after_publication();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER tender_stands_after_publication;

  CREATE TABLE tender_notices (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    version int NOT NULL CHECK (version > 0),
    kind text NOT NULL CHECK (kind IN ('tender', 'amendment', 'award', 'cancellation', 'opening-minutes', 'contract')),
    published_at timestamptz NOT NULL,
    content jsonb NOT NULL,
    content_sha256 text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    UNIQUE (tender_id, version)
  );
  SELECT make_append_only('tender_notices');

  CREATE TABLE tender_documents (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    name text NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL CHECK (bytes > 0),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    added_by uuid NOT NULL REFERENCES people,
    added_at timestamptz NOT NULL,
    UNIQUE (tender_id, sha256, name)
  );
  CREATE INDEX tender_documents_by_tender ON tender_documents (tender_id, id);
  SELECT make_append_only('tender_documents');
`;

const sealing = `
  CREATE TABLE tender_sealing (
    tender_id uuid NOT NULL REFERENCES tenders,
    lock text NOT NULL CHECK (lock IN ('A', 'B')),
    recipient text NOT NULL CHECK (recipient ~ '^age1[0-9a-z]+$'),
    custodian_person_id uuid NOT NULL REFERENCES people,
    organization_id uuid NOT NULL REFERENCES organizations,
    registered_at timestamptz NOT NULL,
    PRIMARY KEY (tender_id, lock)
  );
  GRANT SELECT, INSERT, UPDATE (recipient, custodian_person_id, organization_id, registered_at) ON tender_sealing TO ftz_app;

  CREATE FUNCTION locks_stand_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender record;
  BEGIN
    SELECT state, published_at INTO tender FROM tenders WHERE id = NEW.tender_id FOR SHARE;
    IF tender.published_at IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', tender.state, 'event', 'seal')::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER locks_stand_after_publication BEFORE INSERT OR UPDATE ON tender_sealing
    FOR EACH ROW EXECUTE FUNCTION locks_stand_after_publication();
  ALTER TABLE tender_sealing ENABLE ALWAYS TRIGGER locks_stand_after_publication;
`;

const holds = `
  CREATE TABLE procedure_holds (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    kind text NOT NULL CHECK (kind IN ('contract', 'suspension')),
    cause_kind text NOT NULL,
    cause_id uuid NOT NULL,
    placed_by uuid,
    placed_at timestamptz NOT NULL,
    ends_on date,
    released_at timestamptz,
    released_by uuid,
    CHECK (released_at >= placed_at)
  );
  COMMENT ON COLUMN procedure_holds.ends_on IS 'The last civil day of Shanghai on which the hold stands; null: until it is released.';
  CREATE INDEX procedure_holds_open ON procedure_holds (tender_id) WHERE released_at IS NULL;
  CREATE INDEX procedure_holds_by_cause ON procedure_holds (cause_id);
  GRANT SELECT, INSERT, UPDATE (ends_on, released_at, released_by) ON procedure_holds TO ftz_app;

  CREATE FUNCTION tender_is_suspended(tender_of uuid, moment timestamptz) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
      SELECT EXISTS (SELECT FROM procedure_holds WHERE tender_id = tender_of AND kind = 'suspension' AND released_at IS NULL
                       AND (ends_on IS NULL OR (moment AT TIME ZONE 'Asia/Shanghai')::date <= ends_on))
    $$;
  GRANT EXECUTE ON FUNCTION tender_is_suspended(uuid, timestamptz) TO ftz_app;
`;
