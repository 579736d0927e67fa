import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { answerChallenge } from './answer-challenge.js';
import { advanceChallenge, lockChallenge } from './advance-challenge.js';
import type { CompletedMatterBody, ChallengeCompletionBody } from './challenge.dto.js';
import type { Completion, Matter } from './challenge.entity.js';
import { sideOf } from './challenges.queries.js';
import { plain } from './file-challenge.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { requireMatters } from './require-matters.js';
import { watchComplaintDay, watchReply } from './watch-challenge.js';

/** The supplier completes its letter; the time to reply counts anew from here. No new matter comes in by this door. */
@Injectable()
export class CompleteChallenge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.wrong-state` where nothing was asked for; Refusal 422 for a matter that was not challenged or stands twice. */
  run(actor: Actor, id: string, body: ChallengeCompletionBody): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      if (sideOf(actor, challenge) !== 'supplier') throw unknownResource();
      const calendar = await this.law.calendar(work);
      const changes = {
        matters: completed(challenge.matters, body.matters ?? []),
        request: plain(body.request) ?? challenge.request,
        remedies: body.requestedRemedies ?? challenge.remedies,
        contact: plain(body.contact) ?? challenge.contact,
        completion: challenge.completion && ({ ...challenge.completion, completedAt: work.now } satisfies Completion),
        replyFrom: work.now,
      };
      await advanceChallenge(work, challenge, calendar, { event: 'complete', party: 'supplier', changes });
      await watchReply(work, challenge, calendar);
      await watchComplaintDay(work, challenge, { tender, calendar });
      work.record({
        type: 'challenge.completed',
        article: 61,
        tenderId: challenge.tenderId,
        subject: { kind: 'challenge', id },
        payload: { completedAt: work.now },
        tell: [challenge.procurerId],
      });
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}

/** The same matters with what was added. Throws Refusal 422 for a number that is not among them, or stands twice. */
export function completed<One extends Pick<Matter, 'matter' | 'facts' | 'legalBasis' | 'evidence'>>(
  matters: readonly One[],
  additions: readonly CompletedMatterBody[],
): One[] {
  requireMatters(matters, additions, '#/matters');
  return matters.map((matter) => {
    const added = additions.find((one) => one.matter === matter.matter);
    return {
      ...matter,
      facts: plain(added?.facts) ?? matter.facts,
      legalBasis: plain(added?.legalBasis) ?? matter.legalBasis,
      evidence: [...matter.evidence, ...(added?.evidence ?? [])],
    };
  });
}
