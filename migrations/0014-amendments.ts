import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a published tender is amended (变更), and nothing else changes it. Its content moves only while the stage runs and only together with the
 * notice that says so; what is material was approved by a second person. A bid keeps the version of the notice it was received under, and a
 * bidder may say, as secretly as it bid, that its bid stands under a later one.
 */
export class Amendments0014 implements MigrationInterface {
  name = 'amendments-0000000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(amendments);
    await runner.query(standing(contentStands, contentMayBeAmended));
    await runner.query(announced);
    await runner.query(documents);
    await runner.query(versions);
    await runner.query(confirmations);
    await runner.query(confirming);
    await runner.query(reading);
    await runner.query(openingWithVersions);
    await runner.query(sealedDeliveries);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION tell_bidders(uuid, text, uuid, text, uuid);
      DROP FUNCTION own_delivery(uuid, uuid, uuid), own_deliveries(uuid, uuid, uuid, int);
      DROP FUNCTION delivery_read_at(uuid, uuid);
      DROP POLICY write_receipts ON delivery_receipts;
      DROP POLICY read_receipts ON delivery_receipts;
      ALTER TABLE delivery_receipts DISABLE ROW LEVEL SECURITY;
      DROP POLICY write_deliveries ON deliveries;
      DROP POLICY read_deliveries ON deliveries;
      ALTER TABLE deliveries DISABLE ROW LEVEL SECURITY;
      ALTER TABLE deliveries DISABLE TRIGGER append_only_rows;
      ALTER TABLE delivery_receipts DISABLE TRIGGER append_only_rows;
      DELETE FROM delivery_receipts WHERE delivery_id IN (SELECT id FROM deliveries WHERE sealed);
      DELETE FROM deliveries WHERE sealed;
      ALTER TABLE delivery_receipts ENABLE ALWAYS TRIGGER append_only_rows;
      ALTER TABLE deliveries ENABLE ALWAYS TRIGGER append_only_rows;
      ALTER TABLE deliveries DROP COLUMN sealed;
      ALTER TABLE opened_bids DROP COLUMN notice_version;
      DROP FUNCTION bids_for_opening(uuid);
    `);
    await runner.query(openingBefore);
    await runner.query(`
      DROP FUNCTION confirmations_due(uuid), own_bid_standing(uuid, uuid);
      DROP FUNCTION confirm_bid(uuid, uuid, uuid, uuid, int, text, text, uuid, bytea);
      DROP FUNCTION record_confirmation(bid_confirmations, uuid, bytea);
      DROP FUNCTION version_answered(bid_submissions);
      DROP TABLE bid_confirmations;
    `);
    await runner.query(receiving(''));
    await runner.query(`
      DROP INDEX bid_submissions_by_supplier;
      ALTER TABLE bid_submissions DROP COLUMN notice_version;
      DROP FUNCTION material_amendment_after(uuid, int), notice_in_force(uuid, timestamptz);
      DROP TABLE document_publications;
      ALTER TABLE tender_documents DROP COLUMN version, DROP COLUMN replaces, DROP COLUMN pending;
      DROP TRIGGER tender_amendments_are_announced ON tenders;
      DROP FUNCTION tender_amendment_is_announced();
    `);
    await runner.query(standing(contentStandsBefore, ''));
    await runner.query('DROP TABLE tender_amendments;');
  }
}

const amendments = `
  CREATE TABLE tender_amendments (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    base_version int NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'published', 'rejected')),
    body jsonb NOT NULL,
    changes jsonb NOT NULL,
    material boolean NOT NULL,
    proposed_by uuid NOT NULL REFERENCES people,
    proposed_at timestamptz NOT NULL,
    approved_by uuid REFERENCES people,
    approved_at timestamptz,
    notice_version int,
    rejection jsonb,
    rejected_by uuid REFERENCES people,
    rejected_at timestamptz,
    FOREIGN KEY (tender_id, notice_version) REFERENCES tender_notices (tender_id, version),
    UNIQUE (tender_id, notice_version),
    CONSTRAINT tender_amendments_four_eyes CHECK (approved_by <> proposed_by),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK ((state = 'published') = (notice_version IS NOT NULL)),
    CHECK ((state = 'rejected') = (rejected_by IS NOT NULL)),
    CHECK (num_nulls(rejection, rejected_by, rejected_at) IN (0, 3)),
    CONSTRAINT tender_amendments_material CHECK (state <> 'published' OR NOT material OR approved_by IS NOT NULL)
  );
  COMMENT ON COLUMN tender_amendments.base_version IS 'The version of the tender that it amends; another version in between, and it is outdated.';
  CREATE INDEX tender_amendments_by_tender ON tender_amendments (tender_id, id);
  CREATE INDEX tender_amendments_proposed ON tender_amendments (tender_id) WHERE state = 'proposed';
  GRANT SELECT, INSERT, UPDATE (version, state, approved_by, approved_at, notice_version, rejection, rejected_by, rejected_at)
    ON tender_amendments TO ftz_app;
`;

const contentStandsBefore = `
    IF (NEW.published_at, NEW.method, NEW.category, NEW.title, NEW.description, NEW.content, NEW.approved_by)
       IS DISTINCT FROM
       (OLD.published_at, OLD.method, OLD.category, OLD.title, OLD.description, OLD.content, OLD.approved_by)`;

// What no amendment reaches: what the procurement is, who approved it, who keeps its locks, whom it names as its source.
const contentStands = `
    IF (NEW.published_at, NEW.method, NEW.category, NEW.approved_by, NEW.item_class, NEW.content -> 'custodians', NEW.content -> 'singleSource')
       IS DISTINCT FROM
       (OLD.published_at, OLD.method, OLD.category, OLD.approved_by, OLD.item_class, OLD.content -> 'custodians', OLD.content -> 'singleSource')`;

const amended = `(NEW.title, NEW.description, NEW.content, NEW.budget, NEW.valuation, NEW.budget_year)
       IS DISTINCT FROM (OLD.title, OLD.description, OLD.content, OLD.budget, OLD.valuation, OLD.budget_year)`;

const contentMayBeAmended = `
    IF ${amended} THEN
      IF OLD.state <> NEW.state OR OLD.state NOT IN ('prequalification', 'open') THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
          DETAIL = json_build_object('state', OLD.state, 'event', 'revise')::text;
      END IF;
      IF OLD.state = 'open' AND platform_now() >= OLD.bids_close_at THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.deadline-passed',
          DETAIL = json_build_object('bidsCloseAt', utc_text(OLD.bids_close_at), 'now', utc_text(platform_now()))::text;
      END IF;
      IF OLD.state = 'prequalification' AND platform_now() >= OLD.applications_close_at THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.deadline-passed', DETAIL = json_build_object(
          'applicationsCloseAt', utc_text(OLD.applications_close_at), 'now', utc_text(platform_now()))::text;
      END IF;
    END IF;`;

/** As in 0012, but for what may change after publication and when. */
function standing(stands: string, mayBeAmended: string): string {
  return `
  CREATE OR REPLACE FUNCTION tender_stands_after_publication() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    issuing boolean := OLD.state = 'invited' AND NEW.state = 'open' AND OLD.documents_issued_at IS NULL;
  BEGIN
    IF OLD.published_at IS NULL THEN RETURN NEW; END IF;${stands}
       OR (OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at)
       OR (NEW.documents_issued_at IS DISTINCT FROM OLD.documents_issued_at AND NOT issuing)
       OR ((NEW.bids_close_at IS NULL) <> (OLD.bids_close_at IS NULL) AND NOT issuing)
       OR ((NEW.opens_at IS NULL) <> (OLD.opens_at IS NULL) AND NOT issuing)
       OR (NEW.applications_close_at IS NULL) <> (OLD.applications_close_at IS NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', OLD.state, 'event', 'revise')::text;
    END IF;${mayBeAmended}
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
}

// At the commit: the same transaction published the amendment, and the notice says of every field what the tender now says.
const announced = `
  CREATE FUNCTION tender_amendment_is_announced() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM FROM tender_notices notice
      JOIN tender_amendments amendment ON amendment.tender_id = notice.tender_id AND amendment.notice_version = notice.version
     WHERE notice.tender_id = NEW.id AND notice.kind = 'amendment' AND notice.xmin = pg_current_xact_id()::xid
       AND notice.content -> 'title' = NEW.title AND notice.content -> 'description' = NEW.description
       AND NOT EXISTS (SELECT FROM jsonb_each(NEW.content) one WHERE notice.content -> one.key IS DISTINCT FROM one.value
                         -- The notice says the terms whole, with what holds where the tender is silent.
                         AND NOT (one.key = 'terms' AND coalesce(notice.content -> one.key @> one.value, false)));
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', NEW.state, 'event', 'revise')::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER tender_amendments_are_announced AFTER UPDATE ON tenders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND ${amended})
    EXECUTE FUNCTION tender_amendment_is_announced();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER tender_amendments_are_announced;
`;

const documents = `
  ALTER TABLE tender_documents
    ADD COLUMN version int NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD COLUMN replaces uuid REFERENCES tender_documents,
    ADD COLUMN pending boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN tender_documents.pending IS 'Came after the publication: only its own organisation has it, until an amendment publishes it.';
  CREATE TABLE document_publications (
    document_id uuid PRIMARY KEY REFERENCES tender_documents,
    tender_id uuid NOT NULL REFERENCES tenders,
    notice_version int NOT NULL,
    replaces uuid UNIQUE REFERENCES tender_documents,
    published_at timestamptz NOT NULL,
    FOREIGN KEY (tender_id, notice_version) REFERENCES tender_notices (tender_id, version)
  );
  SELECT make_append_only('document_publications');
`;

/** As in 0005, and with \`more\` once the deadline has been kept. */
const receiving = (more: string): string => `
  CREATE OR REPLACE FUNCTION receive_bid() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender record;
  BEGIN
    NEW.received_at := platform_now();
    SELECT state, bids_close_at, opened_at INTO tender FROM tenders WHERE id = NEW.tender_id FOR SHARE;
    IF tender.bids_close_at IS NOT NULL AND (NEW.received_at >= tender.bids_close_at OR tender.opened_at IS NOT NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.late', DETAIL = json_build_object(
        'receivedAt', utc_text(NEW.received_at), 'bidsCloseAt', utc_text(tender.bids_close_at))::text;
    END IF;
    IF tender.state IS DISTINCT FROM 'open' OR tender.bids_close_at IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = json_build_object('state', tender.state, 'event', NEW.action)::text;
    END IF;${more}
    RETURN NEW;
  END $$;
`;

// By its moment, not by the lock: a bid that was received before an amendment, and waited for it, was made under the notice before.
const versions = `
  CREATE FUNCTION notice_in_force(tender_of uuid, moment timestamptz) RETURNS int LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(max(version), 0) FROM tender_notices
     WHERE tender_id = tender_of AND kind IN ('tender', 'prequalification', 'invitation', 'amendment') AND published_at <= moment
  $$;
  CREATE FUNCTION material_amendment_after(tender_of uuid, answered int) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM tender_amendments WHERE tender_id = tender_of AND material AND notice_version > answered)
  $$;

  ALTER TABLE bid_submissions ADD COLUMN notice_version int NOT NULL DEFAULT 0;
  COMMENT ON COLUMN bid_submissions.notice_version IS 'The notice in force when it was received; 0 where there was none.';
  ALTER TABLE bid_submissions DISABLE TRIGGER append_only_rows;
  UPDATE bid_submissions SET notice_version = notice_in_force(tender_id, received_at);
  ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER append_only_rows;
  CREATE INDEX bid_submissions_by_supplier ON bid_submissions (supplier_id);
  ${receiving(`
    NEW.notice_version := notice_in_force(NEW.tender_id, NEW.received_at);`)}
`;

const confirmations = `
  CREATE TABLE bid_confirmations (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL,
    submission_id uuid NOT NULL REFERENCES bid_submissions,
    notice_version int NOT NULL,
    confirmed_at timestamptz NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint text NOT NULL,
    UNIQUE (submission_id, notice_version),
    UNIQUE (person_id, tender_id, idempotency_key)
  );
  COMMENT ON TABLE bid_confirmations IS 'That a sealed bid stands under a later version of the notice. As secret as the bid: read through functions only.';
  SELECT make_append_only('bid_confirmations');
  REVOKE ALL ON bid_confirmations FROM ftz_app;

  CREATE FUNCTION version_answered(bid bid_submissions) RETURNS int LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT greatest(bid.notice_version, (SELECT max(notice_version) FROM bid_confirmations WHERE submission_id = bid.id))
  $$;
  REVOKE ALL ON FUNCTION version_answered(bid_submissions) FROM PUBLIC;

  -- Byte for byte as src/platform/audit-leaf.ts writes a sealed entry, as record_submission does.
  CREATE FUNCTION record_confirmation(made bid_confirmations, entry uuid, salt bytea) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    body text := format(
      '{"actor":{"organizationId":"%s","personId":"%s"},"article":51,"id":"%s","payload":{"confirmationId":"%s","confirmedAt":"%s",'
      '"noticeVersion":%s,"submissionId":"%s"},"recordedAt":"%s","subject":{"id":"%s","kind":"bid"},"tenderId":"%s","type":"bid.confirmed"}',
      made.supplier_id, made.person_id, entry, made.id, utc_text(made.confirmed_at), made.notice_version, made.submission_id,
      utc_text(made.confirmed_at), made.submission_id, made.tender_id);
    salted bytea := salt || convert_to(body, 'UTF8');
    leaf_text text := format('{"sha256":"%s","sha512":"%s","type":"sealed","v":1}', encode(sha256(salted), 'hex'), encode(sha512(salted), 'hex'));
  BEGIN
    INSERT INTO audit_entries (id, type, article, tender_id, subject_kind, subject_id, actor_person_id, actor_organization_id,
                               recorded_at, sealed, leaf, leaf_hash)
    VALUES (entry, 'bid.confirmed', 51, made.tender_id, 'bid', made.submission_id, made.person_id, made.supplier_id,
            made.confirmed_at, true, leaf_text, sha256('\\x00'::bytea || convert_to(leaf_text, 'UTF8')));
    INSERT INTO audit_payloads (entry_id, payload, salt) VALUES (entry, body, salt);
  END $$;
  REVOKE ALL ON FUNCTION record_confirmation(bid_confirmations, uuid, bytea) FROM PUBLIC;
`;

const confirming = `
  -- The moment first, then the locks, as a submission. Outcomes: made (also a repeat of the same key), key-reused, unknown.
  CREATE FUNCTION confirm_bid(new_id uuid, tender_of uuid, supplier uuid, person uuid, wanted int, key text, print text, entry uuid, salt bytea)
    RETURNS TABLE (outcome text, id uuid, submission_id uuid, notice_version int, confirmed_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    moment timestamptz := platform_now();
    tender record;
    latest bid_submissions;
    made bid_confirmations;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(tender_of::text || supplier::text, 11));
    SELECT * INTO made FROM bid_confirmations one WHERE one.person_id = person AND one.tender_id = tender_of AND one.idempotency_key = key;
    IF FOUND THEN
      outcome := CASE WHEN made.fingerprint = print AND made.supplier_id = supplier THEN 'made' ELSE 'key-reused' END;
    ELSIF NOT admit_bidder(tender_of, supplier) THEN
      outcome := 'unknown';
    ELSE
      SELECT state, bids_close_at, opened_at INTO tender FROM tenders one WHERE one.id = tender_of FOR SHARE;
      SELECT * INTO latest FROM bid_submissions one
       WHERE one.tender_id = tender_of AND one.supplier_id = supplier ORDER BY one.version DESC LIMIT 1;
      IF latest.id IS NULL THEN
        outcome := 'unknown';
      ELSE
        IF moment >= tender.bids_close_at OR tender.opened_at IS NOT NULL THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.confirmation-late', DETAIL = json_build_object(
            'receivedAt', utc_text(moment), 'bidsCloseAt', utc_text(tender.bids_close_at))::text;
        END IF;
        IF tender.state <> 'open' THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
            DETAIL = json_build_object('state', tender.state, 'event', 'confirmation')::text;
        END IF;
        IF latest.action = 'withdrawal' THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.already-withdrawn';
        END IF;
        IF wanted <> notice_in_force(tender_of, moment) THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.confirmation-other-version',
            DETAIL = json_build_object('noticeVersion', wanted, 'current', notice_in_force(tender_of, moment))::text;
        END IF;
        IF NOT material_amendment_after(tender_of, version_answered(latest)) THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.confirmation-not-asked',
            DETAIL = json_build_object('answers', version_answered(latest))::text;
        END IF;
        INSERT INTO bid_confirmations VALUES (new_id, tender_of, supplier, person, latest.id, wanted, moment, key, print) RETURNING * INTO made;
        PERFORM record_confirmation(made, entry, salt);
        outcome := 'made';
      END IF;
    END IF;
    IF outcome = 'made' THEN
      id := made.id; submission_id := made.submission_id; notice_version := made.notice_version; confirmed_at := made.confirmed_at;
    END IF;
    RETURN NEXT;
  END $$;
  REVOKE ALL ON FUNCTION confirm_bid(uuid, uuid, uuid, uuid, int, text, text, uuid, bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION confirm_bid(uuid, uuid, uuid, uuid, int, text, text, uuid, bytea) TO ftz_app;
`;

const reading = `
  -- Of a supplier's last bid: the version it was made under, the one it answers, the one in force, whether a confirmation is asked for.
  CREATE FUNCTION own_bid_standing(tender_of uuid, supplier uuid)
    RETURNS TABLE (made_under int, answers int, current int, asked boolean, confirmed_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.notice_version, version_answered(last), notice_in_force(tender_of, platform_now()),
           last.action <> 'withdrawal' AND tender.state = 'open' AND platform_now() < tender.bids_close_at
             AND material_amendment_after(tender_of, version_answered(last)),
           (SELECT max(confirmed_at) FROM bid_confirmations WHERE submission_id = last.id)
      FROM bid_submissions last JOIN tenders tender ON tender.id = last.tender_id
     WHERE last.tender_id = tender_of AND last.supplier_id = supplier ORDER BY last.version DESC LIMIT 1
  $$;
  REVOKE ALL ON FUNCTION own_bid_standing(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION own_bid_standing(uuid, uuid) TO ftz_app;

  CREATE FUNCTION confirmations_due(supplier uuid) RETURNS TABLE (tender_id uuid, submission_id uuid, bids_close_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.tender_id, last.id, tender.bids_close_at
      FROM bid_submissions last JOIN tenders tender ON tender.id = last.tender_id
     WHERE last.supplier_id = supplier AND last.action <> 'withdrawal' AND tender.state = 'open' AND platform_now() < tender.bids_close_at
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = last.id)
       AND material_amendment_after(last.tender_id, version_answered(last))
  $$;
  REVOKE ALL ON FUNCTION confirmations_due(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION confirmations_due(uuid) TO ftz_app;
`;

const openingBefore = `
  CREATE FUNCTION bids_for_opening(tender_of uuid)
    RETURNS TABLE (id uuid, supplier_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.id, last.supplier_id, encode(last.ct_sha256, 'hex'), last.ct_bytes::text, last.received_at
      FROM (SELECT DISTINCT ON (one.supplier_id) one.* FROM bid_submissions one
             WHERE one.tender_id = tender_of ORDER BY one.supplier_id, one.version DESC) last
      JOIN tenders ON tenders.id = last.tender_id AND platform_now() >= tenders.opens_at
     WHERE last.action <> 'withdrawal' ORDER BY last.received_at, last.id
  $$;
  REVOKE ALL ON FUNCTION bids_for_opening(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION bids_for_opening(uuid) TO ftz_app;
`;

const openingWithVersions = `
  DROP FUNCTION bids_for_opening(uuid);
  CREATE FUNCTION bids_for_opening(tender_of uuid)
    RETURNS TABLE (id uuid, supplier_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz, answers int)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.id, last.supplier_id, encode(last.ct_sha256, 'hex'), last.ct_bytes::text, last.received_at, version_answered(last)
      FROM bid_submissions last
      JOIN tenders ON tenders.id = last.tender_id AND platform_now() >= tenders.opens_at
     WHERE last.tender_id = tender_of AND last.action <> 'withdrawal'
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = last.id)
     ORDER BY last.received_at, last.id
  $$;
  REVOKE ALL ON FUNCTION bids_for_opening(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION bids_for_opening(uuid) TO ftz_app;

  ALTER TABLE opened_bids ADD COLUMN notice_version int;
`;

// Who bids is told what changed, and nobody else may read or count that before the opening.
const sealedDeliveries = `
  ALTER TABLE deliveries ADD COLUMN sealed boolean NOT NULL DEFAULT false;
  COMMENT ON COLUMN deliveries.sealed IS 'Tells a bidder: readable to others once the bids are opened.';
  ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read_deliveries ON deliveries FOR SELECT USING (entry_is_readable(sealed, tender_id));
  CREATE POLICY write_deliveries ON deliveries FOR INSERT WITH CHECK (NOT sealed);
  ALTER TABLE delivery_receipts ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read_receipts ON delivery_receipts FOR SELECT USING (EXISTS (SELECT FROM deliveries WHERE id = delivery_id));
  CREATE POLICY write_receipts ON delivery_receipts FOR INSERT WITH CHECK (true);
  CREATE FUNCTION delivery_read_at(delivery uuid, person uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT read_at FROM delivery_receipts WHERE delivery_id = delivery AND person_id = person
  $$;
  REVOKE ALL ON FUNCTION delivery_read_at(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION delivery_read_at(uuid, uuid) TO ftz_app;

  CREATE FUNCTION own_deliveries(organization uuid, person uuid, before uuid, at_most int) RETURNS SETOF deliveries
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM deliveries WHERE (organization_id = organization OR person_id = person) AND (before IS NULL OR id < before)
     ORDER BY id DESC LIMIT at_most
  $$;
  REVOKE ALL ON FUNCTION own_deliveries(uuid, uuid, uuid, int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION own_deliveries(uuid, uuid, uuid, int) TO ftz_app;
  CREATE FUNCTION own_delivery(delivery uuid, organization uuid, person uuid) RETURNS SETOF deliveries
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM deliveries WHERE id = delivery AND (organization_id = organization OR person_id = person)
  $$;
  REVOKE ALL ON FUNCTION own_delivery(uuid, uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION own_delivery(uuid, uuid, uuid) TO ftz_app;

  -- One sealed delivery for every supplier whose bid stands; ids are of version 7, as those of all deliveries.
  CREATE FUNCTION tell_bidders(entry uuid, topic_of text, tender_of uuid, kind text, subject uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO deliveries (id, organization_id, topic, tender_id, subject_kind, subject_id, entry_id, delivered_at, sealed)
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
             PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
           last.supplier_id, topic_of, tender_of, kind, subject, entry, platform_now(), true
      FROM bid_submissions last
     WHERE last.tender_id = tender_of AND last.action <> 'withdrawal'
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = last.id)
    ON CONFLICT DO NOTHING
  $$;
  REVOKE ALL ON FUNCTION tell_bidders(uuid, text, uuid, text, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION tell_bidders(uuid, text, uuid, text, uuid) TO ftz_app;
`;
