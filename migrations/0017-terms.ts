import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: art. 54 with a hearing. An intended exclusion is told to the supplier, who may state its case; another person than the one who gave the
 * notice decides, and only after the statement or the end of its time. A supplier says what it has to say on a recorded breach once.
 * Securities are on record from the opening, or the contract, until they are given back.
 */
export class Terms0017 implements MigrationInterface {
  name = 'terms-0000000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(exclusions);
    await runner.query(securities);
    await runner.query(evidence);
  }

  async down(runner: QueryRunner): Promise<void> {
    // NOT VALID: decisions are append-only, so those that rest on an exclusion stay.
    await runner.query(`
      ALTER TABLE application_decisions DROP CONSTRAINT application_decisions_say_why, DROP COLUMN exclusion_id;
      ALTER TABLE application_decisions ADD CONSTRAINT application_decisions_check
        CHECK ((outcome = 'not-qualified') = (cardinality(requirement_ids) > 0)) NOT VALID;
      DROP TABLE award_evidence, securities, breach_statements, exclusions;
    `);
  }
}

const exclusions = `
  CREATE TABLE exclusions (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    bid_id uuid REFERENCES opened_bids,
    application_id uuid REFERENCES applications,
    breach_id uuid NOT NULL REFERENCES contract_breaches,
    state text NOT NULL CHECK (state IN ('notified', 'stated', 'excluded', 'dropped')),
    reasons jsonb NOT NULL,
    notified_by uuid NOT NULL REFERENCES people,
    notified_at timestamptz NOT NULL,
    statement_due jsonb NOT NULL,
    statement_ends_at timestamptz,
    statement jsonb,
    stated_by uuid REFERENCES people,
    stated_at timestamptz,
    decision jsonb,
    decided_by uuid REFERENCES people,
    decided_at timestamptz,
    UNIQUE (tender_id, supplier_id, breach_id),
    CHECK (num_nonnulls(bid_id, application_id) = 1),
    CHECK (num_nulls(statement, stated_by, stated_at) IN (0, 3)),
    CHECK (num_nulls(decision, decided_by, decided_at) IN (0, 3)),
    CHECK ((state IN ('excluded', 'dropped')) = (decided_at IS NOT NULL)),
    CHECK (state <> 'notified' OR stated_at IS NULL),
    CONSTRAINT exclusions_four_eyes CHECK (decided_by <> notified_by),
    CONSTRAINT exclusions_are_heard CHECK (state <> 'excluded' OR stated_at IS NOT NULL
      OR (statement_ends_at IS NOT NULL AND decided_at >= statement_ends_at))
  );
  COMMENT ON COLUMN exclusions.statement_ends_at IS 'The first instant at which a statement is late; null while its calendar is missing.';
  CREATE INDEX exclusions_by_supplier ON exclusions (supplier_id, state);
  CREATE INDEX exclusions_by_procurer ON exclusions (procurer_id, state);
  GRANT SELECT, INSERT, UPDATE (version, state, statement, stated_by, stated_at, decision, decided_by, decided_at) ON exclusions TO ftz_app;

  CREATE TABLE breach_statements (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL UNIQUE REFERENCES contract_breaches,
    statement jsonb NOT NULL,
    stated_by uuid NOT NULL REFERENCES people,
    stated_at timestamptz NOT NULL
  );
  SELECT make_append_only('breach_statements');

  ALTER TABLE application_decisions ADD COLUMN exclusion_id uuid REFERENCES exclusions;
  ALTER TABLE application_decisions DROP CONSTRAINT application_decisions_check;
  ALTER TABLE application_decisions ADD CONSTRAINT application_decisions_say_why
    CHECK ((outcome = 'not-qualified') = (cardinality(requirement_ids) > 0 OR exclusion_id IS NOT NULL));
`;

const securities = `
  CREATE TABLE securities (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    kind text NOT NULL CHECK (kind IN ('tender', 'performance')),
    tender_id uuid NOT NULL REFERENCES tenders,
    bid_id uuid UNIQUE REFERENCES opened_bids,
    contract_id uuid REFERENCES contracts,
    procurer_id uuid NOT NULL REFERENCES organizations,
    supplier_id uuid NOT NULL REFERENCES organizations,
    form text NOT NULL CHECK (form IN ('guarantee', 'insurance', 'cheque', 'draft', 'transfer')),
    issuer text NOT NULL,
    number text NOT NULL,
    amount numeric(18,2) NOT NULL CHECK (amount >= 0),
    valid_until date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES people,
    refund jsonb,
    refunded_by uuid REFERENCES people,
    refunded_at timestamptz,
    CHECK ((kind = 'tender') = (bid_id IS NOT NULL)),
    CHECK ((kind = 'performance') = (contract_id IS NOT NULL)),
    CHECK ((kind = 'performance') = (recorded_by IS NOT NULL)),
    CHECK (num_nulls(refund, refunded_by, refunded_at) IN (0, 3))
  );
  COMMENT ON TABLE securities IS 'Of a bid only since its opening: before it, a security would name the bidder. Never cash.';
  CREATE INDEX securities_by_tender ON securities (tender_id, id);
  CREATE INDEX securities_by_contract ON securities (contract_id) WHERE contract_id IS NOT NULL;
  CREATE INDEX securities_owed ON securities (procurer_id, id) WHERE refunded_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, refund, refunded_by, refunded_at) ON securities TO ftz_app;
`;

const evidence = `
  CREATE TABLE award_evidence (
    id uuid PRIMARY KEY,
    award_id uuid NOT NULL REFERENCES awards,
    fact text NOT NULL CHECK (fact IN ('sme-size')),
    evidence jsonb NOT NULL CHECK (jsonb_array_length(evidence) > 0),
    note jsonb,
    provided_by uuid NOT NULL REFERENCES people,
    provided_at timestamptz NOT NULL
  );
  CREATE INDEX award_evidence_by_award ON award_evidence (award_id, id);
  SELECT make_append_only('award_evidence');
`;
