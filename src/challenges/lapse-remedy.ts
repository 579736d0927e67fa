import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { isBefore } from '../rules/moment.js';
import { OrderedRemedy } from '../tenders/remedy.entity.js';

/** What was ordered was not done in time: the clock says so once, to both sides and the authority. What it bars stays barred. */
@Injectable()
export class LapseRemedy implements OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'remedy.lapse',
      claim:
        'SELECT id FROM ordered_remedies WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM ordered_remedies',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where it was done meanwhile. */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(systemActor(`remedy.lapse ${id}`), async (work) => {
      const remedy = await work.lock(OrderedRemedy, id);
      if (remedy.dueAt === null || isBefore(work.now, remedy.dueAt)) throw new NotDue();
      await work.save(OrderedRemedy, remedy, { state: 'overdue', dueAt: null });
      const { complaintId, number, kind, dueOn } = remedy;
      work.record({
        type: 'remedy.overdue',
        article: 60,
        tenderId: remedy.tenderId,
        subject: { kind: 'remedy', id },
        payload: { complaintId, number, kind, dueOn },
        tell: [remedy.procurerId, remedy.reviewBodyId, remedy.complainantId],
      });
    });
  }
}
