import { Injectable } from '@nestjs/common';
import { unkeyed, type Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { Reads } from '../platform/reads.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { outageIsConfirmedByAnother } from '../rules/outages.js';
import { ExtendForOutage } from './extend-for-outage.js';
import { Outage } from './outage.entity.js';
import { oneOutage, overlapsConfirmed, type OutageAnswer } from './outages.queries.js';

/**
 * A second person confirms an outage (确认故障), and every deadline that it reached and that still runs moves at once, each tender in a transaction
 * of its own. What a crash leaves over is done by the queue, or by the same request again.
 */
@Injectable()
export class ConfirmOutage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
    private readonly extending: ExtendForOutage,
  ) {}

  /** Throws LawRefusal `outage.same-person`, `outage.confirmed-already`, `outage.overlaps`; Refusal 404, 412, 428. */
  async run(actor: Actor, id: string): Promise<OutageAnswer> {
    await this.confirm(actor, id);
    await this.extending.run(unkeyed(actor), id);
    const answer = await oneOutage(this.reads, id);
    if (!answer) throw unknownResource();
    return answer;
  }

  private confirm(actor: Actor, id: string): Promise<{ confirmed: true }> {
    return this.unitOfWork.run(actor, async (work) => {
      const outage = await work.lock(Outage, id);
      const { version, from, to, confirmedAt } = outage;
      requireMatch(actor, { version, state: confirmedAt === null ? 'registered' : 'confirmed' });
      await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('outages', 15))`);
      obey([
        ...outageIsConfirmedByAnother(outage.registeredBy, actor.personId),
        ...(confirmedAt === null ? [] : [breach('outage.confirmed-already', { confirmedAt })]),
        ...(confirmedAt === null && (await overlapsConfirmed(work, outage)) ? [breach('outage.overlaps')] : []),
      ]);
      await work.save(Outage, outage, { confirmedBy: actor.personId, confirmedAt: work.now });
      const payload = { from, to };
      work.record({ type: 'outage.confirmed', article: 58, tenderId: null, subject: { kind: 'outage', id }, payload });
      return { confirmed: true };
    });
  }
}
