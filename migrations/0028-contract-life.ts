import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a contract lives on after its signing: it is changed within bounds, accepted and paid for, and what costs money is looked at by two people.
 * An unsuccessful applicant asks for reasons as a losing bidder does (art. 56), and a part of an answer may wait for a day that is set beforehand.
 */
export class ContractLife0028 implements MigrationInterface {
  name = 'contract-life-0000000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds("'contract'::text", "'contract'::text, 'contract-change'::text"));
    await runner.query(changes);
    await runner.query(payments);
    await runner.query(debriefs);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE withheld_fields;
      DROP INDEX debriefs_by_application;
      ALTER TABLE debriefs DROP CONSTRAINT debriefs_of_one_decision, DROP COLUMN application_id, ALTER COLUMN award_id SET NOT NULL;
      DROP TABLE contract_payments, contract_acceptances, contract_changes;
      DROP FUNCTION additions_are_bounded();
    `);
    await runner.query(kinds("'contract'::text, 'contract-change'::text", "'contract'::text"));
  }
}

/** Whatever other kinds there are stays as it is. */
const kinds = (before: string, after: string): string => `
  DO $$ BEGIN
    EXECUTE (SELECT 'ALTER TABLE tender_notices DROP CONSTRAINT tender_notices_kind_check, ADD CONSTRAINT tender_notices_kind_check '
                    || replace(pg_get_constraintdef(oid), $kind$${before}$kind$, $kind$${after}$kind$)
               FROM pg_constraint WHERE conname = 'tender_notices_kind_check');
  END $$;
`;

const changes = `
  CREATE TABLE contract_changes (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    contract_id uuid NOT NULL REFERENCES contracts,
    tender_id uuid NOT NULL REFERENCES tenders,
    number int NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'published', 'rejected')),
    touches text[] NOT NULL CHECK (cardinality(touches) > 0),
    basis text NOT NULL,
    description jsonb NOT NULL,
    reasons jsonb NOT NULL,
    added numeric(18,2) NOT NULL CHECK (added >= 0),
    proposed_by uuid NOT NULL REFERENCES people,
    proposed_at timestamptz NOT NULL,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    rejection jsonb,
    notice_version int,
    UNIQUE (contract_id, number),
    CHECK ((state = 'published') = (notice_version IS NOT NULL)),
    CHECK ((state = 'rejected') = (rejection IS NOT NULL)),
    CHECK (num_nulls(decided_by, decided_at) IN (0, 2)),
    CONSTRAINT contract_changes_four_eyes CHECK (added = 0 OR state <> 'published' OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
  );
  GRANT SELECT, INSERT, UPDATE (version, state, decided_by, decided_at, rejection, notice_version) ON contract_changes TO ftz_app;

  -- The contract first, then the sum in a statement of its own: whoever waited sees what the other committed.
  CREATE FUNCTION additions_are_bounded() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    price numeric;
    total numeric;
  BEGIN
    SELECT amount INTO STRICT price FROM contracts WHERE id = NEW.contract_id FOR UPDATE;
    SELECT sum(added) INTO total FROM contract_changes WHERE contract_id = NEW.contract_id AND state = 'published';
    IF total > price / 10 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.addition-over-tenth',
        DETAIL = jsonb_build_object('total', total::text, 'max', trunc(price / 10, 2)::text)::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER additions_are_bounded AFTER INSERT OR UPDATE ON contract_changes FOR EACH ROW
    WHEN (NEW.state = 'published' AND NEW.added > 0) EXECUTE FUNCTION additions_are_bounded();
  ALTER TABLE contract_changes ENABLE ALWAYS TRIGGER additions_are_bounded;
  REVOKE ALL ON FUNCTION additions_are_bounded() FROM PUBLIC;
`;

const payments = `
  CREATE TABLE contract_acceptances (
    id uuid PRIMARY KEY,
    contract_id uuid NOT NULL REFERENCES contracts,
    tender_id uuid NOT NULL REFERENCES tenders,
    number int NOT NULL,
    extent text NOT NULL CHECK (extent IN ('partial', 'final')),
    outcome text NOT NULL CHECK (outcome IN ('accepted', 'accepted-with-defects', 'refused')),
    held_on date NOT NULL,
    subject jsonb NOT NULL,
    participants jsonb NOT NULL,
    findings jsonb NOT NULL,
    remedy_by date,
    recorded_by uuid NOT NULL REFERENCES people,
    recorded_at timestamptz NOT NULL,
    UNIQUE (contract_id, number)
  );
  CREATE UNIQUE INDEX contract_acceptances_one_final ON contract_acceptances (contract_id) WHERE extent = 'final' AND outcome = 'accepted';
  SELECT make_append_only('contract_acceptances');

  CREATE TABLE contract_payments (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    contract_id uuid NOT NULL REFERENCES contracts,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    number int NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'approved', 'paid')),
    title jsonb NOT NULL,
    amount numeric(18,2) NOT NULL CHECK (amount >= 0),
    is_final boolean NOT NULL,
    deduction jsonb,
    due_on date NOT NULL,
    due jsonb NOT NULL,
    due_at timestamptz,
    planned_by uuid NOT NULL REFERENCES people,
    planned_at timestamptz NOT NULL,
    approved_by uuid REFERENCES people,
    approved_at timestamptz,
    payment jsonb,
    paid_by uuid REFERENCES people,
    paid_at timestamptz,
    UNIQUE (contract_id, number),
    CHECK ((state = 'planned') = (approved_by IS NULL) AND num_nulls(approved_by, approved_at) IN (0, 2)),
    CHECK ((state = 'paid') = (payment IS NOT NULL) AND num_nulls(payment, paid_by, paid_at) IN (0, 3)),
    CONSTRAINT contract_payments_four_eyes CHECK (approved_by <> planned_by)
  );
  CREATE UNIQUE INDEX contract_payments_one_final ON contract_payments (contract_id) WHERE is_final;
  CREATE INDEX contract_payments_due ON contract_payments (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX contract_payments_by_procurer ON contract_payments (procurer_id, due_on) WHERE state <> 'paid';
  GRANT SELECT, INSERT, UPDATE (version, state, due_at, approved_by, approved_at, payment, paid_by, paid_at) ON contract_payments TO ftz_app;
`;

const debriefs = `
  ALTER TABLE debriefs ALTER COLUMN award_id DROP NOT NULL, ADD COLUMN application_id uuid REFERENCES applications,
    ADD CONSTRAINT debriefs_of_one_decision CHECK (num_nonnulls(award_id, application_id) = 1);
  CREATE UNIQUE INDEX debriefs_by_application ON debriefs (application_id);

  CREATE TABLE withheld_fields (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    debrief_id uuid NOT NULL REFERENCES debriefs,
    field text NOT NULL CHECK (field IN ('reasons', 'advantages')),
    reason text NOT NULL CHECK (reason IN ('commercial-interest', 'fair-competition', 'public-interest', 'security')),
    note jsonb,
    content jsonb NOT NULL,
    release_on date NOT NULL,
    due_at timestamptz,
    released_at timestamptz,
    withheld_by uuid NOT NULL REFERENCES people,
    withheld_at timestamptz NOT NULL,
    UNIQUE (debrief_id, field)
  );
  CREATE INDEX withheld_fields_due ON withheld_fields (due_at) WHERE due_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, due_at, released_at) ON withheld_fields TO ftz_app;
`;
