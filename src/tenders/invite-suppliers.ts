import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { instantOf, microsOf, type Instant } from '../rules/moment.js';
import { merged } from './announce-amendment.js';
import { bidPeriodOf, earliestDeadline } from './bid-period.js';
import { refuseIfSuspended } from './holds.js';
import { invitedSuppliers } from './invited-suppliers.js';
import { publishNotice } from './notices.js';
import { boxIsReady } from './locks.js';
import { periodBreaches } from './open-publication.js';
import { opensAtOf } from './opening-moment.js';
import { lockOwnTender } from './own-tender.js';
import { plannedNoticesOf, type PlannedNotices } from './planned-claims.js';
import type { TenderAnswer } from './present-tender.js';
import { advanceTender, requireTenderMatch, requireTenderState } from './tender-life.js';
import type { InvitationBody } from './tender.dto.js';
import type { RuleProfile, Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

/**
 * The invitation to bid (投标邀请): issues the documents to everybody on the shortlist at one moment, from which the bid period of art. 51 counts.
 * The public notice says that it was made and until when bids are taken, never to whom: who may bid stays unknown until the opening.
 */
@Injectable()
export class InviteSuppliers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws LawRefusal with every breach of art. 51, `tender.sealing-missing`, `tender.rehearsal-missing`, `opening.same-person`, `tender.suspended`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: InvitationBody): Promise<TenderAnswer> {
    const bidsCloseAt = instantOf(microsOf(body.bidsCloseAt) as bigint);
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await refuseIfSuspended(work, id);
      await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'invite', 'procurer', work.now);
      if (tender.method !== 'invited') throw new LawRefusal([breach('tender.method-not-offered', { method: tender.method })]);
      const context = await this.law.context(work, work.now);
      const planned = await plannedNoticesOf(work, tender);
      const warnings = obey([...(await boxIsReady(work, tender)), ...periodBreaches(tender, bidsCloseAt, context, planned)]);
      await advanceTender(work, tender, 'invite', 'procurer', {
        documentsIssuedAt: work.now,
        bidsCloseAt,
        opensAt: opensAtOf(bidsCloseAt, this.config.openingGraceSeconds),
        warnings: merged(tender, warnings),
        ruleProfile: withBidPeriod(tender, bidsCloseAt, work.now, planned),
      });
      return announce(work, tender, warnings);
    });
  }
}

function withBidPeriod(tender: Tender, bidsCloseAt: Instant, now: Instant, planned: PlannedNotices): RuleProfile {
  const { reductions, legalBasisRef } = bidPeriodOf(tender, bidsCloseAt, now, planned);
  const grounds = reductions.map((one) => one.ground);
  const bidPeriod = { derivation: earliestDeadline(tender, now, planned), grounds, legalBasisRef };
  return { ...(tender.ruleProfile as RuleProfile), bidPeriod };
}

async function announce(work: Work, tender: Tender, warnings: Breaches): Promise<TenderAnswer> {
  const answer = await answerOf(work, tender, work.now);
  const { noticeVersion: _before, version: _row, ...content } = answer;
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'invitation', content });
  const invited = (await invitedSuppliers(work, tender.id)).map((one) => one.supplierId);
  work.record({
    type: 'tender.invited',
    article: 51,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: {
      noticeVersion: notice.version,
      contentSha256: notice.contentSha256,
      documentsIssuedAt: tender.documentsIssuedAt,
      bidsCloseAt: tender.bidsCloseAt,
      warnings: warnings.map((one) => one.rule),
    },
    tell: [tender.procurerId, ...invited],
  });
  return { ...answer, noticeVersion: notice.version };
}
