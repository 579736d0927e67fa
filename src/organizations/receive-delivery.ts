import { Injectable } from '@nestjs/common';
import { unkeyed, type Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
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
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
  ) {}

  /** Throws Refusal 404 for a delivery that told neither the person nor the organisation it acts for. */
  async run(actor: Actor, id: string): Promise<DeliveryReceipt> {
    const rows = await this.reads.query<{ tenderId: string | null; sealed: boolean }>(
      `SELECT tender_id AS "tenderId", sealed FROM own_delivery($1, $2, $3)`,
      [id, actor.organizationId, actor.personId],
    );
    const [delivery] = rows;
    if (!delivery) throw unknownResource();
    // The kept key of a bidder's receipt would tell that it bids; a repetition is answered alike without one.
    return this.unitOfWork.run(delivery.sealed ? unkeyed(actor) : actor, async (work) => {
      const readAt = await firstReadAt(work, id, actor.personId);
      work.record({
        type: 'delivery.receipt-confirmed',
        article: 61,
        tenderId: delivery.tenderId,
        subject: { kind: 'delivery', id },
        payload: { personId: actor.personId, readAt },
        sealed: delivery.sealed,
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
  const rows = await work.query<{ readAt: Instant }>('SELECT delivery_read_at($1, $2) AS "readAt"', [id, personId]);
  return (rows[0] as { readAt: Instant }).readAt;
}
