import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: organisations that enter and staff themselves: who administers one, who asks to be let in, how a registrar's finding came and went. */
export class TakingPart0011 implements MigrationInterface {
  name = 'taking-part-0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE memberships ADD COLUMN administrator boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN memberships.administrator IS 'Lets colleagues in and out and speaks for the organisation.';
      CREATE INDEX memberships_by_organization ON memberships (organization_id);
      UPDATE memberships SET administrator = true WHERE id IN (
        SELECT DISTINCT ON (organization_id) id FROM memberships
         WHERE organization_id IS NOT NULL AND (until IS NULL OR until > platform_now()) ORDER BY organization_id, since, id);

      CREATE FUNCTION register_key(identifier text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT upper(regexp_replace(normalize(identifier, NFKC), '\\s', '', 'g')) $$;
      COMMENT ON FUNCTION register_key(text) IS 'One number of a register is one organisation, however it is spaced and cased.';
      CREATE UNIQUE INDEX organizations_once ON organizations (scheme, register_key(identifier));

      ALTER TABLE organizations ADD COLUMN verification text NOT NULL DEFAULT 'pending',
        ADD COLUMN verification_reason jsonb;
      UPDATE organizations SET verification = 'verified' WHERE verified_at IS NOT NULL;
      ALTER TABLE organizations
        ADD CONSTRAINT organizations_verification CHECK (verification IN ('pending', 'verified', 'refused', 'suspended')),
        ADD CONSTRAINT organizations_verified CHECK ((verification = 'verified') = (verified_at IS NOT NULL)),
        ADD CONSTRAINT organizations_reason CHECK (verification NOT IN ('refused', 'suspended') OR verification_reason IS NOT NULL);
      CREATE INDEX organizations_to_verify ON organizations (id) WHERE verification = 'pending';
      GRANT UPDATE (verification, verification_reason) ON organizations TO ftz_app;

      CREATE TABLE verifications (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations,
        decision text NOT NULL CHECK (decision IN ('requested', 'verified', 'refused', 'suspended')),
        basis jsonb NOT NULL,
        reason jsonb CHECK (reason IS NOT NULL OR decision IN ('requested', 'verified')),
        evidence jsonb NOT NULL,
        decided_by uuid NOT NULL REFERENCES people,
        decided_at timestamptz NOT NULL
      );
      CREATE INDEX verifications_by_organization ON verifications (organization_id, id);
      SELECT make_append_only('verifications');

      CREATE TABLE membership_requests (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        organization_id uuid NOT NULL REFERENCES organizations,
        person_id uuid NOT NULL REFERENCES people,
        roles text[] NOT NULL CHECK (cardinality(roles) > 0),
        statement jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'accepted', 'refused')),
        reason jsonb,
        membership_id uuid REFERENCES memberships,
        requested_at timestamptz NOT NULL,
        decided_by uuid REFERENCES people CHECK (decided_by <> person_id),
        decided_at timestamptz,
        CHECK ((state = 'pending') = (decided_at IS NULL)),
        CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
        CHECK ((state = 'accepted') = (membership_id IS NOT NULL)),
        CHECK (state <> 'refused' OR reason IS NOT NULL)
      );
      CREATE UNIQUE INDEX membership_requests_pending ON membership_requests (organization_id, person_id) WHERE state = 'pending';
      CREATE INDEX membership_requests_by_organization ON membership_requests (organization_id, id DESC);
      GRANT SELECT, INSERT, UPDATE (version, state, reason, membership_id, decided_by, decided_at) ON membership_requests TO ftz_app;

      ALTER TABLE deliveries ADD COLUMN person_id uuid, ALTER COLUMN organization_id DROP NOT NULL,
        DROP CONSTRAINT deliveries_entry_id_organization_id_key,
        ADD CONSTRAINT deliveries_once UNIQUE NULLS NOT DISTINCT (entry_id, organization_id, person_id),
        ADD CONSTRAINT deliveries_to_one CHECK ((organization_id IS NULL) <> (person_id IS NULL));
      CREATE INDEX deliveries_by_person ON deliveries (person_id, id DESC) WHERE person_id IS NOT NULL;
      CREATE TABLE delivery_receipts (
        delivery_id uuid NOT NULL REFERENCES deliveries,
        person_id uuid NOT NULL REFERENCES people,
        read_at timestamptz NOT NULL,
        PRIMARY KEY (delivery_id, person_id)
      );
      COMMENT ON TABLE delivery_receipts IS 'Who says it has read what. The time limit of art. 61 hangs on the delivery, never on this.';
      SELECT make_append_only('delivery_receipts');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE delivery_receipts;
      ALTER TABLE deliveries DISABLE TRIGGER append_only_rows;
      DELETE FROM deliveries WHERE organization_id IS NULL;
      ALTER TABLE deliveries ENABLE ALWAYS TRIGGER append_only_rows;
      ALTER TABLE deliveries DROP COLUMN person_id, ALTER COLUMN organization_id SET NOT NULL,
        ADD CONSTRAINT deliveries_entry_id_organization_id_key UNIQUE (entry_id, organization_id);
      DROP TABLE membership_requests, verifications;
      ALTER TABLE organizations DROP COLUMN verification, DROP COLUMN verification_reason;
      DROP INDEX organizations_once;
      DROP FUNCTION register_key(text);
      DROP INDEX memberships_by_organization;
      ALTER TABLE memberships DROP COLUMN administrator;
    `);
  }
}
