import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { answerChallenge } from './answer-challenge.js';
import { advanceChallenge, lockChallenge } from './advance-challenge.js';
import { sideOf } from './challenges.queries.js';
import { releaseHolds } from './hold-contract.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { dropDeadlines } from './watched-deadlines.js';

/** The supplier takes its challenge back; its hold is released. A complaint already filed goes on by itself. */
@Injectable()
export class WithdrawChallenge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.wrong-state` once it is answered or closed; Refusal 404 for a stranger. */
  run(actor: Actor, id: string): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      if (sideOf(actor, challenge) !== 'supplier') throw unknownResource();
      const calendar = await this.law.calendar(work);
      await advanceChallenge(work, challenge, calendar, {
        event: 'withdraw',
        party: 'supplier',
        changes: { closedAt: work.now },
      });
      await releaseHolds(work, { tenderId: tender.id, causeKind: 'challenge', causeId: id }, actor.personId);
      await dropDeadlines(work, id);
      work.record({
        type: 'challenge.withdrawn',
        article: 61,
        tenderId: tender.id,
        subject: { kind: 'challenge', id },
        payload: { withdrawnAt: work.now },
        tell: [challenge.procurerId],
      });
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}
