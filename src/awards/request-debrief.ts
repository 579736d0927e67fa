import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { ApplicationRow } from '../prequalification/applications.queries.js';
import { debriefMayBeAsked, type Requester } from '../rules/art-56-debrief.js';
import { breach } from '../rules/breach.js';
import { Award, type OwnResult } from './award.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { outcomeIn, type ReportContent } from './lot-outcomes.js';
import { openDebrief } from './open-debrief.js';
import type { DebriefAnswer } from './present-award.js';
import { applicationOf, isUnsuccessful, resultOfApplication } from './unsuccessful-application.js';

/** Art. 56: an unsuccessful supplier asks why. It learns at once its own rank and why its own bid was rejected, and when the answer is due. */
@Injectable()
export class RequestDebrief {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal for whoever did not lose, for an award that was set aside, and for a second request. */
  run(actor: Actor, awardId: string): Promise<DebriefAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const award = await work.lock(Award, awardId);
      const supplierId = actor.organizationId as string;
      const own = (await openedBids(work, award.tenderId)).find((one) => one.supplierId === supplierId);
      const application = own ? null : await applicationOf(work, award.tenderId, supplierId);
      obey(debriefMayBeAsked({ requester: requesterOf(award, own, application), awardDecided: award.state === 'active' }));
      const earlier = await work.query('SELECT id FROM debriefs WHERE award_id = $1 AND supplier_id = $2', [awardId, supplierId]);
      if (earlier.length > 0) throw new LawRefusal([breach('debrief.already-requested')]);
      return openDebrief(work, this.law, actor, {
        awardId,
        applicationId: null,
        tenderId: award.tenderId,
        procurerId: award.procurerId,
        supplierId,
        ownResult: own ? await ownResultOf(work, award, own) : await resultOfApplication(work, application as ApplicationRow),
      });
    });
  }
}

/** Who was not qualified or not invited lost as well as who bid in vain; of an award on one lot only who bid for the lot. */
function requesterOf(award: Award, own: EvaluatedBid | undefined, application: ApplicationRow | null): Requester {
  if (!own) return isUnsuccessful(application) ? 'unsuccessful' : 'none';
  if (award.lotId !== null && own.content !== null && !own.content.lots?.some(({ id }) => id === award.lotId)) return 'none';
  return own.supplierId === award.supplierId ? 'successful' : 'unsuccessful';
}

async function ownResultOf(work: Work, award: Award, own: EvaluatedBid): Promise<OwnResult> {
  const rows = await work.query<{ report: ReportContent }>('SELECT report FROM evaluation_reports WHERE id = $1', [
    award.reportId,
  ]);
  const found = rows[0] ? outcomeIn(rows[0].report, award.lotId) : null;
  const ranked = found?.ranked.find((one) => one.bidId === own.id);
  const rejected = found?.rejected.find((one) => one.bidId === own.id);
  return { rank: ranked?.rank ?? null, total: ranked?.total ?? null, rejectedFor: rejected?.reasons ?? [] };
}
