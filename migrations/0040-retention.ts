import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a record is kept fifteen years from the latest event that closes its procurement, longer under legal holds, and then destroyed by three
 * people: one (or the clock) proposes, two others approve (art. 57). The dates are only ever extended. What is destroyed is every row of the
 * procurement, wherever it lies; what stays are the leaves, their proofs, and the disposal itself.
 */
export class Retention0040 implements MigrationInterface {
  name = 'retention-0000000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ends);
    await runner.query(holds);
    await runner.query(disposals);
    await runner.query(destruction);
    await runner.query(flags);
    await runner.query(corrections);
    for (const table of ['closing_events', 'legal_holds', 'disposals', 'disposal_approvals', 'red_flags', 'person_corrections'])
      await runner.query(`SELECT seal_rows_of('${table}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM disposals WHERE state IN ('destroying', 'executed')) THEN
          RAISE EXCEPTION 'what says which records were destroyed, and by whom, would be lost';
        END IF;
      END $$;
      CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'P0APP';
      END $$;
      CREATE OR REPLACE FUNCTION entry_is_readable(sealed boolean, tender_of uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT NOT sealed OR EXISTS (SELECT FROM tenders WHERE tenders.id = tender_of AND tenders.opened_at IS NOT NULL)
      $$;
      DROP TABLE person_corrections, red_flags;
      DROP TRIGGER look_for_red_flags ON tenders;
      DROP TRIGGER look_for_red_flags ON awards;
      DROP TABLE red_flag_scans;
      DROP FUNCTION look_for_red_flags();
      REVOKE UPDATE (name) ON people FROM ftz_app;
      DROP FUNCTION blobs_still_needed(uuid);
      DROP FUNCTION destroy_record(uuid);
      DROP FUNCTION record_rows(regclass, uuid, int);
      DROP FUNCTION procurements_founded_on(uuid);
      DROP TABLE disposal_blobs, disposal_approvals, disposals;
      DROP FUNCTION disposal_is_lawful();
      DROP FUNCTION approver_did_not_propose();
      CREATE TABLE disposal_proposals (
        id uuid PRIMARY KEY,
        tender_id uuid NOT NULL,
        proposed_by uuid NOT NULL,
        reason jsonb NOT NULL,
        retained_until date NOT NULL,
        proposed_at timestamptz NOT NULL
      );
      SELECT make_append_only('disposal_proposals');
      DROP TABLE legal_holds;
      DROP FUNCTION hold_stops_disposals();
      DROP FUNCTION hold_ends_once();
      DROP TRIGGER note_end ON tenders;
      DROP TRIGGER note_end ON contracts;
      DROP TRIGGER note_end ON challenges;
      DROP TRIGGER note_end ON complaints;
      DROP TABLE retention_due, closing_events;
      DROP FUNCTION note_later_end();
      DROP FUNCTION closing_events_of(uuid);
      DROP INDEX audit_entries_by_actor, audit_entries_of_reading, tenders_by_retention;
      DROP TRIGGER retention_only_extends ON tenders;
      DROP FUNCTION retention_only_extends();
    `);
  }
}

const ends = `
  CREATE TABLE closing_events (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL,
    kind text NOT NULL,
    subject_id uuid,
    closed_on date NOT NULL,
    recorded_at timestamptz NOT NULL
  );
  COMMENT ON TABLE closing_events IS 'What closes a procurement outside this platform: the decision of a court, of a reconsideration.';
  CREATE INDEX closing_events_by_tender ON closing_events (tender_id);
  SELECT make_append_only('closing_events');

  CREATE FUNCTION closing_events_of(tender uuid) RETURNS TABLE (kind text, subject_id uuid, closed_on date) LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'contract-' || state, id, completed_on FROM contracts WHERE tender_id = tender AND completed_on IS NOT NULL
    UNION ALL
    SELECT type, tender, (recorded_at AT TIME ZONE 'Asia/Shanghai')::date FROM audit_entries
     WHERE tender_id = tender AND type IN ('tender.cancelled', 'tender.failed')
    UNION ALL
    SELECT 'challenge-answered', id, (replied_at AT TIME ZONE 'Asia/Shanghai')::date FROM challenges
     WHERE tender_id = tender AND replied_at IS NOT NULL
    UNION ALL
    SELECT 'challenge-unanswered', id, ((reply_due_at - interval '1 microsecond') AT TIME ZONE 'Asia/Shanghai')::date FROM challenges
     WHERE tender_id = tender AND state = 'overdue' AND reply_due_at IS NOT NULL
    UNION ALL
    SELECT 'challenge-' || state, id, (closed_at AT TIME ZONE 'Asia/Shanghai')::date FROM challenges
     WHERE tender_id = tender AND closed_at IS NOT NULL
    UNION ALL
    SELECT 'complaint-' || state, id, (closed_at AT TIME ZONE 'Asia/Shanghai')::date FROM complaints
     WHERE tender_id = tender AND closed_at IS NOT NULL
    UNION ALL
    SELECT kind, subject_id, closed_on FROM closing_events WHERE tender_id = tender
    UNION ALL
    SELECT 'recorded-end', id, ended_on FROM tenders WHERE id = tender AND ended_on IS NOT NULL
  $$;

  CREATE FUNCTION retention_only_extends() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF (OLD.retain_until IS NOT NULL AND (NEW.retain_until IS NULL OR NEW.retain_until < OLD.retain_until))
       OR (OLD.ended_on IS NOT NULL AND (NEW.ended_on IS NULL OR NEW.ended_on < OLD.ended_on)) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.retention-shortened',
        DETAIL = jsonb_build_object('retainUntil', OLD.retain_until)::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER retention_only_extends BEFORE UPDATE ON tenders FOR EACH ROW EXECUTE FUNCTION retention_only_extends();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER retention_only_extends;

  CREATE TABLE retention_due (
    tender_id uuid PRIMARY KEY,
    closed_on date NOT NULL,
    followed_on date
  );
  COMMENT ON TABLE retention_due IS 'Ends that came after the one written down; the clock follows them.';
  CREATE INDEX retention_due_open ON retention_due (tender_id) WHERE followed_on IS NULL;
  GRANT SELECT, UPDATE (followed_on) ON retention_due TO ftz_app;

  CREATE FUNCTION note_later_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender uuid := CASE WHEN TG_TABLE_NAME = 'tenders' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'tender_id')::uuid END;
    latest date;
  BEGIN
    SELECT max(closed_on) INTO latest FROM closing_events_of(tender);
    IF latest > (SELECT ended_on FROM tenders WHERE id = tender) THEN
      INSERT INTO retention_due (tender_id, closed_on) VALUES (tender, latest)
          ON CONFLICT (tender_id) DO UPDATE SET closed_on = EXCLUDED.closed_on, followed_on = NULL;
    END IF;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION note_later_end() FROM PUBLIC;
  CREATE TRIGGER note_end AFTER UPDATE OF ended_on ON tenders FOR EACH ROW WHEN (NEW.ended_on IS NOT NULL) EXECUTE FUNCTION note_later_end();
  CREATE TRIGGER note_end AFTER UPDATE OF completed_on ON contracts FOR EACH ROW WHEN (NEW.completed_on IS NOT NULL) EXECUTE FUNCTION note_later_end();
  CREATE TRIGGER note_end AFTER UPDATE ON challenges FOR EACH ROW EXECUTE FUNCTION note_later_end();
  CREATE TRIGGER note_end AFTER UPDATE OF closed_at ON complaints FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION note_later_end();
  CREATE TRIGGER note_end AFTER INSERT ON closing_events FOR EACH ROW EXECUTE FUNCTION note_later_end();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER note_end;
  ALTER TABLE contracts ENABLE ALWAYS TRIGGER note_end;
  ALTER TABLE challenges ENABLE ALWAYS TRIGGER note_end;
  ALTER TABLE complaints ENABLE ALWAYS TRIGGER note_end;
  ALTER TABLE closing_events ENABLE ALWAYS TRIGGER note_end;
  CREATE INDEX tenders_by_retention ON tenders (retain_until) WHERE retain_until IS NOT NULL;
  CREATE INDEX audit_entries_by_actor ON audit_entries (actor_person_id, id DESC);
  CREATE INDEX audit_entries_of_reading ON audit_entries (id DESC) WHERE type LIKE '%-handed-out' OR type IN ('archive.exported', 'archive.bundle-read', 'person.data-read', 'case.item-read', 'assistant.item-read');
`;

const holds = `
  CREATE TABLE legal_holds (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    cause_kind text NOT NULL CHECK (cause_kind IN ('order', 'proceedings')),
    cause_id uuid,
    reason jsonb NOT NULL,
    authority jsonb NOT NULL,
    reference text NOT NULL,
    placed_by uuid NOT NULL,
    placed_at timestamptz NOT NULL,
    released_by uuid,
    released_at timestamptz,
    release_reason jsonb,
    UNIQUE (tender_id, number),
    CHECK (num_nulls(released_by, released_at, release_reason) IN (0, 3)),
    CHECK ((cause_kind = 'order') = (cause_id IS NULL)),
    CONSTRAINT legal_holds_two_persons CHECK (cause_kind <> 'order' OR released_by <> placed_by)
  );
  COMMENT ON TABLE legal_holds IS 'What keeps a record beyond its time. It stays when the record is destroyed: it shows that none stood.';
  CREATE INDEX legal_holds_standing ON legal_holds (tender_id) WHERE released_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, released_by, released_at, release_reason) ON legal_holds TO ftz_app;

  CREATE FUNCTION hold_ends_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF OLD.released_at IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.hold-released',
        DETAIL = jsonb_build_object('releasedAt', utc_text(OLD.released_at))::text;
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER hold_ends_once BEFORE UPDATE ON legal_holds FOR EACH ROW EXECUTE FUNCTION hold_ends_once();
  ALTER TABLE legal_holds ENABLE ALWAYS TRIGGER hold_ends_once;
  CREATE TRIGGER append_only_rows BEFORE DELETE ON legal_holds FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_table BEFORE TRUNCATE ON legal_holds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  ALTER TABLE legal_holds ENABLE ALWAYS TRIGGER append_only_rows;
  ALTER TABLE legal_holds ENABLE ALWAYS TRIGGER append_only_table;
`;

const disposals = `
  CREATE TABLE disposals (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused', 'stopped', 'destroying', 'executed')),
    tombstone jsonb NOT NULL,
    reason jsonb NOT NULL,
    ended_on date NOT NULL,
    retained_until date NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    refused_by uuid,
    refusal jsonb,
    decided_at timestamptz,
    destroyed jsonb,
    loosened_at timestamptz,
    executed_at timestamptz,
    CHECK ((state = 'refused') = (refused_by IS NOT NULL)),
    CHECK ((refused_by IS NULL) = (refusal IS NULL)),
    CHECK ((state = 'executed') = (executed_at IS NOT NULL)),
    CHECK ((state IN ('destroying', 'executed')) = (destroyed IS NOT NULL))
  );
  COMMENT ON COLUMN disposals.tombstone IS 'What stays known of the procurement: which one it was.';
  CREATE UNIQUE INDEX disposals_under_way ON disposals (tender_id) WHERE state IN ('proposed', 'approved', 'destroying', 'executed');
  CREATE INDEX disposals_to_do ON disposals (id) WHERE state IN ('approved', 'destroying');
  GRANT SELECT, INSERT, UPDATE (version, state, refused_by, refusal, decided_at, loosened_at, executed_at) ON disposals TO ftz_app;
  CREATE TRIGGER append_only_rows BEFORE DELETE ON disposals FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TRIGGER append_only_table BEFORE TRUNCATE ON disposals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  ALTER TABLE disposals ENABLE ALWAYS TRIGGER append_only_rows;
  ALTER TABLE disposals ENABLE ALWAYS TRIGGER append_only_table;
  INSERT INTO disposals (id, version, tender_id, state, tombstone, reason, ended_on, retained_until, proposed_by, proposed_at)
  SELECT DISTINCT ON (tender.id) proposal.id, 1, tender.id, 'proposed',
         jsonb_build_object('referenceNumber', tender.reference_number, 'ocid', tender.ocid, 'procurerId', tender.procurer_id),
         proposal.reason, tender.ended_on, tender.retain_until, proposal.proposed_by, proposal.proposed_at
    FROM disposal_proposals proposal JOIN tenders tender ON tender.id = proposal.tender_id
   WHERE tender.retain_until IS NOT NULL ORDER BY tender.id, proposal.proposed_at;
  DROP TABLE disposal_proposals;

  CREATE TABLE disposal_approvals (
    disposal_id uuid NOT NULL REFERENCES disposals,
    person_id uuid NOT NULL,
    organization_id uuid,
    approved_at timestamptz NOT NULL,
    PRIMARY KEY (disposal_id, person_id)
  );
  SELECT make_append_only('disposal_approvals');
  CREATE FUNCTION approver_did_not_propose() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM disposals WHERE id = NEW.disposal_id AND proposed_by = NEW.person_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.disposal-same-person';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER approver_did_not_propose BEFORE INSERT ON disposal_approvals FOR EACH ROW EXECUTE FUNCTION approver_did_not_propose();
  ALTER TABLE disposal_approvals ENABLE ALWAYS TRIGGER approver_did_not_propose;

  CREATE TABLE disposal_blobs (
    disposal_id uuid NOT NULL REFERENCES disposals,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    outcome text CHECK (outcome IN ('removed', 'kept', 'absent')),
    PRIMARY KEY (disposal_id, sha256)
  );
  COMMENT ON TABLE disposal_blobs IS 'Every SHA-256 that stood in a destroyed row; kept: another procurement needs the file, absent: it names no file.';
  GRANT SELECT, UPDATE (outcome) ON disposal_blobs TO ftz_app;

  -- The one place that lets a record be destroyed, whoever asks: its time is over, no hold stands, two others approved.
  CREATE FUNCTION disposal_is_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    latest date;
    kept record;
  BEGIN
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
    IF NOT (OLD.state, NEW.state) IN (('proposed', 'approved'), ('proposed', 'refused'), ('proposed', 'stopped'), ('approved', 'stopped'),
                                      ('approved', 'destroying'), ('destroying', 'executed')) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.disposal-decided', DETAIL = jsonb_build_object('state', OLD.state)::text;
    END IF;
    IF NEW.state IN ('refused', 'stopped', 'executed') THEN RETURN NEW; END IF;
    IF (SELECT count(*) FROM disposal_approvals WHERE disposal_id = NEW.id AND person_id <> NEW.proposed_by) < 2 THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.disposal-same-person';
    END IF;
    SELECT ended_on, retain_until INTO kept FROM tenders WHERE id = NEW.tender_id FOR UPDATE;
    SELECT max(closed_on) INTO latest FROM closing_events_of(NEW.tender_id);
    IF kept.retain_until IS NULL OR latest > kept.ended_on
       OR (platform_now() AT TIME ZONE 'Asia/Shanghai')::date <= kept.retain_until THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.retention-locked',
        DETAIL = jsonb_build_object('endedOn', greatest(latest, kept.ended_on), 'retainUntil', kept.retain_until, 'legalHold', false)::text;
    END IF;
    IF EXISTS (SELECT FROM legal_holds WHERE tender_id = NEW.tender_id AND released_at IS NULL) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.under-hold';
    END IF;
    RETURN NEW;
  END $$;
  REVOKE ALL ON FUNCTION disposal_is_lawful() FROM PUBLIC;
  CREATE TRIGGER disposal_is_lawful BEFORE UPDATE ON disposals FOR EACH ROW EXECUTE FUNCTION disposal_is_lawful();
  ALTER TABLE disposals ENABLE ALWAYS TRIGGER disposal_is_lawful;

  -- A hold ends what was under way: what was approved before it was approved without knowing of it.
  CREATE FUNCTION hold_stops_disposals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    UPDATE disposals SET state = 'stopped', version = version + 1, decided_at = NEW.placed_at
     WHERE tender_id = NEW.tender_id AND state IN ('proposed', 'approved');
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION hold_stops_disposals() FROM PUBLIC;
  CREATE TRIGGER hold_stops_disposals AFTER INSERT ON legal_holds FOR EACH ROW EXECUTE FUNCTION hold_stops_disposals();
  ALTER TABLE legal_holds ENABLE ALWAYS TRIGGER hold_stops_disposals;
`;

const destruction = `
  CREATE OR REPLACE FUNCTION entry_is_readable(sealed boolean, tender_of uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT sealed OR EXISTS (SELECT FROM tenders WHERE tenders.id = tender_of AND tenders.opened_at IS NOT NULL)
           OR EXISTS (SELECT FROM disposals WHERE disposals.tender_id = tender_of AND disposals.state IN ('destroying', 'executed'))
  $$;

  -- Only rows, only in a disposal that has passed disposal_is_lawful, and only by who may delete at all: the service may not.
  CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME NOT IN ('audit_entries', 'legal_holds', 'disposals', 'disposal_approvals') AND EXISTS (
         SELECT FROM disposals WHERE id::text = current_setting('ftz.disposal', true) AND state = 'destroying') THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'P0APP';
  END $$;

  CREATE FUNCTION procurements_founded_on(tender uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM tenders WHERE retender_of = tender
    UNION
    SELECT tender_id FROM single_sources source WHERE source.tender_id <> tender AND (source.failed_tender_id = tender
       OR source.original_contract_id IN (SELECT id FROM contracts WHERE contracts.tender_id = tender))
    UNION
    SELECT exclusion.tender_id FROM exclusions exclusion JOIN contract_breaches breach ON breach.id = exclusion.breach_id
      JOIN contracts contract ON contract.id = breach.contract_id WHERE contract.tender_id = tender AND exclusion.tender_id <> tender
  $$;

  -- Which rows of a table are a procurement's: by its id, or through the row that they cannot be without. Null: none can be.
  CREATE FUNCTION record_rows(of_table regclass, tender uuid, depth int DEFAULT 0) RETURNS text LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    link record;
    parent text;
    found text[] := '{}';
  BEGIN
    IF of_table = 'tenders'::regclass THEN RETURN format('id = %L', tender); END IF;
    IF of_table::text = ANY ('{audit_entries,audit_payloads,disposals,disposal_approvals,disposal_blobs,legal_holds,closing_events}')
       OR of_table::text LIKE 'log\\_%' OR depth > 8 THEN RETURN NULL; END IF;
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'tender_id' AND NOT attisdropped) THEN
      RETURN format('tender_id = %L', tender);
    END IF;
    FOR link IN
      SELECT con.confrelid::regclass AS to_table,
             string_agg(quote_ident(own.attname), ', ' ORDER BY place) AS own_columns,
             string_agg(quote_ident(other.attname), ', ' ORDER BY place) AS other_columns
        FROM pg_constraint con CROSS JOIN LATERAL unnest(con.conkey, con.confkey) WITH ORDINALITY AS pair (own_key, other_key, place)
        JOIN pg_attribute own ON own.attrelid = con.conrelid AND own.attnum = pair.own_key
        JOIN pg_attribute other ON other.attrelid = con.confrelid AND other.attnum = pair.other_key
       WHERE con.conrelid = of_table AND con.contype = 'f' AND con.confrelid <> con.conrelid
       GROUP BY con.oid, con.confrelid HAVING bool_and(own.attnotnull)
    LOOP
      parent := record_rows(link.to_table, tender, depth + 1);
      IF parent IS NOT NULL THEN
        found := found || format('(%s) IN (SELECT %s FROM %s WHERE %s)', link.own_columns, link.other_columns, link.to_table, parent);
      END IF;
    END LOOP;
    RETURN nullif(array_to_string(found, ' OR '), '');
  END $$;
  REVOKE ALL ON FUNCTION record_rows(regclass, uuid, int) FROM PUBLIC;

  -- Everything of one procurement but its leaves, in one transaction; answers how much there was. The caller holds the tender's lock.
  CREATE FUNCTION destroy_record(disposal uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    tender uuid;
    subjects text[];
    waiting regclass[];
    stuck regclass[];
    one regclass;
    counted bigint;
    entries bigint;
    digest text;
    row_count bigint := 0;
    payload_count bigint;
    answer_count bigint;
    answer jsonb;
  BEGIN
    SELECT tender_id INTO tender FROM disposals WHERE id = disposal;
    SELECT count(*), encode(sha256(coalesce(string_agg(leaf_hash, ''::bytea ORDER BY inserted), '')), 'hex') INTO entries, digest
      FROM audit_entries WHERE tender_id = tender;
    UPDATE disposals SET state = 'destroying', version = version + 1, destroyed = jsonb_build_object('entries', entries, 'leavesSha256', digest)
     WHERE id = disposal;
    PERFORM set_config('ftz.disposal', disposal::text, true);
    subjects := ARRAY(SELECT tender::text UNION SELECT subject_id::text FROM audit_entries
                       WHERE tender_id = tender AND subject_id IS NOT NULL AND subject_kind NOT IN ('organization', 'person', 'membership'));

    DELETE FROM audit_payloads WHERE entry_id IN (
      SELECT id FROM audit_entries WHERE tender_id = tender AND type !~ '^(disposal|legal-hold)[.]');
    GET DIAGNOSTICS payload_count = ROW_COUNT;
    DELETE FROM outbox WHERE entry_id IN (SELECT id FROM audit_entries WHERE tender_id = tender AND type !~ '^(disposal|legal-hold)[.]');
    DELETE FROM idempotency_keys key WHERE route NOT LIKE '% /v1/archive/%' AND EXISTS (
      SELECT FROM regexp_matches(key.route || ' ' || key.answer::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') named WHERE named[1] = ANY (subjects));
    GET DIAGNOSTICS answer_count = ROW_COUNT;

    waiting := ARRAY(SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                        AND record_rows(oid::regclass, tender) IS NOT NULL ORDER BY oid DESC);
    FOREACH one IN ARRAY waiting LOOP
      EXECUTE format('INSERT INTO disposal_blobs (disposal_id, sha256) SELECT DISTINCT $1, named[1] FROM %s own_row,
        regexp_matches(to_jsonb(own_row)::text, ''[0-9a-f]{64}'', ''g'') named WHERE %s ON CONFLICT DO NOTHING', one, record_rows(one, tender))
        USING disposal;
    END LOOP;
    WHILE cardinality(waiting) > 0 LOOP
      stuck := '{}';
      FOREACH one IN ARRAY waiting LOOP
        BEGIN
          EXECUTE format('DELETE FROM %s WHERE %s', one, record_rows(one, tender));
          GET DIAGNOSTICS counted = ROW_COUNT;
          row_count := row_count + counted;
        EXCEPTION WHEN foreign_key_violation THEN
          stuck := stuck || one;
        END;
      END LOOP;
      IF cardinality(stuck) = cardinality(waiting) THEN
        RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'archive.needed-elsewhere',
          DETAIL = jsonb_build_object('referenceNumbers', to_jsonb(stuck::text[]))::text;
      END IF;
      waiting := stuck;
    END LOOP;
    PERFORM set_config('ftz.disposal', '', true);

    answer := jsonb_build_object('entries', entries, 'leavesSha256', digest, 'rows', row_count, 'payloads', payload_count, 'answers', answer_count);
    UPDATE disposals SET destroyed = answer WHERE id = disposal;
    RETURN answer;
  END $$;
  REVOKE ALL ON FUNCTION destroy_record(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION destroy_record(uuid) TO ftz_app;

  -- Which of a disposal's files stand in a row of anything else.
  CREATE FUNCTION blobs_still_needed(disposal uuid) RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
  DECLARE
    wanted text[] := ARRAY(SELECT sha256 FROM disposal_blobs WHERE disposal_id = disposal AND outcome IS NULL);
    one regclass;
  BEGIN
    IF cardinality(wanted) = 0 THEN RETURN; END IF;
    FOR one IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                  AND relname !~ '^(audit|log|disposal)' AND relname NOT IN ('outbox', 'effects', 'idempotency_keys') LOOP
      RETURN QUERY EXECUTE format('SELECT DISTINCT named[1] FROM %s own_row, regexp_matches(to_jsonb(own_row)::text, ''[0-9a-f]{64}'', ''g'') named
        WHERE named[1] = ANY ($1)', one) USING wanted;
    END LOOP;
  END $$;
  REVOKE ALL ON FUNCTION blobs_still_needed(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION blobs_still_needed(uuid) TO ftz_app;
`;

const flags = `
  CREATE TABLE red_flag_scans (
    tender_id uuid NOT NULL,
    stage text NOT NULL CHECK (stage IN ('opening', 'award')),
    asked_at timestamptz NOT NULL,
    scanned_at timestamptz,
    PRIMARY KEY (tender_id, stage)
  );
  COMMENT ON TABLE red_flag_scans IS 'Which procurements are to be looked at: after the opening, and after an award; never before.';
  CREATE INDEX red_flag_scans_due ON red_flag_scans (asked_at) WHERE scanned_at IS NULL;
  GRANT SELECT, UPDATE (scanned_at) ON red_flag_scans TO ftz_app;

  CREATE FUNCTION look_for_red_flags() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    INSERT INTO red_flag_scans (tender_id, stage, asked_at)
    VALUES (CASE WHEN TG_TABLE_NAME = 'tenders' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'tender_id')::uuid END,
            CASE WHEN TG_TABLE_NAME = 'tenders' THEN 'opening' ELSE 'award' END, platform_now())
        ON CONFLICT (tender_id, stage) DO UPDATE SET asked_at = EXCLUDED.asked_at, scanned_at = NULL;
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION look_for_red_flags() FROM PUBLIC;
  CREATE TRIGGER look_for_red_flags AFTER UPDATE OF opened_at ON tenders FOR EACH ROW
    WHEN (OLD.opened_at IS NULL AND NEW.opened_at IS NOT NULL) EXECUTE FUNCTION look_for_red_flags();
  CREATE TRIGGER look_for_red_flags AFTER INSERT ON awards FOR EACH ROW EXECUTE FUNCTION look_for_red_flags();
  ALTER TABLE tenders ENABLE ALWAYS TRIGGER look_for_red_flags;
  ALTER TABLE awards ENABLE ALWAYS TRIGGER look_for_red_flags;

  CREATE TABLE red_flags (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    tender_id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    facts jsonb NOT NULL,
    text jsonb NOT NULL,
    found_at timestamptz NOT NULL,
    closed_by uuid,
    closed_at timestamptz,
    closing jsonb,
    UNIQUE (tender_id, kind, key),
    CHECK (num_nulls(closed_by, closed_at, closing) IN (0, 3))
  );
  COMMENT ON TABLE red_flags IS 'What a person is to look at; never a verdict, and nothing else depends on it.';
  CREATE INDEX red_flags_open ON red_flags (id DESC) WHERE closed_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (version, closed_by, closed_at, closing) ON red_flags TO ftz_app;
`;

const corrections = `
  CREATE TABLE person_corrections (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason jsonb NOT NULL,
    corrected_at timestamptz NOT NULL
  );
  COMMENT ON TABLE person_corrections IS 'What somebody had corrected of what is kept about it; old entries of the trail say what was known when they were written.';
  CREATE INDEX person_corrections_by_person ON person_corrections (person_id, id);
  SELECT make_append_only('person_corrections');
  GRANT UPDATE (name) ON people TO ftz_app;
`;
