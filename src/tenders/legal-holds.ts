import type { Bilingual } from '../rules/breach.js';
import type { Reader } from '../platform/reads.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { LegalHold } from './legal-hold.entity.js';

export interface NewLegalHold {
  tenderId: string;
  /** Null: an authority's order. Else what elsewhere it stands for, and by which it is released. */
  cause: { id: string } | null;
  reason: LegalHold['reason'];
  authority: LegalHold['authority'];
  reference: string;
  placedBy: string;
}

/**
 * Keeps a procurement's record whatever its date, inside the caller's transaction; records `legal-hold.placed`. The caller holds the tender's lock,
 * as a disposal does: whichever comes first has it, and a hold stops a disposal that was only approved (a trigger does that).
 */
export async function placeLegalHold(work: Work, { cause, ...hold }: NewLegalHold): Promise<LegalHold> {
  const [last] = await work.query<{ number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM legal_holds WHERE tender_id = $1',
    [hold.tenderId],
  );
  const placed = await work.insert(LegalHold, {
    ...hold,
    id: newId(),
    version: 1,
    number: (last?.number ?? 0) + 1,
    causeKind: cause === null ? 'order' : 'proceedings',
    causeId: cause?.id ?? null,
    placedAt: work.now,
    releasedBy: null,
    releasedAt: null,
    releaseReason: null,
  });
  const { number, causeKind, causeId, reason, authority, reference } = placed;
  recordHold(work, 'legal-hold.placed', placed, { number, causeKind, causeId, reason, authority, reference });
  return placed;
}

/** Releases what stands for proceedings that are over, inside the caller's transaction; records `legal-hold.released`. The caller holds the tender's lock. */
export async function releaseLegalHolds(
  work: Work,
  over: { tenderId: string; causeId: string; reason: Bilingual; releasedBy: string },
): Promise<void> {
  const rows = await work.query<{ id: string }>(
    `SELECT id FROM legal_holds WHERE tender_id = $1 AND cause_kind = 'proceedings' AND cause_id = $2 AND released_at IS NULL ORDER BY number`,
    [over.tenderId, over.causeId],
  );
  for (const { id } of rows) await releaseHold(work, await work.lock(LegalHold, id), over.releasedBy, over.reason);
}

/** Records `legal-hold.released`. Who may is asked before. */
export async function releaseHold(work: Work, hold: LegalHold, by: string, reason: Bilingual): Promise<LegalHold> {
  await work.save(LegalHold, hold, { releasedBy: by, releasedAt: work.now, releaseReason: { zh: reason.zh, en: reason.en } });
  recordHold(work, 'legal-hold.released', hold, { number: hold.number, reason: hold.releaseReason });
  return hold;
}

/** Whether anything keeps the record at this moment. */
export async function isUnderLegalHold(reader: Reader, tenderId: string): Promise<boolean> {
  const rows = await reader.query('SELECT FROM legal_holds WHERE tender_id = $1 AND released_at IS NULL LIMIT 1', [tenderId]);
  return rows.length > 0;
}

function recordHold(work: Work, type: string, { id, tenderId }: LegalHold, payload: Record<string, unknown>): void {
  work.record({ type, article: 57, tenderId, subject: { kind: 'legal-hold', id }, payload });
}
