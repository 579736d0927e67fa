import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: art. 48 as a procedure of its own. What was announced (ground, supplier, end of the notice) stands beside the tender and never changes;
 * objections are answered once; and whatever the service does, a direct award goes to the announced supplier, after the notice, with no
 * objection open or upheld. An award has a bid and a report, or it is a direct one and has neither.
 */
export class SingleSource0013 implements MigrationInterface {
  name = 'single-source-0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(noticeKinds(allKinds, ''));
    await runner.query(announced);
    await runner.query(objections);
    await runner.query(outcome);
    await runner.query(awards);
  }

  async down(runner: QueryRunner): Promise<void> {
    // NOT VALID: notices are append-only, and awards are kept for fifteen years, so those of single sources stay.
    await runner.query(`
      DROP TRIGGER direct_awards_are_permitted ON awards;
      DROP FUNCTION direct_award_is_permitted();
      ALTER TABLE awards DROP CONSTRAINT awards_bid_or_direct;
      ALTER TABLE awards ADD CONSTRAINT awards_have_a_bid CHECK (bid_id IS NOT NULL AND report_id IS NOT NULL) NOT VALID;
      DROP TABLE direct_awards;
      DROP FUNCTION procedure_outcome(uuid);
      DROP TABLE single_source_objections, single_sources;
    `);
    await runner.query(noticeKinds(['tender', 'amendment', 'award', 'cancellation', 'opening-minutes', 'contract'], 'NOT VALID'));
  }
}

const allKinds = [
  'tender',
  'amendment',
  'award',
  'cancellation',
  'opening-minutes',
  'contract',
  'failure',
  'prequalification',
  'invitation',
  'planned',
  'single-source',
  'shortlist',
  'correction',
];

const noticeKinds = (kinds: readonly string[], validity: string): string => `
  ALTER TABLE tender_notices DROP CONSTRAINT tender_notices_kind_check;
  ALTER TABLE tender_notices ADD CONSTRAINT tender_notices_kind_check
    CHECK (kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})) ${validity};
`;

const announced = `
  CREATE TABLE single_sources (
    tender_id uuid PRIMARY KEY REFERENCES tenders,
    ground text NOT NULL CHECK (ground IN ('noTender', 'noConformingTender', 'noQualifiedSupplier', 'collusion', 'onlySupplier',
                                           'supplementary', 'prototype', 'emergency', 'other')),
    supplier_id uuid NOT NULL REFERENCES organizations,
    failed_tender_id uuid REFERENCES tenders,
    original_contract_id uuid REFERENCES contracts,
    value numeric(18,2) CHECK (value >= 0),
    notice_ends_at timestamptz NOT NULL,
    notice jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    CHECK ((ground = 'supplementary') = (original_contract_id IS NOT NULL)),
    CHECK (ground NOT IN ('noTender', 'noConformingTender', 'noQualifiedSupplier', 'collusion') OR failed_tender_id IS NOT NULL)
  );
  COMMENT ON COLUMN single_sources.notice_ends_at IS 'The first instant at which an objection is late and the award possible.';
  CREATE INDEX single_sources_by_original ON single_sources (original_contract_id) WHERE original_contract_id IS NOT NULL;
  SELECT make_append_only('single_sources');
`;

const objections = `
  CREATE TABLE single_source_objections (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES single_sources,
    supplier_id uuid NOT NULL REFERENCES organizations,
    state text NOT NULL CHECK (state IN ('open', 'upheld', 'rejected')),
    reasons jsonb NOT NULL,
    evidence jsonb NOT NULL,
    filed_by uuid NOT NULL REFERENCES people,
    received_at timestamptz NOT NULL,
    review_due_on date,
    review_due jsonb NOT NULL,
    review jsonb,
    warnings jsonb NOT NULL,
    reviewed_by uuid REFERENCES people,
    reviewed_at timestamptz,
    UNIQUE (tender_id, supplier_id),
    CHECK ((state = 'open') = (review IS NULL)),
    CHECK (num_nulls(review, reviewed_by, reviewed_at) IN (0, 3))
  );
  GRANT SELECT, INSERT, UPDATE (version, state, review, warnings, reviewed_by, reviewed_at) ON single_source_objections TO ftz_app;
`;

// The service cannot read sealed bids, not even how many: of a procedure that is over, and was so after its deadline, this tells the number.
const outcome = `
  CREATE FUNCTION procedure_outcome(tender_of uuid) RETURNS TABLE (bids int, conforming int, qualified int) LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    found tenders;
    ended_at timestamptz;
    report jsonb;
    round_of int;
  BEGIN
    SELECT * INTO found FROM tenders WHERE id = tender_of;
    IF found.id IS NULL OR found.state NOT IN ('failed', 'cancelled') OR found.bids_close_at IS NULL THEN RETURN; END IF;
    SELECT min(published_at) INTO ended_at FROM tender_notices WHERE tender_id = tender_of AND kind IN ('cancellation', 'failure');
    IF found.bids_close_at > coalesce(ended_at, platform_now()) THEN RETURN; END IF;
    SELECT count(*) INTO bids FROM (
      SELECT DISTINCT ON (supplier_id) action FROM bid_submissions WHERE tender_id = tender_of ORDER BY supplier_id, version DESC
    ) AS last_word WHERE action <> 'withdrawal';
    SELECT reports.report, reports.round INTO report, round_of FROM evaluation_reports reports
      WHERE reports.tender_id = tender_of AND reports.state = 'valid' ORDER BY reports.round DESC LIMIT 1;
    IF report IS NOT NULL THEN
      conforming := jsonb_array_length(report -> 'ranked');
      SELECT count(*) INTO qualified FROM opened_bids bid
        WHERE bid.tender_id = tender_of AND bid.state <> 'defective' AND NOT EXISTS (
          SELECT FROM evaluations evaluation, jsonb_array_elements(evaluation.findings) AS finding
            WHERE evaluation.tender_id = tender_of AND evaluation.round = round_of
              AND finding ->> 'bidId' = bid.id::text AND finding ->> 'qualified' = 'false');
    END IF;
    RETURN NEXT;
  END $$;
  REVOKE ALL ON FUNCTION procedure_outcome(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION procedure_outcome(uuid) TO ftz_app;
`;

const awards = `
  ALTER TABLE awards ALTER COLUMN bid_id DROP NOT NULL, ALTER COLUMN report_id DROP NOT NULL;
  ALTER TABLE awards DROP CONSTRAINT IF EXISTS awards_have_a_bid, ADD CONSTRAINT awards_bid_or_direct CHECK ((bid_id IS NULL) = (report_id IS NULL));

  CREATE TABLE direct_awards (
    award_id uuid PRIMARY KEY REFERENCES awards,
    tender_id uuid NOT NULL REFERENCES single_sources,
    negotiation jsonb NOT NULL,
    report jsonb NOT NULL,
    report_sha256 text NOT NULL CHECK (report_sha256 ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz NOT NULL
  );
  CREATE INDEX direct_awards_by_tender ON direct_awards (tender_id, award_id);
  SELECT make_append_only('direct_awards');

  -- The tender's lock first: whoever waited for it sees the objection that came before.
  CREATE FUNCTION direct_award_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    method_of text;
    source single_sources;
    open_count int;
    upheld_count int;
  BEGIN
    SELECT method INTO method_of FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    IF (method_of = 'single-source') IS DISTINCT FROM (NEW.bid_id IS NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
        DETAIL = jsonb_build_object('state', method_of, 'event', CASE WHEN NEW.bid_id IS NULL THEN 'award-direct' ELSE 'award' END)::text;
    END IF;
    IF method_of <> 'single-source' THEN RETURN NULL; END IF;
    SELECT * INTO STRICT source FROM single_sources WHERE tender_id = NEW.tender_id;
    IF source.supplier_id <> NEW.supplier_id THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'single-source.other-supplier',
        DETAIL = jsonb_build_object('proposed', source.supplier_id)::text;
    END IF;
    IF platform_now() < source.notice_ends_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'single-source.notice-running',
        DETAIL = jsonb_build_object('noticeEndsOn', source.notice ->> 'endsOn')::text;
    END IF;
    SELECT count(*) FILTER (WHERE state = 'open'), count(*) FILTER (WHERE state = 'upheld') INTO open_count, upheld_count
      FROM single_source_objections WHERE tender_id = NEW.tender_id;
    IF open_count > 0 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'single-source.objection-open', DETAIL = jsonb_build_object('count', open_count)::text;
    END IF;
    IF upheld_count > 0 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'single-source.objection-upheld', DETAIL = '{}';
    END IF;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION direct_award_is_permitted() FROM PUBLIC;
  CREATE CONSTRAINT TRIGGER direct_awards_are_permitted AFTER INSERT ON awards FOR EACH ROW EXECUTE FUNCTION direct_award_is_permitted();
  ALTER TABLE awards ENABLE ALWAYS TRIGGER direct_awards_are_permitted;
`;
