import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a licence counts once a registrar has looked at it, and a supplier learns that one is about to fail it while its bid is still sealed. Suppliers with one
 * principal do not bid against each other. A security is kept only on a ground, after its supplier was heard. A planned
 * notice may be written anew, and one person neither applies nor confirms for two suppliers.
 */
export class ProvedAndForfeited0026 implements MigrationInterface {
  name = 'proved-and-forfeited-0000000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(licences);
    await runner.query(principals);
    await runner.query(securities);
    await runner.query(plannedVersions);
    await runner.query(samePerson);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER confirm_bid_of_one ON bid_confirmations;
      DROP TRIGGER receive_application_of_one ON applications;
      ${receivingOfOne(handedIn('NEW.tender_id', 'NEW.person_id', 'NEW.supplier_id'))}
      DROP FUNCTION confirm_bid_of_one(), receive_application_of_one();
      DROP FUNCTION confirmed_for_another(uuid, uuid, uuid), handed_in_for_another(uuid, uuid, uuid);
    `);
    await runner.query(plannedOnce);
    await runner.query(`
      REVOKE UPDATE (valid_until) ON securities FROM ftz_app;
      DROP TABLE security_extensions, security_forfeitures;
      DROP TABLE organization_principals;
      DROP FUNCTION licences_lacking(uuid);
      DROP FUNCTION licence_state(uuid);
      DROP TABLE licence_verifications;
    `);
  }
}

const licences = `
  CREATE TABLE licence_verifications (
    id uuid PRIMARY KEY,
    licence_id uuid NOT NULL REFERENCES licences,
    version int NOT NULL CHECK (version > 1),
    decision text NOT NULL CHECK (decision IN ('verified', 'refused')),
    basis jsonb NOT NULL,
    reason jsonb,
    decided_by uuid NOT NULL REFERENCES people,
    decided_at timestamptz NOT NULL,
    UNIQUE (licence_id, version),
    CHECK ((decision = 'refused') = (reason IS NOT NULL))
  );
  SELECT make_append_only('licence_verifications');

  CREATE FUNCTION licence_state(licence uuid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT decision FROM licence_verifications WHERE licence_id = licence ORDER BY version DESC LIMIT 1), 'unverified')
  $$;

  -- A supplier's own bids, sealed or opened, to which a licence that the documents ask for will be wanting: on the day of the deadline or, after it, today.
  CREATE FUNCTION licences_lacking(supplier uuid) RETURNS TABLE (tender_id uuid, submission_id uuid, bids_close_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.tender_id, last.id, CASE WHEN platform_now() < tender.bids_close_at THEN tender.bids_close_at END
      FROM bid_submissions last JOIN tenders tender ON tender.id = last.tender_id
     CROSS JOIN LATERAL (SELECT (greatest(platform_now(), tender.bids_close_at) AT TIME ZONE 'Asia/Shanghai')::date AS day) AS counted
     WHERE last.supplier_id = supplier AND last.action <> 'withdrawal' AND tender.state IN ('open', 'closed', 'opened', 'evaluated')
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = last.id)
       AND NOT EXISTS (SELECT FROM opened_bids bid WHERE bid.id = last.id AND bid.state <> 'opened')
       AND EXISTS (SELECT FROM jsonb_array_elements_text(tender.content -> 'licenceTypes') AS asked (type)
                    WHERE NOT EXISTS (SELECT FROM licences held
                                       WHERE held.organization_id = supplier AND held.type = asked.type AND licence_state(held.id) <> 'refused'
                                         AND held.valid_from <= day AND (held.valid_to IS NULL OR held.valid_to >= day)))
  $$;
  REVOKE ALL ON FUNCTION licences_lacking(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION licences_lacking(uuid) TO ftz_app;
`;

const principals = `
  CREATE TABLE organization_principals (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations,
    name jsonb NOT NULL,
    identity_kind text NOT NULL CHECK (identity_kind IN ('resident-id', 'passport', 'register-number')),
    identity_country text NOT NULL CHECK (identity_country ~ '^[A-Z]{2}$'),
    identity_hash bytea NOT NULL CHECK (length(identity_hash) = 32),
    state text NOT NULL CHECK (state IN ('unverified', 'verified', 'refused')),
    basis jsonb,
    reason jsonb,
    stated_by uuid NOT NULL,
    stated_at timestamptz NOT NULL,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    CHECK ((state = 'unverified') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'refused') = (reason IS NOT NULL))
  );
  CREATE INDEX organization_principals_of ON organization_principals (organization_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, basis, reason, decided_by, decided_at) ON organization_principals TO ftz_app;
`;

const securities = `
  CREATE TABLE security_forfeitures (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    security_id uuid NOT NULL REFERENCES securities,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    state text NOT NULL CHECK (state IN ('notified', 'stated', 'forfeited', 'dropped')),
    ground text NOT NULL CHECK (ground IN
      ('withdrawn-after-deadline', 'contract-refused', 'conditions-added', 'performance-security-withheld', 'contract-not-performed')),
    reasons jsonb NOT NULL,
    evidence jsonb NOT NULL CHECK (jsonb_array_length(evidence) > 0),
    notified_by uuid NOT NULL REFERENCES people,
    notified_at timestamptz NOT NULL,
    statement_due jsonb NOT NULL,
    statement jsonb,
    stated_by uuid REFERENCES people,
    stated_at timestamptz,
    decision jsonb,
    decided_by uuid REFERENCES people CHECK (decided_by <> notified_by),
    decided_at timestamptz,
    CHECK (num_nulls(statement, stated_by, stated_at) IN (0, 3)),
    CHECK (num_nulls(decision, decided_by, decided_at) IN (0, 3)),
    CHECK ((state IN ('forfeited', 'dropped')) = (decision IS NOT NULL))
  );
  CREATE UNIQUE INDEX security_forfeitures_open ON security_forfeitures (security_id) WHERE state <> 'dropped';
  CREATE INDEX security_forfeitures_of ON security_forfeitures (security_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, statement, stated_by, stated_at, decision, decided_by, decided_at)
    ON security_forfeitures TO ftz_app;

  CREATE TABLE security_extensions (
    id uuid PRIMARY KEY,
    security_id uuid NOT NULL REFERENCES securities,
    valid_before date NOT NULL,
    valid_until date NOT NULL CHECK (valid_until > valid_before),
    number text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES people,
    recorded_at timestamptz NOT NULL
  );
  SELECT make_append_only('security_extensions');
  GRANT UPDATE (valid_until) ON securities TO ftz_app;
`;

const standingPlan = (fixed: string): string => `
  CREATE OR REPLACE FUNCTION planned_notice_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF (OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.published_by, NEW.warnings${fixed.replaceAll('?', 'NEW')})
         IS DISTINCT FROM (OLD.published_at, OLD.published_by, OLD.warnings${fixed.replaceAll('?', 'OLD')}))
       OR OLD.withdrawn_at IS NOT NULL OR (OLD.state = 'published' AND NEW.state = 'draft') THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'planned-notice.wrong-state',
        DETAIL = jsonb_build_object('state', OLD.state, 'event', 'revise')::text;
    END IF;
    RETURN NEW;
  END $$;
`;

const plannedVersions = `
  ALTER TABLE planned_notices ADD COLUMN revised_by uuid[] NOT NULL DEFAULT '{}';
  ALTER TABLE planned_notices ADD CONSTRAINT planned_notices_revised CHECK (published_by <> ALL (revised_by));
  GRANT UPDATE (revised_by, title, description, category, item_class, content, budget, planned_notice_on, search_text) ON planned_notices TO ftz_app;
  ${standingPlan(', ?.category, ?.item_class, ?.revised_by')}
  ALTER TABLE planned_notice_versions DROP CONSTRAINT planned_notice_versions_kind_check;
  ALTER TABLE planned_notice_versions ADD CONSTRAINT planned_notice_versions_kind_check CHECK (kind IN ('publication', 'revision', 'withdrawal'));
  ALTER TABLE planned_notice_versions DROP CONSTRAINT planned_notice_versions_planned_notice_id_kind_key;
  CREATE UNIQUE INDEX planned_notice_versions_once ON planned_notice_versions (planned_notice_id, kind) WHERE kind <> 'revision';
  CREATE INDEX planned_notice_versions_of ON planned_notice_versions (planned_notice_id, id);
`;

const plannedOnce = `
  DROP INDEX planned_notice_versions_of, planned_notice_versions_once;
  ALTER TABLE planned_notice_versions DISABLE TRIGGER append_only_rows;
  DELETE FROM planned_notice_versions WHERE kind = 'revision';
  ALTER TABLE planned_notice_versions ENABLE ALWAYS TRIGGER append_only_rows;
  ALTER TABLE planned_notice_versions ADD CONSTRAINT planned_notice_versions_planned_notice_id_kind_key UNIQUE (planned_notice_id, kind);
  ALTER TABLE planned_notice_versions DROP CONSTRAINT planned_notice_versions_kind_check;
  ALTER TABLE planned_notice_versions ADD CONSTRAINT planned_notice_versions_kind_check CHECK (kind IN ('publication', 'withdrawal'));
  ${standingPlan('')}
  REVOKE UPDATE (title, description, category, item_class, content, budget, planned_notice_on, search_text) ON planned_notices FROM ftz_app;
  ALTER TABLE planned_notices DROP COLUMN revised_by;
`;

/** A standing bid that a person handed in for another supplier. */
const handedIn = (tender: string, person: string, supplier: string): string => `EXISTS (
      SELECT FROM bid_submissions one
       WHERE one.tender_id = ${tender} AND one.person_id = ${person} AND one.supplier_id <> ${supplier}
         AND one.action <> 'withdrawal'
         AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.tender_id = one.tender_id AND later.supplier_id = one.supplier_id
                            AND later.version > one.version AND later.action = 'withdrawal')
    )`;

const receivingOfOne = (forAnother: string): string => `
  CREATE OR REPLACE FUNCTION receive_bid_of_one() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.tender_id::text || NEW.person_id::text, 21));
    IF ${forAnother} THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.same-person';
    END IF;
    RETURN NEW;
  END $$;
`;

const forAnother = `handed_in_for_another(NEW.tender_id, NEW.person_id, NEW.supplier_id)
       OR confirmed_for_another(NEW.tender_id, NEW.person_id, NEW.supplier_id)`;

const samePerson = `
  CREATE FUNCTION handed_in_for_another(tender_of uuid, person uuid, supplier uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT ${handedIn('tender_of', 'person', 'supplier')}
  $$;
  CREATE FUNCTION confirmed_for_another(tender_of uuid, person uuid, supplier uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
      SELECT FROM bid_confirmations one
       WHERE one.tender_id = tender_of AND one.person_id = person AND one.supplier_id <> supplier
         AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.tender_id = one.tender_id AND later.supplier_id = one.supplier_id
                            AND later.received_at > one.confirmed_at AND later.action = 'withdrawal'))
  $$;
  REVOKE ALL ON FUNCTION handed_in_for_another(uuid, uuid, uuid), confirmed_for_another(uuid, uuid, uuid) FROM PUBLIC;
  ${receivingOfOne(forAnother)}

  CREATE FUNCTION confirm_bid_of_one() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.tender_id::text || NEW.person_id::text, 21));
    IF ${forAnother} THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.same-person';
    END IF;
    RETURN NEW;
  END $$;
  REVOKE ALL ON FUNCTION confirm_bid_of_one() FROM PUBLIC;
  CREATE TRIGGER confirm_bid_of_one BEFORE INSERT ON bid_confirmations FOR EACH ROW EXECUTE FUNCTION confirm_bid_of_one();
  ALTER TABLE bid_confirmations ENABLE ALWAYS TRIGGER confirm_bid_of_one;

  -- After the trigger that dates an application, so that lateness comes first; a withdrawal always passes and frees the hand.
  CREATE FUNCTION receive_application_of_one() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.tender_id::text || NEW.person_id::text, 26));
    IF EXISTS (
      SELECT FROM applications one
       WHERE one.tender_id = NEW.tender_id AND one.person_id = NEW.person_id AND one.supplier_id <> NEW.supplier_id
         AND one.action <> 'withdrawal'
         AND NOT EXISTS (SELECT FROM applications later WHERE later.tender_id = one.tender_id AND later.supplier_id = one.supplier_id
                            AND later.version > one.version AND later.action = 'withdrawal')
    ) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'prequalification.same-person';
    END IF;
    RETURN NEW;
  END $$;
  REVOKE ALL ON FUNCTION receive_application_of_one() FROM PUBLIC;
  CREATE TRIGGER receive_application_of_one BEFORE INSERT ON applications FOR EACH ROW WHEN (NEW.action <> 'withdrawal')
    EXECUTE FUNCTION receive_application_of_one();
  ALTER TABLE applications ENABLE ALWAYS TRIGGER receive_application_of_one;
`;
