import { accessRecoveries } from './0016-access-recoveries.js';
import { notifications } from './0016-notifications.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: who acts for whom without belonging to it: agencies by mandate (委托), people by power of attorney (授权委托书). What the law hangs on
 * them is asked of the row itself, under its lock, so that an act and a revocation cannot both win.
 */
export class Delegations0016 implements MigrationInterface {
  name = 'delegations-0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(delegations);
    await runner.query(questions);
    await runner.query(bidding);
    await runner.query(notifications);
    await runner.query(accessRecoveries);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE UPDATE (subject) ON people FROM ftz_app;
      DROP TRIGGER subjects_are_given_once ON people;
      DROP FUNCTION subjects_are_given_once();
      DROP TABLE retired_subjects, access_recoveries;
      DROP TABLE mail_items, mail_deliveries, email_verifications, notification_settings;
      DROP TRIGGER receive_bid_by_power ON bid_submissions;
      DROP FUNCTION receive_bid_by_power();
      ALTER TABLE bid_submissions DROP COLUMN authority_id;
      DROP FUNCTION record_submission(bid_submissions, uuid, bytea);
      ALTER FUNCTION record_own_submission(bid_submissions, uuid, bytea) RENAME TO record_submission;
      DROP FUNCTION admit_supplier(uuid, uuid);
      ALTER FUNCTION admit_any_supplier(uuid, uuid) RENAME TO admit_supplier;
      DROP FUNCTION authority_for(uuid[], uuid, text[], timestamptz);
      DROP FUNCTION agency_takes_part(uuid, uuid);
      DROP FUNCTION agencies_of(uuid);
      DROP TABLE delegations;
      DROP FUNCTION delegations_end_once();
    `);
  }
}

const delegations = `
  CREATE TABLE delegations (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('mandate', 'power')),
    principal_id uuid NOT NULL REFERENCES organizations,
    agency_id uuid REFERENCES organizations CHECK (agency_id <> principal_id),
    person_id uuid REFERENCES people,
    acts text[] NOT NULL CHECK (cardinality(acts) > 0),
    tender_ids uuid[] CHECK (cardinality(tender_ids) > 0),
    valid_from timestamptz NOT NULL,
    valid_to timestamptz NOT NULL CHECK (valid_to > valid_from),
    evidence jsonb,
    granted_by uuid NOT NULL REFERENCES people,
    granted_at timestamptz NOT NULL,
    ended_by uuid REFERENCES people,
    ended_at timestamptz,
    CHECK ((kind = 'mandate') = (agency_id IS NOT NULL)),
    CHECK ((kind = 'power') = (person_id IS NOT NULL)),
    CHECK (kind = 'mandate' OR evidence IS NOT NULL),
    CHECK (acts <@ CASE kind WHEN 'mandate' THEN ARRAY['tender', 'prequalification', 'award', 'challenge', 'approve', 'sign']
                             ELSE ARRAY['bid', 'apply', 'challenge', 'complain', 'sign'] END),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
  );
  COMMENT ON COLUMN delegations.tender_ids IS 'Null: every tender.';
  CREATE INDEX delegations_by_principal ON delegations (principal_id, id);
  CREATE INDEX delegations_by_agency ON delegations (agency_id, id) WHERE agency_id IS NOT NULL;
  CREATE INDEX delegations_by_person ON delegations (person_id, id) WHERE person_id IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, ended_by, ended_at) ON delegations TO ftz_app;

  CREATE FUNCTION delegations_end_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'organization.delegation-ended';
  END $$;
  CREATE TRIGGER delegations_end_once BEFORE UPDATE ON delegations FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION delegations_end_once();
  ALTER TABLE delegations ENABLE ALWAYS TRIGGER delegations_end_once;
`;

const questions = `
  -- Whoever held a mandate for the tender at any moment since it was drafted: what an agency has done does not end with its mandate.
  CREATE FUNCTION agencies_of(tender_of uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT one.agency_id FROM tenders tender JOIN delegations one ON one.principal_id = tender.procurer_id
     WHERE tender.id = tender_of AND one.kind = 'mandate' AND (one.tender_ids IS NULL OR tender.id = ANY (one.tender_ids))
       AND one.valid_from <= platform_now() AND least(one.valid_to, coalesce(one.ended_at, one.valid_to)) > tender.created_at
  $$;
  REVOKE ALL ON FUNCTION agencies_of(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION agencies_of(uuid) TO ftz_app;

  CREATE FUNCTION agency_takes_part(tender_of uuid, agency uuid) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((SELECT one.action <> 'withdrawal' FROM bid_submissions one
                      WHERE one.tender_id = tender_of AND one.supplier_id = agency ORDER BY one.version DESC LIMIT 1), false)
        OR coalesce((SELECT one.action <> 'withdrawal' FROM applications one
                      WHERE one.tender_id = tender_of AND one.supplier_id = agency ORDER BY one.version DESC LIMIT 1), false)
  $$;
  REVOKE ALL ON FUNCTION agency_takes_part(uuid, uuid) FROM PUBLIC;

  -- The mandate or power, of those claimed, that covers the act in the tender at the moment; null where none does. The caller has locked them.
  CREATE FUNCTION authority_for(claimed uuid[], tender_of uuid, acts_of text[], moment timestamptz) RETURNS uuid LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    found_one delegations;
  BEGIN
    SELECT one.* INTO found_one FROM delegations one
     WHERE one.id = ANY (claimed) AND one.ended_at IS NULL AND one.valid_from <= moment AND moment < one.valid_to
       AND one.acts && acts_of AND (one.tender_ids IS NULL OR tender_of = ANY (one.tender_ids))
       AND (one.agency_id IS NULL OR EXISTS (SELECT FROM organizations WHERE id = one.agency_id AND verified_at IS NOT NULL))
     ORDER BY one.id LIMIT 1;
    IF found_one.agency_id IS NOT NULL AND agency_takes_part(tender_of, found_one.agency_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.agency-is-supplier';
    END IF;
    -- Nor do an agency's people take part for others (代理投标).
    IF found_one.kind = 'power' AND acts_of && ARRAY['bid', 'apply'] AND EXISTS (
      SELECT FROM memberships WHERE person_id = found_one.person_id AND organization_id IN (SELECT agencies_of(tender_of))
         AND (until IS NULL OR until > moment)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.agency-is-supplier';
    END IF;
    RETURN found_one.id;
  END $$;
  REVOKE ALL ON FUNCTION authority_for(uuid[], uuid, text[], timestamptz) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION authority_for(uuid[], uuid, text[], timestamptz) TO ftz_app;
`;

const bidding = `
  -- An agency, and whoever controls it or is controlled by it, does not take part in a tender that it runs.
  ALTER FUNCTION admit_supplier(uuid, uuid) RENAME TO admit_any_supplier;
  CREATE FUNCTION admit_supplier(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NOT admit_any_supplier(tender_of, supplier) THEN RETURN false; END IF;
    IF supplier IN (
      WITH RECURSIVE
        agencies (id) AS (SELECT agencies_of(tender_of)),
        below (id) AS (SELECT id FROM agencies UNION SELECT edge.child FROM below JOIN control_edges edge ON edge.parent = below.id),
        above (id) AS (SELECT id FROM agencies UNION SELECT edge.parent FROM above JOIN control_edges edge ON edge.child = above.id)
      SELECT id FROM below UNION SELECT id FROM above
    ) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.agency-is-supplier';
    END IF;
    RETURN true;
  END $$;
  REVOKE ALL ON FUNCTION admit_supplier(uuid, uuid) FROM PUBLIC;

  ALTER TABLE bid_submissions ADD COLUMN authority_id uuid REFERENCES delegations;
  COMMENT ON COLUMN bid_submissions.authority_id IS 'The power of attorney under which a person who is no member handed it in.';

  -- After receive_bid has taken the moment. FOR SHARE: a revocation that came first is seen, one that comes later waits.
  CREATE FUNCTION receive_bid_by_power() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM memberships WHERE person_id = NEW.person_id AND organization_id = NEW.supplier_id
                  AND (until IS NULL OR until > NEW.received_at)) THEN
      RETURN NEW;
    END IF;
    SELECT one.id INTO NEW.authority_id FROM delegations one
     WHERE one.kind = 'power' AND one.principal_id = NEW.supplier_id AND one.person_id = NEW.person_id AND 'bid' = ANY (one.acts)
       AND (one.tender_ids IS NULL OR NEW.tender_id = ANY (one.tender_ids)) AND one.ended_at IS NULL
       AND one.valid_from <= NEW.received_at AND NEW.received_at < one.valid_to
     ORDER BY one.id LIMIT 1 FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'organization.power-missing';
    END IF;
    IF EXISTS (SELECT FROM memberships WHERE person_id = NEW.person_id AND organization_id IN (SELECT agencies_of(NEW.tender_id))
                  AND (until IS NULL OR until > NEW.received_at)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.agency-is-supplier';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER receive_bid_by_power BEFORE INSERT ON bid_submissions FOR EACH ROW EXECUTE FUNCTION receive_bid_by_power();
  ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER receive_bid_by_power;

  -- As record_own_submission (0005), with the power where there is one; still byte for byte as src/platform/audit-leaf.ts writes it.
  ALTER FUNCTION record_submission(bid_submissions, uuid, bytea) RENAME TO record_own_submission;
  CREATE FUNCTION record_submission(made bid_submissions, entry uuid, salt bytea) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    kind text := CASE made.action WHEN 'submission' THEN 'bid.submitted' WHEN 'replacement' THEN 'bid.replaced' ELSE 'bid.withdrawn' END;
    body text;
    salted bytea;
    leaf_text text;
  BEGIN
    IF made.authority_id IS NULL THEN
      PERFORM record_own_submission(made, entry, salt);
      RETURN;
    END IF;
    body := format(
      '{"actor":{"organizationId":"%s","personId":"%s"},"article":51,"id":"%s","payload":{"action":"%s","authority":{"id":"%s","kind":"power"},'
      '"bytes":%s,"ciphertextSha256":%s,"ciphertextSha512":%s,"previousId":%s,"receivedAt":"%s","submissionId":"%s"},"recordedAt":"%s",'
      '"subject":{"id":"%s","kind":"bid"},"tenderId":"%s","type":"%s"}',
      made.supplier_id, made.person_id, entry, made.action, made.authority_id, coalesce(made.ct_bytes::text, 'null'),
      coalesce('"' || encode(made.ct_sha256, 'hex') || '"', 'null'), coalesce('"' || encode(made.ct_sha512, 'hex') || '"', 'null'),
      coalesce('"' || made.previous_id || '"', 'null'), utc_text(made.received_at), made.id, utc_text(made.received_at), made.id,
      made.tender_id, kind);
    salted := salt || convert_to(body, 'UTF8');
    leaf_text := format('{"sha256":"%s","sha512":"%s","type":"sealed","v":1}', encode(sha256(salted), 'hex'), encode(sha512(salted), 'hex'));
    INSERT INTO audit_entries (id, type, article, tender_id, subject_kind, subject_id, actor_person_id, actor_organization_id,
                               recorded_at, sealed, leaf, leaf_hash)
    VALUES (entry, kind, 51, made.tender_id, 'bid', made.id, made.person_id, made.supplier_id,
            made.received_at, true, leaf_text, sha256('\\x00'::bytea || convert_to(leaf_text, 'UTF8')));
    INSERT INTO audit_payloads (entry_id, payload, salt) VALUES (entry, body, salt);
  END $$;
  REVOKE ALL ON FUNCTION record_submission(bid_submissions, uuid, bytea) FROM PUBLIC;
`;
