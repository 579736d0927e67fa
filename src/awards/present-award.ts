import type { Bilingual, Breaches, Derivation } from '../rules/breach.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';
import type { Award, Debrief, LotNonAward } from './award.entity.js';
import type { AwardPartners } from './award-partners.js';
import type { Covered } from './awards.queries.js';
import type { AwardedItem } from './awarded-items.js';
import type { Contract } from './contract.entity.js';
import type { WithheldField } from './withheld-field.entity.js';
import { presentWithheld, type WithheldPart } from './withheld-fields.js';

export interface AwardAnswer {
  id: string;
  version: number;
  state: Award['state'];
  tenderId: string;
  /** Null for a direct award. */
  bidId: string | null;
  /** The lot that it decides; null where it is the whole tender. */
  lotId: string | null;
  supplier: { id: string; name: Text };
  amount: { amount: string; currency: 'CNY' };
  items: AwardedItem[];
  /** The members of the consortium; empty for a supplier that bid alone. */
  consortium: AwardPartners['consortium'];
  subcontracting: AwardPartners['subcontracting'];
  reasons: Bilingual;
  warnings: Breaches;
  decidedAt: string;
  noticeVersion: number;
  resultNoticeEndsOn: string | null;
  standstill: { endsOn: string | null; derivation: Derivation };
  /** The first instant at which a contract may be signed; null while a calendar is missing. */
  standstillEndsAt: string | null;
  pending?: string[];
}

/** What an act on lots made: one award for each lot that a bid takes, and the lots that nobody takes. */
export interface LotAwardsAnswer {
  tenderId: string;
  noticeVersion: number;
  decidedAt: string;
  awards: AwardAnswer[];
  nonAwards: Pick<LotNonAward, 'lotId' | 'code' | 'explanation'>[];
}

export function presentAward(award: Award, supplierName: Text, items: AwardedItem[], partners: AwardPartners): AwardAnswer {
  const { id, version, state, tenderId, bidId, lotId, reasons, warnings, decidedAt, noticeVersion, resultNoticeEndsOn } = award;
  return {
    id,
    version,
    state,
    tenderId,
    bidId,
    lotId,
    supplier: { id: award.supplierId, name: supplierName },
    amount: { amount: award.amount, currency: 'CNY' },
    items,
    consortium: partners.consortium,
    subcontracting: partners.subcontracting,
    reasons,
    warnings,
    decidedAt,
    noticeVersion,
    resultNoticeEndsOn,
    standstill: { endsOn: award.standstillEndsOn, derivation: award.standstill },
    standstillEndsAt: award.standstillEndsAt,
    ...pendingIf(award.standstillEndsOn === null),
  };
}

export interface ContractAnswer {
  id: string;
  version: number;
  state: Contract['state'];
  tenderId: string;
  awardId: string;
  /** All awards that it covers; several where it covers several lots. */
  awardIds: string[];
  /** A ruling has stopped its performance (art. 60). */
  stopped: boolean;
  /** The lots that it covers; none of a tender without lots. */
  lotIds: string[];
  procurerId: string;
  supplierId: string;
  number: string | null;
  title: Text | null;
  description: Text | null;
  amount: { amount: string; currency: 'CNY' };
  items: AwardedItem[];
  consortium: AwardPartners['consortium'];
  subcontracting: AwardPartners['subcontracting'];
  period: Contract['period'];
  lateReason: Contract['lateReason'];
  warnings: Breaches;
  signedAt: string;
  publishedAt: string;
  publishBy: string | null;
  derivation: Derivation;
  noticeVersion: number;
  completion: Contract['completion'];
  pending?: string[];
}

/** A contract with the awards and lots that it covers. */
export type SignedContract = Contract & Covered;

export function presentContract(contract: SignedContract, items: AwardedItem[], partners: AwardPartners): ContractAnswer {
  const { id, version, state, tenderId, awardId, procurerId, supplierId, number, period, signedAt, publishedAt } = contract;
  return {
    id,
    version,
    state,
    tenderId,
    awardId,
    awardIds: contract.awardIds,
    stopped: contract.stopped,
    lotIds: contract.lotIds,
    procurerId,
    supplierId,
    number,
    title: contract.title,
    description: contract.description,
    amount: { amount: contract.amount, currency: 'CNY' },
    items,
    consortium: partners.consortium,
    subcontracting: partners.subcontracting,
    period,
    lateReason: contract.lateReason,
    warnings: contract.warnings,
    signedAt,
    publishedAt,
    publishBy: contract.publishBy,
    derivation: contract.publishByDerivation,
    noticeVersion: contract.noticeVersion,
    completion: contract.completion,
    ...pendingIf(contract.publishBy === null),
  };
}

export interface DebriefAnswer {
  id: string;
  version: number;
  state: Debrief['state'];
  /** One of the two. */
  awardId: string | null;
  applicationId: string | null;
  tenderId: string;
  supplierId: string;
  requestedAt: string;
  dueOn: string | null;
  /** Not answered, and the last day is over: both sides see it. */
  overdue: boolean;
  derivation: Derivation;
  ownResult: Debrief['ownResult'];
  answer: Debrief['answer'];
  /** What of the answer waits for a day, and why; still named after its release. */
  withheld: WithheldPart[];
  answeredAt: string | null;
  pending?: string[];
}

export function presentDebrief(debrief: Debrief, withheld: readonly WithheldField[], now: Instant): DebriefAnswer {
  const { id, version, state, awardId, applicationId, tenderId, supplierId, requestedAt, dueOn, ownResult, answer, answeredAt } =
    debrief;
  return {
    id,
    version,
    state,
    awardId,
    applicationId,
    tenderId,
    supplierId,
    requestedAt,
    dueOn,
    overdue: state === 'requested' && dueOn !== null && civilDateOf(now) > dueOn,
    derivation: debrief.due,
    ownResult,
    answer,
    withheld: presentWithheld(withheld, now),
    answeredAt,
    ...pendingIf(dueOn === null),
  };
}

/** Rulebook P11: a date whose calendar year is not loaded is null and named as pending. */
function pendingIf(missing: boolean): { pending?: string[] } {
  return missing ? { pending: ['calendarYearMissing'] } : {};
}
