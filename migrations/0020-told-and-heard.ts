import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why: an amendment reaches whoever has the documents and opens a time limit for what it changed. Who downloaded is as secret as who bids, so the
 * database tells them, and says of one supplier alone when it got what came with the amendment.
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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION first_download_since(uuid, uuid, timestamptz);
      DROP FUNCTION tell_downloaders(uuid, text, uuid, text, uuid);
    `);
  }
}
