import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { lockTender } from '../tenders/tender-life.js';
import { proposeDisposal } from './disposal-proposal.js';

const reason = {
  zh: '保存期限已届满，且未处于法律保全之下。',
  en: 'The retention period is over and no legal hold stands.',
};

/** The clock: proposes each record whose time is over, and one that was refused a year later again. It destroys nothing. */
@Injectable()
export class ProposeDueDisposals implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'archive.propose-disposal',
      claim: `SELECT tender.id FROM tenders tender
               WHERE tender.retain_until < (platform_now() AT TIME ZONE 'Asia/Shanghai')::date AND tender.id <> ALL ($1)
                 AND NOT EXISTS (SELECT FROM legal_holds WHERE tender_id = tender.id AND released_at IS NULL)
                 AND NOT EXISTS (SELECT FROM retention_due WHERE tender_id = tender.id AND followed_on IS NULL)
                 AND NOT EXISTS (SELECT FROM procurements_founded_on(tender.id))
                 AND NOT EXISTS (SELECT FROM challenges WHERE tender_id = tender.id AND state IN ('submitted', 'completing'))
                 AND NOT EXISTS (SELECT FROM complaints WHERE tender_id = tender.id AND closed_at IS NULL)
                 AND NOT EXISTS (SELECT FROM disposals WHERE tender_id = tender.id AND (state IN ('proposed', 'approved', 'destroying', 'executed')
                                    OR state = 'refused' AND decided_at > platform_now() - interval '1 year'))
               ORDER BY tender.retain_until LIMIT 20 FOR UPDATE OF tender SKIP LOCKED`,
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where something keeps the record after all. */
  async run(tenderId: string): Promise<void> {
    const clock = systemActor(`archive.propose-disposal ${newId()}`);
    await this.unitOfWork
      .run(clock, async (work) => {
        const tender = await lockTender(work, tenderId);
        await proposeDisposal(work, tender, clock.personId, reason);
      })
      .catch((error: unknown) => {
        throw error instanceof LawRefusal ? new NotDue() : error;
      });
  }
}
