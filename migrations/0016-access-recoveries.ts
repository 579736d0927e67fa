/** A person whose account is lost keeps its id, memberships and history under another subject; two registrars see to it. */
export const accessRecoveries = `
  CREATE TABLE access_recoveries (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    old_subject text NOT NULL,
    new_subject text NOT NULL CHECK (new_subject <> old_subject),
    issuer text NOT NULL,
    evidence jsonb NOT NULL,
    reason jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'confirmed', 'refused')),
    requested_by uuid NOT NULL REFERENCES people CHECK (requested_by <> person_id),
    requested_at timestamptz NOT NULL,
    decided_by uuid REFERENCES people CHECK (decided_by <> requested_by) CHECK (decided_by <> person_id),
    decided_at timestamptz,
    decision_reason jsonb,
    CHECK ((state = 'pending') = (decided_at IS NULL)),
    CHECK (num_nulls(decided_by, decided_at, decision_reason) IN (0, 3))
  );
  CREATE UNIQUE INDEX access_recoveries_pending ON access_recoveries (person_id) WHERE state = 'pending';
  GRANT SELECT, INSERT, UPDATE (version, state, decided_by, decided_at, decision_reason) ON access_recoveries TO ftz_app;

  CREATE TABLE retired_subjects (
    subject text PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people,
    recovery_id uuid NOT NULL UNIQUE REFERENCES access_recoveries,
    retired_at timestamptz NOT NULL
  );
  SELECT make_append_only('retired_subjects');

  -- A subject that was given up names nobody any more, and the service changes one only by a recovery that two registrars have confirmed.
  CREATE FUNCTION subjects_are_given_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF pg_has_role(current_user, 'ftz_owner', 'MEMBER') THEN RETURN NEW; END IF;
    IF EXISTS (SELECT FROM retired_subjects WHERE subject = NEW.subject) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'person.subject-retired';
    END IF;
    IF TG_OP = 'UPDATE' AND NOT EXISTS (
      SELECT FROM access_recoveries WHERE person_id = NEW.id AND state = 'confirmed' AND old_subject = OLD.subject AND new_subject = NEW.subject
    ) THEN
      RAISE EXCEPTION 'a subject changes by a confirmed recovery only' USING ERRCODE = 'P0APP';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER subjects_are_given_once BEFORE INSERT OR UPDATE OF subject ON people FOR EACH ROW EXECUTE FUNCTION subjects_are_given_once();
  GRANT UPDATE (subject) ON people TO ftz_app;
`;
