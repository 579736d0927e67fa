import { Injectable } from '@nestjs/common';
import { standsInFor } from '../organizations/deputies.queries.js';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { noticeIsPublishable } from '../rules/art-53-publication.js';
import { breach, type Breaches } from '../rules/breach.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { approverIsFree, approverIsNoAuthor } from '../rules/officers.js';
import { textKeepsLanguages } from './notice-languages.js';
import { keepPlannedVersion, lockOwnPlannedNotice } from './planned-notice-life.js';
import { PlannedNotice } from './planned-notice.entity.js';
import { readablePlannedNotice, type PlannedNoticeAnswer } from './planned-notices.queries.js';
import type { Text } from './tender.entity.js';

/** 采购意向公开: an approver other than the author publishes the planned procurement; from this day its forty days count (art. 51). */
@Injectable()
export class PublishPlannedNotice {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `planned-notice.wrong-state`, `planned-notice.date-past`, `tender.approver-is-author`, `tender.approved-by-deputy`, `notice.english-missing`,
   * `notice.english-incomplete`, `organization.not-verified`; Refusal 404, 412, 428.
   */
  run(actor: Actor, id: string): Promise<PlannedNoticeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const planned = await lockOwnPlannedNotice(work, actor, id);
      requireMatch(actor, planned);
      const { state } = planned;
      if (state !== 'draft') throw new LawRefusal([breach('planned-notice.wrong-state', { state, event: 'publish' })]);
      await requireVerified(work, planned.procurerId);
      const standsIn = await standsInFor(work, actor.personId, [planned.createdBy, ...planned.revisedBy]);
      const warnings = obey([
        ...approverIsFree({ wasInCharge: false, standsInForAuthor: standsIn }),
        ...breachesOf(planned, actor, civilDateOf(work.now)),
      ]);
      await work.save(PlannedNotice, planned, {
        state: 'published',
        publishedBy: actor.personId,
        publishedAt: work.now,
        warnings,
      });
      const answer = (await readablePlannedNotice(work, actor, id)) as PlannedNoticeAnswer;
      const { version: _row, contentSha256: _none, tenders: _unused, ...content } = answer;
      const contentSha256 = await keepPlannedVersion(work, id, 'publication', content);
      work.record({
        type: 'planned-notice.published',
        article: 51,
        tenderId: null,
        subject: { kind: 'planned-notice', id },
        payload: { contentSha256, plannedNoticeOn: planned.plannedNoticeOn, warnings: warnings.map((one) => one.rule) },
        tell: [planned.procurerId],
      });
      return { ...answer, contentSha256 };
    });
  }
}

function breachesOf(planned: PlannedNotice, { personId }: Actor, today: CivilDate): Breaches {
  const { createdBy, revisedBy } = planned;
  return [
    ...approverIsNoAuthor(personId, [createdBy, ...revisedBy]),
    ...dateIsAhead(planned, today),
    ...plannedLanguageBreaches(planned),
  ];
}

/** The procurement's own notice is still to come. */
export function dateIsAhead({ plannedNoticeOn }: PlannedNotice, today: CivilDate): Breaches {
  if (plannedNoticeOn > today) return [];
  return [breach('planned-notice.date-past', { plannedNoticeOn }, { pointer: '#/plannedNoticeOn' })];
}

/** Art. 53, as for any notice. */
export function plannedLanguageBreaches(planned: PlannedNotice): Breaches {
  const { title, description, content } = planned;
  const named = [
    ['documentsAddress', content.documentsAddress],
    ['expressionOfInterest', content.expressionOfInterest],
  ] as const;
  return [
    ...noticeIsPublishable(
      { title: inBoth(title), description: inBoth(description), qualificationRequirements: inBoth(title) },
      content.noEnglishReason ?? null,
    ),
    ...(title.en === undefined
      ? []
      : named.flatMap(([name, text]) => (text === undefined ? [] : textKeepsLanguages(planned, name, text)))),
  ];
}

function inBoth({ zh, en }: Text): { zh: string; en: string | null } {
  return { zh, en: en ?? null };
}
