import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { isBefore } from '../rules/moment.js';
import { advanceTender, lockTender, tenderClosed } from './tender-life.js';

/** The clock: writes down that a tender's deadline has passed. Everybody saw it closed from that moment on. */
@Injectable()
export class CloseTender implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'tender.close',
      claim: `SELECT id FROM tenders WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED`,
      next: 'SELECT min(due_at) AS next FROM tenders',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster or the deadline was moved. */
  async run(id: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`tender.close ${newId()}`), async (work) => {
      const tender = await lockTender(work, id);
      if (tender.dueAt === null || isBefore(work.now, tender.dueAt)) throw new NotDue();
      await advanceTender(work, tender, 'close', 'clock', {});
      work.record(tenderClosed(tender));
    });
  }
}
