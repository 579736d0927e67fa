import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a winner that does not sign is told, heard, and found to refuse by a second person; its award then falls and the next in rank may take it. What no
 * bug in the service may get wrong is written here: one such finding for an award at a time, by two people, and none for an award under contract.
 */
export class RefusedContracts0030 implements MigrationInterface {
  name = 'refused-contracts-0000000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds("'contract'::text", "'contract'::text, 'contract-refusal'::text"));
    await runner.query(awardStates("'active', 'set-aside', 'refused'", ''));
    await runner.query(refusals);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
