import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { instantOf, isBefore, microsOf } from '../rules/moment.js';
import { outageMayBeRegistered } from '../rules/outages.js';
import type { OutageBody } from './outage.dto.js';
import { Outage } from './outage.entity.js';
import { oneOutage, type OutageAnswer } from './outages.queries.js';

/** A registrar writes down when the platform could not be reached (登记故障); nothing moves before somebody else confirms it. */
@Injectable()
export class RegisterOutage {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `outage.not-over`, `outage.too-long`; Refusal 422 where it ends before it begins. */
  run(actor: Actor, { kind, description, ...body }: OutageBody): Promise<OutageAnswer> {
    const [from, to] = [body.from, body.to].map((one) => instantOf(microsOf(one) as bigint)) as [string, string];
    if (!isBefore(from, to)) throw invalid('#/to', { zh: '结束时间须晚于开始时间。', en: 'It must end after it begins.' });
    return this.unitOfWork.run(actor, async (work) => {
      obey(outageMayBeRegistered({ from, to }, work.now));
      const outage = await work.insert(Outage, {
        id: newId(),
        version: 1,
        kind,
        from,
        to,
        description: { ...description },
        registeredBy: actor.personId,
        registeredAt: work.now,
        confirmedBy: null,
        confirmedAt: null,
      });
      work.record({
        type: 'outage.registered',
        article: 58,
        tenderId: null,
        subject: { kind: 'outage', id: outage.id },
        payload: { kind, from, to, description: outage.description },
      });
      return (await oneOutage(work, outage.id)) as OutageAnswer;
    });
  }
}
