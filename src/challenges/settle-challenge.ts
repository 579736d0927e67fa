import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { challengeMachine } from '../rules/challenge.machine.js';
import { answerChallenge } from './answer-challenge.js';
import { advanceChallenge, challengeStateAt, lockChallenge } from './advance-challenge.js';
import type { SettlementBody } from './challenge.dto.js';
import { Challenge, type PartyText, type Settlement } from './challenge.entity.js';
import { sideOf } from './challenges.queries.js';
import { releaseHolds } from './hold-contract.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { toldInChallenge } from './told-in-challenge.js';
import { dropDeadlines } from './watched-deadlines.js';

/** 磋商解决 (art. 60): one side proposes terms; the same terms from the other side settle the challenge and release its hold. */
@Injectable()
export class SettleChallenge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.wrong-state` once settled or withdrawn; Refusal 404 for a stranger. */
  run(actor: Actor, id: string, body: SettlementBody): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      const side = sideOf(actor, challenge);
      if (side === null) throw unknownResource();
      const own = side === 'supplier' ? challenge.supplierId : challenge.procurerId;
      const calendar = await this.law.calendar(work);
      const terms: PartyText = { ...body.terms };
      if (side === 'procurer') obey(await toldInChallenge(work, challenge, { terms }));
      const open = challenge.settlement;
      if (open !== null && open.proposedBy !== own && sameTerms(open.terms, terms)) {
        const settlement: Settlement = { ...open, agreedBy: own, agreedAt: work.now };
        const changes = { settlement, closedAt: work.now };
        await advanceChallenge(work, challenge, calendar, { event: 'settle', party: side, changes });
        await releaseHolds(work, { tenderId: tender.id, causeKind: 'challenge', causeId: id }, actor.personId);
        await dropDeadlines(work, id);
        recordSettlement(work, challenge, 'challenge.settled');
      } else {
        await propose(work, challenge, calendar, {
          terms,
          proposedBy: own,
          proposedAt: work.now,
          agreedBy: null,
          agreedAt: null,
        });
      }
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}

function sameTerms(one: PartyText, other: PartyText): boolean {
  return one.zh === other.zh && (one.en ?? null) === (other.en ?? null);
}

async function propose(work: Work, challenge: Challenge, calendar: Calendar, settlement: Settlement): Promise<void> {
  const state = challengeStateAt(challenge, calendar, work.now);
  if (challengeMachine.final.includes(state)) throw new LawRefusal([breach('challenge.wrong-state', { state, event: 'settle' })]);
  await work.save(Challenge, challenge, { settlement });
  recordSettlement(work, challenge, 'settlement.proposed');
}

/** The terms stay with the two sides. */
function recordSettlement(work: Work, challenge: Challenge, type: string): void {
  work.record({
    type,
    article: 60,
    tenderId: challenge.tenderId,
    subject: { kind: 'challenge', id: challenge.id },
    payload: { at: work.now },
    tell: [challenge.supplierId, challenge.procurerId],
  });
}
