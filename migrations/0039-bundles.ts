import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a bundle holds the whole record of one procurement, also what the service reads through functions alone; once it is open. And
 * of a document the public may get a redacted one in its place.
 */
export class Bundles0039 implements MigrationInterface {
  name = 'bundles-0000000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tender_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      ALTER TABLE application_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      ALTER TABLE opened_documents ADD COLUMN sha512 text CHECK (sha512 ~ '^[0-9a-f]{128}$');
      COMMENT ON COLUMN tender_documents.sha512 IS 'Null for documents of before 0039: their entry in the trail has it.';

      CREATE TABLE document_redactions (
        id uuid PRIMARY KEY,
        version int NOT NULL CHECK (version > 0),
        tender_id uuid NOT NULL REFERENCES tenders,
        document_id uuid NOT NULL REFERENCES tender_documents,
        state text NOT NULL CHECK (state IN ('proposed', 'approved')),
        name text NOT NULL CHECK (name <> ''),
        bytes bigint NOT NULL CHECK (bytes > 0),
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        sha512 text NOT NULL CHECK (sha512 ~ '^[0-9a-f]{128}$'),
        reason jsonb NOT NULL,
        proposed_by uuid NOT NULL REFERENCES people,
        proposed_at timestamptz NOT NULL,
        approved_by uuid REFERENCES people CHECK (approved_by <> proposed_by),
        approved_at timestamptz,
        CHECK ((state = 'approved') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by IS NULL))
      );
      COMMENT ON TABLE document_redactions IS 'What the public gets in the place of a document, once a second person approved it.';
      CREATE UNIQUE INDEX document_redactions_standing ON document_redactions (document_id) WHERE state = 'approved';
      CREATE INDEX document_redactions_of_tender ON document_redactions (tender_id);
      GRANT SELECT, INSERT, UPDATE (version, state, approved_by, approved_at) ON document_redactions TO ftz_app;
      SELECT seal_rows_of('document_redactions');

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
      DROP TABLE document_redactions;
      ALTER TABLE opened_documents DROP COLUMN sha512;
      ALTER TABLE application_documents DROP COLUMN sha512;
      ALTER TABLE tender_documents DROP COLUMN sha512;
    `);
  }
}
