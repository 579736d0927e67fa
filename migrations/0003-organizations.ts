import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: who buys, sells, reviews, keeps a lock or audits, and who controls whom: the facts that scope, independence and conflict are decided on. */
export class Organizations0003 implements MigrationInterface {
  name = 'organizations-0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organizations (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        kinds text[] NOT NULL CHECK (cardinality(kinds) > 0
          AND kinds <@ ARRAY['procuring-entity', 'agency', 'supplier', 'review-body', 'custodian', 'auditor']),
        name jsonb NOT NULL,
        scheme text NOT NULL,
        identifier text NOT NULL,
        country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        entity_type text CHECK (entity_type IN ('stateOrgan', 'publicInstitution', 'socialOrganisation', 'designatedEntity', 'other')),
        in_zone boolean NOT NULL,
        designation jsonb,
        parent_id uuid REFERENCES organizations CHECK (parent_id <> id),
        sme_size text CHECK (sme_size IN ('micro', 'small', 'medium', 'large')),
        address jsonb,
        contact jsonb,
        verified_at timestamptz,
        verified_by uuid REFERENCES people,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (scheme, identifier),
        CHECK ((verified_at IS NULL) = (verified_by IS NULL))
      );
      CREATE INDEX organizations_by_parent ON organizations (parent_id) WHERE parent_id IS NOT NULL;
      GRANT SELECT, INSERT,
        UPDATE (version, kinds, entity_type, in_zone, designation, parent_id, sme_size, verified_at, verified_by) ON organizations TO ftz_app;

      CREATE TABLE control_relations (
        controller_id uuid NOT NULL REFERENCES organizations,
        controlled_id uuid NOT NULL REFERENCES organizations,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (controller_id, controlled_id),
        CHECK (controller_id <> controlled_id)
      );
      CREATE INDEX control_relations_by_controlled ON control_relations (controlled_id);
      SELECT make_append_only('control_relations');

      CREATE TABLE licences (
        id uuid PRIMARY KEY,
        organization_id uuid NOT NULL REFERENCES organizations,
        type text NOT NULL,
        number text NOT NULL,
        issuer jsonb NOT NULL,
        holder text NOT NULL,
        valid_from date NOT NULL,
        valid_to date CHECK (valid_to >= valid_from),
        document_sha256 text CHECK (document_sha256 ~ '^[0-9a-f]{64}$'),
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL
      );
      CREATE INDEX licences_by_organization ON licences (organization_id, id);
      SELECT make_append_only('licences');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE licences, control_relations, organizations;');
  }
}
