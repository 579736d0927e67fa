import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemActor } from '../platform/actor.js';
import { DueWork, NotDue } from '../platform/due-sweeper.js';
import { LawService } from '../platform/law.service.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { advanceChallenge, challengeLapsed, challengeStateAt, lockChallenge } from './advance-challenge.js';

/** The clock's part: a challenge nobody has answered in time is overdue. Whoever asks sees it without this; here it is written down. */
@Injectable()
export class LapseChallenge implements OnModuleInit {
  constructor(
    private readonly due: DueWork,
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.due.register({
      name: 'challenge.lapse',
      claim:
        'SELECT id FROM challenges WHERE due_at <= platform_now() AND id <> ALL ($1) ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
      next: 'SELECT min(due_at) AS next FROM challenges',
      run: (id) => this.run(id),
    });
  }

  /** Throws NotDue where somebody else was faster. */
  async run(id: string): Promise<void> {
    await this.unitOfWork.run(systemActor(`challenge.lapse ${id}`), async (work) => {
      const { challenge } = await lockChallenge(work, id);
      const calendar = await this.law.calendar(work);
      if (challenge.state !== 'submitted' || challengeStateAt(challenge, calendar, work.now) !== 'overdue') throw new NotDue();
      await advanceChallenge(work, challenge, calendar, { event: 'lapse', party: 'clock', changes: {} });
      work.record(challengeLapsed(challenge, calendar));
    });
  }
}
