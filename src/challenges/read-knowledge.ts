import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { LawService } from '../platform/law.service.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import { contestOf, sideOf } from './challenges.queries.js';
import type { ChallengeSubject, TimeLimit } from './challenge-window.js';
import type { ContestAnswer } from './knowledge-contest.entity.js';
import {
  deliveredEvents,
  downloadedEvents,
  inOrder,
  publicEvents,
  statedEvents,
  type KnowledgeEvent,
} from './knowledge-events.js';
import { momentsOf } from './procedure-moments.js';
import { publicReplyOf, replyPublished, type PublicReplyAnswer } from './public-reply.js';
import { ReadChallenges } from './read-challenges.js';
import { windowsAt, type WindowAnswer } from './windows.js';

/** By subject: the earliest day that the platform's record proves, and what follows from it. */
export type ProvableKnowledge = Partial<Record<ChallengeSubject, { earliestOn: CivilDate | null; window: WindowAnswer }>>;

export interface KnowledgeAnswer {
  tenderId: string;
  supplierId: string;
  at: Instant;
  /** Oldest first. */
  events: KnowledgeEvent[];
  subjects: ProvableKnowledge;
}

export interface ChallengeKnowledgeAnswer extends Omit<KnowledgeAnswer, 'subjects'> {
  challengeId: string;
  subject: ChallengeSubject;
  /** As derived at the receipt of the challenge. */
  window: TimeLimit;
  /** What the supplier stated; moves the period only where the window says so. */
  knownOn: CivilDate | null;
  knowledgeContest: ContestAnswer | null;
}

/** Of these matters the other side knows that the supplier was told; the rest of its post is its own. */
const commonTopics = ['tender', 'notice', 'award', 'application', 'exclusion', 'lots', 'opening', 'bid', 'evaluation'];

/** The ledger of knowledge (知悉台账): what shows when one supplier knew or should have known. Read from what is recorded anyway. */
@Injectable()
export class ReadKnowledge {
  constructor(
    private readonly reads: Reads,
    private readonly law: LawService,
    private readonly challenges: ReadChallenges,
  ) {}

  /** A supplier's own. Refusal 404 before publication. */
  async own(actor: Actor, tenderId: string): Promise<KnowledgeAnswer> {
    const tender = await this.challenges.tender(tenderId);
    const supplierId = actor.organizationId;
    if (tender.publishedAt === null || supplierId === null) throw unknownResource();
    requireCovered(actor, tenderId);
    const calendar = await this.law.calendar(this.reads);
    const at = await this.reads.now();
    const moments = await momentsOf(this.reads, tender, supplierId);
    const events = [
      ...(await publicEvents(this.reads, tender, { moments, calendar, now: at })),
      ...(await deliveredEvents(this.reads, tenderId, supplierId, () => true)),
      ...(await downloadedEvents(this.reads, tenderId, supplierId)),
      ...(await statedEvents(this.reads, { tenderId, supplierId, challengeId: null })),
    ];
    return {
      tenderId,
      supplierId,
      at,
      events: inOrder(events),
      subjects: provable(windowsAt(tender, { moments, calendar, at })),
    };
  }

  /**
   * Of the challenger, for both sides and the reviewers. Before the opening the other side sees no download and nothing that a bidder alone is told.
   * Refusal 404 for a stranger.
   */
  async ofChallenge(actor: Actor, id: string): Promise<ChallengeKnowledgeAnswer> {
    const challenge = await this.challenges.challengeFor(actor, id);
    const tender = await this.challenges.tender(challenge.tenderId);
    const calendar = await this.law.calendar(this.reads);
    const at = await this.reads.now();
    const { tenderId, supplierId, subject, timeLimit, knownOn } = challenge;
    const moments = await momentsOf(this.reads, tender, supplierId);
    const own = sideOf(actor, challenge) === 'supplier';
    const events = [
      ...(await publicEvents(this.reads, tender, { moments, calendar, now: at })),
      ...(await this.personal(tender, supplierId, own)),
      ...(await statedEvents(this.reads, { tenderId, supplierId, challengeId: id })),
    ];
    const knowledgeContest = await contestOf(this.reads, id);
    const shown = { tenderId, supplierId, challengeId: id, subject, at, window: timeLimit, knownOn, knowledgeContest };
    return { ...shown, events: inOrder(events) };
  }

  /** What other affected suppliers were told of a reply. Refusal 404 for who was not told, and before the reply. */
  async publicReply(actor: Actor, id: string): Promise<PublicReplyAnswer> {
    const told = await this.reads.query<{ at: Instant | null }>('SELECT told_of($1, $2, $3) AS at', [
      actor.organizationId,
      replyPublished,
      id,
    ]);
    const isTold = told[0]?.at != null && actor.roles.includes('supplier');
    const challenge = isTold ? await this.challenges.byId(id) : await this.challenges.challengeFor(actor, id);
    if (isTold) requireCovered(actor, challenge.tenderId);
    const reply = publicReplyOf(challenge);
    if (reply === null) throw unknownResource();
    return reply;
  }

  private async personal(tender: Tender, supplierId: string, own: boolean): Promise<KnowledgeEvent[]> {
    const all = own || tender.openedAt !== null;
    const delivered = await deliveredEvents(
      this.reads,
      tender.id,
      supplierId,
      ({ topic, sealed }) => own || ((all || !sealed) && commonTopics.includes(topic.split('.')[0] as string)),
    );
    return all ? [...delivered, ...(await downloadedEvents(this.reads, tender.id, supplierId))] : delivered;
  }
}

function provable(windows: ReturnType<typeof windowsAt>): ProvableKnowledge {
  return Object.fromEntries(
    Object.entries(windows).flatMap(([subject, window]) =>
      window === null ? [] : [[subject, { earliestOn: window.startsOn, window }]],
    ),
  );
}
