import { breach, type Bilingual, type Breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { civilDateOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';
import type { RemedyType } from './review-codes.js';
import type { TenderState } from './tender.machine.js';

/** What a ruling may order (处理措施), and its code in eForms where that has one. */
export const remedyKinds = {
  'documents-changed': { zh: '修改采购文件后重新发布', en: 'the documents are changed and issued again', code: 'set-aside' },
  'qualification-redone': { zh: '重新进行资格审查', en: 'who qualifies is judged again', code: 'set-aside' },
  'evaluation-redone': { zh: '重新评审', en: 'the evaluation is made again', code: 'set-aside' },
  'result-set-aside': { zh: '撤销中标、成交结果', en: 'the result is set aside', code: 'set-aside' },
  'procedure-cancelled': { zh: '终止采购活动', en: 'the procurement ends', code: 'set-aside' },
  'contract-stopped': { zh: '停止履行合同', en: 'the contract is stopped', code: 'ineffectiveness' },
  clarification: { zh: '限期说明、更正', en: 'the procuring entity explains or corrects', code: null },
} as const satisfies Record<string, Bilingual & { code: RemedyType | null }>;
export type RemedyKind = keyof typeof remedyKinds;
export const remedyNames = Object.keys(remedyKinds) as RemedyKind[];

/** Each of these takes the procedure somewhere else, so that a ruling orders one of them at most. */
const turning: readonly RemedyKind[] = [
  'documents-changed',
  'qualification-redone',
  'evaluation-redone',
  'result-set-aside',
  'procedure-cancelled',
];

/** No act of the platform shows that these are done: a reviewer finds it. */
export function isFoundByReviewer(kind: RemedyKind): boolean {
  return !turning.includes(kind);
}

export interface RemediedTender {
  /** As it is at the moment of the ruling: closed once the deadline has passed. */
  state: TenderState;
  /** Opened in two steps, prices after qualifications. */
  twoSteps: boolean;
  /** A single source: it has no evaluation. */
  direct: boolean;
  /** Some contract on it is signed and not at its end. */
  contracted: boolean;
}

const cancellable: readonly TenderState[] = ['prequalification', 'invited', 'open', 'closed', 'opened', 'evaluated', 'awarded'];

const possible: Readonly<Record<RemedyKind, (tender: RemediedTender) => boolean>> = {
  // Past the deadline the documents that were bid on cannot be changed any more: the procurement ends and begins anew.
  'documents-changed': ({ state }) => state === 'prequalification' || state === 'open',
  'qualification-redone': ({ state, twoSteps }) => state === 'opened' && twoSteps,
  'evaluation-redone': ({ state, direct }) => !direct && (state === 'evaluated' || state === 'awarded'),
  'result-set-aside': ({ state }) => state === 'awarded',
  'procedure-cancelled': ({ state, contracted }) => cancellable.includes(state) && !contracted,
  'contract-stopped': ({ contracted }) => contracted,
  clarification: () => true,
};

/** Which remedy is possible at which stage of the procurement (policy), and that they do not contradict each other. */
export function remediesArePossible(kinds: readonly RemedyKind[], tender: RemediedTender): Breaches {
  const unfit = kinds.flatMap((kind, index) => (possible[kind](tender) ? [] : [notPossible(kind, tender, index)]));
  const conflicting = kinds.filter((one) => turning.includes(one)).length > 1 || new Set(kinds).size < kinds.length;
  return [...unfit, ...(conflicting ? [breach('complaint.remedies-conflict', {}, { pointer: '#/remedies' })] : [])];
}

function notPossible(kind: RemedyKind, { state }: RemediedTender, index: number): Breach {
  const facts = { kind, remedy: remedyLabel(kind), state };
  return breach('complaint.remedy-not-possible', facts, { pointer: `#/remedies/${index}/kind` });
}

export function remedyLabel(kind: RemedyKind): Bilingual {
  const { zh, en } = remedyKinds[kind];
  return { zh, en };
}

/** By when what was ordered is to be done (policy). */
export function remedyDueOn(orderedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(orderedAt);
  const period = periodOn('remedyWorkingDaysMax', from);
  return workingDays({ article: 60, force: period.force, from, days: period.value, calendar });
}
