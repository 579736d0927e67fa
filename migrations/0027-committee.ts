import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: who evaluates is drawn by lot from experts that are registered before the opening, in an order that nobody could choose and everybody can
 * redo; what the committee asks of bidders, what they answer, and who signed the report. What no bug may get wrong is written here: the seed is
 * committed to when the tender is published and stays unread until the opening, only members of a drawn committee evaluate, no answer is late.
 */
export class Committee0027 implements MigrationInterface {
  name = 'committee-0000000000027';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [experts, seeds, committees, recusals, inquiries, signatures]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER evaluations_are_of_members ON evaluations;
      DROP TRIGGER tenders_commit_to_a_seed ON tenders;
      DROP TABLE report_signatures, price_corrections, inquiry_opinions, inquiry_bids, inquiries, recusal_requests, committee_members, committees,
        draw_seeds, experts;
      DROP FUNCTION evaluation_is_of_a_member(), answer_is_in_time(), commit_draw_seed(), draw_secret(uuid);
    `);
  }
}

const experts = `
  CREATE TABLE experts (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    membership_id uuid NOT NULL REFERENCES memberships,
    categories text[] NOT NULL CHECK (cardinality(categories) > 0 AND categories <@ ARRAY['goods', 'services', 'works']),
    item_classes text[] NOT NULL,
    employer_id uuid REFERENCES organizations,
    employer jsonb,
    registered_by uuid NOT NULL REFERENCES people,
    registered_at timestamptz NOT NULL,
    ended_by uuid REFERENCES people,
    ended_at timestamptz,
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
  );
  COMMENT ON TABLE experts IS 'The pool (评审专家库). No item classes: every class of its categories.';
  CREATE UNIQUE INDEX experts_standing ON experts (person_id) WHERE ended_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, ended_by, ended_at) ON experts TO ftz_app;
`;

// The secret is the database's own, its hash public from the publication on; the service cannot read the secret before the opening.
const seeds = `
  CREATE TABLE draw_seeds (
    tender_id uuid PRIMARY KEY REFERENCES tenders,
    secret text NOT NULL,
    commitment text NOT NULL CHECK (commitment = encode(sha256(convert_to(secret, 'UTF8')), 'hex')),
    committed_at timestamptz NOT NULL
  );
  SELECT make_append_only('draw_seeds');
  REVOKE ALL ON draw_seeds FROM ftz_app;
  GRANT SELECT (tender_id, commitment, committed_at) ON draw_seeds TO ftz_app;

  CREATE FUNCTION commit_draw_seed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    fresh text := encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex');
  BEGIN
    INSERT INTO draw_seeds VALUES (NEW.id, fresh, encode(sha256(convert_to(fresh, 'UTF8')), 'hex'), platform_now()) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER tenders_commit_to_a_seed AFTER INSERT OR UPDATE OF published_at ON tenders
    FOR EACH ROW WHEN (NEW.published_at IS NOT NULL) EXECUTE FUNCTION commit_draw_seed();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER tenders_commit_to_a_seed;
  INSERT INTO draw_seeds
    SELECT id, fresh, encode(sha256(convert_to(fresh, 'UTF8')), 'hex'), platform_now()
      FROM (SELECT id, encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex') AS fresh
              FROM tenders WHERE published_at IS NOT NULL OFFSET 0) AS one;

  CREATE FUNCTION draw_secret(tender_of uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT secret FROM draw_seeds JOIN tenders ON tenders.id = draw_seeds.tender_id
     WHERE tenders.id = tender_of AND tenders.opened_at IS NOT NULL
  $$;
  REVOKE ALL ON FUNCTION draw_secret(uuid), commit_draw_seed() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION draw_secret(uuid) TO ftz_app;
`;

const committees = `
  CREATE TABLE committees (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    round int NOT NULL CHECK (round >= 1),
    size int NOT NULL CHECK (size >= 1),
    session_at timestamptz NOT NULL,
    draw jsonb NOT NULL,
    drawn_by uuid NOT NULL REFERENCES people,
    drawn_at timestamptz NOT NULL,
    UNIQUE (tender_id, round)
  );
  SELECT make_append_only('committees');

  CREATE TABLE committee_members (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    committee_id uuid NOT NULL REFERENCES committees,
    tender_id uuid NOT NULL REFERENCES tenders,
    round int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    kind text NOT NULL CHECK (kind IN ('expert', 'representative')),
    entry jsonb,
    state text NOT NULL CHECK (state IN ('called', 'left')),
    called_at timestamptz NOT NULL,
    called_for uuid UNIQUE REFERENCES committee_members,
    left_ground text CHECK (left_ground IN ('conflict', 'recusal', 'absence')),
    left_reasons jsonb,
    left_by uuid REFERENCES people,
    left_at timestamptz,
    UNIQUE (committee_id, person_id),
    CHECK ((state = 'left') = (left_at IS NOT NULL)),
    CHECK ((kind = 'expert') = (entry IS NOT NULL))
  );
  CREATE INDEX committee_members_by_person ON committee_members (person_id, tender_id);
  GRANT SELECT, INSERT, UPDATE (version, state, left_ground, left_reasons, left_by, left_at) ON committee_members TO ftz_app;

  CREATE FUNCTION evaluation_is_of_a_member() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM committees WHERE tender_id = NEW.tender_id AND round = NEW.round)
       AND NOT EXISTS (SELECT FROM committee_members WHERE tender_id = NEW.tender_id AND round = NEW.round
                          AND person_id = NEW.evaluator_id AND state = 'called') THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'committee.not-member', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER evaluations_are_of_members BEFORE INSERT ON evaluations FOR EACH ROW EXECUTE FUNCTION evaluation_is_of_a_member();
  ALTER TABLE evaluations ENABLE ALWAYS TRIGGER evaluations_are_of_members;
`;

const recusals = `
  CREATE TABLE recusal_requests (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    person_name text NOT NULL,
    reasons jsonb NOT NULL,
    evidence jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'granted', 'rejected')),
    requested_by uuid NOT NULL REFERENCES people,
    requested_at timestamptz NOT NULL,
    member_id uuid REFERENCES committee_members,
    decision_reasons jsonb,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    CHECK ((state = 'requested') = (decided_at IS NULL)),
    CHECK (member_id IS NULL OR state = 'granted')
  );
  CREATE UNIQUE INDEX recusal_requests_one_open ON recusal_requests (tender_id, supplier_id) WHERE state = 'requested';
  CREATE INDEX recusal_requests_by_tender ON recusal_requests (tender_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, member_id, decision_reasons, decided_by, decided_at) ON recusal_requests TO ftz_app;
`;

const inquiries = `
  CREATE TABLE inquiries (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    round int NOT NULL,
    class text NOT NULL CHECK (class IN ('ambiguity', 'inconsistency', 'clerical-error', 'arithmetic', 'formality', 'low-price')),
    question jsonb NOT NULL,
    due_at timestamptz NOT NULL,
    asked_by uuid NOT NULL REFERENCES people,
    asked_at timestamptz NOT NULL,
    CHECK (due_at > asked_at)
  );
  COMMENT ON COLUMN inquiries.class IS 'Formal defects are asked of all bids that show them, at once: one inquiry of a class in a round. A low price is asked of its bidder.';
  CREATE UNIQUE INDEX inquiries_once ON inquiries (tender_id, round, class) WHERE class <> 'low-price';
  SELECT make_append_only('inquiries');

  CREATE TABLE inquiry_bids (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    inquiry_id uuid NOT NULL REFERENCES inquiries,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    round int NOT NULL,
    class text NOT NULL,
    bid_id uuid NOT NULL REFERENCES opened_bids,
    supplier_id uuid NOT NULL REFERENCES organizations,
    finding jsonb,
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('asked', 'answered', 'accepted', 'refused')),
    answer jsonb,
    answered_by uuid REFERENCES people,
    answered_at timestamptz,
    decided_at timestamptz,
    UNIQUE (tender_id, round, class, bid_id),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CHECK ((state IN ('accepted', 'refused')) = (decided_at IS NOT NULL))
  );
  CREATE INDEX inquiry_bids_by_supplier ON inquiry_bids (supplier_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, answer, answered_by, answered_at, decided_at) ON inquiry_bids TO ftz_app;

  CREATE FUNCTION answer_is_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.answer IS NULL AND NEW.answer IS NOT NULL AND platform_now() >= OLD.due_at THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'inquiry.answer-late', DETAIL = json_build_object('dueAt', utc_text(OLD.due_at))::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER inquiry_answers_are_in_time BEFORE UPDATE ON inquiry_bids FOR EACH ROW EXECUTE FUNCTION answer_is_in_time();
  ALTER TABLE inquiry_bids ENABLE ALWAYS TRIGGER inquiry_answers_are_in_time;

  CREATE TABLE inquiry_opinions (
    id uuid PRIMARY KEY,
    inquiry_bid_id uuid NOT NULL REFERENCES inquiry_bids,
    person_id uuid NOT NULL REFERENCES people,
    accepts boolean NOT NULL,
    reasons jsonb NOT NULL,
    given_at timestamptz NOT NULL,
    UNIQUE (inquiry_bid_id, person_id)
  );
  SELECT make_append_only('inquiry_opinions');

  CREATE TABLE price_corrections (
    bid_id uuid PRIMARY KEY REFERENCES opened_bids,
    inquiry_bid_id uuid NOT NULL REFERENCES inquiry_bids,
    read_out numeric(18,2) NOT NULL,
    corrected numeric(18,2) NOT NULL CHECK (corrected >= 0),
    ground text NOT NULL,
    corrected_at timestamptz NOT NULL
  );
  COMMENT ON TABLE price_corrections IS 'What a bid costs where the price read out was corrected by rule and its bidder confirmed it (87号令 art. 59).';
  SELECT make_append_only('price_corrections');
`;

const signatures = `
  CREATE TABLE report_signatures (
    id uuid PRIMARY KEY,
    report_id uuid NOT NULL REFERENCES evaluation_reports,
    tender_id uuid NOT NULL REFERENCES tenders,
    person_id uuid NOT NULL REFERENCES people,
    agrees boolean NOT NULL,
    reasons jsonb,
    signed_at timestamptz NOT NULL,
    UNIQUE (report_id, person_id),
    CHECK (agrees OR reasons IS NOT NULL)
  );
  SELECT make_append_only('report_signatures');
`;
