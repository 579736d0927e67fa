import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { winnerWasHeard } from '../rules/contract-refusal.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Award } from './award.entity.js';
import type { ContractRefusalDecisionBody } from './contract-refusal.dto.js';
import { ContractRefusal, presentContractRefusal, type ContractRefusalAnswer } from './contract-refusal.entity.js';
import { dropRefusedAward } from './drop-refused-award.js';
import { contractRefusalById } from './read-contract-refusals.js';
import { lockOwnAward, winnerRefuses } from './refusal-checks.js';

/**
 * The finding that the winner refuses the contract (拒签认定), by another person than the author of the notice, after the winner was heard: its award
 * falls, everybody is told by a notice, and the procuring entity awards the next in rank or ends the procurement. Or the matter is dropped.
 */
@Injectable()
export class DecideContractRefusal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal `contract-refusal.not-heard`, `contract-refusal.same-person`, `contract-refusal.wrong-state`, `notice.trade-secret`, and what
   * bars the notice where it still does, `contract.lot-signed` where the winner has signed meanwhile; Refusal 404, 412, 428.
   */
  run(actor: Actor, id: string, body: ContractRefusalDecisionBody): Promise<ContractRefusalAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const head = await contractRefusalById(work, id);
      if (head === null || head.procurerId !== actor.organizationId) throw unknownResource();
      const { tender, award } = await lockOwnAward(work, actor, head.awardId);
      const refusal = await work.lock(ContractRefusal, id);
      requireMatch(actor, refusal);
      if (refusal.state !== 'notified' && refusal.state !== 'stated')
        throw new LawRefusal([breach('contract-refusal.wrong-state', { state: refusal.state, event: 'decide' })]);
      const about = { tender, award, refusal, body, calendar: await this.law.calendar(work) };
      obey(await decisionBreaches(work, actor, about));
      const reasons = { zh: body.reasons.zh, en: body.reasons.en };
      const fallen = body.refused ? await dropRefusedAward(work, { tender, award, reasons }) : null;
      await work.save(ContractRefusal, refusal, {
        state: body.refused ? 'confirmed' : 'dropped',
        decision: { refused: body.refused, reasons },
        decidedBy: actor.personId,
        decidedAt: work.now,
        noticeVersion: fallen?.noticeVersion ?? null,
      });
      const { tenderId, lotId, supplierId, ground } = refusal;
      work.record({
        type: body.refused ? 'contract-refusal.confirmed' : 'contract-refusal.dropped',
        article: 60,
        tenderId,
        subject: { kind: 'contract-refusal', id },
        payload: { awardId: award.id, lotId, supplierId, ground, reasons, noticeVersion: refusal.noticeVersion },
        tell: fallen?.tell ?? [supplierId],
      });
      return presentContractRefusal(refusal);
    });
  }
}

async function decisionBreaches(
  work: Work,
  actor: Actor,
  about: { tender: Tender; award: Award; refusal: ContractRefusal; body: ContractRefusalDecisionBody; calendar: Calendar },
): Promise<Breaches> {
  const { tender, award, refusal, body, calendar } = about;
  const same = refusal.notifiedBy === actor.personId ? [breach('contract-refusal.same-person')] : [];
  if (!body.refused) return same;
  const told = {
    tenderId: tender.id,
    rule: 'notice.trade-secret' as const,
    texts: { reasons: { ...body.reasons } },
    now: work.now,
  };
  return [
    ...same,
    ...winnerWasHeard({ stated: refusal.statement !== null, due: refusal.statementDue }, work.now),
    ...(await winnerRefuses(work, actor, { tender, award, ground: refusal.ground, calendar })),
    ...(await tellNoSecrets(work, told)),
  ];
}
