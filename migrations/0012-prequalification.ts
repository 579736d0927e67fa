import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: invited tendering (arts. 49 and 50). The deadline of the applications stands like that of the bids, the documents of an invited tender
 * are issued after its publication and once, an application gets the database's moment as a bid does, and who was not invited cannot bid.
 */
export class Prequalification0012 implements MigrationInterface {
  name = 'prequalification-0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadline);
    await runner.query(kindsOf(noticeKinds));
    await runner.query(standing);
    await runner.query(locksUntilIssue);
    await runner.query(applications);
    await runner.query(admission);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION admit_bidder(uuid, uuid);
      DROP FUNCTION may_apply(uuid, uuid);
      ALTER FUNCTION admit_supplier(uuid, uuid) RENAME TO admit_bidder;
      DROP TABLE invited_suppliers, application_decisions, application_documents, applications;
      DROP FUNCTION receive_application();
    `);
    await runner.query(locksUntilPublication);
    await runner.query(standingBefore);
    await runner.query(kindsOf(noticeKindsBefore));
    await runner.query('ALTER TABLE tenders DROP COLUMN applications_close_at;');
  }
}

const noticeKindsBefore = ['tender', 'amendment', 'award', 'cancellation', 'opening-minutes', 'contract'];
const noticeKinds = [
  ...noticeKindsBefore,
  'failure',
  'prequalification',
  'invitation',
  'planned',
  'single-source',
  'shortlist',
  'correction',
];

function kindsOf(kinds: readonly string[]): string {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  return `
    ALTER TABLE tender_notices DROP CONSTRAINT IF EXISTS tender_notices_kind_check;
    ALTER TABLE tender_notices ADD CONSTRAINT tender_notices_kind_check CHECK (kind IN (${list}));`;
}

const deadline = `
  ALTER TABLE tenders ADD COLUMN applications_close_at timestamptz;
  COMMENT ON COLUMN tenders.applications_close_at IS 'Half-open: an application at this instant is late.';
  GRANT UPDATE (applications_close_at) ON tenders TO ftz_app;
`;

// What stood before stays; added: the documents of a procedure with an invitation are issued once, by it, and the deadline of the
// applications moves as that of the bids does.
const standing = `
  CREATE OR REPLACE FUNCTION tender_stands_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    issuing boolean := OLD.state = 'invited' AND NEW.state = 'open' AND OLD.documents_issued_at IS NULL;
  BEGIN
    IF OLD.published_at IS NULL THEN RETURN NEW; END IF;
    IF (NEW.published_at, NEW.method, NEW.category, NEW.title, NEW.description, NEW.content, NEW.approved_by)
       IS DISTINCT FROM
       (OLD.published_at, OLD.method, OLD.category, OLD.title, OLD.description, OLD.content, OLD.approved_by)
       OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at)
       OR (NEW.documents_issued_at IS DISTINCT FROM OLD.documents_issued_at AND NOT issuing)
       OR ((NEW.bids_close_at IS NULL) <> (OLD.bids_close_at IS NULL) AND NOT issuing)
       OR ((NEW.opens_at IS NULL) <> (OLD.opens_at IS NULL) AND NOT issuing)
       OR (NEW.applications_close_at IS NULL) <> (OLD.applications_close_at IS NULL) THEN
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
    IF NEW.applications_close_at < OLD.applications_close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.deadline-shortened', DETAIL = json_build_object(
        'before', utc_text(OLD.applications_close_at), 'after', utc_text(NEW.applications_close_at))::text;
    END IF;
    IF NEW.applications_close_at > OLD.applications_close_at AND platform_now() >= OLD.applications_close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.deadline-passed', DETAIL = json_build_object(
        'applicationsCloseAt', utc_text(OLD.applications_close_at), 'now', utc_text(platform_now()))::text;
    END IF;
    RETURN NEW;
  END $$;
`;

const standingBefore = `
  CREATE OR REPLACE FUNCTION tender_stands_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
`;

/** The locks of the box stand from the moment `since` of the tender on. */
function locksStandSince(since: 'documents_issued_at' | 'published_at'): string {
  return `
  CREATE OR REPLACE FUNCTION locks_stand_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender record;
  BEGIN
    SELECT state, ${since} AS since INTO tender FROM tenders WHERE id = NEW.tender_id FOR SHARE;
    IF tender.since IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', tender.state, 'event', 'seal')::text;
    END IF;
    RETURN NEW;
  END $$;`;
}

// Bids are sealed to what the documents say, and an invited tender issues them at its invitation.
const locksUntilIssue = locksStandSince('documents_issued_at');
const locksUntilPublication = locksStandSince('published_at');

const applications = `
  CREATE TABLE applications (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    action text NOT NULL CHECK (action IN ('submission', 'replacement', 'withdrawal')),
    version int NOT NULL CHECK (version > 0),
    previous_id uuid UNIQUE REFERENCES applications,
    statements jsonb NOT NULL,
    based_on uuid,
    received_at timestamptz NOT NULL,
    CHECK ((version = 1) = (previous_id IS NULL)),
    UNIQUE (tender_id, supplier_id, version)
  );
  COMMENT ON TABLE applications IS 'One chain per tender and supplier; the last of a chain counts.';
  SELECT make_append_only('applications');

  CREATE TABLE application_documents (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    name text NOT NULL,
    media_type text NOT NULL,
    bytes bigint NOT NULL CHECK (bytes > 0),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    added_by uuid NOT NULL REFERENCES people,
    received_at timestamptz NOT NULL,
    UNIQUE (tender_id, supplier_id, sha256, name)
  );
  SELECT make_append_only('application_documents');

  -- The moment is taken first, so that waiting for the tender's lock makes nobody late; the deadline is read after the lock, so that an
  -- extension or a shortlist in between counts.
  CREATE FUNCTION receive_application() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender record;
  BEGIN
    NEW.received_at := platform_now();
    SELECT state, applications_close_at INTO tender FROM tenders WHERE id = NEW.tender_id FOR SHARE;
    IF tender.applications_close_at IS NOT NULL AND NEW.received_at >= tender.applications_close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.application-late', DETAIL = json_build_object(
        'receivedAt', utc_text(NEW.received_at), 'applicationsCloseAt', utc_text(tender.applications_close_at))::text;
    END IF;
    IF tender.state IS DISTINCT FROM 'prequalification' THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.wrong-state',
        DETAIL = json_build_object('state', tender.state)::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER receive_application BEFORE INSERT ON applications FOR EACH ROW EXECUTE FUNCTION receive_application();
  ALTER TABLE applications ENABLE ALWAYS TRIGGER receive_application;
  CREATE TRIGGER receive_application BEFORE INSERT ON application_documents FOR EACH ROW EXECUTE FUNCTION receive_application();
  ALTER TABLE application_documents ENABLE ALWAYS TRIGGER receive_application;

  CREATE TABLE application_decisions (
    id uuid PRIMARY KEY,
    application_id uuid NOT NULL REFERENCES applications,
    version int NOT NULL CHECK (version > 0),
    outcome text NOT NULL CHECK (outcome IN ('qualified', 'not-qualified')),
    reasons jsonb NOT NULL,
    requirement_ids text[] NOT NULL,
    points jsonb NOT NULL,
    decided_by uuid NOT NULL REFERENCES people,
    decided_at timestamptz NOT NULL,
    valid_until date,
    CHECK ((outcome = 'not-qualified') = (cardinality(requirement_ids) > 0)),
    CHECK ((outcome = 'qualified') = (valid_until IS NOT NULL)),
    UNIQUE (application_id, version)
  );
  COMMENT ON TABLE application_decisions IS 'The last decision on an application counts; none is made after the shortlist.';
  SELECT make_append_only('application_decisions');

  CREATE TABLE invited_suppliers (
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    application_id uuid REFERENCES applications,
    rank int NOT NULL CHECK (rank > 0),
    shortlisted_at timestamptz NOT NULL,
    PRIMARY KEY (tender_id, supplier_id),
    UNIQUE (tender_id, rank)
  );
  SELECT make_append_only('invited_suppliers');
`;

const admission = `
  -- Who may take part at all: asked of an applicant, and first of a bidder.
  ALTER FUNCTION admit_bidder(uuid, uuid) RENAME TO admit_supplier;

  CREATE FUNCTION admit_bidder(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NOT admit_supplier(tender_of, supplier) THEN RETURN false; END IF;
    IF EXISTS (SELECT FROM tenders WHERE id = tender_of AND method = 'invited')
       AND NOT EXISTS (SELECT FROM invited_suppliers WHERE tender_id = tender_of AND supplier_id = supplier) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.not-qualified';
    END IF;
    RETURN true;
  END $$;
  REVOKE ALL ON FUNCTION admit_bidder(uuid, uuid) FROM PUBLIC;

  CREATE FUNCTION may_apply(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
      SELECT admit_supplier(tender_of, supplier) AND EXISTS (SELECT FROM tenders WHERE id = tender_of AND method = 'invited')
    $$;
  REVOKE ALL ON FUNCTION may_apply(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION may_apply(uuid, uuid) TO ftz_app;
`;
