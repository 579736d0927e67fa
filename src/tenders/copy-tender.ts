import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { beginDraft } from './begin-draft.js';
import type { TenderAnswer } from './present-tender.js';
import type { TenderBody } from './tender.dto.js';
import { Tender, type TenderContent } from './tender.entity.js';
import { answerOf, mayRead } from './tenders.queries.js';

export type CopyAnswer = TenderAnswer & {
  copiedFrom: { id: string; referenceNumber: string };
  /** The files of the original: they are not taken over, whoever wants them adds them again. */
  documentsToAdd: { name: string; mediaType: string; bytes: number; sha256: string }[];
};

/** A new draft from a published procurement or one of the own entity (复制项目): its texts, criteria and items, without dates, approvals, locks and files. */
@Injectable()
export class CopyTender {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
  ) {}

  /** Throws LawRefusal `organization.not-verified`; Refusal 403 for an organisation that does not procure, 404 where the original may not be read. */
  async run(actor: Actor, id: string): Promise<CopyAnswer> {
    const original = await this.dataSource.getRepository(Tender).findOneBy({ id });
    if (!original || !(await mayRead(this.reads, actor, id))) throw unknownResource();
    return this.unitOfWork.run(actor, async (work) => {
      const { referenceNumber } = original;
      const isOwn = original.procurerId === actor.organizationId;
      const tender = await beginDraft(work, actor, copied(original, isOwn), { copiedFrom: id });
      const documentsToAdd = await work.query<CopyAnswer['documentsToAdd'][number]>(
        `SELECT name, media_type AS "mediaType", bytes::float8 AS bytes, sha256 FROM tender_documents
          WHERE tender_id = $1 ORDER BY id LIMIT 500`,
        [id],
      );
      return { ...(await answerOf(work, tender, work.now)), copiedFrom: { id, referenceNumber }, documentsToAdd };
    });
  }
}

/** What belongs to one procurement only: its dates, its claims and reasons, its source, who keeps its locks. */
const once = [
  'documentsIssueAt',
  'milestones',
  'contractPeriod',
  'reductions',
  'legalBasisRef',
  'splittingExplanation',
  'singleSource',
] as const satisfies readonly (keyof TenderContent)[];

/** What belongs to the entity that wrote it. */
const ofItsEntity = [
  'custodians',
  'fundingPurpose',
  'project',
  'budgetSource',
] as const satisfies readonly (keyof TenderContent)[];

/** The original's content was checked when it came in. */
function copied(original: Tender, isOwn: boolean): TenderBody {
  const { method, category, title, description, itemClass, valuation, budget } = original;
  const left: readonly string[] = isOwn ? once : [...once, ...ofItsEntity];
  const content = Object.fromEntries(Object.entries(original.content).filter(([name]) => !left.includes(name)));
  const money = isOwn ? { valuation, budget: budget === null ? null : { amount: budget, currency: 'CNY' } } : {};
  const body = { ...content, method, category, title, description, itemClass, ...money };
  return { ...body, nationalSecurity: false, stateSecret: false } as unknown as TenderBody;
}
