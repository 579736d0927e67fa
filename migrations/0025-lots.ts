import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: lots (标包) are decided, challenged and contracted one by one. What no bug in the service may get wrong is written here: one standing
 * result per lot, no award over the lot's own ceiling, each award contracted once, a contract at the sum of its awards, and a challenge to one
 * lot that bars the contract on that lot alone.
 */
export class Lots0025 implements MigrationInterface {
  name = 'lots-0000000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(results);
    await runner.query(contracts);
    await runner.query(reviews);
    await runner.query(awardIsPermitted(ofLot));
    await runner.query(contractIsPermitted(ofSeveralAwards, holdOfItsLots));
    await runner.query(procedureOutcome(overLots));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(procedureOutcome(ofOneReport));
    await runner.query(contractIsPermitted(ofOneAward, anyHold));
    await runner.query(awardIsPermitted(ofTender));
    await runner.query(`
      ALTER TABLE complaint_rulings DROP COLUMN lot_ids;
      ALTER TABLE challenges DROP COLUMN lot_ids;
      ALTER TABLE procedure_holds DROP COLUMN lot_ids;
      DROP TABLE contract_awards, lot_non_awards;
      DROP FUNCTION contract_keeps_its_awards();
      DROP INDEX awards_one_active;
      ALTER TABLE awards DROP COLUMN lot_id;
      CREATE UNIQUE INDEX awards_one_active ON awards (tender_id) WHERE state = 'active';
    `);
  }
}

const results = `
  ALTER TABLE awards ADD COLUMN lot_id text CHECK (lot_id <> '');
  DROP INDEX awards_one_active;
  CREATE UNIQUE INDEX awards_one_active ON awards (tender_id, coalesce(lot_id, '')) WHERE state = 'active';

  CREATE TABLE lot_non_awards (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL REFERENCES tenders,
    lot_id text NOT NULL CHECK (lot_id <> ''),
    code text NOT NULL,
    explanation jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('active', 'set-aside')),
    decided_by uuid NOT NULL REFERENCES people,
    decided_at timestamptz NOT NULL,
    notice_version int NOT NULL
  );
  CREATE UNIQUE INDEX lot_non_awards_one_active ON lot_non_awards (tender_id, lot_id) WHERE state = 'active';
  GRANT SELECT, INSERT, UPDATE (state, version) ON lot_non_awards TO ftz_app;
`;

const contracts = `
  -- A contract on several lots of one supplier; written before its contract, whose trigger adds up what stands here.
  CREATE TABLE contract_awards (
    award_id uuid PRIMARY KEY REFERENCES awards,
    contract_id uuid NOT NULL REFERENCES contracts DEFERRABLE INITIALLY DEFERRED
  );
  CREATE INDEX contract_awards_by_contract ON contract_awards (contract_id);
  INSERT INTO contract_awards (award_id, contract_id) SELECT award_id, id FROM contracts;
  SELECT make_append_only('contract_awards');

  CREATE FUNCTION contract_keeps_its_awards() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM contracts WHERE id = NEW.contract_id AND award_id <> NEW.award_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.lot-signed', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  REVOKE ALL ON FUNCTION contract_keeps_its_awards() FROM PUBLIC;
  CREATE TRIGGER contract_keeps_its_awards BEFORE INSERT ON contract_awards FOR EACH ROW EXECUTE FUNCTION contract_keeps_its_awards();
  ALTER TABLE contract_awards ENABLE ALWAYS TRIGGER contract_keeps_its_awards;
`;

const reviews = `
  ALTER TABLE procedure_holds ADD COLUMN lot_ids text[] CHECK (cardinality(lot_ids) > 0);
  COMMENT ON COLUMN procedure_holds.lot_ids IS 'The lots whose contracts it bars; null: every contract of the tender.';
  ALTER TABLE challenges ADD COLUMN lot_ids text[] CHECK (cardinality(lot_ids) > 0);
  ALTER TABLE complaint_rulings ADD COLUMN lot_ids text[] CHECK (cardinality(lot_ids) > 0);
`;

const ofTender = `
    IF NEW.amount > tender.budget THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.over-budget',
        DETAIL = jsonb_build_object('price', NEW.amount::text, 'budget', tender.budget::text)::text;
    END IF;`;

const ofLot = `
    SELECT (lot -> 'budget' ->> 'amount')::numeric INTO ceiling FROM jsonb_array_elements(tender.content -> 'lots') AS lot
     WHERE lot ->> 'id' = NEW.lot_id;
    IF NEW.lot_id IS NOT NULL AND NOT FOUND THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.lot-unknown', DETAIL = jsonb_build_object('lot', NEW.lot_id)::text;
    END IF;
    IF EXISTS (SELECT FROM awards WHERE tender_id = NEW.tender_id AND state = 'active' AND (lot_id IS NULL) <> (NEW.lot_id IS NULL))
       OR EXISTS (SELECT FROM lot_non_awards WHERE tender_id = NEW.tender_id AND lot_id = NEW.lot_id AND state = 'active') THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.lot-decided', DETAIL = jsonb_build_object('lot', NEW.lot_id)::text;
    END IF;
    SELECT sum(amount) INTO total FROM awards WHERE tender_id = NEW.tender_id AND state = 'active';
    IF NEW.amount > ceiling OR total > tender.budget THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.over-budget', DETAIL = CASE WHEN NEW.amount > ceiling
        THEN jsonb_build_object('price', NEW.amount::text, 'budget', ceiling::text)
        ELSE jsonb_build_object('price', total::text, 'budget', tender.budget::text) END::text;
    END IF;`;

const awardIsPermitted = (more: string): string => `
  CREATE OR REPLACE FUNCTION award_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender tenders;
    ceiling numeric;
    total numeric;
  BEGIN
    SELECT * INTO tender FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    IF tender_is_suspended(NEW.tender_id, platform_now()) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.suspended', DETAIL = '{}';
    END IF;${more}
    RETURN NULL;
  END $$;
`;

const ofOneAward = `
    award_ids := ARRAY[NEW.award_id];`;

const ofSeveralAwards = `
    INSERT INTO contract_awards (award_id, contract_id) VALUES (NEW.award_id, NEW.id) ON CONFLICT DO NOTHING;
    SELECT array_agg(award_id) INTO award_ids FROM contract_awards WHERE contract_id = NEW.id;
    IF NOT coalesce(NEW.award_id = ANY (award_ids), false) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.lot-signed', DETAIL = '{}';
    END IF;
    SELECT array_agg(lot_id) FILTER (WHERE lot_id IS NOT NULL) INTO lots FROM awards WHERE id = ANY (award_ids);`;

const anyHold = '';
const holdOfItsLots = `
        AND (lot_ids IS NULL OR lots IS NULL OR lot_ids && lots)`;

// The tender's lock first, then the facts in statements of their own: whoever waited sees what the other committed.
const contractIsPermitted = (which: string, holding: string): string => `
  CREATE OR REPLACE FUNCTION contract_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    award awards;
    award_ids uuid[];
    lots text[];
    awarded numeric := 0;
    moment timestamptz;
    holds int;
  BEGIN
    PERFORM 1 FROM tenders WHERE id = NEW.tender_id FOR UPDATE;${which}
    moment := platform_now();
    FOR award IN SELECT * FROM awards WHERE id = ANY (award_ids) LOOP
      IF award.state <> 'active' OR award.tender_id <> NEW.tender_id OR award.supplier_id <> NEW.supplier_id THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.wrong-state',
          DETAIL = jsonb_build_object('state', award.state, 'event', 'contract')::text;
      END IF;
      IF award.standstill_ends_at IS NULL OR moment < award.standstill_ends_at THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.standstill-running',
          DETAIL = jsonb_build_object('endsOn', award.standstill_ends_on, 'now', utc_text(moment))::text;
      END IF;
      awarded := awarded + award.amount;
    END LOOP;
    SELECT count(*) INTO holds FROM procedure_holds
      WHERE tender_id = NEW.tender_id AND released_at IS NULL${holding}
        AND (ends_on IS NULL OR (moment AT TIME ZONE 'Asia/Shanghai')::date <= ends_on);
    IF holds > 0 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.challenge-open', DETAIL = jsonb_build_object('holds', holds)::text;
    END IF;
    IF awarded <> NEW.amount THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'contract.amount-differs',
        DETAIL = jsonb_build_object('amount', NEW.amount::text, 'awarded', awarded::text)::text;
    END IF;
    RETURN NULL;
  END $$;
`;

const ofOneReport = `
      conforming := jsonb_array_length(report -> 'ranked');
      SELECT count(*) INTO qualified FROM opened_bids bid
        WHERE bid.tender_id = tender_of AND bid.state <> 'defective' AND NOT EXISTS (
          SELECT FROM evaluations evaluation, jsonb_array_elements(evaluation.findings) AS finding
            WHERE evaluation.tender_id = tender_of AND evaluation.round = round_of
              AND finding ->> 'bidId' = bid.id::text AND finding ->> 'qualified' = 'false');`;

// A bid conforms, and its bidder qualifies, where it does so in one of its lots.
const overLots = `
      SELECT count(DISTINCT line ->> 'bidId') INTO conforming
        FROM jsonb_array_elements(coalesce(report -> 'lots', jsonb_build_array(report))) AS part, jsonb_array_elements(part -> 'ranked') AS line;
      SELECT count(*) INTO qualified FROM opened_bids bid
        WHERE bid.tender_id = tender_of AND bid.state <> 'defective' AND EXISTS (
          SELECT FROM jsonb_array_elements(coalesce(bid.content -> 'lots', jsonb_build_array('{}'::jsonb))) AS lot
           WHERE NOT EXISTS (
             SELECT FROM evaluations evaluation, jsonb_array_elements(evaluation.findings) AS finding
              WHERE evaluation.tender_id = tender_of AND evaluation.round = round_of AND finding ->> 'bidId' = bid.id::text
                AND (finding ->> 'lotId') IS NOT DISTINCT FROM (CASE WHEN report ? 'lots' THEN lot ->> 'id' END)
                AND finding ->> 'qualified' = 'false'));`;

// The service cannot read sealed bids, not even how many: of a procedure that is over, and was so after its deadline, this tells the number.
const procedureOutcome = (found: string): string => `
  CREATE OR REPLACE FUNCTION procedure_outcome(tender_of uuid) RETURNS TABLE (bids int, conforming int, qualified int) LANGUAGE plpgsql STABLE
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
    IF report IS NOT NULL THEN${found}
    END IF;
    RETURN NEXT;
  END $$;
`;
