import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { isBefore } from '../rules/moment.js';
import { Debrief } from './award.entity.js';
import { WithheldField } from './withheld-field.entity.js';

/** On its day what was withheld is there to be read; the supplier is told so, once, and the record keeps what was withheld, why and until when. */
@Injectable()
export class ReleaseWithheld implements OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'withheld.release',
      claim:
        'SELECT id FROM withheld_fields WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM withheld_fields',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where it was released meanwhile. */
  run(id: string): Promise<void> {
    return this.unitOfWork.run(systemActor(`withheld.release ${id}`), async (work) => {
      const part = await work.lock(WithheldField, id);
      if (part.dueAt === null || isBefore(work.now, part.dueAt)) throw new NotDue();
      const debrief = await work.lock(Debrief, part.debriefId);
      await work.save(WithheldField, part, { dueAt: null, releasedAt: work.now });
      const { field, reason, releaseOn, content } = part;
      work.record({
        type: 'debrief.released',
        article: 56,
        tenderId: part.tenderId,
        subject: { kind: 'debrief', id: part.debriefId },
        payload: { field, reason, releaseOn, content },
        tell: [debrief.supplierId],
      });
    });
  }
}
