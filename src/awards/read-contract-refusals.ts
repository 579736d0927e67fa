import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads, type Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { isOpenTo } from './between-parties.js';
import { presentContractRefusal, type ContractRefusal, type ContractRefusalAnswer } from './contract-refusal.entity.js';

const select = `
  SELECT id, version, award_id AS "awardId", tender_id AS "tenderId", lot_id AS "lotId", procurer_id AS "procurerId", supplier_id AS "supplierId", state,
         ground, reasons, evidence, notified_by AS "notifiedBy", notified_at AS "notifiedAt", statement_due AS "statementDue", statement,
         stated_by AS "statedBy", stated_at AS "statedAt", decision, decided_by AS "decidedBy", decided_at AS "decidedAt",
         notice_version AS "noticeVersion"
    FROM contract_refusals`;

export async function contractRefusalById(reader: Reader, id: string): Promise<ContractRefusal | null> {
  const rows = validate(id) ? await reader.query<ContractRefusal>(`${select} WHERE id = $1`, [id]) : [];
  return rows[0] ?? null;
}

/** Between the procuring entity and the winner; who oversees reads them too. That an award has fallen, and why, is public by its notice. */
@Injectable()
export class ReadContractRefusals {
  constructor(private readonly reads: Reads) {}

  /** Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<ContractRefusalAnswer> {
    const found = await contractRefusalById(this.reads, id);
    if (found === null || !(await isOpenTo(this.reads, actor, found))) throw unknownResource();
    return presentContractRefusal(found);
  }

  /** Of one award, oldest first. Refusal 404 to others. */
  async list(actor: Actor, awardId: string, query: PageQuery): Promise<Page<ContractRefusalAnswer>> {
    const [award] = await this.reads.query<{ tenderId: string; procurerId: string; supplierId: string }>(
      'SELECT tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId" FROM awards WHERE id = $1',
      [awardId],
    );
    if (!award || !(await isOpenTo(this.reads, actor, award))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await this.reads.query<ContractRefusal>(
      `${select} WHERE award_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [awardId, query.after ?? null, limit + 1],
    );
    return pageOf(rows.map(presentContractRefusal), limit);
  }
}
