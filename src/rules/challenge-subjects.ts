import { challengerIsParticipant } from './art-61-challenge.js';
import { breach, type Breaches, type Derivation } from './breach.js';
import type { CivilDate } from './moment.js';

/** What may be challenged (质疑的对象), each from a moment of its own. */
export const challengeSubjects = ['documents', 'process', 'result', 'prequalification', 'exclusion', 'cancellation'] as const;
export type ChallengeSubject = (typeof challengeSubjects)[number];

/** What a challenger asks for (请求的补救措施), beside its own words. */
export const requestedRemedies = [
  'documents-changed',
  'clarification',
  'evaluation-redone',
  'result-set-aside',
  'cancellation',
  'qualification-redone',
  'other',
] as const;
export type RequestedRemedy = (typeof requestedRemedies)[number];

/** What the platform knows of a supplier's part in a procurement, its own acts alone. */
export interface Standing {
  /** The tender is its own. */
  isProcurer: boolean;
  opened: boolean;
  /** Its last word is a bid. */
  bids: boolean;
  /** It applied, was invited, downloaded a document, or bid once. */
  showedInterest: boolean;
}

/**
 * 实施条例 arts. 52 and 53, by subject. Who challenges documents, or anything before the opening, shows by it that it means to take part; once the
 * procurement has ended, its own record has to show it. A decision on an application or an exclusion concerns whom it was delivered to.
 */
export function supplierMayChallenge(subject: ChallengeSubject, standing: Standing): Breaches {
  const { isProcurer, opened, bids, showedInterest } = standing;
  if (isProcurer) return challengerIsParticipant({ takesPart: false, meansToTakePart: false });
  if (subject === 'prequalification' || subject === 'exclusion') return [];
  const showsIt = subject === 'cancellation' ? !opened && showedInterest : subject === 'documents' || !opened;
  return challengerIsParticipant({ takesPart: bids, meansToTakePart: showsIt });
}

/**
 * A day on which the procuring entity says the supplier knew: not before there was anything to know, and earlier than the day from which the period
 * was counted, since from then on it is held to have known in any case.
 */
export function knowledgeIsPossible(args: {
  knownOn: CivilDate;
  possibleFrom: CivilDate;
  countedFrom: CivilDate;
  derivation: Derivation;
}): Breaches {
  const { knownOn, possibleFrom, countedFrom, derivation } = args;
  if (possibleFrom <= knownOn && knownOn < countedFrom) return [];
  const facts = { knownOn, possibleFrom, countedFrom };
  return [breach('challenge.knowledge-disproved', facts, { pointer: '#/knownOn', derivation })];
}
