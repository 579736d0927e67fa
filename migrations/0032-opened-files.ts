import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: those who evaluate read the documents of opened bids; and a document lies on the disk encrypted under a key that comes into the database with
 * the opening, so that an opening that breaks off leaves nothing readable. Documents of earlier openings stay as they are, without a key. And of each
 * opened file the keys of that file alone, which prove to its bidder, or to who reviews, what was in it.
 */
export class OpenedFiles0032 implements MigrationInterface {
  name = 'opened-files-0000000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE opened_documents (
        tender_id uuid NOT NULL REFERENCES tenders,
        bid_id uuid NOT NULL REFERENCES opened_bids,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        bytes bigint NOT NULL CHECK (bytes >= 0),
        blob_sha256 text NOT NULL CHECK (blob_sha256 ~ '^[0-9a-f]{64}$'),
        key bytea CHECK (length(key) = 32),
        PRIMARY KEY (bid_id, sha256)
      );
      COMMENT ON COLUMN opened_documents.blob_sha256 IS 'Of the file in the blob store: the document encrypted (AES-256-CTR from counter zero), or, without a key, itself.';
      INSERT INTO opened_documents (tender_id, bid_id, sha256, bytes, blob_sha256)
      SELECT bid.tender_id, bid.id, listed ->> 'sha256', (listed ->> 'bytes')::bigint, listed ->> 'sha256'
        FROM opened_bids bid CROSS JOIN LATERAL jsonb_array_elements(bid.content -> 'documents') listed
          ON CONFLICT (bid_id, sha256) DO NOTHING;
      SELECT make_append_only('opened_documents');

      CREATE TABLE opened_file_keys (
        bid_id uuid NOT NULL REFERENCES opened_bids,
        envelope text NOT NULL CHECK (envelope IN ('bid', 'qualification', 'price')),
        outer_key bytea NOT NULL CHECK (length(outer_key) = 16),
        inner_key bytea CHECK (length(inner_key) = 16),
        PRIMARY KEY (bid_id, envelope)
      );
      COMMENT ON TABLE opened_file_keys IS 'The age file keys of each sealed file that was opened: they open that file and no other.';
      SELECT make_append_only('opened_file_keys');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM opened_documents WHERE key IS NOT NULL) THEN
          RAISE EXCEPTION 'documents of opened bids would be lost with their keys';
        END IF;
      END $$;
      DROP TABLE opened_file_keys, opened_documents;
    `);
  }
}
