import { breach, type Bilingual, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { pendingOf, type ArticleEvaluation } from './evaluate-types.js';
import { civilDateOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';

const requesters = ['unsuccessful', 'successful', 'none'] as const;

/** Whether who asks lost in the procurement (a failed prequalification too), won it, or took no part. */
export type Requester = (typeof requesters)[number];

/** Policy borrowed from 实施条例 art. 52 (rulebook P6): a request for reasons is answered within 3 working days. */
export function debriefDueOn(args: { requestedAt: Instant; calendar: Calendar }): Derivation {
  const from = civilDateOf(args.requestedAt);
  const period = periodOn('debriefAnswerWorkingDaysMax', from);
  return workingDays({ article: 56, force: period.force, from, days: period.value, calendar: args.calendar });
}

/** Art. 56: reasons are owed to an unsuccessful supplier, once the award is decided. */
export function debriefMayBeAsked(request: { requester: Requester; awardDecided: boolean }): Breaches {
  const { requester } = request;
  return [
    ...(requester === 'unsuccessful' ? [] : [breach('debrief.not-unsuccessful', { requester }, { pointer: '#/requester' })]),
    ...(request.awardDecided ? [] : [breach('debrief.before-award', {}, { pointer: '#/awardDecided' })]),
  ];
}

/** Where an application stands: whether it was judged, and, once the shortlist is made, whether its supplier is on it. */
export interface JudgedApplication {
  outcome: 'qualified' | 'not-qualified' | null;
  shortlisted: boolean | null;
}

/** Art. 56, rulebook: who failed the prequalification or is not invited is unsuccessful from that decision on, and need not wait for the award. */
export function debriefOnApplicationMayBeAsked(application: JudgedApplication | null): Breaches {
  if (application === null || application.shortlisted === true) {
    const requester = application === null ? 'none' : 'successful';
    return [breach('debrief.not-unsuccessful', { requester }, { pointer: '#/requester' })];
  }
  const { outcome, shortlisted } = application;
  const isDecided = outcome === 'not-qualified' || (outcome === 'qualified' && shortlisted === false);
  return isDecided ? [] : [breach('debrief.before-decision')];
}

/** Art. 56: the answer says why the supplier lost or what the winner's advantages are; either is enough. */
export function debriefIsAnswered(answer: {
  reasons?: string | Bilingual | null;
  advantages?: string | Bilingual | null;
}): Breaches {
  return says(answer.reasons) || says(answer.advantages) ? [] : [breach('debrief.empty', {}, { pointer: '#/answer' })];
}

function says(part: string | Bilingual | null | undefined): boolean {
  if (part === null || part === undefined) return false;
  return typeof part === 'string' ? part.trim() !== '' : part.zh.trim() !== '' || part.en.trim() !== '';
}

/** What evaluate asks: whether a debriefing is owed, when, and whether an answer is one. */
export const evaluate56: ArticleEvaluation = (facts, { calendar }) => {
  facts.only('requester', 'awardDecided', 'requestedAt', 'answer');
  const due = debriefDueOn({ requestedAt: facts.instant('requestedAt'), calendar });
  const requester = facts.oneOf('requester', requesters);
  const awardDecided = facts.flag('awardDecided');
  const answer = facts.childOrNull('answer');
  answer?.only('reasons', 'advantages');
  const parts = answer && { reasons: answer.passagesOrEmpty('reasons')[0], advantages: answer.passagesOrEmpty('advantages')[0] };
  return {
    breaches: [
      ...debriefMayBeAsked({ requester, awardDecided }),
      ...(parts === null ? [] : debriefIsAnswered({ reasons: parts.reasons ?? null, advantages: parts.advantages ?? null })),
    ],
    computed: { dueOn: due.result },
    ...pendingOf(due),
  };
};
