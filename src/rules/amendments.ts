import type { Category } from './art-47-scope.js';
import { breach, type Breach, type Breaches } from './breach.js';
import { calendarDays } from './calendar.js';
import { civilDateOf, daysBetween, type Instant } from './moment.js';
import { periodOn, type PeriodId } from './periods.js';

/**
 * `forbidden`: makes the procurement what it is. `material` (实质性): may affect how bids are prepared or judged. `description`: says what is bought,
 * so that a second person reads it. `wording`: the rest.
 */
export type AmendmentWeight = 'forbidden' | 'material' | 'description' | 'wording';

/** What an amendment may do to each field of the tender. A platform policy where 实施条例 art. 31 says only "may affect the preparation of bids". */
export const amendmentWeights = {
  method: 'forbidden',
  category: 'forbidden',
  purpose: 'forbidden',
  contractForm: 'forbidden',
  byContract: 'forbidden',
  nationalSecurity: 'forbidden',
  stateSecret: 'forbidden',
  custodians: 'forbidden',
  openingSteps: 'forbidden',
  reductions: 'forbidden',
  legalBasisRef: 'forbidden',
  noEnglishReason: 'forbidden',
  itemClass: 'forbidden',
  singleSource: 'forbidden',
  documentsIssueAt: 'forbidden',
  retenderOf: 'forbidden',
  applicationsCloseAt: 'forbidden',
  bidsCloseAt: 'forbidden',
  title: 'description',
  description: 'description',
  splittingExplanation: 'wording',
  budgetYear: 'wording',
  fundingPurpose: 'wording',
  budgetSource: 'wording',
  project: 'wording',
  procurementMethodRationale: 'wording',
  qualificationRequirements: 'material',
  licenceTypes: 'material',
  prequalification: 'material',
  specifications: 'material',
  criteria: 'material',
  awardMethod: 'material',
  evaluators: 'material',
  tieBreak: 'material',
  smePlan: 'material',
  terms: 'material',
  documentFee: 'material',
  exclusionClause: 'material',
  budget: 'material',
  valuation: 'material',
  milestones: 'material',
  contractPeriod: 'material',
  lots: 'material',
  lotLimits: 'material',
  items: 'material',
} as const satisfies Record<string, AmendmentWeight>;

export type AmendableField = keyof typeof amendmentWeights;

// The title and the note of a step bind nobody, nor that it has been met; its day and its kind do.
const wordingOfMilestones = /^\/milestones\/\d+\/(?:title|description|metOn)(?:\/|$)/;

/** Whether a change at a JSON pointer into the tender may affect the preparation of bids. What the table does not know is material. */
export function changeIsMaterial(pointer: string): boolean {
  const field = pointer.split('/')[1] as string;
  if (wordingOfMilestones.test(pointer)) return false;
  const weight = (amendmentWeights as Record<string, AmendmentWeight>)[field];
  return weight !== 'wording' && weight !== 'description';
}

/** Whether a second person publishes a change (四眼): of all that is material, and of what says what is bought. */
export function changeNeedsApproval(pointer: string): boolean {
  const field = pointer.split('/')[1] as string;
  return changeIsMaterial(pointer) || (amendmentWeights as Record<string, AmendmentWeight>)[field] === 'description';
}

/** The procurement itself cannot be amended into another one; nor its deadlines, which have fields of their own. */
export function objectStaysTheSame(fields: readonly AmendableField[]): Breaches {
  const forbidden = fields.filter((field) => amendmentWeights[field] === 'forbidden');
  if (forbidden.length === 0) return [];
  return [breach('tender.amendment-forbidden-field', { fields: forbidden }, { pointer: `#/changes/${forbidden[0]}` })];
}

/** Once bids may come in, whom the prequalification let through is decided. */
export function prequalificationIsDecided(fields: readonly AmendableField[]): Breaches {
  const decided = fields.filter((field) => ['prequalification', 'qualificationRequirements', 'licenceTypes'].includes(field));
  if (decided.length === 0) return [];
  return [breach('tender.amendment-forbidden-field', { fields: decided }, { pointer: `#/changes/${decided[0]}` })];
}

interface AmendedStage {
  stage: 'applications' | 'bids';
  category: Category;
  amendedAt: Instant;
  /** The deadline as the amendment leaves it. */
  closesAt: Instant;
}

/**
 * 实施条例 art. 31 (works: 招标投标法实施条例 art. 21): a material amendment leaves 15 days to the deadline of the bids, 3 to that of the
 * applications, or moves it that far.
 */
export function amendmentLeavesTime({ stage, category, amendedAt, closesAt }: AmendedStage): Breaches {
  const from = civilDateOf(amendedAt);
  const works = category === 'works';
  const id: PeriodId =
    stage === 'bids'
      ? 'clarificationDaysMin'
      : works
        ? 'worksPrequalificationClarificationDaysMin'
        : 'prequalificationClarificationDaysMin';
  const { article, force, value } = periodOn(id, from);
  if (daysBetween(from, civilDateOf(closesAt)) >= value) return [];
  const derivation = calendarDays({ article, force, from, days: value });
  const found: Breach = breach(
    stage === 'bids' ? 'tender.extension-needed' : 'prequalification.extension-needed',
    { daysMin: value, earliestOn: derivation.result },
    { pointer: stage === 'bids' ? '#/bidsCloseAt' : '#/applicationsCloseAt', derivation },
  );
  return [works ? { ...found, cites: { article, force: 'national', document: '招标投标法实施条例 第21条' } } : found];
}
