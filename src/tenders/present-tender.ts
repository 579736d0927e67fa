import type { Contact } from '../organizations/organization.entity.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Envelope } from '../rules/custody.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { latestClarification } from '../rules/deadlines.js';
import type { TenderState } from '../rules/tender.machine.js';
import type { LinkedTender } from './retender.js';
import { stateNow } from './tender-life.js';
import { termsOf, type TenderTerms } from './tender-terms.js';
import type { Method, MoneyValue, RuleProfile, Tender, TenderContent, Text, ValuationFacts } from './tender.entity.js';

/** One lock of the tender's box (密封公钥), and to what its dealer has committed itself. */
export interface LockAnswer {
  envelope: Envelope;
  lock: 'A' | 'B';
  recipient: string;
  /** How many shares open it. */
  threshold: number;
  organizationId: string;
  registeredAt: Instant;
  shares: { index: number; organizationId: string; commitment: string }[];
}

/** Whose procurement it is and whom to turn to: what a notice names of its procuring entity. */
export interface ProcurerAnswer {
  id: string;
  name: Text;
  address: Partial<Bilingual> | null;
  contact: Contact | null;
}

/** Where and how bids are handed in, and in which languages: sealed files at one address, and no other way. */
export interface SubmissionAnswer {
  submissionMethod: ['electronicSubmission'];
  submissionMethodDetails: Bilingual;
  submissionLanguages: string[];
}

/** What the tender's own row does not say. */
export interface TenderSurroundings {
  procurer: ProcurerAnswer;
  suspended: boolean;
  sealing: LockAnswer[];
  predecessor: LinkedTender | null;
  successors: LinkedTender[];
  noticeVersion: number;
}

export type TenderAnswer = TenderContent &
  SubmissionAnswer & {
    terms: TenderTerms;
    id: string;
    version: number;
    state: TenderState | 'suspended';
    /** The state that a suspension hides; absent without one. */
    stateUnderHold?: TenderState;
    referenceNumber: string;
    ocid: string;
    procurer: ProcurerAnswer;
    method: Method;
    category: Category;
    title: Text;
    description: Text;
    itemClass: string | null;
    budgetYear: number | null;
    valuation: ValuationFacts | null;
    /** Null where the value is not known: it then counts as at the threshold. */
    estimatedValue: MoneyValue | null;
    budget: MoneyValue | null;
    ruleProfile: RuleProfile | null;
    warnings: Breaches;
    sealing: LockAnswer[];
    /** The failed or cancelled procurement that it tenders again. */
    retenderOf: LinkedTender | null;
    /** The published procurements that tender this one again. */
    successors: LinkedTender[];
    noticeVersion: number;
    createdAt: Instant;
    approvedAt: Instant | null;
    publishedAt: Instant | null;
    documentsIssuedAt: Instant | null;
    /** Of an invited tender's prequalification. */
    applicationsCloseAt: Instant | null;
    bidsCloseAt: Instant | null;
    opensAt: Instant | null;
    openedAt: Instant | null;
    /** The last day on which a clarification that may affect bids leaves the deadline where it is. */
    lastClarificationOn: CivilDate | null;
    standstillEndsAt: Instant | null;
    endedOn: CivilDate | null;
    retainUntil: CivilDate | null;
  };

/** The tender as answers and notices show it, its state as the clock sees it at `now`. */
export function presentTender(tender: Tender, now: Instant, around: TenderSurroundings): TenderAnswer {
  const state = stateNow(tender, now);
  return {
    id: tender.id,
    version: tender.version,
    state: around.suspended ? 'suspended' : state,
    ...(around.suspended ? { stateUnderHold: state } : {}),
    referenceNumber: tender.referenceNumber,
    ocid: tender.ocid,
    procurer: around.procurer,
    method: tender.method,
    category: tender.category,
    title: tender.title,
    description: tender.description,
    ...tender.content,
    terms: termsOf(tender.content),
    itemClass: tender.itemClass,
    budgetYear: tender.budgetYear,
    valuation: tender.valuation,
    estimatedValue: moneyOf(tender.estimatedValue),
    budget: moneyOf(tender.budget),
    ruleProfile: tender.ruleProfile,
    warnings: tender.warnings,
    sealing: around.sealing,
    retenderOf: around.predecessor,
    successors: around.successors,
    noticeVersion: around.noticeVersion,
    ...submissionOf(tender),
    ...momentsOf(tender),
  };
}

function submissionOf({ id, content }: Pick<Tender, 'id' | 'content'>): SubmissionAnswer {
  const path = `/v1/tenders/${id}/bids`;
  const { bidLanguages } = termsOf(content);
  return {
    submissionMethod: ['electronicSubmission'],
    submissionMethodDetails: {
      zh: `投标文件须密封（application/age），以电子方式提交至 ${path}；接受的语言：${bidLanguages.join('、')}。`,
      en: `Bids are sealed (application/age) and submitted electronically to ${path}; languages accepted: ${bidLanguages.join(', ')}.`,
    },
    submissionLanguages: bidLanguages,
  };
}

type Moments =
  | 'createdAt'
  | 'approvedAt'
  | 'publishedAt'
  | 'documentsIssuedAt'
  | 'applicationsCloseAt'
  | 'bidsCloseAt'
  | 'opensAt'
  | 'openedAt'
  | 'lastClarificationOn'
  | 'standstillEndsAt'
  | 'endedOn'
  | 'retainUntil';

function momentsOf(tender: Tender): Pick<TenderAnswer, Moments> {
  const { createdAt, approvedAt, publishedAt, documentsIssuedAt, applicationsCloseAt, bidsCloseAt, opensAt, openedAt } = tender;
  return {
    createdAt,
    approvedAt,
    publishedAt,
    documentsIssuedAt,
    applicationsCloseAt,
    bidsCloseAt,
    opensAt,
    openedAt,
    lastClarificationOn: bidsCloseAt === null ? null : latestClarification(bidsCloseAt),
    standstillEndsAt: tender.standstillEndsAt,
    endedOn: tender.endedOn,
    retainUntil: tender.retainUntil,
  };
}

function moneyOf(amount: string | null): MoneyValue | null {
  return amount === null ? null : { amount, currency: 'CNY' };
}
