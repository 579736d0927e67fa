import { LawRefusal } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { CivilDate } from '../rules/moment.js';
import { remedyLabel, type RemedyKind } from '../rules/ordered-remedies.js';

/**
 * `contract` bars the contract only; `suspension` bars opening, evaluation and award too (rulebook P14), `remedy` the same until what a ruling ordered
 * is done. `performance` stops what is signed.
 */
export type HoldKind = 'contract' | 'suspension' | 'remedy' | 'performance';

export interface HoldCause {
  tenderId: string;
  kind: HoldKind;
  /** `challenge`, `complaint` or `remedy`. */
  causeKind: string;
  causeId: string;
}

/** Bars the procedure at once; with `lotIds` the contracts on these lots alone. The caller holds the tender's lock. Gives the hold's id. */
export async function placeHold(
  work: Work,
  hold: HoldCause & { placedBy: string | null; endsOn?: CivilDate | null; lotIds?: readonly string[] | null },
): Promise<string> {
  const id = newId();
  await work.query(
    `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_by, placed_at, ends_on, lot_ids)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      hold.tenderId,
      hold.kind,
      hold.causeKind,
      hold.causeId,
      hold.placedBy,
      work.now,
      hold.endsOn ?? null,
      hold.lotIds ?? null,
    ],
  );
  return id;
}

/** Releases the holds of one cause that still stand. The caller holds the tender's lock. */
export async function releaseHold(work: Work, hold: HoldCause & { releasedBy: string | null }): Promise<void> {
  await work.query(
    `UPDATE procedure_holds SET released_at = $5, released_by = $6
      WHERE tender_id = $1 AND kind = $2 AND cause_kind = $3 AND cause_id = $4 AND released_at IS NULL`,
    [hold.tenderId, hold.kind, hold.causeKind, hold.causeId, work.now, hold.releasedBy],
  );
}

/** Whether a review authority's suspension stands at this moment. */
export async function isSuspended(reader: Reader, tenderId: string): Promise<boolean> {
  const rows = await reader.query<{ suspended: boolean }>('SELECT tender_is_suspended($1, platform_now()) AS suspended', [
    tenderId,
  ]);
  return rows[0]?.suspended === true;
}

/** Throws LawRefusal `tender.suspended`, `tender.remedy-open`. Asked under the tender's lock by opening, evaluation and award. */
export async function refuseIfSuspended(reader: Reader, tenderId: string): Promise<void> {
  if (await isSuspended(reader, tenderId)) throw new LawRefusal([breach('tender.suspended')]);
  const [row] = await reader.query<{ kind: RemedyKind | null }>('SELECT tender_awaits_remedy($1) AS kind', [tenderId]);
  if (row?.kind) throw new LawRefusal([breach('tender.remedy-open', { kind: row.kind, remedy: remedyLabel(row.kind) })]);
}

/** Throws LawRefusal `contract.stopped`. Asked under the contract's lock by acceptance, payment, change and completion. */
export async function refuseIfStopped(reader: Reader, contractId: string): Promise<void> {
  const [row] = await reader.query<{ stopped: boolean }>('SELECT contract_is_stopped($1) AS stopped', [contractId]);
  if (row?.stopped === true) throw new LawRefusal([breach('contract.stopped')]);
}
