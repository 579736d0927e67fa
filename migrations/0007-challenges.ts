import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: challenge and complaint. What no bug in the service may get wrong is written here: the review authority is neither the procuring
 * entity nor in its hierarchy, a ruling comes from a reviewer of that authority who belongs to no party, and what is closed stays closed.
 */
export class Challenges0007 implements MigrationInterface {
  name = 'challenges-0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(challenges);
    await runner.query(complaints);
    await runner.query(guards);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE reviewer_recusals, complaint_rulings, complaints, challenge_messages, challenges;
      DROP FUNCTION review_body_is_independent();
      DROP FUNCTION ruling_is_a_reviewers();
      DROP FUNCTION review_stays_closed();
    `);
  }
}

const challenges = `
  CREATE TABLE challenges (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations CHECK (supplier_id <> procurer_id),
    filed_by uuid NOT NULL REFERENCES people,
    state text NOT NULL CHECK (state IN ('submitted', 'completing', 'answered', 'overdue', 'settled', 'withdrawn')),
    subject text NOT NULL CHECK (subject IN ('documents', 'process', 'result')),
    stage text CHECK (stage IN ('bidding', 'opening', 'evaluation')),
    matters jsonb NOT NULL,
    request jsonb,
    contact jsonb,
    known_on date,
    received_at timestamptz NOT NULL,
    time_limit jsonb NOT NULL,
    last_day date,
    provisional boolean NOT NULL,
    warnings jsonb NOT NULL,
    reply_from timestamptz NOT NULL CHECK (reply_from >= received_at),
    reply_due_at timestamptz,
    completions_requested int NOT NULL CHECK (completions_requested BETWEEN 0 AND 1),
    completion jsonb,
    reply jsonb,
    replied_by uuid REFERENCES people,
    replied_at timestamptz,
    settlement jsonb,
    closed_at timestamptz,
    due_at timestamptz,
    CHECK ((reply IS NULL) = (replied_at IS NULL)),
    CHECK ((state IN ('settled', 'withdrawn')) = (closed_at IS NOT NULL)),
    CHECK (state <> 'answered' OR reply IS NOT NULL)
  );
  CREATE INDEX challenges_by_tender ON challenges (tender_id, id);
  CREATE INDEX challenges_due ON challenges (due_at) WHERE due_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, state, matters, request, contact, warnings, reply_from, reply_due_at, completions_requested, completion,
    reply, replied_by, replied_at, settlement, closed_at, due_at) ON challenges TO ftz_app;

  CREATE TABLE challenge_messages (
    id uuid PRIMARY KEY,
    challenge_id uuid NOT NULL REFERENCES challenges,
    organization_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    text jsonb NOT NULL,
    sent_at timestamptz NOT NULL
  );
  CREATE INDEX challenge_messages_by_challenge ON challenge_messages (challenge_id, id);
  SELECT make_append_only('challenge_messages');
`;

const complaints = `
  CREATE TABLE complaints (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    challenge_id uuid NOT NULL UNIQUE REFERENCES challenges,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    complainant_id uuid NOT NULL REFERENCES organizations,
    review_body_id uuid NOT NULL REFERENCES organizations,
    filed_by uuid NOT NULL REFERENCES people,
    state text NOT NULL CHECK (state IN ('filed', 'completing', 'accepted', 'dismissed', 'transferred', 'upheld', 'partly-upheld',
                                         'rejected', 'withdrawn')),
    matters jsonb NOT NULL,
    request jsonb,
    received_at timestamptz NOT NULL,
    time_limit jsonb NOT NULL,
    last_day date,
    provisional boolean NOT NULL,
    warnings jsonb NOT NULL,
    completions_requested int NOT NULL CHECK (completions_requested BETWEEN 0 AND 1),
    completion jsonb,
    reviewer_id uuid REFERENCES people,
    accepted_at timestamptz,
    suspended_on date,
    suspension_ends_on date,
    closed_at timestamptz,
    CHECK ((suspended_on IS NULL) = (suspension_ends_on IS NULL)),
    CHECK (suspension_ends_on >= suspended_on),
    CHECK ((state IN ('filed', 'completing', 'accepted')) = (closed_at IS NULL)),
    CHECK (complainant_id <> review_body_id)
  );
  CREATE INDEX complaints_by_tender ON complaints (tender_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, matters, request, warnings, completions_requested, completion, reviewer_id, accepted_at,
    suspended_on, suspension_ends_on, closed_at) ON complaints TO ftz_app;

  CREATE TABLE complaint_rulings (
    complaint_id uuid PRIMARY KEY REFERENCES complaints,
    outcome text NOT NULL CHECK (outcome IN ('upheld', 'partly-upheld', 'rejected', 'dismissed')),
    ground text CHECK (ground IN ('inadmissible', 'no-factual-basis', 'false-material', 'evidence-illegal')),
    findings jsonb NOT NULL,
    remedy text NOT NULL CHECK (remedy IN ('none', 'correct', 'set-aside')),
    reasons jsonb NOT NULL,
    decided_by uuid NOT NULL REFERENCES people,
    decided_at timestamptz NOT NULL,
    CHECK ((outcome = 'dismissed') = (ground IS NOT NULL)),
    CHECK ((outcome IN ('upheld', 'partly-upheld')) = (remedy <> 'none'))
  );
  SELECT make_append_only('complaint_rulings');

  CREATE TABLE reviewer_recusals (
    complaint_id uuid NOT NULL REFERENCES complaints,
    person_id uuid NOT NULL REFERENCES people,
    reason jsonb NOT NULL,
    recused_at timestamptz NOT NULL,
    PRIMARY KEY (complaint_id, person_id)
  );
  SELECT make_append_only('reviewer_recusals');
`;

const guards = `
  -- Art. 60, the same question as the rule asks, on the rows themselves: hierarchy counts in both directions and on all levels.
  CREATE FUNCTION review_body_is_independent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    procurer uuid;
    reasons jsonb := '[]';
  BEGIN
    SELECT procurer_id INTO STRICT procurer FROM tenders WHERE id = NEW.tender_id;
    IF NEW.procurer_id <> procurer THEN
      RAISE EXCEPTION 'complaint % names another procuring entity than its tender', NEW.id;
    END IF;
    IF NEW.review_body_id = procurer THEN
      reasons := reasons || jsonb_build_object('zh', '即为采购人', 'en', 'it is the procuring entity');
    END IF;
    IF EXISTS (
      WITH RECURSIVE below(id) AS (
        SELECT NEW.review_body_id
        UNION
        SELECT edge.controlled FROM below JOIN
          (SELECT controller_id AS controller, controlled_id AS controlled FROM control_relations
           UNION SELECT parent_id, id FROM organizations WHERE parent_id IS NOT NULL) edge ON edge.controller = below.id
      ) SELECT FROM below WHERE id = procurer AND procurer <> NEW.review_body_id
    ) THEN
      reasons := reasons || jsonb_build_object('zh', '管理采购人', 'en', 'it controls the procuring entity');
    END IF;
    IF EXISTS (
      WITH RECURSIVE above(id) AS (
        SELECT NEW.review_body_id
        UNION
        SELECT edge.controller FROM above JOIN
          (SELECT controller_id AS controller, controlled_id AS controlled FROM control_relations
           UNION SELECT parent_id, id FROM organizations WHERE parent_id IS NOT NULL) edge ON edge.controlled = above.id
      ) SELECT FROM above WHERE id = procurer AND procurer <> NEW.review_body_id
    ) THEN
      reasons := reasons || jsonb_build_object('zh', '受采购人管理', 'en', 'it is controlled by the procuring entity');
    END IF;
    IF jsonb_array_length(reasons) > 0 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-not-independent',
        DETAIL = jsonb_build_object('reviewBodyId', NEW.review_body_id, 'procurerId', procurer, 'reasons', reasons)::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER complaints_review_body_is_independent AFTER INSERT OR UPDATE OF review_body_id, procurer_id, tender_id
    ON complaints FOR EACH ROW EXECUTE FUNCTION review_body_is_independent();
  ALTER TABLE complaints ENABLE ALWAYS TRIGGER complaints_review_body_is_independent;

  CREATE FUNCTION ruling_is_a_reviewers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    complaint complaints;
    reason jsonb;
  BEGIN
    SELECT * INTO STRICT complaint FROM complaints WHERE id = NEW.complaint_id;
    IF NOT EXISTS (SELECT FROM memberships WHERE person_id = NEW.decided_by AND organization_id = complaint.review_body_id
                     AND 'reviewer' = ANY (roles) AND (until IS NULL OR until > platform_now())) THEN
      reason := '{"zh": "不是该审查主管机关的审查人员", "en": "no reviewer of this review authority"}';
    ELSIF EXISTS (SELECT FROM memberships WHERE person_id = NEW.decided_by AND organization_id IN (complaint.procurer_id, complaint.complainant_id)
                    AND (until IS NULL OR until > platform_now())) THEN
      reason := '{"zh": "属于当事一方", "en": "belongs to a party"}';
    ELSIF EXISTS (SELECT FROM reviewer_recusals WHERE complaint_id = NEW.complaint_id AND person_id = NEW.decided_by) THEN
      reason := '{"zh": "已经回避", "en": "has withdrawn from this case"}';
    END IF;
    IF reason IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-conflicted', DETAIL = jsonb_build_object('reason', reason)::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER complaint_rulings_are_a_reviewers AFTER INSERT ON complaint_rulings
    FOR EACH ROW EXECUTE FUNCTION ruling_is_a_reviewers();
  ALTER TABLE complaint_rulings ENABLE ALWAYS TRIGGER complaint_rulings_are_a_reviewers;

  CREATE FUNCTION review_stays_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
  BEGIN
    IF OLD.closed_at IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = TG_ARGV[0] || '.wrong-state',
      DETAIL = jsonb_build_object('state', OLD.state, 'event', NEW.state)::text;
  END $$;
  CREATE TRIGGER challenges_stay_closed BEFORE UPDATE ON challenges FOR EACH ROW EXECUTE FUNCTION review_stays_closed('challenge');
  CREATE TRIGGER complaints_stay_closed BEFORE UPDATE ON complaints FOR EACH ROW EXECUTE FUNCTION review_stays_closed('complaint');
  ALTER TABLE challenges ENABLE ALWAYS TRIGGER challenges_stay_closed;
  ALTER TABLE complaints ENABLE ALWAYS TRIGGER complaints_stay_closed;
  REVOKE ALL ON FUNCTION review_body_is_independent(), ruling_is_a_reviewers() FROM PUBLIC;
`;
