import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: an amendment reaches whoever has the documents and opens a time limit for what it changed. Who downloaded is as secret as who bids, so the
 * database tells them, and says of one supplier alone when it got what came with the amendment. And whom a registrar has appointed is no second
 * pair of eyes for that registrar.
 */
export class ToldAndHeard0020 implements MigrationInterface {
  name = 'told-and-heard-0000000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION tell_downloaders(entry uuid, topic_of text, tender_of uuid, kind text, subject uuid) RETURNS void
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        INSERT INTO deliveries (id, organization_id, topic, tender_id, subject_kind, subject_id, entry_id, delivered_at, sealed)
        SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
                 PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
               organization_id, topic_of, tender_of, kind, subject, entry, platform_now(), true
          FROM (SELECT DISTINCT organization_id FROM document_downloads WHERE tender_id = tender_of) AS one
        ON CONFLICT DO NOTHING
      $$;
      REVOKE ALL ON FUNCTION tell_downloaders(uuid, text, uuid, text, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tell_downloaders(uuid, text, uuid, text, uuid) TO ftz_app;

      CREATE FUNCTION first_download_since(tender_of uuid, organization uuid, since timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        SELECT min(downloaded_at) FROM document_downloads
         WHERE tender_id = tender_of AND organization_id = organization AND downloaded_at >= since
      $$;
      REVOKE ALL ON FUNCTION first_download_since(uuid, uuid, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION first_download_since(uuid, uuid, timestamptz) TO ftz_app;
    `);
    await runner.query(appointments);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER outages_confirmed_independently ON outages;
      DROP TRIGGER recoveries_decided_independently ON access_recoveries;
      DROP FUNCTION outage_is_confirmed_independently(), recovery_is_decided_independently();
      DROP TABLE registrar_appointments;
      DROP FUNCTION first_download_since(uuid, uuid, timestamptz);
      DROP FUNCTION tell_downloaders(uuid, text, uuid, text, uuid);
    `);
  }
}

const appointments = `
  CREATE TABLE registrar_appointments (
    membership_id uuid PRIMARY KEY REFERENCES memberships,
    person_id uuid NOT NULL REFERENCES people,
    appointed_by uuid NOT NULL,
    appointed_at timestamptz NOT NULL
  );
  CREATE INDEX registrar_appointments_of ON registrar_appointments (person_id);
  SELECT make_append_only('registrar_appointments');

  CREATE FUNCTION recovery_is_decided_independently() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM registrar_appointments WHERE person_id = NEW.decided_by AND appointed_by = NEW.requested_by) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'person.recovery-not-independent';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER recoveries_decided_independently BEFORE UPDATE ON access_recoveries
    FOR EACH ROW EXECUTE FUNCTION recovery_is_decided_independently();
  ALTER TABLE access_recoveries ENABLE ALWAYS TRIGGER recoveries_decided_independently;

  CREATE FUNCTION outage_is_confirmed_independently() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM registrar_appointments WHERE person_id = NEW.confirmed_by AND appointed_by = NEW.registered_by) THEN
      RAISE EXCEPTION USING ERRCODE = 'P0LAW', MESSAGE = 'outage.same-person';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER outages_confirmed_independently BEFORE UPDATE ON outages
    FOR EACH ROW EXECUTE FUNCTION outage_is_confirmed_independently();
  ALTER TABLE outages ENABLE ALWAYS TRIGGER outages_confirmed_independently;
`;
