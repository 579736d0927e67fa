import type { Reader } from './reads.js';

/**
 * What the role of this session may do beyond what the service needs: each in words; nothing where all is as it should be. A role that owns a table,
 * or may remove rows from it, could undo what the record says, and no fence within the database would hold it.
 */
export async function excessesOf(reader: Reader): Promise<string[]> {
  const rows = await reader.query<{ excess: string }>(excesses);
  return rows.map((row) => row.excess);
}

/** Throws Error with every excess: the service refuses to start under such a role. */
export async function requireModestRole(reader: Reader): Promise<void> {
  const found = await excessesOf(reader);
  if (found.length > 0) throw new Error(`the service's database role can do more than it may: ${found.join('; ')}`);
}

const excesses = `
  WITH me AS (SELECT * FROM pg_roles WHERE rolname = current_user),
  tables AS (SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace)
  SELECT 'it is a superuser' AS excess FROM me WHERE rolsuper
  UNION ALL SELECT 'it passes row level security by (BYPASSRLS)' FROM me WHERE rolbypassrls
  UNION ALL SELECT 'it makes roles (CREATEROLE)' FROM me WHERE rolcreaterole
  UNION ALL SELECT 'it makes databases (CREATEDB)' FROM me WHERE rolcreatedb
  UNION ALL SELECT 'it replicates (REPLICATION)' FROM me WHERE rolreplication
  UNION ALL SELECT 'it is a member of ' || role.rolname FROM pg_roles role, me
             WHERE role.oid <> me.oid AND NOT me.rolsuper AND pg_has_role(me.oid, role.oid, 'MEMBER')
  UNION ALL SELECT 'it owns the database' FROM pg_database, me WHERE datname = current_database() AND datdba = me.oid
  UNION ALL SELECT 'it owns the schema ' || nspname FROM pg_namespace, me WHERE nspowner = me.oid
  UNION ALL SELECT 'it owns ' || pg_class.relname FROM pg_class, me WHERE relowner = me.oid
  UNION ALL SELECT 'it owns the function ' || proname FROM pg_proc, me WHERE proowner = me.oid
  UNION ALL SELECT 'it creates in the schema public' FROM me WHERE NOT rolsuper AND has_schema_privilege(me.oid, 'public', 'CREATE')
  UNION ALL SELECT format('it may %s %s', lower(privilege), relname) FROM tables, me, unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
             WHERE NOT rolsuper AND has_table_privilege(me.oid, tables.oid, privilege)
  UNION ALL SELECT format('it may update %s, to which rows are only added', relname) FROM tables, me
             WHERE NOT rolsuper AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = tables.oid AND tgname = 'append_only_rows' AND tgtype & 16 <> 0)
               AND has_any_column_privilege(me.oid, tables.oid, 'UPDATE')
  ORDER BY 1`;
