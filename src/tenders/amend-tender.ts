import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { deadlineIsAWorkingDay, deadlineIsNotShortened } from '../rules/deadlines.js';
import { compareInstants, instantOf, isBefore, microsOf, type Instant } from '../rules/moment.js';
import { AmendContent } from './amend-content.js';
import { announceAmendment, merged } from './announce-amendment.js';
import type { AmendmentBody } from './amendment.dto.js';
import { concernedBy } from './concerned.js';
import { ExtendApplications } from './extend-applications.js';
import { changeOf } from './notice-changes.js';
import { textKeepsLanguages } from './notice-languages.js';
import { lockOwnTender } from './own-tender.js';
import type { TenderAnswer } from './present-tender.js';
import { opensAtOf } from './opening-moment.js';
import { advanceTender, requireTenderMatch, requireTenderState } from './tender-life.js';

/**
 * Amends a published tender (变更). Here its deadline moves further away (延长投标截止时间), never nearer and never once it has passed; the content
 * has a use case of its own. Takes the tender's lock, as every submission does, so that no bid is judged by the deadline before.
 */
@Injectable()
export class AmendTender {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
    private readonly extending: ExtendApplications,
    private readonly content: AmendContent,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws LawRefusal `tender.deadline-passed`, `tender.deadline-shortened`, `notice.english-incomplete`, `tender.wrong-state`; Refusal 404, 412, 422, 428. */
  run(actor: Actor, id: string, body: AmendmentBody): Promise<TenderAnswer> {
    if (body.changes !== undefined || body.documents !== undefined || body.material === true)
      return this.content.run(actor, id, body);
    if (body.applicationsCloseAt !== undefined) return this.extending.run(actor, id, body);
    if (body.bidsCloseAt === undefined || body.maxSuppliers !== undefined) throw oneDeadline();
    const after = instantOf(microsOf(body.bidsCloseAt) as bigint);
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      const before = tender.bidsCloseAt;
      if (before !== null && tender.publishedAt !== null) obey(deadlineMayMove(before, after, work.now));
      await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'amend', 'procurer', work.now);
      if (before === null) throw oneDeadline();
      const { calendar } = await this.law.context(work, work.now);
      const warnings = obey([
        ...textKeepsLanguages(tender, 'reason', body.reason),
        ...deadlineIsAWorkingDay(after, calendar, '#/bidsCloseAt'),
      ]);
      const opensAt = opensAtOf(after, this.config.openingGraceSeconds);
      await advanceTender(work, tender, 'amend', 'procurer', { bidsCloseAt: after, opensAt, warnings: merged(tender, warnings) });
      const changes = [changeOf('/bidsCloseAt', before, after, false)];
      const tell = await concernedBy(work, tender);
      return announceAmendment(work, tender, { article: 51, changes, reason: body.reason, warnings, tell });
    });
  }
}

function deadlineMayMove(before: Instant, after: Instant, now: Instant): Breaches {
  if (!isBefore(now, before))
    return [breach('tender.deadline-passed', { bidsCloseAt: before, now }, { pointer: '#/bidsCloseAt' })];
  if (compareInstants(before, after) === 0)
    throw invalid('#/bidsCloseAt', { zh: '与原截止时间相同。', en: 'This is the deadline it has already.' });
  return deadlineIsNotShortened(before, after);
}

/** Bids have a deadline only once their documents are issued; before that it is the applications' that moves. */
function oneDeadline(): Error {
  return invalid('#/bidsCloseAt', {
    zh: '资格预审期间只能延长applicationsCloseAt，此后只能延长bidsCloseAt。',
    en: 'During prequalification applicationsCloseAt is extended, after it bidsCloseAt.',
  });
}
