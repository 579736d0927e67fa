import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { debriefOnApplicationMayBeAsked } from '../rules/art-56-debrief.js';
import { breach } from '../rules/breach.js';
import { lockTender } from '../tenders/tender-life.js';
import { openDebrief } from './open-debrief.js';
import type { DebriefAnswer } from './present-award.js';
import { applicationOf, judged, resultOfApplication } from './unsuccessful-application.js';

/** Art. 56: a supplier that failed the prequalification or is not invited asks why, from that decision on. */
@Injectable()
export class RequestApplicationDebrief {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `debrief.not-unsuccessful`, `debrief.before-decision`, `debrief.already-requested`; Refusal 404 for a tender nobody may see. */
  run(actor: Actor, tenderId: string): Promise<DebriefAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      const supplierId = actor.organizationId;
      if (tender.publishedAt === null || supplierId === null) throw unknownResource();
      const application = await applicationOf(work, tenderId, supplierId);
      obey(debriefOnApplicationMayBeAsked(judged(application)));
      if (application === null) throw unknownResource();
      const earlier = await work.query('SELECT id FROM debriefs WHERE application_id = $1', [application.id]);
      if (earlier.length > 0) throw new LawRefusal([breach('debrief.already-requested')]);
      return openDebrief(work, this.law, actor, {
        awardId: null,
        applicationId: application.id,
        tenderId,
        procurerId: tender.procurerId,
        supplierId,
        ownResult: await resultOfApplication(work, application),
      });
    });
  }
}
