import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: who reviews a complaint is drawn by lot among the reviewers without a tie, by a draw that everybody with the record can redo and that the
 * database redoes itself; only that person rules, after declaring; and review meets procurement, evaluation or custody for the same entity in nobody.
 */
export class Independence0035 implements MigrationInterface {
  name = 'independence-0000000000035';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ties, seeds, assignments, draws, declarations, duties, rulings, files]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER complaints_reviewer_keeps_no_lock ON complaints;
      DROP TRIGGER complaints_begin_unassigned ON complaints;
      DROP TRIGGER challenges_commit_to_a_seed ON challenges;
      DROP TRIGGER reviewers_leave ON reviewer_recusals;
      DROP TRIGGER memberships_meet_no_review ON memberships;
      DROP TRIGGER committee_members_meet_no_review ON committee_members;
      DROP TRIGGER lock_shares_meet_no_review ON lock_shares;
      DROP TRIGGER lock_deals_meet_no_review ON lock_deals;
      DROP TABLE case_accesses, case_assistants, case_disclosures, reviewer_recusal_requests, reviewer_declarations, reviewer_assignments, reviewer_draw_seeds;
      DROP FUNCTION review_body_keeps_no_lock(), complaint_begins_unassigned(), challenge_commits_to_a_seed(), reviewer_leaves(),
        duties_never_meet(), reviewer_is_drawn(), reviewer_is_assigned(), reviewer_draw_secret(uuid), commit_reviewer_seed(uuid, int),
        lock_duties_of(uuid), assistant_has_no_tie();
      GRANT UPDATE (reviewer_id) ON complaints TO ftz_app;
    `);
    await runner.query(rulingsBefore);
    await runner.query('DROP FUNCTION reviewer_ties(uuid, uuid)');
  }
}

// One question for the rule and for the database: what bars the person from the case, on the state of this moment.
const ties = `
  CREATE FUNCTION reviewer_ties(person uuid, complaint_of uuid) RETURNS TABLE (recused boolean, party boolean, acted boolean, serves boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT
      EXISTS (SELECT FROM reviewer_recusals WHERE complaint_id = one.id AND person_id = person),
      EXISTS (SELECT FROM memberships member WHERE member.person_id = person AND (member.until IS NULL OR member.until > platform_now())
                 AND (member.organization_id IN (one.procurer_id, one.complainant_id) OR member.organization_id IN (SELECT agencies_of(one.tender_id))
                      OR member.organization_id IN (SELECT supplier_id FROM opened_bids WHERE tender_id = one.tender_id)))
        OR EXISTS (SELECT FROM experts WHERE person_id = person AND ended_at IS NULL AND employer_id IN (one.procurer_id, one.complainant_id))
        OR EXISTS (SELECT FROM delegations WHERE person_id = person AND principal_id IN (one.procurer_id, one.complainant_id) AND ended_at IS NULL
                      AND valid_to > platform_now() AND (tender_ids IS NULL OR one.tender_id = ANY (tender_ids))),
      EXISTS (SELECT FROM audit_entries WHERE tender_id = one.tender_id AND actor_person_id = person AND split_part(type, '.', 1) <> 'assistant'
                 AND (actor_organization_id IS NULL
                      OR actor_organization_id NOT IN (SELECT review_body_id FROM complaints WHERE tender_id = one.tender_id)))
        OR EXISTS (SELECT FROM tenders WHERE id = one.tender_id AND person IN (created_by, approved_by, published_by))
        OR EXISTS (SELECT FROM tender_officers WHERE tender_id = one.tender_id AND person_id = person)
        OR EXISTS (SELECT FROM lock_deals deal WHERE deal.tender_id = one.tender_id
                      AND (deal.dealer_id = person OR EXISTS (SELECT FROM lock_shares WHERE deal_id = deal.id AND person_id = person)))
        OR EXISTS (SELECT FROM evaluations WHERE tender_id = one.tender_id AND evaluator_id = person)
        OR EXISTS (SELECT FROM committee_members WHERE tender_id = one.tender_id AND person_id = person)
        OR EXISTS (SELECT FROM conflict_declarations WHERE tender_id = one.tender_id AND person_id = person AND has_conflict),
      EXISTS (SELECT FROM tenders other WHERE other.procurer_id = one.procurer_id AND other.state NOT IN ('completed', 'failed', 'cancelled')
                 AND (EXISTS (SELECT FROM committee_members WHERE tender_id = other.id AND person_id = person AND state = 'called')
                      OR EXISTS (SELECT FROM lock_deals deal WHERE deal.tender_id = other.id AND deal.superseded_at IS NULL
                                    AND (deal.dealer_id = person
                                         OR EXISTS (SELECT FROM lock_shares WHERE deal_id = deal.id AND person_id = person)))))
      FROM complaints one WHERE one.id = complaint_of
  $$;
  REVOKE ALL ON FUNCTION reviewer_ties(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION reviewer_ties(uuid, uuid) TO ftz_app;

  CREATE FUNCTION review_body_keeps_no_lock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM lock_deals deal WHERE deal.tender_id = NEW.tender_id AND deal.superseded_at IS NULL
                 AND (deal.organization_id = NEW.review_body_id
                      OR EXISTS (SELECT FROM lock_shares WHERE deal_id = deal.id AND organization_id = NEW.review_body_id))) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-not-independent',
        DETAIL = jsonb_build_object('reviewBodyId', NEW.review_body_id, 'procurerId', NEW.procurer_id,
          'reasons', '[{"zh": "保管本项目的开标密钥", "en": "it keeps a lock of this procurement"}]'::jsonb)::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER complaints_reviewer_keeps_no_lock AFTER INSERT OR UPDATE OF review_body_id, tender_id ON complaints
    FOR EACH ROW EXECUTE FUNCTION review_body_keeps_no_lock();
  ALTER TABLE complaints ENABLE ALWAYS TRIGGER complaints_reviewer_keeps_no_lock;
  REVOKE ALL ON FUNCTION review_body_keeps_no_lock() FROM PUBLIC;
`;

// As for a committee, the secret is the database's own; each draw has a new one, committed to before anybody knows that there will be a draw.
const seeds = `
  CREATE TABLE reviewer_draw_seeds (
    challenge_id uuid NOT NULL REFERENCES challenges,
    number int NOT NULL CHECK (number >= 1),
    secret text NOT NULL,
    commitment text NOT NULL CHECK (commitment = encode(sha256(convert_to(secret, 'UTF8')), 'hex')),
    committed_at timestamptz NOT NULL,
    PRIMARY KEY (challenge_id, number)
  );
  SELECT make_append_only('reviewer_draw_seeds');
  REVOKE ALL ON reviewer_draw_seeds FROM ftz_app;
  GRANT SELECT (challenge_id, number, commitment, committed_at) ON reviewer_draw_seeds TO ftz_app;

  CREATE FUNCTION commit_reviewer_seed(challenge_of uuid, draw_number int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    fresh text := encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'hex');
  BEGIN
    INSERT INTO reviewer_draw_seeds VALUES (challenge_of, draw_number, fresh, encode(sha256(convert_to(fresh, 'UTF8')), 'hex'), platform_now())
      ON CONFLICT DO NOTHING;
  END $$;
  CREATE FUNCTION challenge_commits_to_a_seed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM commit_reviewer_seed(NEW.id, 1);
    RETURN NULL;
  END $$;
  CREATE TRIGGER challenges_commit_to_a_seed AFTER INSERT ON challenges FOR EACH ROW EXECUTE FUNCTION challenge_commits_to_a_seed();
  ALTER TABLE challenges ENABLE ALWAYS TRIGGER challenges_commit_to_a_seed;
  SELECT commit_reviewer_seed(id, 1) FROM challenges;
  REVOKE ALL ON FUNCTION commit_reviewer_seed(uuid, int), challenge_commits_to_a_seed() FROM PUBLIC;
`;

const assignments = `
  CREATE TABLE reviewer_assignments (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    number int NOT NULL CHECK (number >= 1),
    cause text NOT NULL CHECK (cause IN ('filing', 'transfer', 'conflict', 'recusal', 'request', 'pool-changed')),
    person_id uuid REFERENCES people,
    draw jsonb NOT NULL,
    drawn_by uuid NOT NULL REFERENCES people,
    drawn_at timestamptz NOT NULL,
    UNIQUE (complaint_id, number)
  );
  COMMENT ON COLUMN reviewer_assignments.person_id IS 'Nobody, where the draw found no reviewer without a tie.';
  CREATE INDEX reviewer_assignments_by_person ON reviewer_assignments (person_id);
  SELECT make_append_only('reviewer_assignments');
  UPDATE complaints SET reviewer_id = NULL WHERE closed_at IS NULL;
  COMMENT ON COLUMN complaints.reviewer_id IS 'To whom the last draw assigned it; null while nobody has it.';
  REVOKE UPDATE (reviewer_id) ON complaints FROM ftz_app;

  CREATE FUNCTION complaint_begins_unassigned() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NEW.reviewer_id IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-not-drawn',
        DETAIL = '{"reason": {"zh": "立案时不得指定", "en": "nobody is named at the filing"}}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER complaints_begin_unassigned BEFORE INSERT ON complaints FOR EACH ROW EXECUTE FUNCTION complaint_begins_unassigned();
  ALTER TABLE complaints ENABLE ALWAYS TRIGGER complaints_begin_unassigned;

  CREATE FUNCTION reviewer_draw_secret(complaint_of uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT seed.secret FROM complaints one JOIN reviewer_draw_seeds seed ON seed.challenge_id = one.challenge_id
     WHERE one.id = complaint_of AND one.reviewer_id IS NULL AND one.closed_at IS NULL
       AND seed.number = 1 + (SELECT count(*) FROM reviewer_assignments drawn JOIN complaints other ON other.id = drawn.complaint_id
                             WHERE other.challenge_id = one.challenge_id)
  $$;
  REVOKE ALL ON FUNCTION reviewer_draw_secret(uuid), complaint_begins_unassigned() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION reviewer_draw_secret(uuid) TO ftz_app;
`;

// The draw is redone here from the record that is to be kept: its seed, its pool, and whom the lowest lot hits.
const draws = `
  CREATE FUNCTION lock_duties_of(person uuid) RETURNS void LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('duties:' || person::text, 35))
  $$;

  CREATE FUNCTION reviewer_is_drawn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    complaint complaints;
    sown text;
    pool uuid[];
    lot uuid;
    reason jsonb;
  BEGIN
    SELECT * INTO STRICT complaint FROM complaints WHERE id = NEW.complaint_id;
    IF complaint.closed_at IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.wrong-state',
        DETAIL = jsonb_build_object('state', complaint.state, 'event', 'assign')::text;
    END IF;
    IF complaint.reviewer_id IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.already-assigned', DETAIL = '{}';
    END IF;
    IF NEW.person_id IS NOT NULL THEN PERFORM lock_duties_of(NEW.person_id); END IF;
    SELECT encode(sha256(convert_to(array_to_string(
        ARRAY[NEW.draw ->> 'algorithm', complaint.tender_id::text, 'reviewer:' || NEW.number, reviewer_draw_secret(NEW.complaint_id)]
        || ARRAY(SELECT jsonb_array_elements_text(NEW.draw -> 'lines')), E'\\n'), 'UTF8')), 'hex') INTO sown;
    SELECT coalesce(array_agg(DISTINCT member.person_id ORDER BY member.person_id), '{}') INTO pool
      FROM memberships member, reviewer_ties(member.person_id, NEW.complaint_id) tie
     WHERE member.organization_id = complaint.review_body_id AND 'reviewer' = ANY (member.roles)
       AND (member.until IS NULL OR member.until > platform_now())
       AND NOT (tie.recused OR tie.party OR tie.acted OR tie.serves);
    SELECT person INTO lot FROM unnest(pool) AS person ORDER BY encode(sha256(convert_to(sown || ':' || person, 'UTF8')), 'hex') COLLATE "C" LIMIT 1;
    IF NEW.number <> 1 + (SELECT count(*) FROM reviewer_assignments drawn JOIN complaints other ON other.id = drawn.complaint_id
                            WHERE other.challenge_id = complaint.challenge_id)
       OR sown IS DISTINCT FROM NEW.draw ->> 'seed' THEN
      reason := '{"zh": "种子不符", "en": "the seed is another"}';
    ELSIF NEW.draw -> 'lines' -> 0 IS DISTINCT FROM to_jsonb('complaint:' || NEW.complaint_id) THEN
      reason := '{"zh": "抽取对象不符", "en": "it draws for another case"}';
    ELSIF pool IS DISTINCT FROM ARRAY(SELECT (one ->> 'personId')::uuid FROM jsonb_array_elements(NEW.draw -> 'pool') one ORDER BY 1) THEN
      -- Somebody was appointed, or left, meanwhile: the use case draws again.
      RAISE EXCEPTION USING ERRCODE = '40001', MESSAGE = 'the pool of reviewers is another';
    ELSIF lot IS DISTINCT FROM NEW.person_id THEN
      reason := '{"zh": "中签人不符", "en": "the lot hits another"}';
    END IF;
    IF reason IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-not-drawn', DETAIL = jsonb_build_object('reason', reason)::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER reviewers_are_drawn BEFORE INSERT ON reviewer_assignments FOR EACH ROW EXECUTE FUNCTION reviewer_is_drawn();
  ALTER TABLE reviewer_assignments ENABLE ALWAYS TRIGGER reviewers_are_drawn;

  CREATE FUNCTION reviewer_is_assigned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE complaints SET reviewer_id = NEW.person_id WHERE id = NEW.complaint_id;
    PERFORM commit_reviewer_seed(challenge_id, NEW.number + 1) FROM complaints WHERE id = NEW.complaint_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER reviewers_are_assigned AFTER INSERT ON reviewer_assignments FOR EACH ROW EXECUTE FUNCTION reviewer_is_assigned();
  ALTER TABLE reviewer_assignments ENABLE ALWAYS TRIGGER reviewers_are_assigned;

  CREATE FUNCTION reviewer_leaves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE complaints SET reviewer_id = NULL WHERE id = NEW.complaint_id AND reviewer_id = NEW.person_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER reviewers_leave AFTER INSERT ON reviewer_recusals FOR EACH ROW EXECUTE FUNCTION reviewer_leaves();
  ALTER TABLE reviewer_recusals ENABLE ALWAYS TRIGGER reviewers_leave;
  REVOKE ALL ON FUNCTION reviewer_is_drawn(), reviewer_is_assigned(), reviewer_leaves(), lock_duties_of(uuid) FROM PUBLIC;
`;

const declarations = `
  CREATE TABLE reviewer_declarations (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    person_id uuid NOT NULL REFERENCES people,
    conflict boolean NOT NULL,
    reason jsonb,
    declared_at timestamptz NOT NULL,
    UNIQUE (complaint_id, person_id),
    CHECK (conflict = (reason IS NOT NULL))
  );
  SELECT make_append_only('reviewer_declarations');

  CREATE TABLE reviewer_recusal_requests (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    complaint_id uuid NOT NULL REFERENCES complaints,
    tender_id uuid NOT NULL REFERENCES tenders,
    organization_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    reasons jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('requested', 'granted', 'rejected', 'moot')),
    requested_by uuid NOT NULL REFERENCES people,
    requested_at timestamptz NOT NULL,
    decision_reasons jsonb,
    decided_by uuid REFERENCES people CHECK (decided_by <> person_id),
    closed_at timestamptz,
    CHECK ((state = 'requested') = (closed_at IS NULL)),
    CHECK ((state IN ('granted', 'rejected')) = (decided_by IS NOT NULL AND decision_reasons IS NOT NULL))
  );
  CREATE UNIQUE INDEX reviewer_recusal_requests_one_open ON reviewer_recusal_requests (complaint_id, organization_id) WHERE state = 'requested';
  CREATE INDEX reviewer_recusal_requests_by_complaint ON reviewer_recusal_requests (complaint_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, decision_reasons, decided_by, closed_at) ON reviewer_recusal_requests TO ftz_app;
`;

// Both sides of the fence take the person's lock first, so that of two appointments at once the second sees the first.
const duties = `
  CREATE FUNCTION duties_never_meet() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    person uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    entities uuid[];
  BEGIN
    IF TG_TABLE_NAME = 'memberships' THEN
      IF NEW.organization_id IS NULL OR NOT NEW.roles && ARRAY['procurer', 'approver', 'evaluator', 'custodian'] OR NEW.until <= platform_now() THEN
        RETURN NULL;
      END IF;
      entities := ARRAY[NEW.organization_id] || ARRAY(SELECT principal_id FROM delegations WHERE kind = 'mandate' AND agency_id = NEW.organization_id
        AND ended_at IS NULL AND valid_to > platform_now());
    ELSIF TG_TABLE_NAME = 'lock_shares' THEN
      SELECT ARRAY[tender.procurer_id] INTO entities FROM lock_deals deal JOIN tenders tender ON tender.id = deal.tender_id WHERE deal.id = NEW.deal_id;
    ELSE
      SELECT ARRAY[procurer_id] INTO entities FROM tenders WHERE id = NEW.tender_id;
    END IF;
    PERFORM lock_duties_of(person);
    IF EXISTS (SELECT FROM complaints WHERE reviewer_id = person AND procurer_id = ANY (entities)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'reviewer.duties-meet',
        DETAIL = '{"reason": {"zh": "该人员审查该采购人的投诉", "en": "this person reviews complaints about the entity"}}';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER memberships_meet_no_review AFTER INSERT OR UPDATE OF roles, until, organization_id, person_id ON memberships
    FOR EACH ROW EXECUTE FUNCTION duties_never_meet('person_id');
  CREATE TRIGGER committee_members_meet_no_review AFTER INSERT ON committee_members FOR EACH ROW EXECUTE FUNCTION duties_never_meet('person_id');
  CREATE TRIGGER lock_shares_meet_no_review AFTER INSERT ON lock_shares FOR EACH ROW EXECUTE FUNCTION duties_never_meet('person_id');
  CREATE TRIGGER lock_deals_meet_no_review AFTER INSERT ON lock_deals FOR EACH ROW EXECUTE FUNCTION duties_never_meet('dealer_id');
  ALTER TABLE memberships ENABLE ALWAYS TRIGGER memberships_meet_no_review;
  ALTER TABLE committee_members ENABLE ALWAYS TRIGGER committee_members_meet_no_review;
  ALTER TABLE lock_shares ENABLE ALWAYS TRIGGER lock_shares_meet_no_review;
  ALTER TABLE lock_deals ENABLE ALWAYS TRIGGER lock_deals_meet_no_review;
  REVOKE ALL ON FUNCTION duties_never_meet() FROM PUBLIC;
`;

const rulings = `
  CREATE OR REPLACE FUNCTION ruling_is_a_reviewers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    complaint complaints;
    tie record;
    reason jsonb;
  BEGIN
    SELECT * INTO STRICT complaint FROM complaints WHERE id = NEW.complaint_id;
    SELECT * INTO STRICT tie FROM reviewer_ties(NEW.decided_by, NEW.complaint_id);
    reason := CASE
      WHEN NOT EXISTS (SELECT FROM memberships WHERE person_id = NEW.decided_by AND organization_id = complaint.review_body_id
                         AND 'reviewer' = ANY (roles) AND (until IS NULL OR until > platform_now()))
        THEN '{"zh": "不是该审查主管机关的审查人员", "en": "no reviewer of this review authority"}'::jsonb
      WHEN tie.recused THEN '{"zh": "已经回避", "en": "has withdrawn from this case"}'
      WHEN tie.party THEN '{"zh": "属于当事一方或投标人", "en": "belongs to a party or a bidder"}'
      WHEN tie.acted THEN '{"zh": "曾参与该采购活动", "en": "has acted in this procurement"}'
      WHEN tie.serves THEN '{"zh": "正在为该采购人评审或保管密钥", "en": "evaluates or keeps a lock for this entity now"}' END;
    IF reason IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-conflicted', DETAIL = jsonb_build_object('reason', reason)::text;
    END IF;
    IF complaint.reviewer_id IS DISTINCT FROM NEW.decided_by THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.reviewer-not-assigned', DETAIL = '{}';
    END IF;
    IF NOT EXISTS (SELECT FROM reviewer_declarations WHERE complaint_id = NEW.complaint_id AND person_id = NEW.decided_by AND NOT conflict) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.declaration-missing', DETAIL = '{}';
    END IF;
    RETURN NULL;
  END $$;
`;

const files = `
  CREATE TABLE case_disclosures (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    item text NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations,
    text jsonb NOT NULL,
    reasons jsonb NOT NULL,
    disclosed_by uuid NOT NULL REFERENCES people,
    disclosed_at timestamptz NOT NULL
  );
  CREATE INDEX case_disclosures_by_complaint ON case_disclosures (complaint_id, id);
  SELECT make_append_only('case_disclosures');

  CREATE TABLE case_assistants (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    complaint_id uuid NOT NULL REFERENCES complaints,
    person_id uuid NOT NULL REFERENCES people,
    capacity text NOT NULL CHECK (capacity IN ('translator', 'expert')),
    items text[] NOT NULL CHECK (cardinality(items) > 0),
    until timestamptz NOT NULL CHECK (until > let_in_at),
    let_in_by uuid NOT NULL REFERENCES people CHECK (let_in_by <> person_id),
    let_in_at timestamptz NOT NULL,
    conflict boolean,
    declared_at timestamptz,
    ended_at timestamptz,
    CHECK ((conflict IS NULL) = (declared_at IS NULL)),
    CHECK (conflict IS NOT TRUE OR ended_at IS NOT NULL)
  );
  CREATE INDEX case_assistants_by_complaint ON case_assistants (complaint_id, id);
  GRANT SELECT, INSERT, UPDATE (version, conflict, declared_at, ended_at) ON case_assistants TO ftz_app;

  CREATE FUNCTION assistant_has_no_tie() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM reviewer_ties(NEW.person_id, NEW.complaint_id) tie WHERE tie.recused OR tie.party OR tie.acted OR tie.serves)
       OR EXISTS (SELECT FROM complaints WHERE id = NEW.complaint_id AND reviewer_id = NEW.person_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'complaint.assistant-tied',
        DETAIL = '{"reason": {"zh": "与本案有关联", "en": "has a tie to the case"}}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER assistants_have_no_tie BEFORE INSERT ON case_assistants FOR EACH ROW EXECUTE FUNCTION assistant_has_no_tie();
  ALTER TABLE case_assistants ENABLE ALWAYS TRIGGER assistants_have_no_tie;
  REVOKE ALL ON FUNCTION assistant_has_no_tie() FROM PUBLIC;

  CREATE TABLE case_accesses (
    id uuid PRIMARY KEY,
    complaint_id uuid NOT NULL REFERENCES complaints,
    item text NOT NULL,
    owner_id uuid REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    organization_id uuid REFERENCES organizations,
    capacity text NOT NULL CHECK (capacity IN ('reviewer', 'party', 'translator', 'expert')),
    read_at timestamptz NOT NULL
  );
  CREATE INDEX case_accesses_by_complaint ON case_accesses (complaint_id, id);
  SELECT make_append_only('case_accesses');
`;

const rulingsBefore = `
  CREATE OR REPLACE FUNCTION ruling_is_a_reviewers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
`;
