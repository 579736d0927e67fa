import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { debriefIsAnswered } from '../rules/art-56-debrief.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { withholdingIsBounded } from '../rules/withholding.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import type { DebriefAnswerBody } from './award.dto.js';
import { Debrief } from './award.entity.js';
import { presentDebrief, type DebriefAnswer } from './present-award.js';
import { toldNow, withholdParts } from './withheld-fields.js';

/** Art. 56: the procuring entity's reasons or the winner's advantages, without anybody's trade secrets. */
@Injectable()
export class AnswerDebrief {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal for an empty or second answer and, with the places, for one that tells a trade secret; Refusal 404 to other entities. */
  run(actor: Actor, debriefId: string, body: DebriefAnswerBody): Promise<DebriefAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const debrief = await work.lock(Debrief, debriefId);
      if (debrief.procurerId !== actor.organizationId) throw unknownResource();
      honourMatch(actor, debrief);
      if (debrief.state !== 'requested') throw new LawRefusal([breach('debrief.already-answered')]);
      const told = toldNow(body);
      obey([
        ...debriefIsAnswered({ reasons: told.reasons?.zh ?? null, advantages: told.advantages?.zh ?? null }),
        ...withholdingIsBounded(body.withheld ?? [], {
          fields: (['reasons', 'advantages'] as const).filter((one) => body[one] !== undefined),
          today: civilDateOf(work.now),
        }),
        ...(await tellNoSecrets(work, {
          tenderId: debrief.tenderId,
          rule: 'debrief.trade-secret',
          texts: { reasons: body.reasons, advantages: body.advantages },
          to: debrief.supplierId,
          now: work.now,
        })),
      ]);
      await work.save(Debrief, debrief, {
        state: 'answered',
        dueAt: null,
        answer: told,
        answeredBy: actor.personId,
        answeredAt: work.now,
      });
      const withheld = await withholdParts(work, actor, debrief, body);
      work.record({
        type: 'debrief.answered',
        article: 56,
        tenderId: debrief.tenderId,
        subject: { kind: 'debrief', id: debrief.id },
        payload: {
          awardId: debrief.awardId,
          applicationId: debrief.applicationId,
          supplierId: debrief.supplierId,
          dueOn: debrief.dueOn,
          answeredAt: work.now,
          withheld: withheld.map(({ field, reason, releaseOn }) => ({ field, reason, releaseOn })),
        },
        tell: [debrief.supplierId],
      });
      return presentDebrief(debrief, withheld, work.now);
    });
  }
}
