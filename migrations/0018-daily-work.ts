import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: planned notices are published objects that a shorter bid period can rest on (art. 51). What one says stands from its publication, by
 * another person than its author, and what rests on it is written beside it. A procurement that ended without award may be tendered again, and
 * the two name each other. A procurement is
 * handed over, and people name deputies for their leave; four eyes look at persons all the same. Valuations are kept version by
 * version (art. 52), and so are templates.
 */
export class DailyWork0018 implements MigrationInterface {
  name = 'daily-work-0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(plannedNotices);
    await runner.query(retenders);
    await runner.query(officers);
    await runner.query(reuse);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE tender_template_versions, tender_templates, tender_valuations;
      DROP TRIGGER approver_is_free ON tenders;
      DROP TRIGGER publisher_is_free ON planned_notices;
      DROP TABLE tender_officers;
      DROP FUNCTION approver_is_free();
      DROP FUNCTION publisher_is_free();
      DROP FUNCTION officer_is_fit();
      DROP FUNCTION stands_in_for(uuid, uuid);
      DROP TABLE deputies;
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

const officers = `
  CREATE TABLE deputies (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    absent_person_id uuid NOT NULL REFERENCES people,
    deputy_person_id uuid NOT NULL REFERENCES people,
    from_on date NOT NULL,
    to_on date NOT NULL,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (absent_person_id <> deputy_person_id),
    CHECK (to_on >= from_on)
  );
  COMMENT ON COLUMN deputies.to_on IS 'The last civil day of Shanghai on which the deputy stands in, unless it ended before.';
  CREATE INDEX deputies_by_deputy ON deputies (deputy_person_id) WHERE ended_at IS NULL;
  CREATE INDEX deputies_by_organization ON deputies (organization_id, id DESC);
  GRANT SELECT, INSERT, UPDATE (ended_at) ON deputies TO ftz_app;

  CREATE FUNCTION stands_in_for(deputy uuid, absent uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
      SELECT EXISTS (SELECT FROM deputies WHERE deputy_person_id = deputy AND absent_person_id = absent AND ended_at IS NULL
                        AND (platform_now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN from_on AND to_on)
    $$;
  REVOKE ALL ON FUNCTION stands_in_for(uuid, uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION stands_in_for(uuid, uuid) TO ftz_app;

  CREATE TABLE tender_officers (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    person_id uuid NOT NULL REFERENCES people,
    handed_over_by uuid NOT NULL REFERENCES people,
    reason text NOT NULL,
    since timestamptz NOT NULL
  );
  COMMENT ON TABLE tender_officers IS 'Who took a procurement over; the last is in charge, its author where there is none.';
  CREATE INDEX tender_officers_by_tender ON tender_officers (tender_id, id);
  SELECT make_append_only('tender_officers');

  -- The tender's lock first, so that an approval and a hand-over at once are one after the other.
  CREATE FUNCTION officer_is_fit() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    approver uuid;
  BEGIN
    SELECT approved_by INTO approver FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    IF approver = NEW.person_id THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.officer-unfit', DETAIL = jsonb_build_object('code', 'approvedIt',
        'reason', jsonb_build_object('zh', '已批准该项目', 'en', 'has approved it'))::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER officer_is_fit BEFORE INSERT ON tender_officers FOR EACH ROW EXECUTE FUNCTION officer_is_fit();
  ALTER TABLE tender_officers ENABLE ALWAYS TRIGGER officer_is_fit;

  CREATE FUNCTION approver_is_free() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF NEW.approved_by IS NULL OR NEW.approved_by IS NOT DISTINCT FROM OLD.approved_by THEN RETURN NEW; END IF;
    IF EXISTS (SELECT FROM tender_officers WHERE tender_id = NEW.id AND person_id = NEW.approved_by) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.approver-is-officer', DETAIL = '{}';
    END IF;
    IF stands_in_for(NEW.approved_by, NEW.created_by) OR EXISTS (
         SELECT FROM audit_entries WHERE tender_id = NEW.id AND type IN ('tender.drafted', 'tender.revised')
            AND stands_in_for(NEW.approved_by, actor_person_id)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.approved-by-deputy', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER approver_is_free BEFORE UPDATE ON tenders FOR EACH ROW EXECUTE FUNCTION approver_is_free();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER approver_is_free;

  CREATE FUNCTION publisher_is_free() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.published_by IS NULL AND stands_in_for(NEW.published_by, NEW.created_by) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'tender.approved-by-deputy', DETAIL = '{}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER publisher_is_free BEFORE UPDATE ON planned_notices FOR EACH ROW EXECUTE FUNCTION publisher_is_free();
  ALTER TABLE planned_notices ENABLE ALWAYS TRIGGER publisher_is_free;
`;

const reuse = `
  CREATE TABLE tender_valuations (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    version int NOT NULL CHECK (version > 0),
    valuation jsonb,
    estimated_value numeric(18,2) CHECK (estimated_value >= 0),
    written_by uuid NOT NULL REFERENCES people,
    written_at timestamptz NOT NULL,
    UNIQUE (tender_id, version)
  );
  INSERT INTO tender_valuations (id, tender_id, version, valuation, estimated_value, written_by, written_at)
    SELECT gen_random_uuid(), id, 1, valuation, estimated_value, created_by, created_at FROM tenders;
  SELECT make_append_only('tender_valuations');

  CREATE TABLE tender_templates (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations,
    name text NOT NULL,
    content jsonb NOT NULL,
    created_by uuid NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz
  );
  CREATE INDEX tender_templates_by_organization ON tender_templates (organization_id, id DESC) WHERE deleted_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, name, content, updated_at, deleted_at) ON tender_templates TO ftz_app;

  CREATE TABLE tender_template_versions (
    template_id uuid NOT NULL REFERENCES tender_templates,
    version int NOT NULL CHECK (version > 0),
    name text NOT NULL,
    content jsonb NOT NULL,
    written_by uuid NOT NULL REFERENCES people,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (template_id, version)
  );
  SELECT make_append_only('tender_template_versions');
`;
