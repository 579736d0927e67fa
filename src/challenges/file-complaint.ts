import { Injectable } from '@nestjs/common';
import { organizationById } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { challengeIsExhausted, complaintIsInTime, complaintStaysInScope } from '../rules/art-60-review.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { complaintIsComplete } from '../rules/letters.js';
import { trackOf } from '../rules/track.js';
import { challengeStateAt, lockChallenge } from './advance-challenge.js';
import type { Challenge, PartyText } from './challenge.entity.js';
import { complaintOn, reviewBodies, sideOf } from './challenges.queries.js';
import type { ComplaintBody } from './complaint.dto.js';
import { Complaint, type ComplainedMatter } from './complaint.entity.js';
import { drawReviewer } from './draw-reviewer.js';
import { plain } from './file-challenge.js';
import { holdContract } from './hold-contract.js';
import { complaintLastDayOf } from './present-challenge.js';
import { presentComplaint, type ComplaintAnswer } from './present-complaint.js';
import { reviewBodyIsIndependent } from './review-body-independence.js';
import { watchReview } from './watch-complaint.js';
import { meetDeadline } from './watched-deadlines.js';

/** 投诉: to a review authority that is independent of the procuring entity, after the challenge, in time, on what was challenged. */
@Injectable()
export class FileComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal with every breach (`complaint.not-exhausted`, `.out-of-time`, `.new-matter`, `.reviewer-not-independent`, `.already-filed`). */
  run(actor: Actor, challengeId: string, body: ComplaintBody): Promise<ComplaintAnswer> {
    const subject = { kind: 'challenge', id: challengeId };
    const attempt = { type: 'complaint.refused', article: 60, tenderId: null as string | null, subject };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const { tender, challenge } = await lockChallenge(work, challengeId);
        if (sideOf(actor, challenge) !== 'supplier') throw unknownResource();
        attempt.tenderId = tender.id;
        const calendar = await this.law.calendar(work);
        const track = trackOf(tender.category);
        await mayComplain(work, challenge, calendar);
        const timeLimit = complaintLastDayOf(challenge, track, calendar);
        const reviewBodyId = await chosenReviewBody(work, body, challenge);
        const warnings = obey([
          ...challengeIsExhausted({
            challengeReceivedAt: challenge.replyFrom,
            repliedAt: challenge.repliedAt,
            complaintReceivedAt: work.now,
            calendar,
          }),
          ...complaintIsInTime({ lastDay: timeLimit, receivedAt: work.now }),
          ...mattersWereChallenged(challenge, body),
          ...(await reviewBodyIsIndependent(work, reviewBodyId, challenge)),
          ...(await letterLacks(work, challenge, body)),
        ]);
        const complaint = await work.insert(Complaint, {
          ...emptyFile,
          id: newId(),
          challengeId,
          tenderId: tender.id,
          procurerId: challenge.procurerId,
          complainantId: challenge.supplierId,
          reviewBodyId: reviewBodyId,
          filedBy: actor.personId,
          matters: mattersOf(challenge, body),
          request: plain<PartyText>(body.request) ?? challenge.request,
          receivedAt: work.now,
          timeLimit,
          lastDay: timeLimit.result,
          provisional: timeLimit.result === null,
          warnings,
        });
        const cause = { tenderId: tender.id, causeKind: 'complaint' as const, causeId: complaint.id, lotIds: challenge.lotIds };
        await holdContract(work, cause, actor.personId);
        await meetDeadline(work, { caseId: challengeId, kind: 'complaint.file' });
        await watchReview(work, complaint, { tender, calendar });
        recordFiling(work, complaint);
        await drawReviewer(work, complaint, 'filing', actor);
        return presentComplaint(complaint, { track, calendar, ruling: null });
      }),
    );
  }
}

export const emptyFile = {
  version: 1,
  state: 'filed' as const,
  completionsRequested: 0,
  completion: null,
  reviewerId: null,
  acceptedAt: null,
  suspendedOn: null,
  suspensionEndsOn: null,
  closedAt: null,
  clockStops: [],
  transferredFrom: null,
  transferredAt: null,
  transferredTo: null,
};

/** A challenge that was settled or withdrawn is no ground for a complaint; one challenge bears one complaint. */
async function mayComplain(work: Work, challenge: Challenge, calendar: Calendar): Promise<void> {
  if ((await complaintOn(work, challenge.id)) !== null) throw new LawRefusal([breach('complaint.already-filed')]);
  const state = challengeStateAt(challenge, calendar, work.now);
  if (state === 'settled' || state === 'withdrawn')
    throw new LawRefusal([breach('challenge.wrong-state', { state, event: 'complain' })]);
}

/** The authority named, or the only verified one that is independent. Throws Refusal 422 where there is none, or more than one. */
async function chosenReviewBody(work: Work, body: ComplaintBody, challenge: Challenge): Promise<string> {
  const known = await reviewBodies(work);
  if (body.reviewBodyId !== undefined) {
    const own = body.reviewBodyId === challenge.procurerId;
    if (own || known.includes(body.reviewBodyId)) return body.reviewBodyId;
    throw invalid('#/reviewBodyId', { zh: '不是经核验的审查主管机关。', en: 'This is no verified review body.' });
  }
  const independent: string[] = [];
  for (const id of known) if ((await reviewBodyIsIndependent(work, id, challenge)).length === 0) independent.push(id);
  if (independent.length === 1) return independent[0] as string;
  throw invalid('#/reviewBodyId', { zh: '请指明审查主管机关。', en: 'Name the review body.' });
}

function mattersWereChallenged(challenge: Challenge, body: ComplaintBody): Breaches {
  const named = body.matters.map((one, index) => ({ ...one, name: one.matter ?? one.statement?.zh ?? `#${index + 1}` }));
  return complaintStaysInScope({
    complained: named.map((one) => one.name),
    challenged: challenge.matters.map((one) => one.matter),
    arisingFromReply: challenge.reply === null ? [] : named.filter((one) => one.arisesFromReply === true).map((one) => one.name),
  });
}

/** What is missing may be completed once, as with the challenge; the finding is a warning. */
async function letterLacks(work: Work, challenge: Challenge, body: ComplaintBody): Promise<Breaches> {
  const [complainant, respondent] = [
    await organizationById(work, challenge.supplierId),
    await organizationById(work, challenge.procurerId),
  ];
  const found = complaintIsComplete({
    complainant: complainant?.name.zh,
    respondent: respondent?.name.zh,
    history: challenge.id,
    matters: body.matters,
    requests: body.request?.zh ?? challenge.request?.zh,
    facts: mattersOf(challenge, body).every((one) => one.facts !== null),
  });
  return found.map((one) => ({ ...one, severity: 'warning' as const }));
}

/** Each with what the challenge already said of it. */
function mattersOf(challenge: Challenge, body: ComplaintBody): ComplainedMatter[] {
  return body.matters.map((one, index) => {
    const challenged = challenge.matters.find(({ matter }) => matter === one.matter);
    return {
      matter: challenged?.matter ?? `r${index + 1}`,
      statement: plain<PartyText>(one.statement) ?? challenged?.statement ?? null,
      facts: plain<PartyText>(one.facts) ?? challenged?.facts ?? null,
      legalBasis: plain<PartyText>(one.legalBasis) ?? challenged?.legalBasis ?? null,
      evidence: [...(challenged?.evidence ?? []), ...(one.evidence ?? [])],
    };
  });
}

/** The case file stays with the parties and the authority. */
function recordFiling(work: Work, complaint: Complaint): void {
  work.record({
    type: 'complaint.filed',
    article: 60,
    tenderId: complaint.tenderId,
    subject: { kind: 'complaint', id: complaint.id },
    payload: {
      challengeId: complaint.challengeId,
      reviewBodyId: complaint.reviewBodyId,
      matters: complaint.matters.length,
      receivedAt: complaint.receivedAt,
      lastDay: complaint.lastDay,
      provisional: complaint.provisional,
    },
    tell: [complaint.reviewBodyId, complaint.procurerId],
  });
}
