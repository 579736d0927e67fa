import { createHash } from 'node:crypto';
import type { Actor } from '../platform/actor.js';
import type { Alarms } from '../platform/alarms.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { NothingNew, unlessNothingNew } from '../platform/nothing-new.js';
import { newId, type UnitOfWork } from '../platform/unit-of-work.js';

export interface Difference {
  /**
   * `changed`, `missing`, `added`: the row against its leaf. `untold`: written in a transaction that no entry tells of. `unproven`: sealed, and no leaf
   * says so. `fence`: a trigger or function that guards the rows is not as it was made.
   */
  kind: string;
  table: string;
  row: string;
  field: string;
  /** What the leaf, or the seal that it stands for, says. */
  said: string | null;
  /** What stands there; of a sealed column, its digest; of a file, its SHA-256, or that it cannot be read. */
  stands: string | null;
}

const toldMax = 20;

/**
 * Records each difference once, whatever cycle finds it again, with one entry of the trail for all of a piece, and raises the alarm with it; answers
 * those that are new.
 */
export async function recordFindings(
  unitOfWork: UnitOfWork,
  alarms: Alarms,
  actor: Actor,
  differences: readonly Difference[],
): Promise<Difference[]> {
  if (differences.length === 0) return [];
  return unlessNothingNew(
    unitOfWork.run(actor, async (work) => {
      const rows = differences.map((one) => ({ ...one, id: newId(), fingerprint: fingerprintOf(one).toString('hex') }));
      const known = await work.query<{ id: string }>(
        `INSERT INTO archive_findings (id, kind, table_name, row_name, field, said, stands, found_at, fingerprint)
       SELECT id, kind, "table", "row", field, said, stands, $2, decode(fingerprint, 'hex')
         FROM jsonb_to_recordset($1) AS one (id uuid, kind text, "table" text, "row" text, field text, said text, stands text, fingerprint text)
           ON CONFLICT (fingerprint) DO NOTHING RETURNING id`,
        [JSON.stringify(rows), work.now],
      );
      const fresh = rows.filter((row) => known.some((one) => one.id === row.id));
      if (fresh.length === 0) throw new NothingNew();
      const lines = fresh
        .slice(0, toldMax)
        .map(({ kind, table, row, field, said, stands }) => ({ kind, table, row, field, said, stands }));
      const subject = { kind: 'finding', id: (fresh[0] as { id: string }).id };
      work.record({
        type: 'archive.finding',
        article: 57,
        tenderId: null,
        subject,
        payload: { count: fresh.length, first: lines },
      });
      await alarms.raiseWith(work, { kind: 'archive.finding', about: 'record', facts: { first: lines[0] } });
      return fresh.map(({ id: _id, fingerprint: _fingerprint, ...one }): Difference => one);
    }),
    [],
  );
}

function fingerprintOf({ kind, table, row, field, said, stands }: Difference): Buffer {
  return createHash('sha256')
    .update(canonicalJson([kind, table, row, field, said, stands]))
    .digest();
}
