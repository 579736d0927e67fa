import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: evaluation, award, debriefing and contract. What no bug in the service may get wrong is written here: one standing award per
 * tender, no award while a review authority has suspended the procurement, and no contract while the standstill runs, while a
 * challenge or complaint that may affect the result is open, or at another price than the award's (rulebook P6, P14).
 */
export class Awards0006 implements MigrationInterface {
  name = 'awards-0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conflict_declarations (
        id uuid PRIMARY KEY,
        tender_id uuid NOT NULL REFERENCES tenders,
        person_id uuid NOT NULL REFERENCES people,
        organization_id uuid,
        has_conflict boolean NOT NULL,
        details jsonb,
        declared_at timestamptz NOT NULL
      );
      CREATE INDEX conflict_declarations_by_person ON conflict_declarations (tender_id, person_id);
      SELECT make_append_only('conflict_declarations');

      CREATE TABLE evaluations (
        id uuid PRIMARY KEY,
        tender_id uuid NOT NULL REFERENCES tenders,
        round int NOT NULL CHECK (round >= 1),
        evaluator_id uuid NOT NULL REFERENCES people,
        findings jsonb NOT NULL,
        submitted_at timestamptz NOT NULL,
        UNIQUE (tender_id, round, evaluator_id)
      );
      SELECT make_append_only('evaluations');

      CREATE TABLE evaluation_reports (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        tender_id uuid NOT NULL REFERENCES tenders,
        round int NOT NULL,
        state text NOT NULL CHECK (state IN ('valid', 'set-aside')),
        report jsonb NOT NULL,
        recorded_at timestamptz NOT NULL,
        UNIQUE (tender_id, round)
      );
      GRANT SELECT, INSERT, UPDATE (state, version) ON evaluation_reports TO ftz_app;

      CREATE TABLE awards (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        tender_id uuid NOT NULL REFERENCES tenders,
        report_id uuid NOT NULL REFERENCES evaluation_reports,
        bid_id uuid NOT NULL REFERENCES opened_bids,
        supplier_id uuid NOT NULL REFERENCES organizations,
        procurer_id uuid NOT NULL REFERENCES organizations,
        amount numeric(18,2) NOT NULL CHECK (amount >= 0),
        state text NOT NULL CHECK (state IN ('active', 'set-aside')),
        reasons jsonb NOT NULL,
        warnings jsonb NOT NULL,
        decided_by uuid NOT NULL REFERENCES people,
        decided_at timestamptz NOT NULL,
        notice_version int NOT NULL,
        result_notice_ends_on date,
        standstill_ends_on date,
        standstill_ends_at timestamptz,
        standstill jsonb NOT NULL,
        CHECK ((standstill_ends_on IS NULL) = (standstill_ends_at IS NULL))
      );
      CREATE UNIQUE INDEX awards_one_active ON awards (tender_id) WHERE state = 'active';
      CREATE INDEX awards_by_tender ON awards (tender_id, id);
      GRANT SELECT, INSERT, UPDATE (state, version, result_notice_ends_on, standstill_ends_on, standstill_ends_at, standstill) ON awards TO ftz_app;

      CREATE TABLE debriefs (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        award_id uuid NOT NULL REFERENCES awards,
        tender_id uuid NOT NULL REFERENCES tenders,
        supplier_id uuid NOT NULL REFERENCES organizations,
        procurer_id uuid NOT NULL REFERENCES organizations,
        state text NOT NULL CHECK (state IN ('requested', 'answered')),
        requested_by uuid NOT NULL REFERENCES people,
        requested_at timestamptz NOT NULL,
        due_on date,
        due jsonb NOT NULL,
        due_at timestamptz,
        own_result jsonb NOT NULL,
        answer jsonb,
        answered_by uuid REFERENCES people,
        answered_at timestamptz,
        UNIQUE (award_id, supplier_id),
        CHECK ((state = 'answered') = (answer IS NOT NULL))
      );
      CREATE INDEX debriefs_due ON debriefs (due_at) WHERE due_at IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE (state, version, due_at, answer, answered_by, answered_at) ON debriefs TO ftz_app;

      CREATE TABLE contracts (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        tender_id uuid NOT NULL REFERENCES tenders,
        award_id uuid NOT NULL UNIQUE REFERENCES awards,
        procurer_id uuid NOT NULL REFERENCES organizations,
        supplier_id uuid NOT NULL REFERENCES organizations,
        state text NOT NULL CHECK (state IN ('signed', 'accepted', 'terminated')),
        number text,
        amount numeric(18,2) NOT NULL,
        period jsonb,
        signed_by uuid NOT NULL REFERENCES people,
        signed_at timestamptz NOT NULL,
        publish_by date,
        publish_by_derivation jsonb NOT NULL,
        published_at timestamptz NOT NULL,
        notice_version int NOT NULL,
        completion jsonb,
        completed_on date,
        CHECK ((state = 'signed') = (completed_on IS NULL))
      );
      CREATE INDEX contracts_by_tender ON contracts (tender_id, id);
      GRANT SELECT, INSERT, UPDATE (state, version, completion, completed_on) ON contracts TO ftz_app;

      CREATE TABLE contract_breaches (
        id uuid PRIMARY KEY,
        contract_id uuid NOT NULL REFERENCES contracts,
        procurer_id uuid NOT NULL REFERENCES organizations,
        supplier_id uuid NOT NULL REFERENCES organizations,
        breached_on date NOT NULL,
        material boolean NOT NULL,
        remedied_in_time boolean NOT NULL,
        evidence jsonb NOT NULL,
        description jsonb NOT NULL,
        recorded_by uuid NOT NULL REFERENCES people,
        recorded_at timestamptz NOT NULL
      );
      CREATE INDEX contract_breaches_by_contract ON contract_breaches (contract_id, id);
      CREATE INDEX contract_breaches_by_supplier ON contract_breaches (supplier_id, breached_on);
      SELECT make_append_only('contract_breaches');

      -- The tender's lock first, then the facts in statements of their own: whoever waited sees what the other committed.
      CREATE FUNCTION contract_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        award awards;
        moment timestamptz;
        holds int;
      BEGIN
        PERFORM 1 FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
        SELECT * INTO STRICT award FROM awards WHERE id = NEW.award_id;
        moment := platform_now();
        IF award.state <> 'active' OR award.tender_id <> NEW.tender_id OR award.supplier_id <> NEW.supplier_id THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.wrong-state',
            DETAIL = jsonb_build_object('state', award.state, 'event', 'contract')::text;
        END IF;
        IF award.standstill_ends_at IS NULL OR moment < award.standstill_ends_at THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.standstill-running',
            DETAIL = jsonb_build_object('endsOn', award.standstill_ends_on, 'now', utc_text(moment))::text;
        END IF;
        SELECT count(*) INTO holds FROM procedure_holds
          WHERE tender_id = NEW.tender_id AND released_at IS NULL
            AND (ends_on IS NULL OR (moment AT TIME ZONE 'Asia/Shanghai')::date <= ends_on);
        IF holds > 0 THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.challenge-open', DETAIL = jsonb_build_object('holds', holds)::text;
        END IF;
        IF award.amount <> NEW.amount THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.amount-differs',
            DETAIL = jsonb_build_object('amount', NEW.amount::text, 'awarded', award.amount::text)::text;
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER contracts_are_permitted AFTER INSERT ON contracts FOR EACH ROW EXECUTE FUNCTION contract_is_permitted();
      ALTER TABLE contracts ENABLE ALWAYS TRIGGER contracts_are_permitted;

      CREATE FUNCTION award_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
        IF tender_is_suspended(NEW.tender_id, platform_now()) THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.suspended', DETAIL = '{}';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER awards_are_permitted AFTER INSERT ON awards FOR EACH ROW EXECUTE FUNCTION award_is_permitted();
      ALTER TABLE awards ENABLE ALWAYS TRIGGER awards_are_permitted;
      REVOKE ALL ON FUNCTION contract_is_permitted(), award_is_permitted() FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE contract_breaches, contracts, debriefs, awards, evaluation_reports, evaluations, conflict_declarations;
      DROP FUNCTION contract_is_permitted();
      DROP FUNCTION award_is_permitted();
    `);
  }
}
