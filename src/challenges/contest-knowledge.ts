import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { knowledgeIsPossible } from '../rules/challenge-subjects.js';
import { challengeMachine } from '../rules/challenge.machine.js';
import { addDays, civilDateOf, isBefore, type CivilDate, type Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import { answerChallenge } from './answer-challenge.js';
import { challengeStateAt, lockChallenge } from './advance-challenge.js';
import type { KnowledgeContestBody } from './challenge.dto.js';
import type { Challenge } from './challenge.entity.js';
import { contestOf, sideOf } from './challenges.queries.js';
import { KnowledgeContest } from './knowledge-contest.entity.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { exclusionOf, momentsOf } from './procedure-moments.js';
import { toldInChallenge } from './told-in-challenge.js';

/** The procuring entity says once, with evidence, that the supplier knew earlier. The challenge stands and no date moves; who reviews weighs it. */
@Injectable()
export class ContestKnowledge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal `challenge.knowledge-disproved` with the derivation, `challenge.knowledge-contested`, `challenge.trade-secret`,
   * `challenge.wrong-state` once settled or withdrawn; Refusal 404 for a stranger, 422 for a day to come.
   */
  run(actor: Actor, id: string, body: KnowledgeContestBody): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      if (sideOf(actor, challenge) !== 'procurer') throw unknownResource();
      const calendar = await this.law.calendar(work);
      const state = challengeStateAt(challenge, calendar, work.now);
      if (challengeMachine.final.includes(state))
        throw new LawRefusal([breach('challenge.wrong-state', { state, event: 'contest-knowledge' })]);
      if ((await contestOf(work, id)) !== null) throw new LawRefusal([breach('challenge.knowledge-contested')]);
      const { knownOn, grounds, evidence } = body;
      if (knownOn > civilDateOf(work.now))
        throw invalid('#/knownOn', { zh: '知悉日期不得晚于今天。', en: 'The day of knowledge may not lie in the future.' });
      obey([
        ...(await recordAllows(work, tender, challenge, knownOn)),
        ...(await toldInChallenge(work, challenge, {
          grounds,
          ...Object.fromEntries(evidence.map((one, index) => [`evidence/${index}`, one])),
        })),
      ]);
      await work.insert(KnowledgeContest, {
        challengeId: id,
        knownOn,
        grounds: { ...grounds },
        evidence: [...evidence],
        contestedBy: actor.personId,
        contestedAt: work.now,
      });
      work.record({
        type: 'challenge.knowledge-contested',
        article: 61,
        tenderId: tender.id,
        subject: { kind: 'challenge', id },
        payload: { knownOn, countedFrom: challenge.timeLimit.startsOn, contestedAt: work.now },
        tell: [challenge.supplierId],
      });
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}

/** Where nothing was counted yet, because the stage still ran, the letter itself shows that it knew. */
async function recordAllows(work: Work, tender: Tender, challenge: Challenge, knownOn: CivilDate): Promise<Breaches> {
  const { startsOn, derivation } = challenge.timeLimit;
  const countedFrom = startsOn ?? addDays(civilDateOf(challenge.receivedAt), 1);
  return knowledgeIsPossible({ knownOn, possibleFrom: await possibleFrom(work, tender, challenge), countedFrom, derivation });
}

/** The first day on which there was anything to know, as it stood when the challenge came. */
async function possibleFrom(work: Work, tender: Tender, challenge: Challenge): Promise<CivilDate> {
  const { subject, supplierId, timeLimit, receivedAt } = challenge;
  if (subject === 'result') return timeLimit.derivation.parts?.[0]?.from ?? timeLimit.derivation.from;
  if (timeLimit.basis === 'amended') return lastAmendment(work, tender, receivedAt);
  const moments = await momentsOf(work, tender, supplierId);
  const excluded = await exclusionOf(work, tender.id, supplierId, challenge.exclusionId);
  const at = {
    documents: moments.documentsIssuedAt,
    process: null,
    prequalification: moments.applicationDecided?.decidedAt ?? null,
    exclusion: excluded?.decidedAt ?? null,
    cancellation: moments.cancelledAt,
  }[subject];
  return civilDateOf(at !== null && !isBefore(receivedAt, at) ? at : (tender.publishedAt as Instant));
}

async function lastAmendment(work: Work, tender: Tender, until: Instant): Promise<CivilDate> {
  const rows = await work.query<{ at: Instant | null }>(
    `SELECT max(published_at) AS at FROM tender_notices
      WHERE tender_id = $1 AND kind = 'amendment' AND content -> 'material' = 'true' AND published_at <= $2`,
    [tender.id, until],
  );
  return civilDateOf(rows[0]?.at ?? (tender.publishedAt as Instant));
}
