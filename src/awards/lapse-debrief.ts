import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { isBefore } from '../rules/moment.js';
import { Debrief } from './award.entity.js';

/** Art. 56, rulebook P6: when the answer's time is over without one, both sides are told, once. The answer stays owed. */
@Injectable()
export class LapseDebrief implements OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'debrief.lapse',
      claim:
        'SELECT id FROM debriefs WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM debriefs',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where it was answered or noticed meanwhile. */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(systemActor(`debrief.lapse ${id}`), async (work) => {
      const debrief = await work.lock(Debrief, id);
      if (debrief.dueAt === null || isBefore(work.now, debrief.dueAt)) throw new NotDue();
      await work.save(Debrief, debrief, { dueAt: null });
      work.record({
        type: 'debrief.lapsed',
        article: 56,
        tenderId: debrief.tenderId,
        subject: { kind: 'debrief', id },
        payload: {
          awardId: debrief.awardId,
          applicationId: debrief.applicationId,
          supplierId: debrief.supplierId,
          dueOn: debrief.dueOn,
        },
        tell: [debrief.procurerId, debrief.supplierId],
      });
    });
  }
}
