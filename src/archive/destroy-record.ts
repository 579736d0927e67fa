import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { refusalOfDatabase } from '../platform/database-refusals.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { lockTender } from '../tenders/tender-life.js';
import { Disposal } from './disposal.entity.js';

/**
 * The clock: destroys a record that two have approved, all rows of it in one transaction. It locks the tender, as whoever places a hold does, and the
 * database asks again whether it may (`disposal_is_lawful`): a hold that came first wins. What came in the way stops the disposal.
 */
@Injectable()
export class DestroyRecord implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'archive.destroy',
      claim: `SELECT id FROM disposals WHERE state = 'approved' AND id <> ALL ($1) ORDER BY id LIMIT 5 FOR UPDATE SKIP LOCKED`,
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster, or a hold stopped it. */
  async run(id: string): Promise<void> {
    try {
      await this.destroy(id);
    } catch (error) {
      const refusal = refusalOfDatabase(error);
      if (!(refusal instanceof LawRefusal)) throw error;
      await this.stop(id, refusal);
    }
  }

  private async destroy(id: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`archive.destroy ${newId()}`), async (work) => {
      // A large record takes longer than a request may.
      await work.query('SET LOCAL statement_timeout = 0');
      const [found] = await work.query<{ tenderId: string }>(
        `SELECT tender_id AS "tenderId" FROM disposals WHERE id = $1 AND state = 'approved'`,
        [id],
      );
      if (!found) throw new NotDue();
      await lockTender(work, found.tenderId);
      const { state, tenderId } = await work.lock(Disposal, id);
      if (state !== 'approved') throw new NotDue();
      const [done] = await work.query<{ destroyed: Record<string, unknown> }>('SELECT destroy_record($1) AS destroyed', [id]);
      const subject = { kind: 'disposal', id };
      work.record({ type: 'disposal.begun', article: 57, tenderId, subject, payload: { ...done?.destroyed } });
    });
  }

  private async stop(id: string, refusal: LawRefusal): Promise<void> {
    await this.unitOfWork.run(systemActor(`archive.destroy ${newId()}`), async (work) => {
      const disposal = await work.lock(Disposal, id);
      if (disposal.state !== 'approved') throw new NotDue();
      await work.save(Disposal, disposal, { state: 'stopped', decidedAt: work.now });
      const { tenderId } = disposal;
      const breaches = refusal.breaches.map(({ rule, facts }) => ({ rule, facts }));
      work.record({ type: 'disposal.stopped', article: 57, tenderId, subject: { kind: 'disposal', id }, payload: { breaches } });
    });
  }
}
