import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: suppliers ask without being known. The asker stands here as a keyed hash only, the moment of a question is the database's, and an
 * answer stands whatever the service does. Who has downloaded a document knows it (art. 61), and is nobody else's business: the service's own role
 * meets the list through functions only. An outage moves deadlines once, and two people stand for it.
 */
export class Enquiries0015 implements MigrationInterface {
  name = 'enquiries-0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(enquiries);
    await runner.query(asking);
    await runner.query(downloads);
    await runner.query(outages);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE outage_extensions, outages;
      DROP FUNCTION record_download(uuid, uuid, uuid);
      DROP FUNCTION first_download(uuid, uuid);
      DROP TABLE document_downloads;
      DROP FUNCTION may_ask(uuid, uuid);
      DROP TABLE enquiries;
      DROP FUNCTION receive_enquiry();
      DROP FUNCTION answer_stands();
    `);
  }
}

const enquiries = `
  CREATE TABLE enquiries (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    stage text NOT NULL CHECK (stage IN ('applications', 'bids')),
    author bytea NOT NULL CHECK (length(author) = 32),
    topic text,
    text jsonb NOT NULL CHECK (text ?| ARRAY['zh', 'en']),
    asked_at timestamptz NOT NULL,
    answer_due_on date,
    answer_due jsonb NOT NULL,
    answer jsonb,
    warnings jsonb NOT NULL,
    answered_by uuid REFERENCES people,
    answered_at timestamptz,
    CHECK (num_nulls(answer, answered_by, answered_at) IN (0, 3))
  );
  COMMENT ON COLUMN enquiries.author IS 'HMAC-SHA-256 of the asker under a key of the tender, which is in no database.';
  CREATE INDEX enquiries_by_tender ON enquiries (tender_id, id);
  CREATE INDEX enquiries_open ON enquiries (answer_due_on) WHERE answered_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, answer, warnings, answered_by, answered_at) ON enquiries TO ftz_app;

  -- The deadline itself is asked here as well; how many days before it enquiries end is the law's, which may change.
  CREATE FUNCTION receive_enquiry() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender record;
    deadline timestamptz;
  BEGIN
    SELECT state, applications_close_at, bids_close_at INTO tender FROM tenders WHERE id = NEW.tender_id FOR SHARE;
    deadline := CASE WHEN NEW.stage = 'bids' THEN tender.bids_close_at ELSE tender.applications_close_at END;
    IF tender.state IS DISTINCT FROM (CASE WHEN NEW.stage = 'bids' THEN 'open' ELSE 'prequalification' END) OR deadline IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', tender.state, 'event', 'enquire')::text;
    END IF;
    IF platform_now() >= deadline OR NEW.asked_at >= deadline THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'enquiry.too-late', DETAIL = json_build_object(
        'receivedAt', utc_text(platform_now()), 'closesAt', utc_text(deadline), 'days', 0)::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER receive_enquiry BEFORE INSERT ON enquiries FOR EACH ROW EXECUTE FUNCTION receive_enquiry();
  ALTER TABLE enquiries ENABLE ALWAYS TRIGGER receive_enquiry;

  CREATE FUNCTION answer_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.answered_at IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'enquiry.answered-already',
        DETAIL = json_build_object('answeredAt', utc_text(OLD.answered_at))::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER answer_stands BEFORE UPDATE ON enquiries FOR EACH ROW EXECUTE FUNCTION answer_stands();
  ALTER TABLE enquiries ENABLE ALWAYS TRIGGER answer_stands;
`;

// In a prequalification whoever may apply; once the documents of an invited tender are issued, whoever may bid.
const asking = `
  CREATE FUNCTION may_ask(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM tenders WHERE id = tender_of AND method = 'invited' AND documents_issued_at IS NULL) THEN
      RETURN admit_supplier(tender_of, supplier);
    END IF;
    RETURN admit_bidder(tender_of, supplier);
  END $$;
  REVOKE ALL ON FUNCTION may_ask(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION may_ask(uuid, uuid) TO ftz_app;
`;

const downloads = `
  CREATE TABLE document_downloads (
    document_id uuid NOT NULL REFERENCES tender_documents,
    organization_id uuid NOT NULL REFERENCES organizations,
    tender_id uuid NOT NULL REFERENCES tenders,
    person_id uuid NOT NULL REFERENCES people,
    sha256 text NOT NULL,
    downloaded_at timestamptz NOT NULL,
    PRIMARY KEY (document_id, organization_id)
  );
  CREATE INDEX document_downloads_of ON document_downloads (tender_id, organization_id);
  COMMENT ON TABLE document_downloads IS 'Who means to bid is a secret: the service reads and writes it through functions only.';
  SELECT make_append_only('document_downloads');
  REVOKE ALL ON document_downloads FROM ftz_app;

  -- True where it is the first, of a supplier, of a document that is issued.
  CREATE FUNCTION record_download(document uuid, organization uuid, person uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    INSERT INTO document_downloads
      SELECT one.id, organization, one.tender_id, person, one.sha256, platform_now()
        FROM tender_documents one JOIN tenders tender ON tender.id = one.tender_id
       WHERE one.id = document AND tender.documents_issued_at <= platform_now() AND tender.procurer_id <> organization
         AND EXISTS (SELECT FROM organizations WHERE id = organization AND 'supplier' = ANY (kinds))
      ON CONFLICT DO NOTHING;
    RETURN FOUND;
  END $$;
  REVOKE ALL ON FUNCTION record_download(uuid, uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION record_download(uuid, uuid, uuid) TO ftz_app;

  CREATE FUNCTION first_download(tender_of uuid, organization uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
      SELECT min(downloaded_at) FROM document_downloads WHERE tender_id = tender_of AND organization_id = organization
    $$;
  REVOKE ALL ON FUNCTION first_download(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION first_download(uuid, uuid) TO ftz_app;
`;

const outages = `
  CREATE TABLE outages (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('platform', 'network', 'power', 'identity', 'signing', 'other')),
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    description jsonb NOT NULL CHECK (description ?& ARRAY['zh', 'en']),
    registered_by uuid NOT NULL REFERENCES people,
    registered_at timestamptz NOT NULL CHECK (registered_at >= to_at),
    confirmed_by uuid REFERENCES people,
    confirmed_at timestamptz,
    CHECK (to_at > from_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CONSTRAINT outages_four_eyes CHECK (confirmed_by <> registered_by),
    CONSTRAINT outages_once EXCLUDE USING gist (tstzrange(from_at, to_at) WITH &&) WHERE (confirmed_at IS NOT NULL)
  );
  GRANT SELECT, INSERT, UPDATE (version, confirmed_by, confirmed_at) ON outages TO ftz_app;

  CREATE TABLE outage_extensions (
    outage_id uuid NOT NULL REFERENCES outages,
    tender_id uuid NOT NULL REFERENCES tenders,
    deadline text NOT NULL CHECK (deadline IN ('bidsCloseAt', 'applicationsCloseAt')),
    before_at timestamptz NOT NULL,
    after_at timestamptz CHECK (after_at > before_at),
    outcome text NOT NULL CHECK (outcome IN ('extended', 'passed')),
    notice_version int,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (outage_id, tender_id),
    CHECK ((outcome = 'extended') = (after_at IS NOT NULL)),
    CHECK ((outcome = 'extended') = (notice_version IS NOT NULL))
  );
  COMMENT ON TABLE outage_extensions IS 'One row for each deadline that an outage reached: a second extension finds it taken.';
  SELECT make_append_only('outage_extensions');
`;
