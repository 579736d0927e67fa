import type pg from 'pg';

/** What would take a fence down. Event triggers see neither themselves nor shared objects, nor a server in single-user mode: a fence, not a wall. */
const commands = [
  ...[
    'ALTER TABLE',
    'DROP TABLE',
    'CREATE TRIGGER',
    'DROP TRIGGER',
    'ALTER TRIGGER',
    'CREATE FUNCTION',
    'ALTER FUNCTION',
    'DROP FUNCTION',
  ],
  ...[
    'CREATE POLICY',
    'ALTER POLICY',
    'DROP POLICY',
    'CREATE RULE',
    'ALTER RULE',
    'DROP RULE',
    'DROP SCHEMA',
    'ALTER SCHEMA',
    'DROP OWNED',
  ],
];

/**
 * Refuses whoever is not acting as `ftz_owner`, a superuser too, to change what guards the rows. Only a superuser may raise it: on a server where the
 * owner's account is none, it is not there, and the comparing of the record finds what was done. Answers whether it stands. Safe to call again.
 */
export async function raiseFence(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ rolsuper: boolean }>('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
  if (!rows[0]?.rolsuper) return false;
  await client.query(`
    DROP EVENT TRIGGER IF EXISTS guards_stand;
    CREATE OR REPLACE FUNCTION only_the_owner_changes_guards() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_user <> 'ftz_owner' THEN
        RAISE EXCEPTION '% is for ftz_owner alone, not for %', tg_tag, current_user USING ERRCODE = 'P0APP';
      END IF;
    END $$;
    CREATE EVENT TRIGGER guards_stand ON ddl_command_start WHEN TAG IN ('${commands.join(`', '`)}')
      EXECUTE FUNCTION only_the_owner_changes_guards();
    ALTER EVENT TRIGGER guards_stand ENABLE ALWAYS`);
  return true;
}
