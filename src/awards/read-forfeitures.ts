import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads, type Reader } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { isOpenTo } from './between-parties.js';
import { presentForfeiture, type Forfeiture, type ForfeitureAnswer } from './forfeiture.entity.js';
import { securityById } from './securities.queries.js';

const select = `
  SELECT id, version, security_id AS "securityId", tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId", state, ground,
         reasons, evidence, notified_by AS "notifiedBy", notified_at AS "notifiedAt", statement_due AS "statementDue", statement,
         stated_by AS "statedBy", stated_at AS "statedAt", decision, decided_by AS "decidedBy", decided_at AS "decidedAt"
    FROM security_forfeitures`;

export async function forfeitureById(reader: Reader, id: string): Promise<Forfeiture | null> {
  const rows = validate(id) ? await reader.query<Forfeiture>(`${select} WHERE id = $1`, [id]) : [];
  return rows[0] ?? null;
}

/** Between the procuring entity and the supplier; who oversees reads them too. */
@Injectable()
export class ReadForfeitures {
  constructor(private readonly reads: Reads) {}

  /** Refusal 404 to others. */
  async one(actor: Actor, id: string): Promise<ForfeitureAnswer> {
    const found = await forfeitureById(this.reads, id);
    if (found === null || !(await isOpenTo(this.reads, actor, found))) throw unknownResource();
    return presentForfeiture(found);
  }

  /** Of one security, oldest first. Refusal 404 to others. */
  async list(actor: Actor, securityId: string, query: PageQuery): Promise<Page<ForfeitureAnswer>> {
    const security = await securityById(this.reads, securityId, null);
    if (!security || !(await isOpenTo(this.reads, actor, security))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await this.reads.query<Forfeiture>(
      `${select} WHERE security_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [securityId, query.after ?? null, limit + 1],
    );
    return pageOf(rows.map(presentForfeiture), limit);
  }
}
