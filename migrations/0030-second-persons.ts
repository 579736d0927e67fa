import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: two acts that one person could do alone need a second. A winner that does not sign is told, heard, and found to refuse by another; its award
 * then falls and the next in rank may take it: one such finding for an award at a time, and none for an award under contract. And a registrar is
 * appointed by two, where there are two.
 */
export class SecondPersons0030 implements MigrationInterface {
  name = 'second-persons-0000000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds("'contract'::text", "'contract'::text, 'contract-refusal'::text"));
    await runner.query(awardStates("'active', 'set-aside', 'refused'", ''));
    await runner.query(refusals);
    await runner.query(registrars);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE registrar_proposals;
      DROP FUNCTION registrar_is_confirmed_independently();
      DROP TRIGGER awards_under_contract_stand ON awards;
      DROP FUNCTION award_under_contract_stands();
      DROP TABLE contract_refusals;
    `);
    // NOT VALID: awards and notices are kept for fifteen years, so what there is stays.
    await runner.query(awardStates("'active', 'set-aside'", 'NOT VALID'));
    await runner.query(kinds("'contract'::text, 'contract-refusal'::text", "'contract'::text", ' NOT VALID'));
  }
}

/** Whatever other kinds there are stays as it is. */
const kinds = (before: string, after: string, valid = ''): string => `
  DO $$ BEGIN
    EXECUTE (SELECT 'ALTER TABLE tender_notices DROP CONSTRAINT tender_notices_kind_check, ADD CONSTRAINT tender_notices_kind_check '
                    || replace(replace(pg_get_constraintdef(oid), ' NOT VALID', ''), $kind$${before}$kind$, $kind$${after}$kind$) || '${valid}'
               FROM pg_constraint WHERE conname = 'tender_notices_kind_check');
  END $$;
`;

const awardStates = (states: string, valid: string): string => `
  ALTER TABLE awards DROP CONSTRAINT awards_state_check, ADD CONSTRAINT awards_state_check CHECK (state IN (${states})) ${valid};
`;

const refusals = `
  CREATE TABLE contract_refusals (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    award_id uuid NOT NULL REFERENCES awards,
    tender_id uuid NOT NULL REFERENCES tenders,
    lot_id text,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    state text NOT NULL CHECK (state IN ('notified', 'stated', 'confirmed', 'dropped')),
    ground text NOT NULL CHECK (ground IN ('declared', 'not-signed')),
    reasons jsonb NOT NULL,
    evidence jsonb NOT NULL CHECK (jsonb_array_length(evidence) > 0),
    notified_by uuid NOT NULL REFERENCES people,
    notified_at timestamptz NOT NULL,
    statement_due jsonb NOT NULL,
    statement jsonb,
    stated_by uuid REFERENCES people,
    stated_at timestamptz,
    decision jsonb,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    notice_version int,
    CONSTRAINT contract_refusals_four_eyes CHECK (decided_by <> notified_by),
    CHECK (num_nulls(statement, stated_by, stated_at) IN (0, 3)),
    CHECK (num_nulls(decision, decided_by, decided_at) IN (0, 3)),
    CHECK ((state IN ('confirmed', 'dropped')) = (decision IS NOT NULL)),
    CHECK ((state = 'confirmed') = (notice_version IS NOT NULL))
  );
  CREATE UNIQUE INDEX contract_refusals_open ON contract_refusals (award_id) WHERE state <> 'dropped';
  CREATE INDEX contract_refusals_by_award ON contract_refusals (award_id, id);
  CREATE INDEX contract_refusals_by_procurer ON contract_refusals (procurer_id) WHERE state IN ('notified', 'stated');
  CREATE INDEX contract_refusals_by_supplier ON contract_refusals (supplier_id) WHERE state = 'notified';
  GRANT SELECT, INSERT, UPDATE (version, state, statement, stated_by, stated_at, decision, decided_by, decided_at, notice_version)
    ON contract_refusals TO ftz_app;

  CREATE FUNCTION award_under_contract_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM contract_awards WHERE award_id = NEW.id) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.lot-signed',
        DETAIL = jsonb_build_object('lots', jsonb_build_array(NEW.lot_id))::text;
    END IF;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION award_under_contract_stands() FROM PUBLIC;
  CREATE CONSTRAINT TRIGGER awards_under_contract_stand AFTER UPDATE ON awards FOR EACH ROW WHEN (NEW.state = 'refused')
    EXECUTE FUNCTION award_under_contract_stands();
  ALTER TABLE awards ENABLE ALWAYS TRIGGER awards_under_contract_stand;
`;

const registrars = `
  CREATE TABLE registrar_proposals (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    subject text NOT NULL,
    name jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'appointed', 'refused')),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    reason jsonb,
    membership_id uuid REFERENCES memberships,
    CHECK ((state = 'appointed') = (membership_id IS NOT NULL)),
    CHECK (num_nulls(decided_by, decided_at, reason) IN (0, 3)),
    CHECK (state <> 'proposed' OR decided_by IS NULL),
    CHECK (state <> 'refused' OR decided_by IS NOT NULL),
    CONSTRAINT registrar_proposals_four_eyes CHECK (state <> 'appointed' OR decided_by <> proposed_by)
  );
  CREATE UNIQUE INDEX registrar_proposals_open ON registrar_proposals (subject) WHERE state = 'proposed';
  GRANT SELECT, INSERT, UPDATE (version, state, decided_by, decided_at, reason, membership_id) ON registrar_proposals TO ftz_app;

  CREATE FUNCTION registrar_is_confirmed_independently() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NEW.state = 'appointed'
       AND EXISTS (SELECT FROM registrar_appointments WHERE person_id = NEW.decided_by AND appointed_by = NEW.proposed_by) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'registrar.not-independent';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER registrars_confirmed_independently BEFORE UPDATE ON registrar_proposals
    FOR EACH ROW EXECUTE FUNCTION registrar_is_confirmed_independently();
  ALTER TABLE registrar_proposals ENABLE ALWAYS TRIGGER registrars_confirmed_independently;
`;
