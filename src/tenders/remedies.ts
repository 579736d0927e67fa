import type { Work } from '../platform/unit-of-work.js';
import type { RemedyKind } from '../rules/ordered-remedies.js';
import { releaseHold } from './holds.js';
import { OrderedRemedy, type RemedyDoneBy } from './remedy.entity.js';

/** What an end of the procurement settles, whatever was ordered: there is nothing left to do over. */
export const settledByEnd: readonly RemedyKind[] = [
  'documents-changed',
  'qualification-redone',
  'evaluation-redone',
  'result-set-aside',
  'procedure-cancelled',
];

/**
 * An act of the procurement does what was ordered: the remedies of these kinds are done with it, in its own transaction, and what they held is free. The caller
 * holds the tender's lock.
 */
export async function fulfilRemedies(
  work: Work,
  tenderId: string,
  kinds: readonly RemedyKind[],
  doneBy: RemedyDoneBy,
): Promise<void> {
  const rows = await work.query<{ id: string }>(
    `SELECT id FROM ordered_remedies WHERE tender_id = $1 AND kind = ANY ($2) AND state <> 'done' ORDER BY ordered_at, id`,
    [tenderId, kinds],
  );
  for (const { id } of rows) await endRemedy(work, await work.lock(OrderedRemedy, id), doneBy, null);
}

/** `by` is the person who found it done; null where an act shows it. */
export async function endRemedy(work: Work, remedy: OrderedRemedy, doneBy: RemedyDoneBy, by: string | null): Promise<void> {
  const { id, tenderId, complaintId, number, kind } = remedy;
  await work.save(OrderedRemedy, remedy, { state: 'done', doneAt: work.now, doneBy, dueAt: null });
  for (const hold of ['remedy', 'performance'] as const)
    await releaseHold(work, { tenderId, kind: hold, causeKind: 'remedy', causeId: id, releasedBy: by });
  work.record({
    type: 'remedy.done',
    article: 60,
    tenderId,
    subject: { kind: 'remedy', id },
    payload: { complaintId, number, kind, doneBy },
    tell: [remedy.procurerId, remedy.complainantId, remedy.reviewBodyId],
  });
}
