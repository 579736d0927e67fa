import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: everybody may ask for a year's figures on small suppliers (art. 59), and counting them must not read every year there is. */
export class Consortia0019 implements MigrationInterface {
  name = 'consortia-0000000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX awards_by_decision ON awards (decided_at);
      CREATE INDEX contracts_by_signing ON contracts (signed_at);
      CREATE INDEX tenders_with_reserve ON tenders (published_at)
        WHERE content->'smePlan'->'reservedFor' IS NOT NULL OR content->'smePlan'->'reservedShare' IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX awards_by_decision, contracts_by_signing, tenders_with_reserve;');
  }
}
