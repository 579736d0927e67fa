import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: what a ruling orders is followed until it is done, and until then the database itself bars what it bars. A ruling is kept as a list of fields
 * under one root, so that its redacted copy is provably the same record. Proceedings elsewhere hold the record; complaints that were not proven are
 * put before a person.
 */
export class Decisions0036 implements MigrationInterface {
  name = 'decisions-0000000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rulings);
    await runner.query(holdKinds("'suspension'::text", "'suspension'::text, 'remedy'::text, 'performance'::text"));
    await runner.query(orderedRemedies);
    await runner.query(bars);
    await runner.query(afterIt);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE complainant_flags, outside_proceedings;
      DROP TRIGGER no_opening_before_the_remedy ON opening_minutes;
      DROP TRIGGER no_evaluation_before_the_remedy ON evaluations;
      DROP TRIGGER no_award_before_the_remedy ON awards;
      DROP TRIGGER stopped_contract_is_not_accepted ON contract_acceptances;
      DROP TRIGGER stopped_contract_is_not_paid ON contract_payments;
      DROP TRIGGER stopped_contract_is_not_changed ON contract_changes;
      DROP TRIGGER stopped_contract_is_not_completed ON contracts;
      DROP TRIGGER remedy_holds_until_done ON procedure_holds;
      DROP FUNCTION remedy_is_done();
      DROP FUNCTION contract_is_not_stopped();
      DROP FUNCTION remedy_holds_until_done();
      DROP FUNCTION contract_is_stopped(uuid);
      DROP FUNCTION tender_awaits_remedy(uuid);
      DROP TABLE ordered_remedies;
      DROP FUNCTION remedy_stays_done();
      DELETE FROM procedure_holds WHERE kind IN ('remedy', 'performance');
    `);
    await runner.query(holdKinds("'suspension'::text, 'remedy'::text, 'performance'::text", "'suspension'::text"));
    await runner.query(rulingsBefore);
  }
}

/** Whatever other kinds there are stays as it is. */
const holdKinds = (before: string, after: string): string => `
  DO $$ BEGIN
    EXECUTE (SELECT 'ALTER TABLE procedure_holds DROP CONSTRAINT procedure_holds_kind_check, ADD CONSTRAINT procedure_holds_kind_check '
                    || replace(pg_get_constraintdef(oid), $kind$${before}$kind$, $kind$${after}$kind$)
               FROM pg_constraint WHERE conname = 'procedure_holds_kind_check');
  END $$;
`;

// What was ordered before keeps its meaning; those rulings have no list of fields and so no published copy.
const rulings = `
  ALTER TABLE complaint_rulings ADD COLUMN remedies text[] NOT NULL DEFAULT '{}', ADD COLUMN fields jsonb, ADD COLUMN root text,
    ADD COLUMN withheld jsonb NOT NULL DEFAULT '[]';
  ALTER TABLE complaint_rulings DISABLE TRIGGER append_only_rows;
  UPDATE complaint_rulings SET remedies = CASE remedy WHEN 'correct' THEN ARRAY['clarification'] ELSE ARRAY['result-set-aside'] END
   WHERE remedy <> 'none';
  ALTER TABLE complaint_rulings ENABLE ALWAYS TRIGGER append_only_rows;
  ALTER TABLE complaint_rulings DROP COLUMN remedy, DROP COLUMN lot_ids, ALTER COLUMN remedies DROP DEFAULT, ALTER COLUMN withheld DROP DEFAULT,
    ADD CONSTRAINT complaint_rulings_order_a_remedy CHECK ((outcome IN ('upheld', 'partly-upheld')) = (cardinality(remedies) > 0)),
    ADD CONSTRAINT complaint_rulings_have_a_root CHECK (num_nulls(fields, root) IN (0, 2));
`;

const rulingsBefore = `
  ALTER TABLE complaint_rulings ADD COLUMN remedy text NOT NULL DEFAULT 'none' CHECK (remedy IN ('none', 'correct', 'set-aside')),
    ADD COLUMN lot_ids text[] CHECK (cardinality(lot_ids) > 0);
  ALTER TABLE complaint_rulings DISABLE TRIGGER append_only_rows;
  UPDATE complaint_rulings SET remedy = CASE WHEN remedies <@ ARRAY['clarification', 'documents-changed'] THEN 'correct' ELSE 'set-aside' END
   WHERE cardinality(remedies) > 0;
  ALTER TABLE complaint_rulings ENABLE ALWAYS TRIGGER append_only_rows;
  ALTER TABLE complaint_rulings DROP COLUMN remedies, DROP COLUMN fields, DROP COLUMN root, DROP COLUMN withheld, ALTER COLUMN remedy DROP DEFAULT,
    ADD CHECK ((outcome IN ('upheld', 'partly-upheld')) = (remedy <> 'none'));
`;

const orderedRemedies = `
  CREATE TABLE ordered_remedies (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    complaint_id uuid NOT NULL REFERENCES complaint_rulings,
    tender_id uuid NOT NULL REFERENCES tenders,
    number int NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('documents-changed', 'qualification-redone', 'evaluation-redone', 'result-set-aside',
                                       'procedure-cancelled', 'contract-stopped', 'clarification')),
    lot_ids text[] CHECK (cardinality(lot_ids) > 0),
    procurer_id uuid NOT NULL REFERENCES organizations,
    complainant_id uuid NOT NULL REFERENCES organizations,
    review_body_id uuid NOT NULL REFERENCES organizations,
    state text NOT NULL CHECK (state IN ('open', 'overdue', 'done')),
    ordered_at timestamptz NOT NULL,
    due_on date,
    due jsonb NOT NULL,
    due_at timestamptz,
    done_at timestamptz,
    done_by jsonb,
    UNIQUE (complaint_id, number),
    CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CHECK (num_nulls(done_at, done_by) IN (0, 2)),
    CHECK (due_at IS NULL OR state = 'open')
  );
  COMMENT ON COLUMN ordered_remedies.done_by IS 'What shows that it is done: an act of the procurement, or a reviewer with reasons.';
  CREATE INDEX ordered_remedies_by_tender ON ordered_remedies (tender_id) WHERE state <> 'done';
  CREATE INDEX ordered_remedies_by_procurer ON ordered_remedies (procurer_id) WHERE state <> 'done';
  CREATE INDEX ordered_remedies_by_body ON ordered_remedies (review_body_id) WHERE state <> 'done';
  CREATE INDEX ordered_remedies_due ON ordered_remedies (due_at) WHERE due_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, state, due_at, done_at, done_by) ON ordered_remedies TO ftz_app;

  CREATE FUNCTION remedy_stays_done() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.state <> 'done' THEN RETURN NEW; END IF;
    RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'remedy.wrong-state',
      DETAIL = jsonb_build_object('state', OLD.state, 'event', NEW.state)::text;
  END $$;
  CREATE TRIGGER remedy_stays_done BEFORE UPDATE ON ordered_remedies FOR EACH ROW EXECUTE FUNCTION remedy_stays_done();
  ALTER TABLE ordered_remedies ENABLE ALWAYS TRIGGER remedy_stays_done;
`;

const bars = `
  CREATE FUNCTION tender_awaits_remedy(tender_of uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT remedy.kind FROM procedure_holds hold JOIN ordered_remedies remedy ON remedy.id = hold.cause_id
     WHERE hold.tender_id = tender_of AND hold.kind = 'remedy' AND hold.released_at IS NULL ORDER BY hold.placed_at, hold.id LIMIT 1
  $$;
  CREATE FUNCTION contract_is_stopped(contract_of uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
      SELECT FROM contracts contract JOIN procedure_holds hold ON hold.tender_id = contract.tender_id
       WHERE contract.id = contract_of AND contract.signed_at <= hold.placed_at AND hold.kind = 'performance' AND hold.released_at IS NULL
         AND (hold.lot_ids IS NULL OR EXISTS (
           SELECT FROM contract_awards covered JOIN awards award ON award.id = covered.award_id
            WHERE covered.contract_id = contract.id AND (award.lot_id IS NULL OR award.lot_id = ANY (hold.lot_ids)))))
  $$;
  REVOKE ALL ON FUNCTION tender_awaits_remedy(uuid), contract_is_stopped(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION tender_awaits_remedy(uuid), contract_is_stopped(uuid) TO ftz_app;

  -- The tender's lock first: whoever waited sees what the ruling committed.
  CREATE FUNCTION remedy_is_done() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    waiting text;
  BEGIN
    PERFORM 1 FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    waiting := tender_awaits_remedy(NEW.tender_id);
    IF waiting IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.remedy-open', DETAIL = jsonb_build_object('remedy', waiting)::text;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER no_opening_before_the_remedy AFTER INSERT ON opening_minutes FOR EACH ROW EXECUTE FUNCTION remedy_is_done();
  CREATE TRIGGER no_evaluation_before_the_remedy AFTER INSERT ON evaluations FOR EACH ROW EXECUTE FUNCTION remedy_is_done();
  CREATE TRIGGER no_award_before_the_remedy AFTER INSERT ON awards FOR EACH ROW EXECUTE FUNCTION remedy_is_done();
  ALTER TABLE opening_minutes ENABLE ALWAYS TRIGGER no_opening_before_the_remedy;
  ALTER TABLE evaluations ENABLE ALWAYS TRIGGER no_evaluation_before_the_remedy;
  ALTER TABLE awards ENABLE ALWAYS TRIGGER no_award_before_the_remedy;

  CREATE FUNCTION contract_is_not_stopped() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    PERFORM 1 FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    IF contract_is_stopped((to_jsonb(NEW) ->> TG_ARGV[0])::uuid) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.stopped', DETAIL = '{}';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER stopped_contract_is_not_accepted AFTER INSERT ON contract_acceptances FOR EACH ROW EXECUTE FUNCTION contract_is_not_stopped('contract_id');
  CREATE TRIGGER stopped_contract_is_not_paid AFTER INSERT OR UPDATE OF state ON contract_payments FOR EACH ROW
    EXECUTE FUNCTION contract_is_not_stopped('contract_id');
  CREATE TRIGGER stopped_contract_is_not_changed AFTER INSERT OR UPDATE OF state ON contract_changes FOR EACH ROW WHEN (NEW.state <> 'rejected')
    EXECUTE FUNCTION contract_is_not_stopped('contract_id');
  CREATE TRIGGER stopped_contract_is_not_completed AFTER UPDATE OF state ON contracts FOR EACH ROW WHEN (NEW.state = 'accepted')
    EXECUTE FUNCTION contract_is_not_stopped('id');
  ALTER TABLE contract_acceptances ENABLE ALWAYS TRIGGER stopped_contract_is_not_accepted;
  ALTER TABLE contract_payments ENABLE ALWAYS TRIGGER stopped_contract_is_not_paid;
  ALTER TABLE contract_changes ENABLE ALWAYS TRIGGER stopped_contract_is_not_changed;
  ALTER TABLE contracts ENABLE ALWAYS TRIGGER stopped_contract_is_not_completed;

  -- At the end of the transaction: what a remedy bars is free when the remedy is done, and not before.
  CREATE FUNCTION remedy_holds_until_done() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM ordered_remedies WHERE id = NEW.cause_id AND state <> 'done') THEN
      RAISE EXCEPTION 'hold % is released before its remedy is done', NEW.id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER remedy_holds_until_done AFTER UPDATE ON procedure_holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.kind IN ('remedy', 'performance')) EXECUTE FUNCTION remedy_holds_until_done();
  ALTER TABLE procedure_holds ENABLE ALWAYS TRIGGER remedy_holds_until_done;
  REVOKE ALL ON FUNCTION remedy_is_done(), contract_is_not_stopped(), remedy_holds_until_done() FROM PUBLIC;
`;

const afterIt = `
  CREATE TABLE outside_proceedings (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    complaint_id uuid NOT NULL REFERENCES complaints,
    tender_id uuid NOT NULL REFERENCES tenders,
    number int NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('reconsideration', 'litigation')),
    authority jsonb NOT NULL,
    reference text NOT NULL,
    filed_on date NOT NULL,
    evidence jsonb NOT NULL,
    recorded_by uuid NOT NULL REFERENCES people,
    recorded_for uuid NOT NULL REFERENCES organizations,
    recorded_at timestamptz NOT NULL,
    outcome jsonb,
    ended_on date CHECK (ended_on >= filed_on),
    ended_by uuid REFERENCES people,
    ended_at timestamptz,
    UNIQUE (complaint_id, number),
    CHECK (num_nulls(outcome, ended_on, ended_by, ended_at) IN (0, 4))
  );
  CREATE INDEX outside_proceedings_open ON outside_proceedings (tender_id) WHERE ended_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, outcome, ended_on, ended_by, ended_at) ON outside_proceedings TO ftz_app;

  CREATE TABLE complainant_flags (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    supplier_id uuid NOT NULL REFERENCES organizations,
    review_body_id uuid NOT NULL REFERENCES organizations,
    complaint_ids uuid[] NOT NULL CHECK (cardinality(complaint_ids) > 0),
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    raised_at timestamptz NOT NULL,
    reasons jsonb,
    closed_by uuid REFERENCES people,
    closed_at timestamptz,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK (num_nulls(reasons, closed_by, closed_at) IN (0, 3))
  );
  CREATE INDEX complainant_flags_by_supplier ON complainant_flags (supplier_id);
  CREATE INDEX complainant_flags_by_body ON complainant_flags (review_body_id, id);
  GRANT SELECT, INSERT, UPDATE (version, state, reasons, closed_by, closed_at) ON complainant_flags TO ftz_app;
`;
