import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { contractById } from './awards.queries.js';
import { isOpenTo } from './between-parties.js';
import type { ContractAcceptance, ContractChange, ContractPayment } from './contract-life.entity.js';
import {
  presentAcceptance,
  presentChange,
  presentPayment,
  type AcceptanceAnswer,
  type ChangeAnswer,
  type PaymentAnswer,
} from './present-contract-life.js';

const changes = `
  SELECT id, version, contract_id AS "contractId", tender_id AS "tenderId", number, state, touches, basis, description, reasons, added,
         proposed_by AS "proposedBy", proposed_at AS "proposedAt", decided_by AS "decidedBy", decided_at AS "decidedAt", rejection,
         notice_version AS "noticeVersion"
    FROM contract_changes WHERE contract_id = $1`;
const acceptances = `
  SELECT id, contract_id AS "contractId", tender_id AS "tenderId", number, extent, outcome, held_on AS "heldOn", subject, participants, findings,
         remedy_by AS "remedyBy", recorded_by AS "recordedBy", recorded_at AS "recordedAt"
    FROM contract_acceptances WHERE contract_id = $1`;
const payments = `
  SELECT id, version, contract_id AS "contractId", tender_id AS "tenderId", number, state, title, amount, is_final AS "isFinal", deduction,
         due_on AS "dueOn", due, planned_at AS "plannedAt", approved_at AS "approvedAt", payment, paid_at AS "paidAt"
    FROM contract_payments WHERE contract_id = $1`;
const page = 'AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3';

/** Published changes are public (art. 53); proposals, acceptance and payment are between the parties and for who oversees. */
@Injectable()
export class ReadContractLife {
  constructor(private readonly reads: Reads) {}

  async changesOf(actor: Actor | null, contractId: string, query: PageQuery): Promise<Page<ChangeAnswer>> {
    const shown = (await this.isParty(actor, contractId)) ? '' : `AND state = 'published'`;
    const limit = limitOf(query);
    const rows = await this.reads.query<ContractChange>(`${changes} ${shown} ${page}`, [
      contractId,
      query.after ?? null,
      limit + 1,
    ]);
    return pageOf(rows.map(presentChange), limit);
  }

  /** Refusal 404 for a proposal of others. */
  async change(actor: Actor | null, contractId: string, changeId: string): Promise<ChangeAnswer> {
    const isParty = await this.isParty(actor, contractId);
    const [row] = await this.reads.query<ContractChange>(`${changes} AND id = $2`, [contractId, changeId]);
    if (row === undefined || (row.state !== 'published' && !isParty)) throw unknownResource();
    return presentChange(row);
  }

  /** Refusal 404 to others. */
  async acceptancesOf(actor: Actor, contractId: string, query: PageQuery): Promise<Page<AcceptanceAnswer>> {
    await this.requireParty(actor, contractId);
    const limit = limitOf(query);
    const rows = await this.reads.query<ContractAcceptance>(`${acceptances} ${page}`, [
      contractId,
      query.after ?? null,
      limit + 1,
    ]);
    return pageOf(rows.map(presentAcceptance), limit);
  }

  /** Refusal 404 to others. */
  async paymentsOf(actor: Actor, contractId: string, query: PageQuery): Promise<Page<PaymentAnswer>> {
    await this.requireParty(actor, contractId);
    const limit = limitOf(query);
    const rows = await this.reads.query<ContractPayment>(`${payments} ${page}`, [contractId, query.after ?? null, limit + 1]);
    const now = await this.reads.now();
    return pageOf(
      rows.map((row) => presentPayment(row, now)),
      limit,
    );
  }

  /** Refusal 404 to others. */
  async payment(actor: Actor, contractId: string, paymentId: string): Promise<PaymentAnswer> {
    await this.requireParty(actor, contractId);
    const [row] = await this.reads.query<ContractPayment>(`${payments} AND id = $2`, [contractId, paymentId]);
    if (row === undefined) throw unknownResource();
    return presentPayment(row, await this.reads.now());
  }

  private async requireParty(actor: Actor, contractId: string): Promise<void> {
    if (!(await this.isParty(actor, contractId))) throw unknownResource();
  }

  /** Whether the caller sees what is between the parties. Refusal 404 for no contract; LawRefusal where a mandate or power does not cover it. */
  private async isParty(actor: Actor | null, contractId: string): Promise<boolean> {
    const contract = await contractById(this.reads, contractId);
    if (contract === null) throw unknownResource();
    if (actor === null) return false;
    requireCovered(actor, contract.tenderId);
    return isOpenTo(this.reads, actor, contract);
  }
}
