import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { challengeMachine } from '../rules/challenge.machine.js';
import { challengeStateAt, lockChallenge } from './advance-challenge.js';
import type { MessageBody } from './challenge.dto.js';
import { ChallengeMessage } from './challenge.entity.js';
import { sideOf } from './challenges.queries.js';
import { toldInChallenge } from './told-in-challenge.js';

/** 磋商 (art. 60): a word between the two sides. Consultation moves no deadline. */
@Injectable()
export class SendMessage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.wrong-state` once the challenge is settled or withdrawn; Refusal 404 for a stranger. */
  run(actor: Actor, id: string, body: MessageBody): Promise<ChallengeMessage> {
    return this.unitOfWork.run(actor, async (work) => {
      const { challenge } = await lockChallenge(work, id);
      const side = sideOf(actor, challenge);
      if (side === null) throw unknownResource();
      const state = challengeStateAt(challenge, await this.law.calendar(work), work.now);
      if (challengeMachine.final.includes(state))
        throw new LawRefusal([breach('challenge.wrong-state', { state, event: 'message' })]);
      if (side === 'procurer') obey(await toldInChallenge(work, challenge, { text: body.text }));
      const message = await work.insert(ChallengeMessage, {
        id: newId(),
        challengeId: id,
        organizationId: side === 'supplier' ? challenge.supplierId : challenge.procurerId,
        personId: actor.personId,
        text: { ...body.text },
        sentAt: work.now,
      });
      work.record({
        type: 'challenge.message-sent',
        article: 60,
        tenderId: challenge.tenderId,
        subject: { kind: 'challenge', id },
        payload: { messageId: message.id, sentAt: message.sentAt },
        tell: [side === 'supplier' ? challenge.procurerId : challenge.supplierId],
      });
      return message;
    });
  }
}
