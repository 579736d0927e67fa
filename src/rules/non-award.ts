import { breach, type Bilingual, type Breaches } from './breach.js';
import type { BidsFound, FailureReason } from './failure.js';

/** Why a procurement ends without an award (未授标原因): the eForms list non-award-justification, version 20240612-0, BT-144. */
export const nonAwardCodes = [
  'all-rej',
  'chan-need',
  'ins-fund',
  'no-rece',
  'no-signed',
  'one-admis',
  'other',
  'rev-body',
  'rev-buyer',
  'tch-pr-error',
] as const;
export type NonAwardCode = (typeof nonAwardCodes)[number];

/** English as the list has it; the Chinese is ours. */
export const nonAwardLabels: Readonly<Record<NonAwardCode, Bilingual>> = {
  'all-rej': {
    zh: '全部投标、参与申请或方案被撤回或不予受理',
    en: 'All tenders, requests to participate or projects were withdrawn or found inadmissible',
  },
  'chan-need': { zh: '采购人决定：采购需求变化', en: 'Decision of the buyer, because of a change in needs' },
  'ins-fund': { zh: '采购人决定：资金不足', en: 'Decision of the buyer, because of insufficient funds' },
  'no-rece': {
    zh: '未收到投标、参与申请或方案',
    en: 'No tenders, requests to participate or projects were received',
  },
  'no-signed': { zh: '排名第一的供应商拒绝签订合同', en: 'The highest ranked tenderer(s) refused to sign the contract' },
  'one-admis': {
    zh: '仅收到一份符合要求的投标、参与申请或方案',
    en: 'Only one admissible tender, request to participate or project was received',
  },
  other: { zh: '其他', en: 'Other' },
  'rev-body': { zh: '审查机关或司法机关的决定', en: 'Decision of a review body or another judicial body' },
  'rev-buyer': {
    zh: '采购人应供应商的审查请求作出的决定',
    en: "Decision of the buyer following a tenderer's request to review the award",
  },
  'tch-pr-error': {
    zh: '采购人决定：技术或程序错误（非因供应商请求）',
    en: "Decision of the buyer, not following a tenderer's request to review the award, because of technical or procedural errors",
  },
};

/** Codes that say what came in: 采购法 art. 36 makes these a failure (废标), no cancellation (终止). */
const ofFailureAlone: readonly NonAwardCode[] = ['all-rej', 'no-rece', 'one-admis'];
const ofTooFew = ['no-rece', 'one-admis', 'all-rej', 'other'] as const;

const byReason: Readonly<Record<FailureReason, readonly NonAwardCode[]>> = {
  'no-bids': ['no-rece'],
  'too-few-bids': ofTooFew,
  'no-conforming-bids': ['all-rej'],
  'over-budget': ['all-rej', 'ins-fund'],
  illegality: ['tch-pr-error', 'rev-body', 'rev-buyer', 'other'],
  collusion: ['tch-pr-error', 'rev-body', 'other'],
  'no-applications': ['no-rece'],
  'too-few-qualified': ofTooFew,
};

/** What the code must find: what came in and what of it stands. */
type Received = Pick<BidsFound, 'opened' | 'valid'>;
const shown: Partial<Record<NonAwardCode, (found: Received) => boolean>> = {
  'no-rece': ({ opened }) => opened === 0,
  'one-admis': ({ valid }) => valid === 1,
  'all-rej': ({ opened, valid }) => opened > 0 && valid === 0,
};

/** Whether the procurement was challenged, a complaint about it upheld in whole or in part, and a winner found to have refused the contract. */
export interface ReviewRecord {
  challenged: boolean;
  ruled: boolean;
  refused: boolean;
}

/** Who invokes a review or a refusal that the record does not have invents it; a decision from elsewhere is `other`, with its reason. */
const onRecord: Partial<Record<NonAwardCode, keyof ReviewRecord>> = {
  'rev-body': 'ruled',
  'rev-buyer': 'challenged',
  'no-signed': 'refused',
};

function isOnRecord(code: NonAwardCode, record: ReviewRecord): boolean {
  const needed = onRecord[code];
  return needed === undefined || record[needed];
}

/** A cancellation is the procuring entity's decision. `code` is null where none was named. */
export function cancellationIsCoded(code: NonAwardCode | null, record: ReviewRecord): Breaches {
  return codeIsOneOf(
    code,
    nonAwardCodes.filter((one) => !ofFailureAlone.includes(one) && isOnRecord(one, record)),
  );
}

/** A failure's code belongs to its reason and is what the record shows; `found` is null where nothing rests on what came in. */
export function failureIsCoded(
  code: NonAwardCode | null,
  reason: FailureReason,
  found: Received | null,
  record: ReviewRecord,
): Breaches {
  return codeIsOneOf(
    code,
    byReason[reason].filter((one) => isOnRecord(one, record) && (found === null || (shown[one]?.(found) ?? true))),
  );
}

/** Of one lot: what came in for it and what of it stands decides as in a failure, and the procuring entity may decide against it as in a cancellation. */
export function lotIsCoded(code: NonAwardCode | null, found: Received, record: ReviewRecord): Breaches {
  return codeIsOneOf(
    code,
    nonAwardCodes.filter((one) => isOnRecord(one, record) && (shown[one]?.(found) ?? true)),
  );
}

function codeIsOneOf(code: NonAwardCode | null, allowed: readonly NonAwardCode[]): Breaches {
  if (code === null) return [breach('tender.non-award-code-missing', {}, { pointer: '#/code' })];
  return allowed.includes(code) ? [] : [breach('tender.non-award-code-unfit', { code, allowed }, { pointer: '#/code' })];
}
