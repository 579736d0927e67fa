import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: what readers of a procurement look for beside its law: the registered name of an organisation, what each document is and in which
 * language, and the name of a contract. The append-only tables stay so; a new column belongs to the row's first and only writing.
 */
export class PublishedDetails0010 implements MigrationInterface {
  name = 'published-details-0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE organizations ADD COLUMN legal_name jsonb;
      ALTER TABLE tender_documents
        ADD COLUMN document_type text,
        ADD COLUMN language text,
        ADD COLUMN title jsonb;
      ALTER TABLE contracts ADD COLUMN title jsonb, ADD COLUMN description jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contracts DROP COLUMN title, DROP COLUMN description;
      ALTER TABLE tender_documents DROP COLUMN document_type, DROP COLUMN language, DROP COLUMN title;
      ALTER TABLE organizations DROP COLUMN legal_name;
    `);
  }
}
