import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: three duties of the Government Procurement Law. Art. 36: a procurement that fails is published as such, and no award goes over the
 * published budget, whatever the service does. Art. 46: a contract signed after its thirty days keeps the reason with it.
 */
export class LawGaps0009 implements MigrationInterface {
  name = 'law-gaps-0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tender_notices DROP CONSTRAINT tender_notices_kind_check;
      ALTER TABLE tender_notices ADD CONSTRAINT tender_notices_kind_check
        CHECK (kind IN ('tender', 'amendment', 'award', 'cancellation', 'failure', 'opening-minutes', 'contract'));

      ALTER TABLE contracts ADD COLUMN late_reason jsonb, ADD COLUMN warnings jsonb NOT NULL DEFAULT '[]';
      ALTER TABLE contracts ALTER COLUMN warnings DROP DEFAULT;
    `);
    await runner.query(awardIsPermitted(withinBudget));
  }

  async down(runner: QueryRunner): Promise<void> {
    // NOT VALID: notices are append-only, so those of failures stay.
    await runner.query(`
      ALTER TABLE contracts DROP COLUMN late_reason, DROP COLUMN warnings;
      ALTER TABLE tender_notices DROP CONSTRAINT tender_notices_kind_check;
      ALTER TABLE tender_notices ADD CONSTRAINT tender_notices_kind_check
        CHECK (kind IN ('tender', 'amendment', 'award', 'cancellation', 'opening-minutes', 'contract')) NOT VALID;
    `);
    await runner.query(awardIsPermitted(''));
  }
}

const withinBudget = `
    IF NEW.amount > tender.budget THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'award.over-budget',
        DETAIL = jsonb_build_object('price', NEW.amount::text, 'budget', tender.budget::text)::text;
    END IF;`;

const awardIsPermitted = (more: string): string => `
  CREATE OR REPLACE FUNCTION award_is_permitted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender tenders;
  BEGIN
    SELECT * INTO tender FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    IF tender_is_suspended(NEW.tender_id, platform_now()) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.suspended', DETAIL = '{}';
    END IF;${more}
    RETURN NULL;
  END $$;
`;
