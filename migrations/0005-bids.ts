import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a sealed bid is received at one instant of the database, in one round trip, and nothing of it, not even that it exists, can be read
 * by the service's own role before the opening. So that role has no grant on `bid_submissions` and meets it through functions only.
 */
export class Bids0005 implements MigrationInterface {
  name = 'bids-0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(submissions);
    await runner.query(bidders);
    await runner.query(submitting);
    await runner.query(reading);
    await runner.query(opening);
    await runner.query(sealedEntries);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY read_entries ON audit_entries;
      DROP POLICY write_entries ON audit_entries;
      DROP POLICY read_payloads ON audit_payloads;
      DROP POLICY write_payloads ON audit_payloads;
      ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY;
      ALTER TABLE audit_payloads DISABLE ROW LEVEL SECURITY;
      DROP FUNCTION entry_is_readable(boolean, uuid);
      DROP TABLE opening_minutes, opened_bids;
      DROP FUNCTION receipts_for_opening(uuid), bids_for_opening(uuid), receipt_of(uuid, uuid), own_bids(uuid, uuid);
      DROP FUNCTION submit_bid(uuid, uuid, uuid, uuid, text, bytea, bytea, bigint, text, text, text[], uuid, bytea);
      DROP FUNCTION record_submission(bid_submissions, uuid, bytea);
      DROP FUNCTION may_submit(uuid, uuid), admit_bidder(uuid, uuid);
      DROP VIEW control_edges;
      DROP TABLE bid_submissions;
      DROP FUNCTION receive_bid();
    `);
  }
}

const submissions = `
  CREATE TABLE bid_submissions (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL,
    action text NOT NULL CHECK (action IN ('submission', 'replacement', 'withdrawal')),
    version int NOT NULL CHECK (version > 0),
    previous_id uuid UNIQUE REFERENCES bid_submissions,
    ct_sha256 bytea CHECK (length(ct_sha256) = 32),
    ct_sha512 bytea CHECK (length(ct_sha512) = 64),
    ct_bytes bigint CHECK (ct_bytes > 0),
    received_at timestamptz NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint text NOT NULL,
    CHECK ((version = 1) = (previous_id IS NULL)),
    CHECK ((action = 'withdrawal') = (ct_sha256 IS NULL)),
    CHECK (num_nulls(ct_sha256, ct_sha512, ct_bytes) IN (0, 3)),
    UNIQUE (tender_id, supplier_id, version),
    UNIQUE (person_id, tender_id, action, idempotency_key)
  );
  COMMENT ON TABLE bid_submissions IS 'One chain per tender and supplier; the last of a chain counts. The service reads it through functions only.';
  SELECT make_append_only('bid_submissions');
  REVOKE ALL ON bid_submissions FROM ftz_app;

  -- The moment is taken first, so that waiting for the tender's lock makes nobody late; the deadline is read after the lock, so that an
  -- amendment or an opening in between counts.
  CREATE FUNCTION receive_bid() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER receive_bid BEFORE INSERT ON bid_submissions FOR EACH ROW EXECUTE FUNCTION receive_bid();
  ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER receive_bid;
`;

const bidders = `
  CREATE VIEW control_edges WITH (security_invoker = true) AS
    SELECT controller_id AS parent, controlled_id AS child FROM control_relations
    UNION ALL SELECT parent_id, id FROM organizations WHERE parent_id IS NOT NULL;

  -- False where the tender is not there for this caller. Raises where this organisation may not bid in it.
  CREATE FUNCTION admit_bidder(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    procurer uuid;
  BEGIN
    SELECT procurer_id INTO procurer FROM tenders WHERE id = tender_of AND published_at IS NOT NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    IF NOT EXISTS (SELECT FROM organizations WHERE id = supplier AND verified_at IS NOT NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'organization.not-verified';
    END IF;
    IF NOT EXISTS (SELECT FROM organizations WHERE id = supplier AND 'supplier' = ANY (kinds)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.not-participant';
    END IF;
    IF supplier IN (
      WITH RECURSIVE
        below (id) AS (
          SELECT procurer UNION SELECT edge.child FROM below JOIN control_edges edge ON edge.parent = below.id),
        above (id) AS (
          SELECT procurer UNION SELECT edge.parent FROM above JOIN control_edges edge ON edge.child = above.id)
      SELECT id FROM below UNION SELECT id FROM above
    ) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.own-tender';
    END IF;
    RETURN true;
  END $$;
  REVOKE ALL ON FUNCTION admit_bidder(uuid, uuid) FROM PUBLIC;

  -- Asked before a large upload is taken, so that a refused one does not cost its transfer. Decides nothing: submit_bid does.
  CREATE FUNCTION may_submit(tender_of uuid, supplier uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    close_at timestamptz;
    moment timestamptz := platform_now();
  BEGIN
    IF NOT admit_bidder(tender_of, supplier) THEN RETURN false; END IF;
    SELECT bids_close_at INTO close_at FROM tenders WHERE id = tender_of;
    IF moment >= close_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.late',
        DETAIL = json_build_object('receivedAt', utc_text(moment), 'bidsCloseAt', utc_text(close_at))::text;
    END IF;
    RETURN true;
  END $$;
  REVOKE ALL ON FUNCTION may_submit(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION may_submit(uuid, uuid) TO ftz_app;
`;

const submitting = `
  -- The audit entry of a submission, byte for byte as src/platform/audit-leaf.ts writes a sealed one (RFC 8785; a test compares them).
  CREATE FUNCTION record_submission(made bid_submissions, entry uuid, salt bytea) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    kind text := CASE made.action WHEN 'submission' THEN 'bid.submitted' WHEN 'replacement' THEN 'bid.replaced' ELSE 'bid.withdrawn' END;
    body text := format(
      '{"actor":{"organizationId":"%s","personId":"%s"},"article":51,"id":"%s","payload":{"action":"%s","bytes":%s,"ciphertextSha256":%s,'
      '"ciphertextSha512":%s,"previousId":%s,"receivedAt":"%s","submissionId":"%s"},"recordedAt":"%s","subject":{"id":"%s","kind":"bid"},'
      '"tenderId":"%s","type":"%s"}',
      made.supplier_id, made.person_id, entry, made.action, coalesce(made.ct_bytes::text, 'null'),
      coalesce('"' || encode(made.ct_sha256, 'hex') || '"', 'null'), coalesce('"' || encode(made.ct_sha512, 'hex') || '"', 'null'),
      coalesce('"' || made.previous_id || '"', 'null'), utc_text(made.received_at), made.id, utc_text(made.received_at), made.id,
      made.tender_id, kind);
    salted bytea := salt || convert_to(body, 'UTF8');
    leaf_text text := format('{"sha256":"%s","sha512":"%s","type":"sealed","v":1}', encode(sha256(salted), 'hex'), encode(sha512(salted), 'hex'));
  BEGIN
    INSERT INTO audit_entries (id, type, article, tender_id, subject_kind, subject_id, actor_person_id, actor_organization_id,
                               recorded_at, sealed, leaf, leaf_hash)
    VALUES (entry, kind, 51, made.tender_id, 'bid', made.id, made.person_id, made.supplier_id,
            made.received_at, true, leaf_text, sha256('\\x00'::bytea || convert_to(leaf_text, 'UTF8')));
    INSERT INTO audit_payloads (entry_id, payload, salt) VALUES (entry, body, salt);
  END $$;
  REVOKE ALL ON FUNCTION record_submission(bid_submissions, uuid, bytea) FROM PUBLIC;

  -- One round trip for a submission, a replacement or a withdrawal. Outcomes: made (also a repeat of the same key), key-reused, unknown,
  -- stale. Whether the chain allows the act is asked after the row was received, so that lateness comes first.
  CREATE FUNCTION submit_bid(new_id uuid, tender_of uuid, supplier uuid, person uuid, act text, sha256_of bytea, sha512_of bytea, bytes bigint,
                             key text, print text, match text[], entry uuid, salt bytea)
    RETURNS TABLE (outcome text, id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    latest bid_submissions;
    made bid_submissions;
    standing boolean;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(tender_of::text || supplier::text, 11));
    SELECT * INTO made FROM bid_submissions one
     WHERE one.person_id = person AND one.tender_id = tender_of AND one.action = act AND one.idempotency_key = key;
    IF FOUND THEN
      outcome := CASE WHEN made.fingerprint = print AND made.supplier_id = supplier THEN 'made' ELSE 'key-reused' END;
    ELSIF NOT admit_bidder(tender_of, supplier) THEN
      outcome := 'unknown';
    ELSE
      SELECT * INTO latest FROM bid_submissions one
       WHERE one.tender_id = tender_of AND one.supplier_id = supplier ORDER BY one.version DESC LIMIT 1;
      standing := latest.id IS NOT NULL AND latest.action <> 'withdrawal';
      IF match IS NOT NULL AND latest.id IS NOT NULL
         AND NOT (latest.version || CASE WHEN standing THEN '-submitted' ELSE '-withdrawn' END) = ANY (match) THEN
        outcome := 'stale';
      ELSE
        INSERT INTO bid_submissions VALUES (new_id, tender_of, supplier, person, act, coalesce(latest.version, 0) + 1, latest.id,
                                            sha256_of, sha512_of, bytes, NULL, key, print) RETURNING * INTO made;
        IF standing = (act = 'submission') THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = CASE
            WHEN act = 'submission' THEN 'bid.already-submitted'
            WHEN latest.id IS NULL THEN 'bid.none-to-withdraw' ELSE 'bid.already-withdrawn' END;
        END IF;
        PERFORM record_submission(made, entry, salt);
        outcome := 'made';
      END IF;
    END IF;
    IF outcome = 'made' THEN
      id := made.id; action := made.action; version := made.version; previous_id := made.previous_id;
      ct_sha256 := encode(made.ct_sha256, 'hex'); ct_bytes := made.ct_bytes::text; received_at := made.received_at;
    END IF;
    RETURN NEXT;
  END $$;
  REVOKE ALL ON FUNCTION submit_bid(uuid, uuid, uuid, uuid, text, bytea, bytea, bigint, text, text, text[], uuid, bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION submit_bid(uuid, uuid, uuid, uuid, text, bytea, bytea, bigint, text, text, text[], uuid, bytea) TO ftz_app;
`;

const reading = `
  CREATE FUNCTION own_bids(tender_of uuid, supplier uuid)
    RETURNS TABLE (id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id, one.action, one.version, one.previous_id, encode(one.ct_sha256, 'hex'), one.ct_bytes::text, one.received_at
      FROM bid_submissions one WHERE one.tender_id = tender_of AND one.supplier_id = supplier ORDER BY one.version
  $$;
  REVOKE ALL ON FUNCTION own_bids(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION own_bids(uuid, uuid) TO ftz_app;

  CREATE FUNCTION receipt_of(submission uuid, supplier uuid)
    RETURNS TABLE (id uuid, tender_id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id, one.tender_id, one.action, one.version, one.previous_id, encode(one.ct_sha256, 'hex'), one.ct_bytes::text, one.received_at
      FROM bid_submissions one WHERE one.id = submission AND one.supplier_id = supplier
  $$;
  REVOKE ALL ON FUNCTION receipt_of(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION receipt_of(uuid, uuid) TO ftz_app;

  -- The last of each chain, less the withdrawn; nothing before the tender may be opened. VOLATILE: a statement of its own snapshot.
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

  -- The same set worked out from the audit trail alone: the second, independent count.
  CREATE FUNCTION receipts_for_opening(tender_of uuid) RETURNS TABLE (id uuid, ct_sha256 text)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.subject_id, last.payload::json -> 'payload' ->> 'ciphertextSha256'
      FROM (SELECT DISTINCT ON (entry.actor_organization_id) entry.type, entry.subject_id, body.payload
              FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
             WHERE entry.tender_id = tender_of AND entry.sealed AND entry.type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn')
             ORDER BY entry.actor_organization_id, entry.inserted DESC) last
      JOIN tenders ON tenders.id = tender_of AND platform_now() >= tenders.opens_at
     WHERE last.type <> 'bid.withdrawn'
  $$;
  REVOKE ALL ON FUNCTION receipts_for_opening(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION receipts_for_opening(uuid) TO ftz_app;
`;

const opening = `
  CREATE TABLE opened_bids (
    id uuid PRIMARY KEY REFERENCES bid_submissions,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    state text NOT NULL CHECK (state IN ('submitted', 'replaced', 'withdrawn', 'opened', 'defective', 'rejected', 'unsuccessful', 'successful')),
    ciphertext_sha256 text NOT NULL,
    received_at timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    price numeric(18,2),
    content jsonb,
    defect jsonb,
    CHECK ((content IS NULL) = (price IS NULL)),
    CHECK ((content IS NULL) = (defect IS NOT NULL)),
    UNIQUE (tender_id, supplier_id)
  );
  GRANT SELECT, INSERT, UPDATE (state, version) ON opened_bids TO ftz_app;

  CREATE TABLE opening_minutes (
    tender_id uuid PRIMARY KEY REFERENCES tenders,
    id uuid NOT NULL UNIQUE,
    minutes text NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL,
    recorded_at timestamptz NOT NULL
  );
  SELECT make_append_only('opening_minutes');
`;

const sealedEntries = `
  CREATE FUNCTION entry_is_readable(sealed boolean, tender_of uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT sealed OR EXISTS (SELECT FROM tenders WHERE tenders.id = tender_of AND tenders.opened_at IS NOT NULL)
  $$;
  ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
  ALTER TABLE audit_payloads ENABLE ROW LEVEL SECURITY;
  CREATE POLICY read_entries ON audit_entries FOR SELECT USING (entry_is_readable(sealed, tender_id));
  CREATE POLICY write_entries ON audit_entries FOR INSERT WITH CHECK (true);
  CREATE POLICY read_payloads ON audit_payloads FOR SELECT USING (EXISTS (SELECT FROM audit_entries entry WHERE entry.id = entry_id));
  CREATE POLICY write_payloads ON audit_payloads FOR INSERT WITH CHECK (true);
`;
