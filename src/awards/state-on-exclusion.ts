import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { honourMatch } from '../platform/etag.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { statementIsInTime } from '../rules/exclusion-hearing.js';
import type { BreachStatementBody } from './exclusion.dto.js';
import { Exclusion, type BreachStatementText } from './exclusion.entity.js';
import { exclusionHead } from './exclusions.queries.js';
import { presentExclusion, type ExclusionAnswer } from './present-exclusion.js';

/** Art. 54: the supplier states its case against an intended exclusion (陈述申辩), and says how it remedied the breach. A late one is recorded. */
@Injectable()
export class StateOnExclusion {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `exclusion.statement-late`, `exclusion.wrong-state`; Refusal 404 for another supplier's, 412. */
  async run(actor: Actor, id: string, body: BreachStatementBody): Promise<ExclusionAnswer> {
    const attempt = { type: 'exclusion.statement-refused', article: 54, tenderId: null, subject: { kind: 'exclusion', id } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        await exclusionHead(work, id, (one) => one.supplierId === actor.organizationId);
        const exclusion = await work.lock(Exclusion, id);
        honourMatch(actor, exclusion);
        if (exclusion.state !== 'notified')
          throw new LawRefusal([breach('exclusion.wrong-state', { state: exclusion.state, event: 'state' })]);
        obey(statementIsInTime(exclusion.statementDue, work.now));
        const statement = statementOf(body);
        await work.save(Exclusion, exclusion, { state: 'stated', statement, statedBy: actor.personId, statedAt: work.now });
        work.record({
          type: 'exclusion.stated',
          article: 54,
          tenderId: exclusion.tenderId,
          subject: { kind: 'exclusion', id },
          payload: { supplierId: exclusion.supplierId, remedyClaimed: statement.remedy !== undefined, statedAt: work.now },
          tell: [exclusion.procurerId],
        });
        return presentExclusion(exclusion);
      }),
    );
  }
}

export function statementOf({ text, remedy, evidence = [] }: BreachStatementBody): BreachStatementText {
  return { text: { ...text }, ...(remedy === undefined ? {} : { remedy: { ...remedy } }), evidence: [...evidence] };
}
