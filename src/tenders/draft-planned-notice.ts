import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { forbidden, invalid } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { refuseSecurityExcluded, requireClassOfCategory } from './draft-content.js';
import type { PlannedNoticeBody } from './planned-notice.dto.js';
import { PlannedNotice, type PlannedNoticeContent } from './planned-notice.entity.js';
import { readablePlannedNotice, type PlannedNoticeAnswer } from './planned-notices.queries.js';
import { searchForm } from './tenders.queries.js';

/** A planned procurement (采购意向) of the caller's own, verified organisation, for another person to publish. */
@Injectable()
export class DraftPlannedNotice {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `scope.security-excluded` before anything is stored, `organization.not-verified`; Refusal 403 for an organisation that does not procure, 422. */
  run(actor: Actor, body: PlannedNoticeBody): Promise<PlannedNoticeAnswer> {
    refuseSecurityExcluded(body);
    requirePlannedFits(body);
    return this.unitOfWork.run(actor, async (work) => {
      const procurer = await requireVerified(work, actor.organizationId);
      if (!procurer.kinds.includes('procuring-entity'))
        throw forbidden({ zh: '该组织不是采购人。', en: 'This organisation is no procuring entity.' });
      const { id, title } = await work.insert(PlannedNotice, {
        ...unpublished,
        ...plannedColumnsOf(body),
        id: newId(),
        procurerId: procurer.id,
        createdBy: actor.personId,
        createdAt: work.now,
      });
      work.record({
        type: 'planned-notice.drafted',
        article: 51,
        tenderId: null,
        subject: { kind: 'planned-notice', id },
        payload: { title, category: body.category, plannedNoticeOn: body.plannedNoticeOn },
      });
      return (await readablePlannedNotice(work, actor, id)) as PlannedNoticeAnswer;
    });
  }
}

const unpublished = {
  version: 1,
  state: 'draft' as const,
  warnings: [],
  revisedBy: [],
  publishedBy: null,
  publishedAt: null,
  withdrawnBy: null,
  withdrawnAt: null,
  withdrawalReason: null,
};

/** Throws Refusal 422 where class and category, or the two days, do not fit. */
export function requirePlannedFits({ category, itemClass, plannedNoticeOn, plannedBidsCloseOn }: PlannedNoticeBody): void {
  requireClassOfCategory(itemClass, category);
  if (plannedBidsCloseOn !== undefined && plannedBidsCloseOn <= plannedNoticeOn)
    throw invalid('#/plannedBidsCloseOn', { zh: '须晚于预计公告日期。', en: 'It must lie after the expected notice.' });
}

/** What is said, as columns. */
export function plannedColumnsOf(
  body: PlannedNoticeBody,
): Pick<
  PlannedNotice,
  'title' | 'description' | 'category' | 'itemClass' | 'budget' | 'plannedNoticeOn' | 'content' | 'searchText'
> {
  const { title, description, category, itemClass, budget, plannedNoticeOn } = body;
  const { plannedBidsCloseOn, documentsAddress, expressionOfInterest, noEnglishReason } = body;
  const content = { plannedBidsCloseOn, documentsAddress, expressionOfInterest, noEnglishReason };
  return {
    title: { ...title },
    description: { ...description },
    category,
    itemClass: itemClass ?? null,
    budget: budget?.amount ?? null,
    plannedNoticeOn,
    content: JSON.parse(JSON.stringify(content)) as PlannedNoticeContent,
    searchText: searchForm([title.zh, title.en, description.zh, description.en].join(' ')),
  };
}
