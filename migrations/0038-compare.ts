const fixed = `SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'iso_8601' SET bytea_output = 'hex'`;
const found = 'RETURNS TABLE (kind text, table_name text, row_name text, field text, said text, stands text)';

const jsonOrNull = `RETURNS jsonb LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN body::jsonb;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$`;

/** RFC 6962: the root of the first leaves, folded from the right out of the complete subtrees. */
const rootAt = `RETURNS bytea LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  left_over bigint := leaves;
  width bigint;
  subtree bytea;
  folded bytea;
BEGIN
  WHILE left_over > 0 LOOP
    width := left_over & -left_over;
    SELECT hash INTO subtree FROM log_nodes WHERE level = round(log(2.0, width))::int AND index = (left_over - width) / width;
    IF subtree IS NULL THEN RETURN NULL; END IF;
    folded := CASE WHEN folded IS NULL THEN subtree ELSE sha256('\\x01'::bytea || subtree || folded) END;
    left_over := left_over - width;
  END LOOP;
  RETURN folded;
END $$`;

/** The leaves from one place of the log to before another: their entries, payloads and nodes, and the roots that were recorded there. */
const compareLog = `${found} LANGUAGE sql STABLE SECURITY DEFINER ${fixed} AS $$
  WITH places AS MATERIALIZED (
    SELECT place.index AS at, log.entry_id AS named, log.leaf_hash AS placed, node.hash AS node, entry.*, body.payload, body.salt,
           json_or_null(entry.leaf) AS leaf_said, json_or_null(body.payload) AS told
      FROM generate_series(first, past - 1) AS place (index)
      LEFT JOIN log_entries log ON log.index = place.index
      LEFT JOIN log_nodes node ON node.level = 0 AND node.index = place.index
      LEFT JOIN audit_entries entry ON entry.id = log.entry_id
      LEFT JOIN audit_payloads body ON body.entry_id = log.entry_id)
  SELECT 'missing', 'log_entries', at::text, '', coalesce(encode(node, 'hex'), 'a leaf'), NULL FROM places WHERE named IS NULL
  UNION ALL SELECT 'missing', 'audit_entries', named::text, '', encode(placed, 'hex'), NULL FROM places WHERE named IS NOT NULL AND id IS NULL
  UNION ALL SELECT 'missing', 'audit_payloads', id::text, '', leaf_said ->> 'sha256', NULL FROM places WHERE id IS NOT NULL AND payload IS NULL AND NOT is_disposed(id)
  UNION ALL SELECT 'changed', pair.place, pair.name, pair.field, pair.said, pair.stands FROM places CROSS JOIN LATERAL (VALUES
      ('log_nodes', '0/' || at, 'hash', encode(placed, 'hex'), encode(node, 'hex'), true),
      ('audit_entries', id::text, 'leaf', encode(placed, 'hex'), encode(sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')), 'hex'), true),
      ('audit_entries', id::text, 'leaf_hash', encode(placed, 'hex'), encode(leaf_hash, 'hex'), true),
      ('audit_entries', id::text, 'sealed', (leaf_said ->> 'type' = 'sealed')::text, sealed::text, true),
      ('audit_payloads', id::text, 'payload', leaf_said ->> 'sha256', encode(sha256(salt || convert_to(payload, 'UTF8')), 'hex'), payload IS NOT NULL),
      ('audit_payloads', id::text, 'payload, by SHA-512', leaf_said ->> 'sha512', encode(sha512(salt || convert_to(payload, 'UTF8')), 'hex'), payload IS NOT NULL),
      ('audit_entries', id::text, 'type', coalesce(told ->> 'type', leaf_said ->> 'type'), type, NOT sealed OR told IS NOT NULL),
      ('audit_entries', id::text, 'tender_id', coalesce(told, leaf_said) ->> 'tenderId', tender_id::text, told ? 'subject' OR NOT sealed),
      ('audit_entries', id::text, 'recorded_at', coalesce(told, leaf_said) ->> 'recordedAt', utc_text(recorded_at), told ? 'subject' AND NOT sealed OR told IS NULL AND NOT sealed),
      ('audit_entries', id::text, 'article', told ->> 'article', article::text, told ? 'subject'),
      ('audit_entries', id::text, 'subject_kind', told -> 'subject' ->> 'kind', subject_kind, told ? 'subject'),
      ('audit_entries', id::text, 'subject_id', told -> 'subject' ->> 'id', subject_id::text, told ? 'subject'),
      ('audit_entries', id::text, 'actor_person_id', told -> 'actor' ->> 'personId', actor_person_id::text, told ? 'subject'),
      ('audit_entries', id::text, 'actor_organization_id', told -> 'actor' ->> 'organizationId', actor_organization_id::text, told ? 'subject')
    ) AS pair (place, name, field, said, stands, asked)
   WHERE id IS NOT NULL AND asked AND pair.said IS DISTINCT FROM pair.stands
  UNION ALL SELECT 'missing', split_part(what, '/', 1), substr(what, strpos(what, '/') + 1), '', digest, NULL
    FROM places CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(told -> 'rows') WHEN 'object' THEN told -> 'rows' ELSE '{}' END) AS row_of (what, digest)
   WHERE NOT EXISTS (SELECT FROM row_seals seal WHERE seal.table_name = split_part(what, '/', 1) AND seal.row_name = substr(what, strpos(what, '/') + 1)
                        AND encode(sha256(convert_to(seal.columns::text, 'UTF8')), 'hex') = digest)
     AND NOT EXISTS (SELECT FROM forgotten_rows gone WHERE gone.table_name = split_part(what, '/', 1) AND gone.row_name = substr(what, strpos(what, '/') + 1))
  UNION ALL SELECT CASE WHEN node.hash IS NULL THEN 'missing' ELSE 'changed' END, 'log_nodes', exponent || '/' || place, 'hash',
         encode(sha256('\\x01'::bytea || lower.hash || upper.hash), 'hex'), encode(node.hash, 'hex')
    FROM generate_series(1, 40) AS power (exponent)
   CROSS JOIN LATERAL (SELECT 1::bigint << exponent AS width) AS wide
   CROSS JOIN LATERAL generate_series((first + width) / width - 1, past / width - 1) AS place
    LEFT JOIN log_nodes node ON node.level = exponent AND node.index = place
    LEFT JOIN log_nodes lower ON lower.level = exponent - 1 AND lower.index = 2 * place
    LEFT JOIN log_nodes upper ON upper.level = exponent - 1 AND upper.index = 2 * place + 1
   WHERE node.hash IS NULL OR sha256('\\x01'::bytea || lower.hash || upper.hash) <> node.hash
  UNION ALL SELECT 'changed', 'log_roots', size::text, 'root', encode(root_at(size), 'hex'), encode(root, 'hex')
    FROM log_roots WHERE size > first AND size <= past AND root_at(size) IS DISTINCT FROM root
  UNION ALL SELECT 'changed', 'log_checkpoints', origin || ' ' || size, 'root', encode(root_at(size), 'hex'), encode(root, 'hex')
    FROM log_checkpoints WHERE size > first AND size <= past AND root_at(size) IS DISTINCT FROM root
  UNION ALL SELECT 'added', 'log_entries', index::text, '', NULL, encode(leaf_hash, 'hex')
    FROM log_entries WHERE index >= (SELECT coalesce(max(size), 0) FROM log_roots)
$$`;

/** Entries that have neither a place in the log nor wait for one. */
const compareEntries = `${found} LANGUAGE sql STABLE SECURITY DEFINER ${fixed} AS $$
  SELECT 'added', 'audit_entries', entry.id::text, '', NULL, encode(entry.leaf_hash, 'hex') FROM audit_entries entry
   WHERE entry.inserted > first AND entry.inserted <= past
     AND NOT EXISTS (SELECT FROM log_entries log WHERE log.entry_id = entry.id)
     AND NOT EXISTS (SELECT FROM audit_pending pending WHERE pending.entry_id = entry.id)
$$`;

/** Rows by their latest seals: what was changed, removed, written by no recorded act, or sealed anew without a leaf that says so. */
const compareSeals = `${found} LANGUAGE plpgsql STABLE SECURITY DEFINER ${fixed} AS $$
#variable_conflict use_column
DECLARE
  seal record;
  body jsonb;
  digest text;
  key text;
  acts jsonb[];
BEGIN
  FOR seal IN SELECT * FROM row_seals one WHERE one.seq > first AND one.seq <= past
      AND NOT EXISTS (SELECT FROM row_seals later WHERE later.table_name = one.table_name AND later.row_name = one.row_name AND later.seq > one.seq) LOOP
    IF to_regclass(quote_ident(seal.table_name)) IS NULL THEN
      RETURN QUERY SELECT 'missing', seal.table_name::text, seal.row_name::text, '', NULL::text, NULL::text;
      CONTINUE;
    END IF;
    SELECT string_agg(format('t.%1$I = k.%1$I', name), ' AND ') INTO key FROM jsonb_object_keys(seal.row_key) name;
    EXECUTE format('SELECT to_jsonb(t) FROM jsonb_populate_record(NULL::%1$I, $1) k JOIN %1$I t ON %2$s', seal.table_name, key) INTO body USING seal.row_key;
    digest := encode(sha256(convert_to(seal.columns::text, 'UTF8')), 'hex');
    IF body IS NULL THEN
      RETURN QUERY SELECT 'missing', seal.table_name::text, seal.row_name::text, '', digest, NULL::text;
    ELSIF seal_of(body, seal.salt) <> seal.columns THEN
      RETURN QUERY SELECT 'changed', seal.table_name::text, seal.row_name::text, name, sealed.value, live.value
        FROM jsonb_each_text(seal.columns) AS sealed (name, value) FULL JOIN jsonb_each_text(seal_of(body, seal.salt)) AS live (name, value) USING (name)
       WHERE sealed.value IS DISTINCT FROM live.value;
    END IF;
    CONTINUE WHEN seal.act = '00000000-0000-0000-0000-000000000000';
    SELECT array_agg(coalesce(json_or_null(payloads.payload), CASE WHEN is_disposed(entry.id) THEN '{"gone": true}'::jsonb ELSE '{}' END)) INTO acts
      FROM sealed_acts bound JOIN audit_entries entry ON entry.id = bound.entry_id LEFT JOIN audit_payloads payloads ON payloads.entry_id = entry.id
     WHERE bound.act = seal.act;
    IF acts IS NULL THEN
      RETURN QUERY SELECT 'untold', seal.table_name::text, seal.row_name::text, '', NULL::text, digest;
    ELSIF NOT EXISTS (SELECT FROM unnest(acts) told
                       WHERE told ? 'gone' OR told -> 'rows' ->> (seal.table_name || '/' || seal.row_name) = digest)
      AND NOT (seal.table_name = ANY (ARRAY['bid_submissions', 'bid_confirmations', 'applications', 'application_documents'])
               AND is_told_in_words(seal.table_name, body, acts)) THEN
      RETURN QUERY SELECT 'unproven', seal.table_name::text, seal.row_name::text, '', NULL::text, digest;
    END IF;
  END LOOP;
END $$`;

/** What is written in one statement has its entry made before it: that entry says itself what the row is. */
const isToldInWords = `RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM unnest(acts) told WHERE told -> 'subject' ->> 'id' = body ->> 'id'
     AND (place <> 'bid_submissions' OR told -> 'payload' ->> 'ciphertextSha256' IS NOT DISTINCT FROM substr(body ->> 'ct_sha256', 3)))
$$`;

/** Rows in some blocks of a table that no seal knows. */
const compareRows = `${found} LANGUAGE plpgsql STABLE SECURITY DEFINER ${fixed} AS $$
DECLARE key text;
BEGIN
  SELECT string_agg(format('t.%I::text', attname), ', ' ORDER BY array_position(indkey::int2[], attnum)) INTO STRICT key
    FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey::int2[]) WHERE indrelid = target::regclass AND indisprimary;
  RETURN QUERY EXECUTE format($q$
    SELECT 'added', %1$L, row_name, '', NULL::text, NULL::text FROM (SELECT concat_ws('/', %2$s) AS row_name FROM %1$I t WHERE t.ctid >= $1 AND t.ctid < $2) one
     WHERE NOT EXISTS (SELECT FROM row_seals WHERE row_seals.table_name = %1$L AND row_seals.row_name = one.row_name) $q$, target, key)
    USING format('(%s,0)', first)::tid, format('(%s,0)', past)::tid;
END $$`;

/** Triggers that are not there or not always on. */
const compareFences = `${found} LANGUAGE sql STABLE SECURITY DEFINER ${fixed} AS $$
  SELECT 'fence', 'pg_trigger', tgrelid::regclass || '.' || tgname, 'tgenabled', 'A', tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
   WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace AND tgenabled <> 'A'
  UNION ALL SELECT 'fence', 'pg_trigger', expected || '.' || name, '', 'a trigger', NULL
    FROM unnest(targets) expected CROSS JOIN LATERAL unnest(CASE WHEN may_change(expected) THEN ARRAY['seal_row', 'forget_row'] ELSE ARRAY['seal_row', 'forget_row', 'append_only_rows', 'append_only_table'] END) AS name
   WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(expected)) AND tgname = name)
  UNION ALL SELECT 'fence', 'pg_trigger', expected || '.' || name, '', 'a trigger', NULL
    FROM (VALUES ('audit_entries', 'await_sequencing'), ('audit_entries', 'bind_act')) AS own (expected, name)
   WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(expected) AND tgname = name)
  UNION ALL SELECT 'fence', 'pg_trigger', expected || '.' || name, '', 'a trigger', NULL
    FROM unnest(ARRAY['audit_entries', 'audit_payloads', 'log_entries', 'log_nodes', 'log_roots', 'log_checkpoints', 'log_cosignatures', 'row_seals', 'sealed_acts', 'archive_findings']) expected
   CROSS JOIN unnest(ARRAY['append_only_rows', 'append_only_table']) AS name
   WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(expected) AND tgname = name)
  UNION ALL SELECT 'fence', 'pg_class', relname::text, 'relacl', NULL, lower(privilege) FROM pg_class, unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
   WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege('ftz_app', pg_class.oid, privilege)
  UNION ALL SELECT 'fence', 'pg_class', relname::text, 'relacl', NULL, 'update' FROM pg_class
   WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_any_column_privilege('ftz_app', pg_class.oid, 'UPDATE')
     AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'append_only_rows' AND tgtype & 16 <> 0)
  UNION ALL SELECT 'fence', 'pg_roles', rolname::text, '', NULL, 'a superuser, or past row level security' FROM pg_roles WHERE rolname = 'ftz_app' AND (rolsuper OR rolbypassrls)
  UNION ALL SELECT 'fence', 'pg_auth_members', 'ftz_app', '', NULL, roleid::regrole::text FROM pg_auth_members WHERE member = 'ftz_app'::regrole
  UNION ALL SELECT 'fence', 'pg_class', relname::text, 'relrowsecurity', 'true', 'false' FROM pg_class
   WHERE relname IN ('audit_entries', 'audit_payloads', 'log_entries', 'deliveries') AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity
$$`;

/** Whether the service may write other columns of a row again. */
const mayChange = `RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(has_any_column_privilege('ftz_app', to_regclass(quote_ident(target)), 'UPDATE'), false)
      OR NOT coalesce(has_any_column_privilege('ftz_app', to_regclass(quote_ident(target)), 'INSERT'), false)
$$`;

/** Whether the payload of an entry was destroyed as the law lets it. */
const isDisposed = `RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM audit_entries one JOIN disposals ON disposals.tender_id = one.tender_id
                  WHERE one.id = entry AND disposals.state IN ('destroying', 'executed'));
END $$`;

/** Where each part of a cycle ends now. */
const rehashEnds = `RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER ${fixed} AS $$
  SELECT jsonb_build_object('log', (SELECT coalesce(max(size), 0) FROM log_roots), 'entries', (SELECT coalesce(max(inserted), 0) FROM audit_entries),
    'seals', (SELECT coalesce(max(seq), 0) FROM row_seals),
    'tables', (SELECT coalesce(jsonb_object_agg(tgrelid::regclass::text, pg_relation_size(tgrelid) / 8192), '{}') FROM pg_trigger WHERE tgname = 'seal_row'))
$$`;

/** The documents that rows name, by the first byte of their names. */
const keptBlobs = `RETURNS TABLE (sha256 text, named_by text) LANGUAGE sql STABLE SECURITY DEFINER ${fixed} AS $$
  SELECT DISTINCT ON (file) file, place FROM (
    SELECT sha256 AS file, 'tender_documents' AS place FROM tender_documents
    UNION ALL SELECT sha256, 'application_documents' FROM application_documents
    UNION ALL SELECT blob_sha256, 'opened_documents' FROM opened_documents
    UNION ALL SELECT encode(ct_sha256, 'hex'), 'bid_submissions' FROM bid_submissions
    UNION ALL SELECT encode(price_sha256, 'hex'), 'bid_submissions' FROM bid_submissions) one
   WHERE left(file, 2) = folder
$$`;

/** What compares the rows with the leaves, each function by its signature and its text, so that the job can see that nobody has put another in its place. */
export const compareFunctions: Record<string, string> = {
  'json_or_null(body text)': jsonOrNull,
  'root_at(leaves bigint)': rootAt,
  'is_disposed(entry uuid)': isDisposed,
  'may_change(target text)': mayChange,
  'is_told_in_words(place text, body jsonb, acts jsonb[])': isToldInWords,
  'compare_log(first bigint, past bigint)': compareLog,
  'compare_entries(first bigint, past bigint)': compareEntries,
  'compare_seals(first bigint, past bigint)': compareSeals,
  'compare_rows(target text, first bigint, past bigint)': compareRows,
  'compare_fences(targets text[])': compareFences,
  'rehash_ends()': rehashEnds,
  'kept_blobs(folder text)': keptBlobs,
};
