import { breach, type Breaches } from './breach.js';
import type { Machine, Row } from './machine.js';
import type { Instant } from './moment.js';
import type { Party } from './parties.js';

export const challengeStates = ['submitted', 'completing', 'answered', 'overdue', 'settled', 'withdrawn'] as const;
export type ChallengeState = (typeof challengeStates)[number];

export const challengeEvents = ['request-completion', 'complete', 'reply', 'lapse', 'settle', 'withdraw'] as const;
export type ChallengeEvent = (typeof challengeEvents)[number];

export interface ChallengeMoments {
  /** The first instant after the last day to reply; null while a calendar year is missing. */
  replyDueAt: Instant | null;
  completionsRequested?: number;
}

type ChallengeRow = Row<ChallengeState, ChallengeEvent, Party, ChallengeMoments>;

const unsettled = ['submitted', 'completing', 'answered', 'overdue'] as const;
const unanswered = ['submitted', 'completing', 'overdue'] as const;

/** The life of a challenge (质疑) to the procuring entity. A reply that is overdue may still come; consultation may settle at any time. */
export const challengeMachine: Machine<ChallengeState, ChallengeEvent, Party, ChallengeMoments> = {
  name: 'challenge',
  initial: 'submitted',
  states: challengeStates,
  events: challengeEvents,
  final: ['settled', 'withdrawn'],
  rows: [
    {
      from: 'submitted',
      on: 'request-completion',
      to: 'completing',
      by: 'procurer',
      article: 61,
      guards: [completionIsAskedOnce],
    },
    { from: 'completing', on: 'complete', to: 'submitted', by: 'supplier', article: 61 },
    ...unanswered.map((from): ChallengeRow => ({ from, on: 'reply', to: 'answered', by: 'procurer', article: 61 })),
    { from: 'submitted', on: 'lapse', to: 'overdue', by: 'clock', article: 60, at: (challenge) => challenge.replyDueAt },
    ...unsettled.flatMap((from): ChallengeRow[] => [
      { from, on: 'settle', to: 'settled', by: 'supplier', article: 60 },
      { from, on: 'settle', to: 'settled', by: 'procurer', article: 60 },
    ]),
    ...unanswered.map((from): ChallengeRow => ({ from, on: 'withdraw', to: 'withdrawn', by: 'supplier', article: 61 })),
  ],
};

function completionIsAskedOnce(challenge: ChallengeMoments): Breaches {
  return (challenge.completionsRequested ?? 0) > 0 ? [breach('challenge.completion-once')] : [];
}
