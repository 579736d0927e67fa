import type { Actor } from '../platform/actor.js';
import { newId, type UnitOfWork } from '../platform/unit-of-work.js';
import { CaseAccess } from './case-file.entity.js';
import type { Complaint } from './complaint.entity.js';

export type Access = Pick<CaseAccess, 'item' | 'ownerId' | 'capacity'>;

/** Who saw what of the case file, and when: an entry for each item, before it is handed out. */
export async function recordAccesses(
  unitOfWork: UnitOfWork,
  actor: Actor,
  complaint: Complaint,
  accesses: readonly Access[],
): Promise<void> {
  if (accesses.length === 0) return;
  const { personId, organizationId } = actor;
  await unitOfWork.run(actor, async (work) => {
    for (const { item, ownerId, capacity } of accesses) {
      const id = newId();
      await work.insert(CaseAccess, {
        id,
        complaintId: complaint.id,
        item,
        ownerId,
        personId,
        organizationId,
        capacity,
        readAt: work.now,
      });
      const by = capacity === 'translator' || capacity === 'expert' ? 'assistant' : 'case';
      work.record({
        type: `${by}.item-read`,
        article: 60,
        tenderId: complaint.tenderId,
        subject: { kind: 'case-access', id },
        payload: { complaintId: complaint.id, item, capacity, personId },
      });
    }
  });
}
