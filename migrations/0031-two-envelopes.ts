import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a tender may open prices after it has decided who qualifies. Such a bid has two sealed files, received in one row at one instant; the
 * second stays sealed beside the opened first one, and of those who do not qualify for good.
 */
export class TwoEnvelopes0031 implements MigrationInterface {
  name = 'two-envelopes-0000000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await runner.query(dropped(false));
    await runner.query(functions(true));
    await runner.query(recording);
    await runner.query(receiving);
    await runner.query(opening);
    await runner.query(qualification);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE price_openings, qualification_verdicts, qualification_findings;
      ALTER TABLE opening_minutes DROP CONSTRAINT opening_minutes_pkey, ADD PRIMARY KEY (tender_id), DROP COLUMN envelope, DROP COLUMN stage;
      DROP TRIGGER prices_are_opened_once ON opened_bids;
      DROP FUNCTION prices_are_opened_once();
      REVOKE UPDATE (price, content, defect, price_opened_at) ON opened_bids FROM ftz_app;
      ALTER TABLE opened_bids DROP CONSTRAINT opened_bids_content_or_defect, DROP CONSTRAINT opened_bids_one_envelope,
        DROP CONSTRAINT opened_bids_priced, DROP COLUMN price_sha256, DROP COLUMN price_bytes, DROP COLUMN price_opened_at,
        ADD CONSTRAINT opened_bids_check CHECK ((content IS NULL) = (price IS NULL)),
        ADD CONSTRAINT opened_bids_check1 CHECK ((content IS NULL) = (defect IS NOT NULL));
      DROP TRIGGER receive_both_envelopes ON bid_submissions;
      DROP FUNCTION receive_both_envelopes();
      DROP FUNCTION record_submission(bid_submissions, uuid, bytea);
      ALTER FUNCTION record_one_file(bid_submissions, uuid, bytea) RENAME TO record_submission;
    `);
    await runner.query(dropped(true));
    await runner.query('ALTER TABLE bid_submissions DROP COLUMN price_sha256, DROP COLUMN price_sha512, DROP COLUMN price_bytes');
    await runner.query(functions(false));
  }
}

const columns = `
  ALTER TABLE bid_submissions
    ADD COLUMN price_sha256 bytea CHECK (length(price_sha256) = 32),
    ADD COLUMN price_sha512 bytea CHECK (length(price_sha512) = 64),
    ADD COLUMN price_bytes bigint CHECK (price_bytes > 0),
    ADD CONSTRAINT bid_submissions_price_whole CHECK (num_nulls(price_sha256, price_sha512, price_bytes) IN (0, 3)),
    ADD CONSTRAINT bid_submissions_price_beside CHECK (price_sha256 IS NULL OR ct_sha256 IS NOT NULL);
  COMMENT ON COLUMN bid_submissions.price_sha256 IS 'The sealed price, where the tender is opened in two steps; ct_sha256 is the sealed qualification then.';
`;

const ofSubmit = 'uuid, uuid, uuid, uuid, text, bytea, bytea, bigint, text, text, text[], uuid, bytea';
const withPrice = (two: boolean): string => (two ? `${ofSubmit}, bytea, bytea, bigint` : ofSubmit);

const dropped = (two: boolean): string => `
  DROP FUNCTION submit_bid(${withPrice(two)});
  DROP FUNCTION own_bids(uuid, uuid), receipt_of(uuid, uuid), bids_for_opening(uuid), receipts_for_opening(uuid);
`;

/** The functions of 0005 and 0014 that hand a submission in and out: as they were, or with the sealed price beside the first file. */
const functions = (two: boolean): string => {
  const shown = two ? ', price_sha256 text, price_bytes text' : '';
  const read = (from: string): string => (two ? `, encode(${from}.price_sha256, 'hex'), ${from}.price_bytes::text` : '');
  return `
  CREATE FUNCTION submit_bid(new_id uuid, tender_of uuid, supplier uuid, person uuid, act text, sha256_of bytea, sha512_of bytea, bytes bigint,
                             key text, print text, match text[], entry uuid, salt bytea${
                               two
                                 ? `,
                             price_sha256_of bytea DEFAULT NULL, price_sha512_of bytea DEFAULT NULL, price_bytes_of bigint DEFAULT NULL`
                                 : ''
                             })
    RETURNS TABLE (outcome text, id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz${shown})
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
        INSERT INTO bid_submissions (id, tender_id, supplier_id, person_id, action, version, previous_id, ct_sha256, ct_sha512, ct_bytes,
                                     idempotency_key, fingerprint${two ? ', price_sha256, price_sha512, price_bytes' : ''})
        VALUES (new_id, tender_of, supplier, person, act, coalesce(latest.version, 0) + 1, latest.id, sha256_of, sha512_of, bytes,
                key, print${two ? ', price_sha256_of, price_sha512_of, price_bytes_of' : ''}) RETURNING * INTO made;
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
      ct_sha256 := encode(made.ct_sha256, 'hex'); ct_bytes := made.ct_bytes::text; received_at := made.received_at;${
        two
          ? `
      price_sha256 := encode(made.price_sha256, 'hex'); price_bytes := made.price_bytes::text;`
          : ''
      }
    END IF;
    RETURN NEXT;
  END $$;

  CREATE FUNCTION own_bids(tender_of uuid, supplier uuid)
    RETURNS TABLE (id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz${shown})
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id, one.action, one.version, one.previous_id, encode(one.ct_sha256, 'hex'), one.ct_bytes::text, one.received_at${read('one')}
      FROM bid_submissions one WHERE one.tender_id = tender_of AND one.supplier_id = supplier ORDER BY one.version
  $$;

  CREATE FUNCTION receipt_of(submission uuid, supplier uuid)
    RETURNS TABLE (id uuid, tender_id uuid, action text, version int, previous_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz${shown})
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id, one.tender_id, one.action, one.version, one.previous_id, encode(one.ct_sha256, 'hex'), one.ct_bytes::text, one.received_at${read('one')}
      FROM bid_submissions one WHERE one.id = submission AND one.supplier_id = supplier
  $$;

  CREATE FUNCTION bids_for_opening(tender_of uuid)
    RETURNS TABLE (id uuid, supplier_id uuid, ct_sha256 text, ct_bytes text, received_at timestamptz, answers int${shown})
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.id, last.supplier_id, encode(last.ct_sha256, 'hex'), last.ct_bytes::text, last.received_at, version_answered(last)${read('last')}
      FROM bid_submissions last
      JOIN tenders ON tenders.id = last.tender_id AND platform_now() >= tenders.opens_at
     WHERE last.tender_id = tender_of AND last.action <> 'withdrawal'
       AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.previous_id = last.id)
     ORDER BY last.received_at, last.id
  $$;

  CREATE FUNCTION receipts_for_opening(tender_of uuid) RETURNS TABLE (id uuid, ct_sha256 text${two ? ', price_sha256 text' : ''})
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT last.subject_id, last.payload::json -> 'payload' ->> 'ciphertextSha256'${
      two ? `, last.payload::json -> 'payload' ->> 'priceSha256'` : ''
    }
      FROM (SELECT DISTINCT ON (entry.actor_organization_id) entry.type, entry.subject_id, body.payload
              FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
             WHERE entry.tender_id = tender_of AND entry.sealed AND entry.type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn')
             ORDER BY entry.actor_organization_id, entry.inserted DESC) last
      JOIN tenders ON tenders.id = tender_of AND platform_now() >= tenders.opens_at
     WHERE last.type <> 'bid.withdrawn'
  $$;

  REVOKE ALL ON FUNCTION submit_bid(${withPrice(two)}), own_bids(uuid, uuid), receipt_of(uuid, uuid), bids_for_opening(uuid),
    receipts_for_opening(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION submit_bid(${withPrice(two)}), own_bids(uuid, uuid), receipt_of(uuid, uuid), bids_for_opening(uuid),
    receipts_for_opening(uuid) TO ftz_app;
`;
};

// One entry names both files; byte for byte as src/platform/audit-leaf.ts writes a sealed entry.
const recording = `
  ALTER FUNCTION record_submission(bid_submissions, uuid, bytea) RENAME TO record_one_file;
  CREATE FUNCTION record_submission(made bid_submissions, entry uuid, salt bytea) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    kind text := CASE made.action WHEN 'submission' THEN 'bid.submitted' ELSE 'bid.replaced' END;
    body text;
    salted bytea;
    leaf_text text;
  BEGIN
    IF made.price_sha256 IS NULL THEN
      PERFORM record_one_file(made, entry, salt);
      RETURN;
    END IF;
    body := format(
      '{"actor":{"organizationId":"%s","personId":"%s"},"article":51,"id":"%s","payload":{"action":"%s",%s"bytes":%s,"ciphertextSha256":"%s",'
      '"ciphertextSha512":"%s","previousId":%s,"priceBytes":%s,"priceSha256":"%s","priceSha512":"%s","receivedAt":"%s","submissionId":"%s"},'
      '"recordedAt":"%s","subject":{"id":"%s","kind":"bid"},"tenderId":"%s","type":"%s"}',
      made.supplier_id, made.person_id, entry, made.action, coalesce('"authority":{"id":"' || made.authority_id || '","kind":"power"},', ''),
      made.ct_bytes, encode(made.ct_sha256, 'hex'), encode(made.ct_sha512, 'hex'), coalesce('"' || made.previous_id || '"', 'null'),
      made.price_bytes, encode(made.price_sha256, 'hex'), encode(made.price_sha512, 'hex'), utc_text(made.received_at), made.id,
      utc_text(made.received_at), made.id, made.tender_id, kind);
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

// After receive_bid, which has locked the tender and kept the deadline.
const receiving = `
  CREATE FUNCTION receive_both_envelopes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    in_two boolean;
  BEGIN
    SELECT content ->> 'openingSteps' = 'two' INTO in_two FROM tenders WHERE id = NEW.tender_id;
    IF coalesce(in_two, false) IS DISTINCT FROM (NEW.price_sha256 IS NOT NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.envelopes-differ',
        DETAIL = json_build_object('files', CASE WHEN in_two THEN 2 ELSE 1 END)::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER receive_both_envelopes BEFORE INSERT ON bid_submissions FOR EACH ROW WHEN (NEW.action <> 'withdrawal')
    EXECUTE FUNCTION receive_both_envelopes();
  ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER receive_both_envelopes;
`;

const opening = `
  ALTER TABLE opened_bids
    ADD COLUMN price_sha256 text,
    ADD COLUMN price_bytes int,
    ADD COLUMN price_opened_at timestamptz,
    DROP CONSTRAINT opened_bids_check,
    DROP CONSTRAINT opened_bids_check1,
    ADD CONSTRAINT opened_bids_content_or_defect CHECK (content IS NOT NULL OR defect IS NOT NULL),
    ADD CONSTRAINT opened_bids_one_envelope CHECK (
      price_sha256 IS NOT NULL
      OR (price_opened_at IS NULL AND (content IS NULL) = (price IS NULL) AND (content IS NULL) = (defect IS NOT NULL))),
    ADD CONSTRAINT opened_bids_priced CHECK (
      price_sha256 IS NULL
      OR ((price IS NOT NULL) = (price_opened_at IS NOT NULL AND defect IS NULL) AND (price IS NULL OR content IS NOT NULL)));
  COMMENT ON COLUMN opened_bids.price_sha256 IS 'The sealed price of a bid in two envelopes; it is open from price_opened_at on, if ever.';

  -- What was read out stands: a price comes once, where one was sealed.
  CREATE FUNCTION prices_are_opened_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF (OLD.price, OLD.content, OLD.defect, OLD.price_opened_at) IS DISTINCT FROM (NEW.price, NEW.content, NEW.defect, NEW.price_opened_at)
       AND (OLD.price_sha256 IS NULL OR OLD.price_opened_at IS NOT NULL OR NEW.price_opened_at IS NULL OR OLD.state <> 'opened') THEN
      RAISE EXCEPTION 'the content of an opened bid stands';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER prices_are_opened_once BEFORE UPDATE ON opened_bids FOR EACH ROW EXECUTE FUNCTION prices_are_opened_once();
  ALTER TABLE opened_bids ENABLE ALWAYS TRIGGER prices_are_opened_once;
  GRANT UPDATE (price, content, defect, price_opened_at) ON opened_bids TO ftz_app;

  ALTER TABLE opening_minutes
    ADD COLUMN envelope text NOT NULL DEFAULT 'bid' CHECK (envelope IN ('bid', 'qualification', 'price')),
    ADD COLUMN stage int NOT NULL DEFAULT 1 CHECK (stage > 0),
    DROP CONSTRAINT opening_minutes_pkey,
    ADD PRIMARY KEY (tender_id, envelope, stage);
  COMMENT ON COLUMN opening_minutes.stage IS 'Prices may be opened more than once: after a review, those of who qualifies after all.';
`;

const qualification = `
  CREATE TABLE qualification_findings (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    stage int NOT NULL CHECK (stage > 0),
    round int NOT NULL,
    evaluator_id uuid NOT NULL REFERENCES people,
    findings jsonb NOT NULL,
    submitted_at timestamptz NOT NULL,
    UNIQUE (tender_id, stage, evaluator_id)
  );
  COMMENT ON TABLE qualification_findings IS 'Who qualifies, as each evaluator found it before prices are opened. A stage ends with its verdicts.';
  SELECT make_append_only('qualification_findings');

  CREATE TABLE qualification_verdicts (
    tender_id uuid NOT NULL REFERENCES tenders,
    stage int NOT NULL CHECK (stage > 0),
    bid_id uuid NOT NULL REFERENCES opened_bids,
    supplier_id uuid NOT NULL REFERENCES organizations,
    qualified boolean NOT NULL,
    rejected_by int NOT NULL,
    evaluators int NOT NULL,
    reasons jsonb NOT NULL,
    exclusions jsonb NOT NULL,
    breaches jsonb NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (tender_id, stage, bid_id)
  );
  COMMENT ON TABLE qualification_verdicts IS 'Whose prices are opened: the latest of a bid counts. A review may have the rejected judged again.';
  CREATE INDEX qualification_verdicts_by_bid ON qualification_verdicts (bid_id);
  SELECT make_append_only('qualification_verdicts');

  CREATE TABLE price_openings (
    tender_id uuid NOT NULL REFERENCES tenders,
    stage int NOT NULL CHECK (stage > 0),
    opens_at timestamptz NOT NULL,
    announced_by uuid NOT NULL REFERENCES people,
    announced_at timestamptz NOT NULL,
    PRIMARY KEY (tender_id, stage),
    CHECK (opens_at > announced_at)
  );
  COMMENT ON TABLE price_openings IS 'When the prices of a stage may be opened, as its bidders were told.';
  SELECT make_append_only('price_openings');
`;
