import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateColumn, InstantColumn, MoneyColumn } from '../platform/columns.js';
import type { contractForms, purposes } from '../rules/art-47-scope.js';
import type { Category } from '../rules/art-47-scope.js';
import type { ReductionGround } from '../rules/bid-period-reductions.js';
import type { Breaches } from '../rules/breach.js';
import type { OpeningSteps } from '../rules/custody.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Reservation } from '../rules/reserved-suppliers.js';
import type { NoticePeriod } from '../rules/single-source-procedure.js';
import type { SpecificationConcern } from '../rules/specification-link.js';
import type { TenderState } from '../rules/tender.machine.js';
import type { Item, Lot, Milestone } from './draft-parts.js';
import type { SingleSourceContent } from './single-source-content.js';
import type { GivenTerms } from './tender-terms.js';

/** Chinese always; English as art. 53 asks at publication. */
export interface Text {
  zh: string;
  en?: string;
}

export interface MoneyValue {
  amount: string;
  currency: 'CNY';
}

export const methods = ['open', 'invited', 'single-source'] as const;
export type Method = (typeof methods)[number];

/** An evaluation criterion (评审因素). Weights sum to 100; both numbers are decimal texts. */
export interface Criterion {
  id: string;
  name: Text;
  kind: 'price' | 'quality';
  weight: string;
  maxScore: string;
}

/** A technical requirement (技术要求). */
export interface SpecificationText {
  text: Text;
  brand?: string;
  orEquivalent?: boolean;
  reason?: string;
  standard?: string;
  concern?: SpecificationConcern;
  itemIds?: string[];
  link?: Text;
}

/** A claimed special circumstance for a shorter bid period (art. 51); who approves the tender approves it. */
export interface ClaimedReduction {
  ground: ReductionGround;
  justification: string;
  /** The planned notice on this platform that it rests on, where that is the ground. */
  plannedNoticeId?: string;
  /** When that was published, as the author has it; it is held against the record. */
  plannedNoticeOn?: CivilDate;
}

/** What the procurement grants small suppliers (art. 59); shares are decimal texts, `0.15`. */
export interface SmePlan {
  priceDeduction?: string;
  /** For a consortium or subcontract that gives small and micro enterprises 30 % and more; the least of the band where nothing is said. */
  consortiumDeduction?: string;
  reservedShare?: string;
  /** Only these may bid (专门面向中小企业采购). */
  reservedFor?: Reservation;
  subcontractAllowed?: boolean;
  note?: Text;
}

/** Art. 52 over the whole duration: contracts, or a lease; a lease without an end has `months: null`. */
export interface ValuationFacts {
  contracts?: {
    base: MoneyValue;
    fees?: MoneyValue;
    commissions?: MoneyValue;
    premiums?: MoneyValue;
    interest?: MoneyValue;
    otherRevenue?: MoneyValue;
    options?: MoneyValue[];
  }[];
  lease?: { monthly: MoneyValue; months: number | null };
  unknown?: true;
}

/** Part of the prequalification notice (资格预审公告, art. 49); the deadline of the applications is the tender's own. */
export interface Prequalification {
  applicationAddress?: Text;
  /** What a supplier must meet (资格要求); one with a `licenceType` is answered with an electronic licence. */
  requirements: { id: string; text: Text; licenceType?: string }[];
  limitSuppliers: boolean;
  /** The most suppliers to be invited (数量限额). */
  maxSuppliers?: number;
  /** Rank the qualified where the number is limited (选择标准); points are decimal texts. */
  selectionCriteria: { id: string; name: Text; maxPoints: string }[];
  urgency?: { justification: string; evidence: string[] };
}

/** The organisations that keep the two locks (持锁机构). */
export interface Custodians {
  A: string;
  B: string;
}

/** The body of the documents, fixed by publication. */
export interface TenderContent {
  purpose: (typeof purposes)[number];
  contractForm: (typeof contractForms)[number];
  byContract: boolean;
  qualificationRequirements?: Text;
  /** The kinds of electronic licence that a bidder has to hold at the deadline (art. 58). */
  licenceTypes?: string[];
  prequalification?: Prequalification;
  specifications: SpecificationText[];
  criteria: Criterion[];
  awardMethod: 'weighted-score' | 'lowest-price';
  /** How many people evaluate (评审人数); one where nothing is said. */
  evaluators?: number;
  /** Among the best that stay equal the lot decides (随机抽取). */
  tieBreak?: 'lot';
  /** Whether the prices are opened after the qualification was decided (两步开标); at once where nothing is said. */
  openingSteps?: OpeningSteps;
  smePlan?: SmePlan;
  /** Where named, only they register locks. */
  custodians?: Custodians;
  documentFee?: { amount: string; currency: 'CNY'; reason?: string };
  /** When the documents are to be issued; with the notice where nothing is said (rulebook P13). */
  documentsIssueAt?: Instant;
  /** That prior material breach may exclude a supplier (art. 54). */
  exclusionClause?: Text;
  noEnglishReason?: string;
  reductions: ClaimedReduction[];
  legalBasisRef?: string;
  splittingExplanation?: string;
  fundingPurpose?: Text;
  /** Why this method was chosen (采购方式理由), where that is said. */
  procurementMethodRationale?: Text;
  project?: { id: string; name: Text };
  budgetSource?: { id: string; uri?: string };
  milestones?: Milestone[];
  contractPeriod?: { from: CivilDate; to: CivilDate; maxExtentOn?: CivilDate };
  lots: Lot[];
  lotLimits?: { bidMax?: number; awardMax?: number; order?: string[] };
  items: Item[];
  /** The business terms (商务条款) that were given; what is not said stands in `termsOf`. */
  terms?: GivenTerms;
  /** Ground and supplier of a single-source procurement (art. 48). */
  singleSource?: SingleSourceContent;
}

/** The rules a tender was published under, frozen at that moment. */
export interface RuleProfile {
  name: 'SHFTZ_2023_23';
  effectiveOn: CivilDate;
  nationalConflicts: 'warn' | 'block';
  bidPeriod: unknown;
  valuation: unknown;
  /** The public notice of a single source; absent under every other method. */
  noticePeriod?: NoticePeriod;
}

/** A procurement project (采购项目) from its draft to its end. */
@Entity('tenders')
export class Tender {
  @PrimaryColumn('uuid') id!: string;
  @Column('int') version!: number;
  @Column('text', { name: 'reference_number' }) referenceNumber!: string;
  @Column('text') ocid!: string;
  @Column('uuid', { name: 'procurer_id' }) procurerId!: string;
  /** The author: whoever approves is another person. */
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  /** As last written down; what it is at a moment says `stateNow`. */
  @Column('text') state!: TenderState;
  @Column('text') method!: Method;
  @Column('text') category!: Category;
  /** The failed or cancelled procurement that it tenders again (重新采购). */
  @Column('uuid', { name: 'retender_of', nullable: true }) retenderOf!: string | null;
  @Column('jsonb') title!: Text;
  @Column('jsonb') description!: Text;
  @Column('jsonb') content!: TenderContent;
  @Column('jsonb', { nullable: true }) valuation!: ValuationFacts | null;
  @MoneyColumn({ name: 'estimated_value', nullable: true }) estimatedValue!: string | null;
  @MoneyColumn({ nullable: true }) budget!: string | null;
  @Column('text', { name: 'item_class', nullable: true }) itemClass!: string | null;
  @Column('int', { name: 'budget_year', nullable: true }) budgetYear!: number | null;
  @Column('jsonb', { name: 'rule_profile', nullable: true }) ruleProfile!: RuleProfile | null;
  @Column('jsonb') warnings!: Breaches;
  @Column('uuid', { name: 'approved_by', nullable: true }) approvedBy!: string | null;
  @InstantColumn({ name: 'approved_at', nullable: true }) approvedAt!: Instant | null;
  @Column('uuid', { name: 'published_by', nullable: true }) publishedBy!: string | null;
  @InstantColumn({ name: 'published_at', nullable: true }) publishedAt!: Instant | null;
  /** The clock of art. 51 counts from here. */
  @InstantColumn({ name: 'documents_issued_at', nullable: true }) documentsIssuedAt!: Instant | null;
  /** Half-open: an application for an invited tender at this instant is late. */
  @InstantColumn({ name: 'applications_close_at', nullable: true }) applicationsCloseAt!: Instant | null;
  /** Half-open: a bid at this instant is late. */
  @InstantColumn({ name: 'bids_close_at', nullable: true }) bidsCloseAt!: Instant | null;
  /** The deadline and the longest time a submission's statement may take. */
  @InstantColumn({ name: 'opens_at', nullable: true }) opensAt!: Instant | null;
  @InstantColumn({ name: 'opened_at', nullable: true }) openedAt!: Instant | null;
  @InstantColumn({ name: 'standstill_ends_at', nullable: true }) standstillEndsAt!: Instant | null;
  @DateColumn({ name: 'ended_on', nullable: true }) endedOn!: CivilDate | null;
  @DateColumn({ name: 'retain_until', nullable: true }) retainUntil!: CivilDate | null;
  @InstantColumn({ name: 'due_at', nullable: true }) dueAt!: Instant | null;
  /** What `q` searches: title, description and numbers, lower case. */
  @Column('text', { name: 'search_text' }) searchText!: string;
  @InstantColumn({ name: 'created_at' }) createdAt!: Instant;
}
