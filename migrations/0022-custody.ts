import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why: a lock's key is split among custodians and checked before the notice, and no whole key ever reaches the service before the opening. */
export class Custody0022 implements MigrationInterface {
  name = 'custody-0000000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(oldLocksAreOver);
    await runner.query('DROP TABLE tender_sealing');
    await runner.query(keys);
    await runner.query(deals);
    await runner.query(sessions);
    await runner.query(released);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE released_identities, rehearsals, session_shares, share_sessions, share_confirmations, lock_shares, lock_deals, custodian_keys;
      CREATE TABLE tender_sealing (
        tender_id uuid NOT NULL REFERENCES tenders,
        lock text NOT NULL CHECK (lock IN ('A', 'B')),
        recipient text NOT NULL CHECK (recipient ~ '^age1[0-9a-z]+$'),
        custodian_person_id uuid NOT NULL REFERENCES people,
        organization_id uuid NOT NULL REFERENCES organizations,
        registered_at timestamptz NOT NULL,
        PRIMARY KEY (tender_id, lock)
      );
      GRANT SELECT, INSERT, UPDATE (recipient, custodian_person_id, organization_id, registered_at) ON tender_sealing TO ftz_app;
      CREATE TRIGGER locks_stand_after_publication BEFORE INSERT OR UPDATE ON tender_sealing
        FOR EACH ROW EXECUTE FUNCTION locks_stand_after_publication();
      ALTER TABLE tender_sealing ENABLE ALWAYS TRIGGER locks_stand_after_publication;
    `);
  }
}

// A whole key cannot be turned into shares here: what was sealed to one holder is opened, or cancelled, before this is applied.
const oldLocksAreOver = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM tender_sealing JOIN tenders ON tenders.id = tender_id
                WHERE documents_issued_at IS NOT NULL AND opened_at IS NULL AND state IN ('open', 'closed')) THEN
      RAISE EXCEPTION 'tenders with whole keys wait for their opening: open or cancel them first';
    END IF;
  END $$;
`;

const keys = `
  CREATE TABLE custodian_keys (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people,
    recipient text NOT NULL CHECK (recipient ~ '^age1[0-9a-z]{58}$'),
    nonce_sha256 text NOT NULL,
    challenged_at timestamptz NOT NULL,
    proved_at timestamptz,
    replaced_at timestamptz,
    CHECK (replaced_at IS NULL OR proved_at IS NOT NULL)
  );
  COMMENT ON TABLE custodian_keys IS 'Recipients of people who keep shares. Active: proved and not replaced, one per person.';
  CREATE UNIQUE INDEX custodian_keys_active ON custodian_keys (person_id) WHERE proved_at IS NOT NULL AND replaced_at IS NULL;
  CREATE UNIQUE INDEX custodian_keys_proved ON custodian_keys (recipient) WHERE proved_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (proved_at, replaced_at) ON custodian_keys TO ftz_app;
`;

const deals = `
  CREATE TABLE lock_deals (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    envelope text NOT NULL CHECK (envelope IN ('bid', 'qualification', 'price')),
    lock text NOT NULL CHECK (lock IN ('A', 'B')),
    recipient text NOT NULL CHECK (recipient ~ '^age1[0-9a-z]{58}$'),
    rehearsal_recipient text NOT NULL CHECK (rehearsal_recipient ~ '^age1[0-9a-z]{58}$' AND rehearsal_recipient <> recipient),
    threshold int NOT NULL CHECK (threshold >= 2),
    dealer_id uuid NOT NULL REFERENCES people,
    organization_id uuid NOT NULL REFERENCES organizations,
    dealt_at timestamptz NOT NULL,
    superseded_at timestamptz
  );
  COMMENT ON TABLE lock_deals IS 'Every deal of a lock; the one that is not superseded stands.';
  CREATE UNIQUE INDEX lock_deals_standing ON lock_deals (tender_id, envelope, lock) WHERE superseded_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (superseded_at) ON lock_deals TO ftz_app;
  CREATE TRIGGER locks_stand_after_publication BEFORE INSERT OR UPDATE ON lock_deals
    FOR EACH ROW EXECUTE FUNCTION locks_stand_after_publication();
  ALTER TABLE lock_deals ENABLE ALWAYS TRIGGER locks_stand_after_publication;

  CREATE TABLE lock_shares (
    deal_id uuid NOT NULL REFERENCES lock_deals,
    index int NOT NULL CHECK (index > 0),
    person_id uuid NOT NULL REFERENCES people,
    organization_id uuid NOT NULL REFERENCES organizations,
    key_id uuid NOT NULL REFERENCES custodian_keys,
    commitment text NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
    rehearsal_commitment text NOT NULL CHECK (rehearsal_commitment ~ '^[0-9a-f]{64}$' AND rehearsal_commitment <> commitment),
    sealed_share text NOT NULL,
    PRIMARY KEY (deal_id, index),
    UNIQUE (deal_id, person_id)
  );
  CREATE INDEX lock_shares_by_person ON lock_shares (person_id);
  SELECT make_append_only('lock_shares');

  CREATE TABLE share_confirmations (
    deal_id uuid NOT NULL,
    index int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    how text NOT NULL CHECK (how IN ('rehearsed', 'confirmed')),
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (deal_id, index),
    FOREIGN KEY (deal_id, index) REFERENCES lock_shares
  );
  SELECT make_append_only('share_confirmations');
`;

const sessions = `
  CREATE TABLE share_sessions (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    envelope text NOT NULL CHECK (envelope IN ('bid', 'qualification', 'price')),
    purpose text NOT NULL CHECK (purpose IN ('rehearsal', 'opening')),
    recipient text NOT NULL CHECK (recipient ~ '^age1[0-9a-z]{58}$'),
    person_id uuid NOT NULL REFERENCES people,
    organization_id uuid NOT NULL REFERENCES organizations,
    test_envelope bytea,
    test_sha256 text,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CHECK (num_nulls(test_envelope, test_sha256) = CASE purpose WHEN 'rehearsal' THEN 0 ELSE 2 END)
  );
  COMMENT ON TABLE share_sessions IS 'The private key of a session lives in the memory of the process that made it, and nowhere else.';
  CREATE INDEX share_sessions_by_tender ON share_sessions (tender_id);
  SELECT make_append_only('share_sessions');

  CREATE TABLE session_shares (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES share_sessions,
    lock text NOT NULL CHECK (lock IN ('A', 'B')),
    index int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    organization_id uuid NOT NULL REFERENCES organizations,
    sealed_share text NOT NULL,
    taken text NOT NULL CHECK (taken IN ('received', 'accepted', 'refused')),
    received_at timestamptz NOT NULL
  );
  COMMENT ON COLUMN session_shares.sealed_share IS 'An age file for the recipient of the session: of no use to whoever reads the database.';
  CREATE UNIQUE INDEX session_shares_standing ON session_shares (session_id, lock, index) WHERE taken <> 'refused';
  GRANT SELECT, INSERT, UPDATE (taken) ON session_shares TO ftz_app;

  CREATE TABLE rehearsals (
    session_id uuid PRIMARY KEY REFERENCES share_sessions,
    tender_id uuid NOT NULL REFERENCES tenders,
    envelope text NOT NULL CHECK (envelope IN ('bid', 'qualification', 'price')),
    deal_a uuid NOT NULL REFERENCES lock_deals,
    deal_b uuid NOT NULL REFERENCES lock_deals,
    test_sha256 text NOT NULL,
    opened_at timestamptz NOT NULL
  );
  COMMENT ON TABLE rehearsals IS 'Test envelopes that a quorum of each lock opened. It counts while both deals stand.';
  CREATE INDEX rehearsals_by_tender ON rehearsals (tender_id);
  SELECT make_append_only('rehearsals');
`;

const released = `
  CREATE TABLE released_identities (
    id uuid PRIMARY KEY,
    tender_id uuid NOT NULL REFERENCES tenders,
    envelope text NOT NULL CHECK (envelope IN ('bid', 'qualification', 'price')),
    person_id uuid NOT NULL REFERENCES people,
    key_id uuid NOT NULL REFERENCES custodian_keys,
    sealed_identities text NOT NULL,
    released_at timestamptz NOT NULL,
    UNIQUE (tender_id, envelope, person_id)
  );
  COMMENT ON TABLE released_identities IS 'What an opening recovered, sealed with age to whom it is for (auditors, review bodies); never in clear.';
  SELECT make_append_only('released_identities');
`;
