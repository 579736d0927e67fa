import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { standingApplication } from '../prequalification/applications.queries.js';
import { breach, type Breaches } from '../rules/breach.js';
import { statementDueOn, statementEndsAt } from '../rules/exclusion-hearing.js';
import { exclusionsOf } from '../tenders/exclusions.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids } from './awards.queries.js';
import type { ExclusionNoticeBody } from './exclusion.dto.js';
import { Exclusion } from './exclusion.entity.js';
import { exclusionIsGrounded } from './exclusion.js';
import { deciderHasNoConflict } from './make-award.js';
import { presentExclusion, type ExclusionAnswer } from './present-exclusion.js';

interface Named {
  supplierId: string;
  bidId: string | null;
  applicationId: string | null;
}

/**
 * Art. 54: the procuring entity tells a supplier that it means to exclude it for a prior breach (拟拒绝参与告知), after the opening or while it
 * prequalifies. The six conditions hold already now; the supplier may then state its case.
 */
@Injectable()
export class NotifyExclusion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal with every condition of art. 54 that fails, `exclusion.already-notified`, `tender.wrong-state`; Refusal 404, 422. */
  run(actor: Actor, tenderId: string, body: ExclusionNoticeBody): Promise<ExclusionAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await refuseIfSuspended(work, tenderId);
      requireExcludable(tender, body, work.now);
      const named = await namedIn(work, tenderId, body);
      const { supplierId } = named;
      obey([
        ...(await deciderHasNoConflict(work, actor, tenderId)),
        ...(await exclusionIsGrounded(work, { tender, supplierId, breachId: body.breachId, pointer: '#/breachId' })),
        ...(await isFirst(work, tenderId, supplierId, body.breachId)),
      ]);
      const due = statementDueOn({ notifiedAt: work.now, calendar: await this.law.calendar(work) });
      const exclusion = await work.insert(Exclusion, {
        ...unheard,
        ...named,
        id: newId(),
        tenderId,
        procurerId: tender.procurerId,
        breachId: body.breachId.toLowerCase(),
        reasons: { ...body.reasons },
        notifiedBy: actor.personId,
        notifiedAt: work.now,
        statementDue: due,
        statementEndsAt: statementEndsAt(due),
      });
      work.record({
        type: 'exclusion.notified',
        article: 54,
        tenderId,
        subject: { kind: 'exclusion', id: exclusion.id },
        payload: { ...named, breachId: exclusion.breachId, reasons: exclusion.reasons, statementDueOn: due.result },
        tell: [supplierId],
      });
      return presentExclusion(exclusion);
    });
  }
}

/** A notice before the other side has said anything, and before anything is decided. */
export const unheard = {
  version: 1,
  state: 'notified' as const,
  statement: null,
  statedBy: null,
  statedAt: null,
  decision: null,
  decidedBy: null,
  decidedAt: null,
};

/** Bids are excluded between their opening and the end of the evaluation, applicants while applications are decided. */
export function requireExcludable(
  tender: Tender,
  of: { bidId?: string | null; applicationId?: string | null },
  now: string,
): void {
  if ((of.bidId ?? null) === null && (of.applicationId ?? null) === null) throw notOne();
  if ((of.bidId ?? null) !== null && (of.applicationId ?? null) !== null) throw notOne();
  const wanted = (of.bidId ?? null) === null ? 'prequalification' : 'opened';
  const state = stateNow(tender, now);
  if (state !== wanted) throw new LawRefusal([breach('tender.wrong-state', { state, event: 'exclude' })]);
}

function notOne(): Error {
  return invalid('#/bidId', {
    zh: '须且只须指明一份投标或一份资格预审申请。',
    en: 'Exactly one bid or one application is named.',
  });
}

async function namedIn(work: Work, tenderId: string, { bidId, applicationId }: ExclusionNoticeBody): Promise<Named> {
  if (bidId !== undefined) {
    const bid = (await openedBids(work, tenderId)).find((one) => one.id === bidId.toLowerCase() && one.state === 'opened');
    if (bid) return { supplierId: bid.supplierId, bidId: bid.id, applicationId: null };
    throw invalid('#/bidId', { zh: '本项目没有该有效投标。', en: 'No such bid stands in this tender.' });
  }
  const application = await standingApplication(work, tenderId, applicationId as string);
  if (application) return { supplierId: application.supplierId, bidId: null, applicationId: application.id };
  throw invalid('#/applicationId', { zh: '本项目没有该资格预审申请。', en: 'No such application stands in this tender.' });
}

async function isFirst(work: Work, tenderId: string, supplierId: string, breachId: string): Promise<Breaches> {
  const known = await exclusionsOf(work, tenderId);
  const twice = known.some((one) => one.supplierId === supplierId && one.breachId === breachId.toLowerCase());
  return twice ? [breach('exclusion.already-notified', {}, { pointer: '#/breachId' })] : [];
}
