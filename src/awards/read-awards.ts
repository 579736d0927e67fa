import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads, type Reader } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { breach } from '../rules/breach.js';
import type { Text } from '../tenders/tender.entity.js';
import { mayRead } from '../tenders/tenders.queries.js';
import type { Award, Debrief } from './award.entity.js';
import { partnerColumns, type AwardPartners } from './award-partners.js';
import { awardedItems, itemColumns, type ItemRow } from './awarded-items.js';
import { isOpenTo } from './between-parties.js';
import { isOfThePanel } from './committee-seat.js';
import { belongsToBidder, coveredColumns, pageOfOpenedBids, type EvaluatedBid } from './awards.queries.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import type { ContractBreach } from './contract.entity.js';
import type { BreachStatementText } from './exclusion.entity.js';
import type { ReportContent } from './lot-outcomes.js';
import {
  presentAward,
  presentContract,
  presentDebrief,
  type AwardAnswer,
  type ContractAnswer,
  type DebriefAnswer,
  type SignedContract,
} from './present-award.js';
import { withheldOf } from './withheld-fields.js';

/** Who oversees evaluations as such; a reviewer reads one in the case it has, through the complaint. */
const evaluationOverseers = ['supervisor', 'auditor'] as const;

export interface ReportAnswer {
  id: string;
  version: number;
  state: 'valid' | 'set-aside';
  tenderId: string;
  round: number;
  recordedAt: string;
  report: ReportContent;
}

/** A breach on record with the supplier's word on it; null where it said nothing. */
export type BreachAnswer = ContractBreach & { statement: { statement: BreachStatementText; statedAt: string } | null };

/** Awards and contracts are public; what leads to them is for the parties and those who oversee them. */
@Injectable()
export class ReadAwards {
  constructor(private readonly reads: Reads) {}

  /** Throws Refusal 404. */
  async award(id: string): Promise<AwardAnswer> {
    return one(await this.awards('award.id = $1', [id]));
  }

  /** Newest first; an award that was set aside stays readable. Refusal 404 for a tender the caller may not see. */
  async awardsOf(actor: Actor | null, tenderId: string, query: PageQuery): Promise<Page<AwardAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const limit = limitOf(query);
    const where = 'award.tender_id = $1 AND ($2::uuid IS NULL OR award.id < $2) ORDER BY award.id DESC LIMIT $3';
    return pageOf(await this.awards(where, [tenderId, query.after ?? null, limit + 1]), limit);
  }

  async contract(id: string): Promise<ContractAnswer> {
    return one(await this.contracts('contract.id = $1', [id]));
  }

  /** Newest first. Refusal 404 for a tender the caller may not see. */
  async contractsOf(actor: Actor | null, tenderId: string, query: PageQuery): Promise<Page<ContractAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const limit = limitOf(query);
    const where = 'contract.tender_id = $1 AND ($2::uuid IS NULL OR contract.id < $2) ORDER BY contract.id DESC LIMIT $3';
    return pageOf(await this.contracts(where, [tenderId, query.after ?? null, limit + 1]), limit);
  }

  /** To the parties of the contract and to overseers; Refusal 404 to others. */
  async breachesOf(actor: Actor, contractId: string, query: PageQuery): Promise<Page<BreachAnswer>> {
    const contract = await this.contract(contractId);
    if (!(await this.mayRead(actor, contract))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await this.reads.query<BreachAnswer>(
      `SELECT id, contract_id AS "contractId", procurer_id AS "procurerId", supplier_id AS "supplierId", breached_on AS "breachedOn",
              material, remedied_in_time AS "remediedInTime", evidence, description, recorded_by AS "recordedBy", recorded_at AS "recordedAt",
              (SELECT json_build_object('statement', said.statement, 'statedAt', utc_text(said.stated_at))
                 FROM breach_statements said WHERE said.breach_id = contract_breaches.id) AS statement
         FROM contract_breaches WHERE contract_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [contractId, query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** To the supplier that asked, the procuring entity and overseers; Refusal 404 to others. */
  async debrief(actor: Actor, id: string): Promise<DebriefAnswer> {
    const rows = await this.reads.query<Debrief>(
      `SELECT id, version, award_id AS "awardId", application_id AS "applicationId", tender_id AS "tenderId", supplier_id AS "supplierId", procurer_id AS "procurerId", state,
              requested_at AS "requestedAt", due_on AS "dueOn", due, own_result AS "ownResult", answer, answered_at AS "answeredAt"
         FROM debriefs WHERE id = $1`,
      [id],
    );
    const debrief = one(rows);
    if (!(await this.mayRead(actor, debrief))) throw unknownResource();
    return presentDebrief(debrief, await withheldOf(this.reads, id), await this.reads.now());
  }

  /**
   * The current report: to the procuring entity and its evaluators, to supervisors and auditors; Refusal 404 to others. Throws LawRefusal
   * `evaluation.conflict-declared` for whoever is in a conflict of interest.
   */
  async report(actor: Actor, tenderId: string): Promise<ReportAnswer> {
    await this.requireMayRead(actor, tenderId);
    return this.reportOf(tenderId);
  }

  /** Without asking who reads: the caller has. Refusal 404 before the first report. */
  async reportOf(tenderId: string): Promise<ReportAnswer> {
    const rows = await this.reads.query<ReportAnswer>(
      `SELECT id, version, state, tender_id AS "tenderId", round, recorded_at AS "recordedAt", report
         FROM evaluation_reports WHERE tender_id = $1 ORDER BY round DESC LIMIT 1`,
      [tenderId],
    );
    return one(rows);
  }

  /** The opened bids with their content, to the same readers. Empty before the opening. */
  async bids(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<EvaluatedBid>> {
    await this.requireMayRead(actor, tenderId);
    return this.bidsOf(tenderId, query);
  }

  /** Without asking who reads: the caller has. */
  bidsOf(tenderId: string, query: PageQuery): Promise<Page<EvaluatedBid>> {
    return pageOfOpenedBids(this.reads, tenderId, query);
  }

  /** Throws Refusal 404 for who may not read what leads to an award, LawRefusal `evaluation.conflict-declared` in a conflict. */
  async requireMayRead(actor: Actor, tenderId: string): Promise<void> {
    const procurer = await procurerOf(this.reads, tenderId);
    if (procurer === null) throw unknownResource();
    if (evaluationOverseers.some((role) => actor.roles.includes(role))) return;
    if (!(await isOfThePanel(this.reads, actor, { id: tenderId, procurerId: procurer }))) throw unknownResource();
    const declared = await declaredConflict(this.reads, tenderId, actor.personId);
    if (declared === true || (await belongsToBidder(this.reads, tenderId, actor.personId)))
      throw new LawRefusal([breach('evaluation.conflict-declared')]);
    const responsible = actor.roles.includes('procurer') || actor.roles.includes('approver');
    if (declared === null && !responsible) throw unknownResource();
  }

  /** Throws LawRefusal where a mandate or power does not cover the tender. */
  private async mayRead(actor: Actor, of: { procurerId: string; supplierId: string; tenderId: string }): Promise<boolean> {
    requireCovered(actor, of.tenderId);
    return isOpenTo(this.reads, actor, of);
  }

  private async awards(where: string, params: readonly unknown[]): Promise<AwardAnswer[]> {
    const rows = await this.reads.query<Award & ItemRow & AwardPartners & { supplierName: Text }>(
      `SELECT award.id, award.version, award.state, award.tender_id AS "tenderId", award.bid_id AS "bidId", award.lot_id AS "lotId",
              award.supplier_id AS "supplierId", award.amount, award.reasons, award.warnings, award.decided_at AS "decidedAt", award.notice_version AS "noticeVersion",
              award.result_notice_ends_on AS "resultNoticeEndsOn", award.standstill_ends_on AS "standstillEndsOn",
              award.standstill_ends_at AS "standstillEndsAt", award.standstill, supplier.name AS "supplierName", ${itemColumns}, ${partnerColumns}
         FROM awards award JOIN organizations supplier ON supplier.id = award.supplier_id
         JOIN tenders tender ON tender.id = award.tender_id LEFT JOIN opened_bids bid ON bid.id = award.bid_id
        WHERE ${where}`,
      params,
    );
    return rows.map((row) =>
      presentAward(
        row,
        row.supplierName,
        awardedItems(row.tenderItems, row.bidItems, row.lotId === null ? null : [row.lotId]),
        row,
      ),
    );
  }

  private async contracts(where: string, params: readonly unknown[]): Promise<ContractAnswer[]> {
    const rows = await this.reads.query<SignedContract & ItemRow & AwardPartners>(
      `SELECT contract.id, contract.version, contract.state, contract.tender_id AS "tenderId", contract.award_id AS "awardId",
              contract.procurer_id AS "procurerId", contract.supplier_id AS "supplierId", contract.number, contract.title, contract.description,
              contract.amount, contract.period, contract.late_reason AS "lateReason", contract.warnings,
              contract.signed_at AS "signedAt", contract.publish_by AS "publishBy",
              contract.publish_by_derivation AS "publishByDerivation", contract.published_at AS "publishedAt",
              contract.notice_version AS "noticeVersion", contract.completion, ${coveredColumns}, ${itemColumns}, ${partnerColumns}
         FROM contracts contract JOIN tenders tender ON tender.id = contract.tender_id
         JOIN awards award ON award.id = contract.award_id LEFT JOIN opened_bids bid ON bid.id = award.bid_id
        WHERE ${where}`,
      params,
    );
    return rows.map((row) =>
      presentContract(row, awardedItems(row.tenderItems, row.bidItems, row.lotIds.length === 0 ? null : row.lotIds), row),
    );
  }
}

function one<Row>(rows: readonly Row[]): Row {
  if (rows[0] === undefined) throw unknownResource();
  return rows[0];
}

async function procurerOf(reader: Reader, tenderId: string): Promise<string | null> {
  const rows = await reader.query<{ procurerId: string }>('SELECT procurer_id AS "procurerId" FROM tenders WHERE id = $1', [
    tenderId,
  ]);
  return rows[0]?.procurerId ?? null;
}
