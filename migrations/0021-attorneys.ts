import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: one person that handles the bids of two suppliers is deemed to collude, and only the database sees both bids before the opening. */
export class Attorneys0021 implements MigrationInterface {
  name = 'attorneys-0000000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- After receive_bid, so that lateness comes first. What was withdrawn since no longer counts; a withdrawal itself always passes.
      CREATE FUNCTION receive_bid_of_one() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.tender_id::text || NEW.person_id::text, 21));
        IF EXISTS (
          SELECT FROM bid_submissions one
           WHERE one.tender_id = NEW.tender_id AND one.person_id = NEW.person_id AND one.supplier_id <> NEW.supplier_id
             AND one.action <> 'withdrawal'
             AND NOT EXISTS (SELECT FROM bid_submissions later WHERE later.tender_id = one.tender_id AND later.supplier_id = one.supplier_id
                                AND later.version > one.version AND later.action = 'withdrawal')
        ) THEN
          RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'bid.same-person';
        END IF;
        RETURN NEW;
      END $$;
      REVOKE ALL ON FUNCTION receive_bid_of_one() FROM PUBLIC;
      CREATE TRIGGER receive_bid_of_one BEFORE INSERT ON bid_submissions FOR EACH ROW WHEN (NEW.action <> 'withdrawal')
        EXECUTE FUNCTION receive_bid_of_one();
      ALTER TABLE bid_submissions ENABLE ALWAYS TRIGGER receive_bid_of_one;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER receive_bid_of_one ON bid_submissions;
      DROP FUNCTION receive_bid_of_one();
    `);
  }
}
