import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: the proof that an organisation was told, and when (art. 61), and a message that stays the outbox's until its effects are done. */
export class Deliveries0002 implements MigrationInterface {
  name = 'deliveries-0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE deliveries (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL,
        topic text NOT NULL,
        tender_id uuid,
        subject_kind text NOT NULL,
        subject_id uuid,
        entry_id uuid NOT NULL REFERENCES audit_entries,
        delivered_at timestamptz NOT NULL,
        UNIQUE (entry_id, organization_id)
      );
      CREATE INDEX deliveries_by_organization ON deliveries (organization_id, id DESC);
      CREATE INDEX deliveries_by_tender ON deliveries (tender_id, organization_id);
      SELECT make_append_only('deliveries');

      ALTER TABLE outbox ADD COLUMN done_at timestamptz;
      COMMENT ON COLUMN outbox.done_at IS 'Every handler took effect. Sent but not done after a while: the relay sends it again.';
      DROP INDEX outbox_unsent;
      CREATE INDEX outbox_undone ON outbox (id) WHERE done_at IS NULL;
      GRANT UPDATE (done_at) ON outbox TO ftz_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX outbox_undone;
      ALTER TABLE outbox DROP COLUMN done_at;
      CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
      DROP TABLE deliveries;
    `);
  }
}
