import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import { oversees } from '../tenders/oversees.js';
import { mayRead } from '../tenders/tenders.queries.js';
import { isOfThePanel } from './committee-seat.js';
import { committeeAnswer, type CommitteeAnswer } from './committees.queries.js';
import type { RecusalRequest } from './committee.entity.js';
import { drawAlgorithm } from './draw.js';
import { pageOfRecusals, recusalHead } from './recusals.queries.js';
import { isOpenTo, partyOf } from './between-parties.js';

export interface SeedAnswer {
  tenderId: string;
  algorithm: string;
  /** Hex SHA-256 of the secret that the draw's seed is made of. */
  commitment: string;
  committedAt: Instant;
  how: Bilingual;
}

/** How a stranger redoes a draw. */
const how: Bilingual = {
  zh: '种子＝SHA-256（以换行符连接：算法名、项目编号、抽取对象、秘密值、按文本排序的各份“投标编号:密文SHA-256”）；签号＝SHA-256（种子:专家编号），由小到大；开标后入库者排在最后。秘密值随中标结果公布，其SHA-256即此处的承诺值。',
  en: 'Seed: SHA-256 of, joined by line feeds, the name of the algorithm, the tender id, what is drawn, the secret, and every "bid id:SHA-256 of its sealed file" in the order of the text. Lot: SHA-256 of "seed:expert id", the lowest first; who came to the pool after the opening stands last. The secret is published with the award; its SHA-256 is the commitment here.',
};

/** Who evaluates is confidential until the award, then public with the whole draw (实施条例 art. 43, 87号令 art. 47). */
@Injectable()
export class ReadCommittee {
  constructor(private readonly reads: Reads) {}

  /** The latest committee. Refusal 404 before there is one, and before the award for all but the panel, its entity and who oversees. */
  async run(actor: Actor | null, tenderId: string): Promise<CommitteeAnswer> {
    const awarded = await isAwarded(this.reads, tenderId);
    const inside = actor !== null && (await this.isInside(actor, tenderId));
    if (!inside && !awarded) throw unknownResource();
    const answer = await committeeAnswer(this.reads, tenderId, {
      ties: actor !== null && (await oversees(this.reads, actor, tenderId)),
    });
    if (!answer) throw unknownResource();
    return answer;
  }

  /** What the draw was committed to; public with the tender. */
  async seed(actor: Actor | null, tenderId: string): Promise<SeedAnswer> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const rows = await this.reads.query<Omit<SeedAnswer, 'how' | 'algorithm'>>(
      'SELECT tender_id AS "tenderId", commitment, committed_at AS "committedAt" FROM draw_seeds WHERE tender_id = $1',
      [tenderId],
    );
    if (!rows[0]) throw unknownResource();
    return { ...rows[0], algorithm: drawAlgorithm, how };
  }

  /** The caller's own requests, or all for who oversees. Refusal 404 for a tender the caller may not see. */
  async recusals(actor: Actor, tenderId: string, query: PageQuery): Promise<Page<RecusalRequest>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const { items, next } = await pageOfRecusals(this.reads, tenderId, await partyOf(this.reads, actor, tenderId), query);
    return { items: items.map((one) => shownTo(actor, one)), next };
  }

  /** To its supplier, the procuring entity and who oversees; which member it was is not told to the supplier. Refusal 404 to others. */
  async recusal(actor: Actor, id: string): Promise<RecusalRequest> {
    const request = await recusalHead(this.reads, id);
    if (!(await isOpenTo(this.reads, actor, request))) throw unknownResource();
    return shownTo(actor, request);
  }

  private async isInside(actor: Actor, tenderId: string): Promise<boolean> {
    if (await oversees(this.reads, actor, tenderId)) return true;
    const rows = await this.reads.query<{ procurerId: string }>('SELECT procurer_id AS "procurerId" FROM tenders WHERE id = $1', [
      tenderId,
    ]);
    if (!rows[0] || !(await isOfThePanel(this.reads, actor, { id: tenderId, ...rows[0] }))) return false;
    return (await declaredConflict(this.reads, tenderId, actor.personId)) !== true;
  }
}

function shownTo(actor: Actor, request: RecusalRequest): RecusalRequest {
  return actor.organizationId === request.supplierId ? { ...request, memberId: null } : request;
}

async function isAwarded(reads: Reads, tenderId: string): Promise<boolean> {
  return (await reads.query(`SELECT 1 FROM awards WHERE tender_id = $1 LIMIT 1`, [tenderId])).length > 0;
}
