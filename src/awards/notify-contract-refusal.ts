import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { refusalStatementDue, type RefusalState } from '../rules/contract-refusal.js';
import { Award } from './award.entity.js';
import type { ContractRefusalBody } from './contract-refusal.dto.js';
import { ContractRefusal, presentContractRefusal, type ContractRefusalAnswer } from './contract-refusal.entity.js';
import { unheard } from './notify-exclusion.js';
import { lockOwnAward, winnerRefuses } from './refusal-checks.js';

/** The procuring entity tells a winner that it takes it to refuse the contract (拟认定拒绝签订合同告知), on a ground and with its evidence. */
@Injectable()
export class NotifyContractRefusal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal `contract-refusal.time-to-sign-runs`, `contract.standstill-running`, `contract.challenge-open`, `contract-refusal.open`,
   * `contract.lot-signed`, `award.wrong-state`, `evaluation.conflict-declared`, `tender.suspended`; Refusal 404, 412, 422, 428.
   */
  run(actor: Actor, awardId: string, body: ContractRefusalBody): Promise<ContractRefusalAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, award } = await lockOwnAward(work, actor, awardId);
      requireMatch(actor, award);
      const calendar = await this.law.calendar(work);
      const { ground } = body;
      obey([...(await noneIsOpen(work, award.id)), ...(await winnerRefuses(work, actor, { tender, award, ground, calendar }))]);
      const { tenderId, lotId, procurerId, supplierId } = award;
      const due = refusalStatementDue(work.now, calendar);
      const refusal = await work.insert(ContractRefusal, {
        ...unheard,
        id: newId(),
        ...{ awardId: award.id, tenderId, lotId, procurerId, supplierId, ground },
        reasons: { ...body.reasons },
        evidence: [...body.evidence],
        notifiedBy: actor.personId,
        notifiedAt: work.now,
        statementDue: due,
        noticeVersion: null,
      });
      await work.save(Award, award, {});
      work.record({
        type: 'contract-refusal.notified',
        article: 60,
        tenderId,
        subject: { kind: 'contract-refusal', id: refusal.id },
        payload: { awardId: award.id, lotId, supplierId, ground, reasons: refusal.reasons, statementDueOn: due.result },
        tell: [supplierId],
      });
      return presentContractRefusal(refusal);
    });
  }
}

async function noneIsOpen(work: Work, awardId: string): Promise<Breaches> {
  const [open] = await work.query<{ state: RefusalState }>(
    `SELECT state FROM contract_refusals WHERE award_id = $1 AND state <> 'dropped'`,
    [awardId],
  );
  return open ? [breach('contract-refusal.open', { state: open.state })] : [];
}
