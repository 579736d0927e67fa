import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import { closingEventsOf } from '../tenders/closing-events.js';
import { lockTender } from '../tenders/tender-life.js';
import { Tender } from '../tenders/tender.entity.js';

/** The clock: a closing event later than the end that is written down moves it, and with it the fifteen years of art. 57. */
@Injectable()
export class FollowEnd implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'archive.follow-end',
      claim:
        'SELECT tender_id AS id FROM retention_due WHERE followed_on IS NULL AND tender_id <> ALL ($1) LIMIT 20 FOR UPDATE SKIP LOCKED',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster. */
  async run(tenderId: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`archive.follow-end ${newId()}`), async (work) => {
      const tender = await lockTender(work, tenderId);
      const due = await work.query(
        `WITH followed AS (UPDATE retention_due SET followed_on = closed_on WHERE tender_id = $1 AND followed_on IS NULL RETURNING tender_id)
         SELECT tender_id FROM followed`,
        [tenderId],
      );
      if (due.length === 0) throw new NotDue();
      const before = { endedOn: tender.endedOn, retainUntil: tender.retainUntil };
      const events = await closingEventsOf(work, tenderId);
      const closingEvents = events.map(({ kind, closedOn }) => ({ type: kind, on: closedOn }));
      const { endedOn, retainUntil } = retention({ closingEvents, legalHold: false });
      await work.save(Tender, tender, { endedOn, retainUntil });
      const latest = events.at(-1);
      work.record({
        type: 'tender.retention-extended',
        article: 57,
        tenderId,
        subject: { kind: 'tender', id: tenderId },
        payload: { before, endedOn, retainUntil, closingEvent: latest && { ...latest } },
        tell: [tender.procurerId],
      });
    });
  }
}
