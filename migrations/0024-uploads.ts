import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: a large sealed file comes in pieces, over lines that break. That somebody is sending one is as secret as a bid, so the service meets
 * these rows through functions only, as those of the box.
 */
export class Uploads0024 implements MigrationInterface {
  name = 'uploads-0000000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(uploads);
    await runner.query(functions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION forget_upload(uuid), uploads_due(uuid[]), give_up_upload(uuid, uuid), complete_upload(uuid, uuid, bytea);
      DROP FUNCTION own_upload(uuid, uuid);
      DROP FUNCTION begin_upload(uuid, uuid, uuid, uuid, bigint, bytea, text, text, int, bigint, interval);
      DROP TABLE bid_uploads;
    `);
  }
}

const uploads = `
  CREATE TABLE bid_uploads (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    supplier_id uuid NOT NULL REFERENCES organizations,
    person_id uuid NOT NULL REFERENCES people,
    bytes bigint NOT NULL CHECK (bytes > 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    sha512 bytea CHECK (length(sha512) = 64),
    expires_at timestamptz NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint text NOT NULL,
    UNIQUE (person_id, tender_id, idempotency_key)
  );
  COMMENT ON TABLE bid_uploads IS 'Sealed files on their way in; the bytes are files. The service reads it through functions only.';
  COMMENT ON COLUMN bid_uploads.sha512 IS 'Set once all bytes are there and their digest is the one declared.';
  CREATE INDEX bid_uploads_by_supplier ON bid_uploads (supplier_id);
  CREATE INDEX bid_uploads_by_expiry ON bid_uploads (expires_at);
  REVOKE ALL ON bid_uploads FROM ftz_app;
`;

const functions = `
  -- Outcomes: made (also a repeat of the same key), key-reused, unknown, too-many. Raises where this organisation may not bid in the tender.
  CREATE FUNCTION begin_upload(new_id uuid, tender_of uuid, supplier uuid, person uuid, bytes_of bigint, sha256_of bytea, key text, print text,
                               uploads_max int, bytes_max bigint, life interval)
    RETURNS TABLE (outcome text, id uuid, expires_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    made bid_uploads;
    moment timestamptz;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(supplier::text, 24));
    moment := platform_now();
    SELECT * INTO made FROM bid_uploads one WHERE one.person_id = person AND one.tender_id = tender_of AND one.idempotency_key = key;
    IF FOUND THEN
      outcome := CASE WHEN made.fingerprint <> print OR made.supplier_id <> supplier THEN 'key-reused'
                      WHEN made.expires_at <= moment THEN 'unknown' ELSE 'made' END;
    ELSIF NOT may_submit(tender_of, supplier) THEN
      outcome := 'unknown';
    ELSIF (SELECT count(*) >= uploads_max OR coalesce(sum(one.bytes), 0) + bytes_of > bytes_max FROM bid_uploads one
            WHERE one.supplier_id = supplier AND one.expires_at > moment) THEN
      outcome := 'too-many';
    ELSE
      INSERT INTO bid_uploads VALUES (new_id, tender_of, supplier, person, bytes_of, sha256_of, NULL, moment + life, key, print)
        RETURNING * INTO made;
      outcome := 'made';
    END IF;
    IF outcome = 'made' THEN id := made.id; expires_at := made.expires_at; END IF;
    RETURN NEXT;
  END $$;

  CREATE FUNCTION own_upload(upload uuid, supplier uuid)
    RETURNS TABLE (id uuid, tender_id uuid, bytes text, sha256 text, sha512 text, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id, one.tender_id, one.bytes::text, encode(one.sha256, 'hex'), encode(one.sha512, 'hex'), one.expires_at
      FROM bid_uploads one WHERE one.id = upload AND one.supplier_id = supplier AND one.expires_at > platform_now()
  $$;

  CREATE FUNCTION complete_upload(upload uuid, supplier uuid, sha512_of bytea) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE bid_uploads SET sha512 = sha512_of WHERE id = upload AND supplier_id = supplier
  $$;

  -- It is gone for its owner at once; the sweeper finishes what a crash leaves of it.
  CREATE FUNCTION give_up_upload(upload uuid, supplier uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE bid_uploads SET expires_at = platform_now() WHERE id = upload AND supplier_id = supplier AND expires_at > platform_now()
  $$;

  CREATE FUNCTION uploads_due(left_out uuid[]) RETURNS TABLE (id uuid)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT one.id FROM bid_uploads one WHERE one.expires_at <= platform_now() AND one.id <> ALL (left_out)
     ORDER BY one.expires_at LIMIT 20 FOR UPDATE SKIP LOCKED
  $$;

  CREATE FUNCTION forget_upload(upload uuid) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM bid_uploads WHERE id = upload AND expires_at <= platform_now()
  $$;

  REVOKE ALL ON FUNCTION begin_upload(uuid, uuid, uuid, uuid, bigint, bytea, text, text, int, bigint, interval), own_upload(uuid, uuid),
    complete_upload(uuid, uuid, bytea), give_up_upload(uuid, uuid), uploads_due(uuid[]), forget_upload(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION begin_upload(uuid, uuid, uuid, uuid, bigint, bytea, text, text, int, bigint, interval), own_upload(uuid, uuid),
    complete_upload(uuid, uuid, bytea), give_up_upload(uuid, uuid), uploads_due(uuid[]), forget_upload(uuid) TO ftz_app;
`;
