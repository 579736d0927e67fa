import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { answerChallenge } from './answer-challenge.js';
import { advanceChallenge, lockChallenge } from './advance-challenge.js';
import type { CompletionRequestBody } from './challenge.dto.js';
import { sideOf } from './challenges.queries.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { toldInChallenge } from './told-in-challenge.js';
import { dropDeadlines } from './watched-deadlines.js';

/** 补正: the procuring entity asks, once, for what the letter lacks. */
@Injectable()
export class RequestCompletion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.completion-once`, `challenge.wrong-state`; Refusal 404 for a stranger. */
  run(actor: Actor, id: string, body: CompletionRequestBody): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      if (sideOf(actor, challenge) !== 'procurer') throw unknownResource();
      const calendar = await this.law.calendar(work);
      obey(await toldInChallenge(work, challenge, { missing: body.missing }));
      const completion = { missing: { ...body.missing }, requestedAt: work.now, completedAt: null };
      const changes = { completionsRequested: challenge.completionsRequested + 1, completion };
      await advanceChallenge(work, challenge, calendar, { event: 'request-completion', party: 'procurer', changes });
      await dropDeadlines(work, id, 'challenge.reply');
      work.record({
        type: 'challenge.completion-requested',
        article: 61,
        tenderId: challenge.tenderId,
        subject: { kind: 'challenge', id },
        payload: { requestedAt: work.now },
        tell: [challenge.supplierId],
      });
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}
