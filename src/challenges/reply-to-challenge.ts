import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Bilingual, type Breaches, type Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { replyIsComplete } from '../rules/letters.js';
import { trackOf } from '../rules/track.js';
import type { NamedTexts } from '../tenders/marked-secrets.js';
import { answerChallenge } from './answer-challenge.js';
import { advanceChallenge, challengeStateAt, lockChallenge, replyDue } from './advance-challenge.js';
import type { ReplyBody } from './challenge.dto.js';
import type { Challenge, Reply } from './challenge.entity.js';
import { sideOf } from './challenges.queries.js';
import { limitContractHold } from './hold-contract.js';
import { complaintLastDayOf, type ChallengeAnswer } from './present-challenge.js';
import { requireMatters } from './require-matters.js';
import { publishReply } from './public-reply.js';
import { toldInChallenge } from './told-in-challenge.js';
import { toldToOthers } from './told-to-others.js';
import { watchComplaintDay } from './watch-challenge.js';
import { meetDeadline } from './watched-deadlines.js';

/** 质疑答复: the procuring entity's reply, one answer to each matter. A late one is still a reply and carries a warning. */
@Injectable()
export class ReplyToChallenge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /**
   * Throws LawRefusal `challenge.reply-incomplete`, `challenge.trade-secret`, `public-reply.trade-secret`, `public-reply.names-challenger`,
   * `challenge.already-answered`, `challenge.wrong-state`; Refusal 404 for a stranger, 422
   * for an answer to no matter of the challenge, or a second one to the same.
   */
  run(actor: Actor, id: string, body: ReplyBody): Promise<ChallengeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const { tender, challenge } = await lockChallenge(work, id);
      if (sideOf(actor, challenge) !== 'procurer') throw unknownResource();
      const calendar = await this.law.calendar(work);
      const track = trackOf(tender.category);
      const state = challengeStateAt(challenge, calendar, work.now);
      if (state === 'answered') throw new LawRefusal([breach('challenge.already-answered')]);
      requireMatters(challenge.matters, body.answers ?? [], '#/answers');
      const warnings = obey([
        ...letterLacks(challenge, body),
        ...(await tells(work, challenge, body)),
        ...isLate(state, challenge, calendar),
      ]);
      const lastDay = complaintLastDayOf({ ...challenge, repliedAt: work.now }, track, calendar);
      const changes = { reply: replyOf(body, lastDay, warnings), repliedBy: actor.personId, repliedAt: work.now };
      await advanceChallenge(work, challenge, calendar, { event: 'reply', party: 'procurer', changes });
      await meetDeadline(work, { caseId: id, kind: 'challenge.reply' });
      await watchComplaintDay(work, challenge, { tender, calendar });
      const cause = { tenderId: tender.id, causeKind: 'challenge' as const, causeId: id, lotIds: challenge.lotIds };
      await limitContractHold(work, cause, actor.personId, lastDay.result);
      recordReply(work, challenge, lastDay);
      publishReply(work, challenge);
      return answerChallenge(work, challenge, { tender, calendar, now: work.now });
    });
  }
}

/** To the challenger nobody else's secrets, to the others nobody's. */
async function tells(work: Work, challenge: Challenge, body: ReplyBody): Promise<Breaches> {
  const found = await toldInChallenge(work, challenge, textsOf(body));
  return found.length > 0 ? found : toldToOthers(work, challenge, textsOf(body), body.textForOthers);
}

function letterLacks(challenge: Challenge, body: ReplyBody): Breaches {
  const answered = new Set((body.answers ?? []).map((one) => one.matter));
  return replyIsComplete({
    matters: challenge.matters.every(({ matter }) => answered.has(matter)),
    facts: body.grounds?.zh,
    rightToComplain: body.rightToComplain,
  });
}

function textsOf({ answers = [], grounds }: ReplyBody): NamedTexts {
  return { ...Object.fromEntries(answers.map(({ text }, index) => [`answers/${index}/text`, text])), grounds };
}

function isLate(state: Challenge['state'], challenge: Challenge, calendar: Calendar): Breaches {
  if (state !== 'overdue') return [];
  const { derivation } = replyDue(challenge.replyFrom, calendar);
  return [breach('challenge.reply-late', { replyDueOn: derivation.result }, { severity: 'warning', derivation })];
}

function replyOf(body: ReplyBody, lastDay: Derivation, warnings: Breaches): Reply {
  return {
    answers: (body.answers ?? []).map(({ matter, text }) => ({ matter, text: { ...text } })),
    grounds: { zh: '', ...body.grounds },
    rightToComplain: rightToComplain(lastDay),
    textForOthers: body.textForOthers ? { ...body.textForOthers } : null,
    warnings,
  };
}

/** Art. 60: the reply tells of the right to complain, and until when. */
function rightToComplain(lastDay: Derivation): Bilingual {
  const [zh, en] = lastDay.result === null ? ['待定（该年度工作日历尚未载入）', 'pending'] : [lastDay.result, lastDay.result];
  return {
    zh: `对本答复不满意的，可以依法向审查主管机关投诉，最后期限：${zh}。`,
    en: `Whoever is not satisfied with this reply may complain to the review authority; last day: ${en}.`,
  };
}

function recordReply(work: Work, challenge: Challenge, lastDay: Derivation): void {
  work.record({
    type: 'challenge.answered',
    article: 60,
    tenderId: challenge.tenderId,
    subject: { kind: 'challenge', id: challenge.id },
    payload: {
      repliedAt: challenge.repliedAt,
      complaintLastDay: lastDay.result,
      warnings: challenge.reply?.warnings.map((one) => one.rule) ?? [],
    },
    tell: [challenge.supplierId],
  });
}
