import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';

export interface DeliveryReceipt {
  id: string;
  readAt: Instant;
}

/**
 * A person confirms that it has read a delivery (签收). Said once: a repetition gets the first moment. Knowledge in the sense of art. 61
 * does not wait for it, or whoever reads nothing would stop the clock.
 */
@Injectable()
export class ReceiveDelivery {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for a delivery that told neither the person nor the organisation it acts for. */
  run(actor: Actor, id: string): Promise<DeliveryReceipt> {
    return this.unitOfWork.run(actor, async (work) => {
      const rows = await work.query<{ tenderId: string | null }>(
        `SELECT tender_id AS "tenderId" FROM deliveries WHERE id = $1 AND (organization_id = $2 OR person_id = $3)`,
        [id, actor.organizationId, actor.personId],
      );
      if (!rows[0]) throw unknownResource();
      const readAt = await firstReadAt(work, id, actor.personId);
      work.record({
        type: 'delivery.receipt-confirmed',
        article: 61,
        tenderId: rows[0].tenderId,
        subject: { kind: 'delivery', id },
        payload: { personId: actor.personId, readAt },
      });
      return { id, readAt };
    });
  }
}

async function firstReadAt(work: Work, id: string, personId: string): Promise<Instant> {
  await work.query('INSERT INTO delivery_receipts (delivery_id, person_id, read_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    id,
    personId,
    work.now,
  ]);
  const rows = await work.query<{ readAt: Instant }>(
    'SELECT read_at AS "readAt" FROM delivery_receipts WHERE delivery_id = $1 AND person_id = $2',
    [id, personId],
  );
  return (rows[0] as { readAt: Instant }).readAt;
}
