import { Injectable } from '@nestjs/common';
import { organizationById } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { challengeIsInTime, worksObjectionIsEarly } from '../rules/art-61-challenge.js';
import type { Breaches } from '../rules/breach.js';
import { challengeIsComplete } from '../rules/letters.js';
import { trackOf } from '../rules/track.js';
import { requireKnownLots } from '../tenders/known-lots.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { replyDue } from './advance-challenge.js';
import type { ChallengeBody, MatterBody } from './challenge.dto.js';
import { Challenge, type Contact, type Matter, type PartyText } from './challenge.entity.js';
import { isProvisional } from './challenge-window.js';
import { participates, windowOf } from './filing-window.js';
import { holdContract } from './hold-contract.js';
import { presentChallenge, type ChallengeAnswer } from './present-challenge.js';
import { watchComplaintDay, watchReply } from './watch-challenge.js';

/**
 * 质疑: a supplier's challenge to documents, process, result, or what was decided on itself or on the procurement's end. It is received whatever its letter lacks (that may be completed), and holds
 * the contract from the same transaction on. A late one is refused and recorded.
 */
@Injectable()
export class FileChallenge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `challenge.out-of-time` with its derivation, `challenge.not-participant`; Refusal 404 for an unpublished tender. */
  run(actor: Actor, tenderId: string, body: ChallengeBody): Promise<ChallengeAnswer> {
    const attempt = { type: 'challenge.refused', article: 61, tenderId, subject: { kind: 'challenge', id: null } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const tender = await lockTender(work, tenderId);
        const supplierId = actor.organizationId;
        if (tender.publishedAt === null || supplierId === null) throw unknownResource();
        const calendar = await this.law.calendar(work);
        const track = trackOf(tender.category);
        requireKnownLots(tender, body.lotIds ?? []);
        const { window, exclusionId } = await windowOf(work, { tender, supplierId, body }, { track, calendar });
        const warnings = obey([
          ...(await participates(work, { tender, supplierId, body })),
          ...challengeIsInTime({ window: window.derivation, submittedAt: work.now }),
          ...objectionIsEarly(work, tender, body),
          ...(await letterLacks(work, tender, supplierId, body)),
        ]);
        const challenge = await work.insert(Challenge, {
          ...emptyFile,
          ...letterOf(body),
          id: newId(),
          tenderId,
          procurerId: tender.procurerId,
          supplierId,
          filedBy: actor.personId,
          receivedAt: work.now,
          exclusionId,
          timeLimit: window,
          lastDay: window.lastDay,
          provisional: isProvisional(window),
          warnings,
          replyFrom: work.now,
          replyDueAt: replyDue(work.now, calendar).at,
          dueAt: replyDue(work.now, calendar).at,
        });
        const cause = { tenderId, causeKind: 'challenge' as const, causeId: challenge.id, lotIds: challenge.lotIds };
        await holdContract(work, cause, actor.personId);
        await watchReply(work, challenge, calendar);
        await watchComplaintDay(work, challenge, { tender, calendar });
        recordFiling(work, challenge);
        return presentChallenge(challenge, { track, calendar, now: work.now, complaintId: null, contest: null });
      }),
    );
  }
}

const emptyFile = {
  version: 1,
  state: 'submitted' as const,
  completionsRequested: 0,
  completion: null,
  reply: null,
  repliedBy: null,
  repliedAt: null,
  settlement: null,
  closedAt: null,
};

function objectionIsEarly(work: Work, tender: Tender, body: ChallengeBody): Breaches {
  if (body.subject !== 'documents' || tender.bidsCloseAt === null) return [];
  return worksObjectionIsEarly({ submittedAt: work.now, bidsCloseAt: tender.bidsCloseAt, track: trackOf(tender.category) });
}

/** Art. 61: what is missing may be completed; the receipt is not refused for it, so the finding is a warning. */
async function letterLacks(work: Work, tender: Tender, supplierId: string, body: ChallengeBody): Promise<Breaches> {
  const supplier = await organizationById(work, supplierId);
  const found = challengeIsComplete({
    challenger: supplier?.name.zh,
    contact: body.contact?.name,
    project: tender.referenceNumber,
    matters: body.matters,
    requests: body.request?.zh,
    remedies: body.requestedRemedies,
    facts: body.matters.every((one) => one.facts !== undefined),
  });
  return found.map((one) => ({ ...one, severity: 'warning' as const }));
}

function letterOf(
  body: ChallengeBody,
): Pick<Challenge, 'subject' | 'stage' | 'lotIds' | 'matters' | 'request' | 'remedies' | 'contact' | 'knownOn'> {
  return {
    subject: body.subject,
    stage: body.stage ?? null,
    lotIds: body.lotIds ?? null,
    matters: body.matters.map((one, index) => matterOf(one, String(index + 1))),
    request: plain<PartyText>(body.request),
    remedies: body.requestedRemedies ?? [],
    contact: plain<Contact>(body.contact),
    knownOn: body.knownOn ?? null,
  };
}

function matterOf(body: MatterBody, matter: string): Matter {
  return {
    matter,
    statement: { ...body.statement },
    facts: plain<PartyText>(body.facts),
    legalBasis: plain<PartyText>(body.legalBasis),
    evidence: [...(body.evidence ?? [])],
  };
}

/** A plain copy for the row; null where nothing was sent. */
export function plain<Value extends object>(value: Value | undefined): Value | null {
  return value === undefined ? null : { ...value };
}

/** The letter itself stays with the parties; the trail says that it came, when, and until when it could. */
function recordFiling(work: Work, challenge: Challenge): void {
  work.record({
    type: 'challenge.submitted',
    article: 61,
    tenderId: challenge.tenderId,
    subject: { kind: 'challenge', id: challenge.id },
    payload: {
      subject: challenge.subject,
      ...(challenge.lotIds === null ? {} : { lotIds: challenge.lotIds }),
      matters: challenge.matters.length,
      receivedAt: challenge.receivedAt,
      lastDay: challenge.lastDay,
      provisional: challenge.provisional,
      warnings: challenge.warnings.map((one) => one.rule),
    },
    tell: [challenge.procurerId],
  });
}
