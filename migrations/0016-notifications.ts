/** Mail beside the inbox: what a person wants to get, the address it has shown to be its own, and a row per mail until it is sent. */
export const notifications = `
  CREATE TABLE notification_settings (
    person_id uuid PRIMARY KEY REFERENCES people,
    version int NOT NULL,
    email text,
    email_verified_at timestamptz CHECK (email_verified_at IS NULL OR email IS NOT NULL),
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    kinds jsonb NOT NULL,
    digest text NOT NULL CHECK (digest IN ('none', 'daily')),
    updated_at timestamptz NOT NULL
  );
  GRANT SELECT, INSERT, UPDATE (version, email, email_verified_at, language, kinds, digest, updated_at) ON notification_settings TO ftz_app;

  CREATE TABLE email_verifications (
    id uuid PRIMARY KEY,
    version int NOT NULL,
    person_id uuid NOT NULL REFERENCES people,
    email text NOT NULL,
    salt bytea,
    code_hash bytea,
    tries int NOT NULL CHECK (tries BETWEEN 0 AND 5),
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > requested_at),
    confirmed_at timestamptz CHECK (confirmed_at < expires_at),
    CHECK ((salt IS NULL) = (code_hash IS NULL))
  );
  COMMENT ON COLUMN email_verifications.code_hash IS 'Of the code in the mail that was sent last; the code itself is nowhere.';
  CREATE INDEX email_verifications_by_person ON email_verifications (person_id, id DESC);
  GRANT SELECT, INSERT, UPDATE (version, salt, code_hash, tries, confirmed_at) ON email_verifications TO ftz_app;

  CREATE TABLE mail_deliveries (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people,
    email text NOT NULL,
    language text NOT NULL CHECK (language IN ('zh', 'en')),
    verification_id uuid UNIQUE REFERENCES email_verifications,
    digest_on date,
    state text NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    tries int NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    fault text,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    UNIQUE (person_id, email, digest_on),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK (state <> 'pending' OR next_try_at IS NOT NULL),
    CHECK (state <> 'sent' OR next_try_at IS NULL)
  );
  COMMENT ON COLUMN mail_deliveries.next_try_at IS 'Null: sent, or given up. Set ahead before every try, so that a sender that dies costs delay and no mail.';
  CREATE INDEX mail_deliveries_due ON mail_deliveries (next_try_at) WHERE next_try_at IS NOT NULL;
  GRANT SELECT, INSERT, UPDATE (state, tries, next_try_at, fault, sent_at) ON mail_deliveries TO ftz_app;

  CREATE TABLE mail_items (
    mail_id uuid NOT NULL REFERENCES mail_deliveries,
    delivery_id uuid NOT NULL REFERENCES deliveries,
    PRIMARY KEY (mail_id, delivery_id)
  );
  CREATE INDEX mail_items_by_delivery ON mail_items (delivery_id);
  SELECT make_append_only('mail_items');
`;
