import type { Work } from '../platform/unit-of-work.js';
import type { Instant } from '../rules/moment.js';
import type { Challenge, PartyText } from './challenge.entity.js';
import type { ChallengeSubject } from './challenge-window.js';

/** By this news the other affected suppliers know of a reply. */
export const replyPublished = 'challenge.reply-published';

/** What they read: neither who challenged nor its letter. */
export interface PublicReplyAnswer {
  challengeId: string;
  tenderId: string;
  subject: ChallengeSubject;
  lotIds: string[] | null;
  repliedAt: Instant;
  /** Null where the procuring entity gave the others a text of its own. */
  answers: { matter: string; text: PartyText }[] | null;
  grounds: PartyText | null;
  text: PartyText | null;
}

export function publicReplyOf(challenge: Challenge): PublicReplyAnswer | null {
  const { id, tenderId, subject, lotIds, reply, repliedAt } = challenge;
  if (reply === null || repliedAt === null) return null;
  const text = reply.textForOthers ?? null;
  const full = text === null ? { answers: reply.answers, grounds: reply.grounds } : { answers: null, grounds: null };
  return { challengeId: id, tenderId, subject, lotIds, repliedAt, ...full, text };
}

/** Nobody is named here: who is affected is found where the news is carried. */
export function publishReply(work: Work, challenge: Challenge): void {
  if (challenge.subject === 'exclusion') return;
  work.record({
    type: replyPublished,
    article: 60,
    tenderId: challenge.tenderId,
    subject: { kind: 'challenge', id: challenge.id },
    payload: { subject: challenge.subject, repliedAt: challenge.repliedAt },
  });
}
