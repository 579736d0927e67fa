import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { limitStaysAsPublished } from '../rules/art-49-prequalification-notice.js';
import { breach, type Breaches } from '../rules/breach.js';
import { deadlineIsAWorkingDay, deadlineIsNotShortened } from '../rules/deadlines.js';
import { compareInstants, instantOf, isBefore, microsOf, type Instant } from '../rules/moment.js';
import type { AmendmentBody } from './amendment.dto.js';
import { announceAmendment, merged } from './announce-amendment.js';
import { changeOf } from './notice-changes.js';
import { textKeepsLanguages } from './notice-languages.js';
import { lockOwnTender } from './own-tender.js';
import type { TenderAnswer } from './present-tender.js';
import { advanceTender, requireTenderMatch, requireTenderState } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/**
 * Moves the deadline of the applications further away (延长资格预审申请截止时间), never nearer and never once it has passed. Nothing else of a
 * prequalification notice changes, least of all its limit (art. 49). Takes the tender's lock, as every application does.
 */
@Injectable()
export class ExtendApplications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `prequalification.deadline-passed`, `prequalification.limit-not-published`, `tender.deadline-shortened`, `notice.english-incomplete`, `tender.wrong-state`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: AmendmentBody): Promise<TenderAnswer> {
    if (body.bidsCloseAt !== undefined)
      throw invalid('#/bidsCloseAt', { zh: '一次只能延长一个截止时间。', en: 'One deadline is extended at a time.' });
    const after = instantOf(microsOf(body.applicationsCloseAt as string) as bigint);
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      if (tender.publishedAt !== null && tender.applicationsCloseAt !== null)
        obey(stillRuns(tender.applicationsCloseAt, work.now));
      requireTenderState(tender, 'amend', 'procurer', work.now);
      const before = tender.applicationsCloseAt;
      if (before === null || tender.state !== 'prequalification')
        obey([breach('tender.wrong-state', { state: tender.state, event: 'extend-applications' })]);
      const { calendar } = await this.law.context(work, work.now);
      const warnings = obey([
        ...mayMove(before as Instant, after),
        ...limitStays(tender, body),
        ...textKeepsLanguages(tender, 'reason', body.reason),
        ...deadlineIsAWorkingDay(after, calendar, '#/applicationsCloseAt'),
      ]);
      await advanceTender(work, tender, 'amend', 'procurer', { applicationsCloseAt: after, warnings: merged(tender, warnings) });
      const changes = [changeOf('/applicationsCloseAt', before, after, false)];
      const tell = [tender.procurerId];
      return announceAmendment(work, tender, { article: 50, changes, reason: body.reason, warnings, tell });
    });
  }
}

function stillRuns(applicationsCloseAt: Instant, now: Instant): Breaches {
  if (isBefore(now, applicationsCloseAt)) return [];
  const facts = { applicationsCloseAt, now };
  return [breach('prequalification.deadline-passed', facts, { pointer: '#/applicationsCloseAt' })];
}

function mayMove(before: Instant, after: Instant): Breaches {
  if (compareInstants(before, after) === 0)
    throw invalid('#/applicationsCloseAt', { zh: '与原截止时间相同。', en: 'This is the deadline it has already.' });
  return deadlineIsNotShortened(before, after).map((one) => ({ ...one, pointer: '#/applicationsCloseAt' }));
}

function limitStays({ content }: Tender, { maxSuppliers }: AmendmentBody): Breaches {
  return maxSuppliers === undefined ? [] : limitStaysAsPublished(content.prequalification?.maxSuppliers ?? null, maxSuppliers);
}
