import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: planned notices are published objects that a shorter bid period can rest on (art. 51). What one says stands from its publication, by
 * another person than its author, and what rests on it is written beside it. A procurement that ended without award may be tendered again, and
 * the two name each other.
 */
export class DailyWork0018 implements MigrationInterface {
  name = 'daily-work-0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plannedNotices);
    await runner.query(retenders);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER retender_is_founded ON tenders;
      DROP FUNCTION retender_is_founded();
      ALTER TABLE tenders DROP COLUMN retender_of;
      DROP TABLE planned_notice_uses, planned_notice_versions, planned_notices;
      DROP FUNCTION planned_notice_is_usable();
      DROP FUNCTION planned_notice_stands();
    `);
  }
}

const plannedNotices = `
  CREATE TABLE planned_notices (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    procurer_id uuid NOT NULL REFERENCES organizations,
    created_by uuid NOT NULL REFERENCES people,
    state text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    category text NOT NULL CHECK (category IN ('goods', 'services', 'works')),
    item_class text,
    title jsonb NOT NULL,
    description jsonb NOT NULL,
    content jsonb NOT NULL,
    budget numeric(18,2) CHECK (budget >= 0),
    planned_notice_on date NOT NULL,
    warnings jsonb NOT NULL,
    published_by uuid REFERENCES people,
    published_at timestamptz,
    withdrawn_by uuid REFERENCES people,
    withdrawn_at timestamptz,
    withdrawal_reason jsonb,
    search_text text NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (num_nulls(published_by, published_at) IN (0, 2)),
    CHECK (num_nulls(withdrawn_by, withdrawn_at, withdrawal_reason) IN (0, 3)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK (state <> 'published' OR published_at IS NOT NULL),
    CONSTRAINT planned_notices_four_eyes CHECK (published_by <> created_by)
  );
  CREATE INDEX planned_notices_by_procurer ON planned_notices (procurer_id, id DESC);
  CREATE INDEX planned_notices_published ON planned_notices (id DESC) WHERE published_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (version, state, warnings, published_by, published_at, withdrawn_by, withdrawn_at, withdrawal_reason)
    ON planned_notices TO ftz_app;

  -- What was published stays as it was; after that there is only the withdrawal.
  CREATE FUNCTION planned_notice_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF (OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.published_by, NEW.warnings)
         IS DISTINCT FROM (OLD.published_at, OLD.published_by, OLD.warnings))
       OR OLD.withdrawn_at IS NOT NULL OR (OLD.state = 'published' AND NEW.state = 'draft') THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'planned-notice.wrong-state',
        DETAIL = jsonb_build_object('state', OLD.state, 'event', 'revise')::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER planned_notice_stands BEFORE UPDATE ON planned_notices FOR EACH ROW EXECUTE FUNCTION planned_notice_stands();
  ALTER TABLE planned_notices ENABLE ALWAYS TRIGGER planned_notice_stands;

  CREATE TABLE planned_notice_versions (
    id uuid PRIMARY KEY,
    planned_notice_id uuid NOT NULL REFERENCES planned_notices,
    kind text NOT NULL CHECK (kind IN ('publication', 'withdrawal')),
    content jsonb NOT NULL,
    content_sha256 text NOT NULL CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    published_at timestamptz NOT NULL,
    UNIQUE (planned_notice_id, kind)
  );
  SELECT make_append_only('planned_notice_versions');

  CREATE TABLE planned_notice_uses (
    planned_notice_id uuid NOT NULL REFERENCES planned_notices,
    tender_id uuid NOT NULL REFERENCES tenders,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (planned_notice_id, tender_id)
  );
  SELECT make_append_only('planned_notice_uses');

  CREATE FUNCTION planned_notice_is_usable() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM planned_notices planned JOIN tenders tender ON tender.procurer_id = planned.procurer_id
                    WHERE planned.id = NEW.planned_notice_id AND tender.id = NEW.tender_id AND planned.state = 'published'
                      AND tender.category = planned.category AND tender.published_at IS NOT NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.planned-notice-missing', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER planned_notice_is_usable BEFORE INSERT ON planned_notice_uses
    FOR EACH ROW EXECUTE FUNCTION planned_notice_is_usable();
  ALTER TABLE planned_notice_uses ENABLE ALWAYS TRIGGER planned_notice_is_usable;
`;

const retenders = `
  ALTER TABLE tenders ADD COLUMN retender_of uuid REFERENCES tenders;
  CREATE INDEX tenders_by_retender ON tenders (retender_of) WHERE retender_of IS NOT NULL;
  GRANT UPDATE (retender_of) ON tenders TO ftz_app;

  CREATE FUNCTION retender_is_founded() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      IF NEW.retender_of IS NOT DISTINCT FROM OLD.retender_of THEN RETURN NEW; END IF;
      IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.wrong-state',
          DETAIL = jsonb_build_object('state', OLD.state, 'event', 'revise')::text;
      END IF;
    END IF;
    IF NEW.retender_of IS NOT NULL AND NOT EXISTS (
         SELECT FROM tenders earlier WHERE earlier.id = NEW.retender_of AND earlier.id <> NEW.id AND earlier.procurer_id = NEW.procurer_id
            AND earlier.published_at IS NOT NULL AND earlier.state IN ('failed', 'cancelled')) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.retender-unfounded', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER retender_is_founded BEFORE INSERT OR UPDATE ON tenders FOR EACH ROW EXECUTE FUNCTION retender_is_founded();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER retender_is_founded;
`;
