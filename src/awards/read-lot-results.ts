import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import { nonAwardLabels, type NonAwardCode } from '../rules/non-award.js';
import type { Text } from '../tenders/tender.entity.js';
import { mayRead } from '../tenders/tenders.queries.js';
import { pageOfLotResults, type NamedLotResult } from './lot-results.queries.js';

/** What became of one lot, as its notice tells it: a supplier takes it, or nobody does. */
export interface LotResultAnswer {
  /** Of the award, or of the decision that nobody takes the lot. */
  id: string;
  lotId: string;
  lotTitle: Text;
  outcome: 'awarded' | 'not-awarded';
  /** Null where nobody takes it. */
  award: { id: string; supplier: { id: string; name: Text }; amount: { amount: string; currency: 'CNY' } } | null;
  /** Null where a supplier takes it. */
  nonAward: { code: NonAwardCode; codeLabel: Bilingual; explanation: Text } | null;
  /** Of the contract that covers it; null while there is none. */
  contractId: string | null;
  decidedAt: string;
  noticeVersion: number;
}

/** 分包结果: the standing result of every lot that has one, to everybody. */
@Injectable()
export class ReadLotResults {
  constructor(private readonly reads: Reads) {}

  /** In the order of the notice; none before the award, and none of a tender without lots. Refusal 404 for a tender the caller may not see. */
  async of(actor: Actor | null, tenderId: string, query: PageQuery): Promise<Page<LotResultAnswer>> {
    if (!(await mayRead(this.reads, actor, tenderId))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await pageOfLotResults(this.reads, tenderId, { after: query.after ?? null, limit: limit + 1 });
    return pageOf(rows.map(presentLotResult), limit);
  }
}

function presentLotResult(row: NamedLotResult): LotResultAnswer {
  const { id, lotId, lotTitle, contractId, decidedAt, noticeVersion } = row;
  const result = { contractId, decidedAt, noticeVersion };
  if (row.awardId === null) {
    const code = row.code as NonAwardCode;
    const nonAward = { code, codeLabel: nonAwardLabels[code], explanation: row.explanation as Text };
    return { id, lotId, lotTitle, outcome: 'not-awarded', award: null, nonAward, ...result };
  }
  const supplier = { id: row.supplierId as string, name: row.supplierName as Text };
  const amount = { amount: row.amount as string, currency: 'CNY' as const };
  return { id, lotId, lotTitle, outcome: 'awarded', award: { id: row.awardId, supplier, amount }, nonAward: null, ...result };
}
