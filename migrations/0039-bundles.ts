import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: a bundle holds the whole record of one procurement, also what the service reads through functions alone; once it is open, and to the archive. */
export class Bundles0039 implements MigrationInterface {
  name = 'bundles-0000000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tender_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      ALTER TABLE application_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      ALTER TABLE opened_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      COMMENT ON COLUMN tender_documents.sha512 IS 'Null for documents of before 0039: their entry in the trail has it.';

      -- Of what is sealed nothing before the opening, and of a draw to come nothing before the end.
      CREATE FUNCTION archived_rows(tender_of uuid, kind text) RETURNS SETOF jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
      DECLARE
        tender tenders;
      BEGIN
        SELECT * INTO tender FROM tenders WHERE id = tender_of;
        IF tender.opened_at IS NULL THEN RETURN; END IF;
        CASE kind
          WHEN 'bid_submissions' THEN RETURN QUERY SELECT to_jsonb(one) FROM bid_submissions one WHERE tender_id = tender_of;
          WHEN 'bid_confirmations' THEN RETURN QUERY SELECT to_jsonb(one) FROM bid_confirmations one WHERE tender_id = tender_of;
          WHEN 'document_downloads' THEN RETURN QUERY SELECT to_jsonb(one) FROM document_downloads one WHERE tender_id = tender_of;
          WHEN 'draw_seeds' THEN
            RETURN QUERY SELECT to_jsonb(one) FROM draw_seeds one WHERE tender_id = tender_of AND tender.ended_on IS NOT NULL;
        END CASE;
      END $$;
      REVOKE ALL ON FUNCTION archived_rows(uuid, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION archived_rows(uuid, text) TO ftz_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION archived_rows(uuid, text);
      ALTER TABLE opened_documents DROP COLUMN sha512;
      ALTER TABLE application_documents DROP COLUMN sha512;
      ALTER TABLE tender_documents DROP COLUMN sha512;
    `);
  }
}
