import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { forbidden, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { objectionIsInTime, supplementaryReviewDue } from '../rules/single-source-procedure.js';
import { Objection } from './objection.entity.js';
import type { ObjectionBody } from './single-source.dto.js';
import { announcedSource, presentObjection, type AnnouncedSource, type ObjectionAnswer } from './single-source.queries.js';
import { lockTender, requireTenderState } from './tender-life.js';
import type { Tender } from './tender.entity.js';

/**
 * A supplier objects to the notice of a single source (公示异议) while it runs: from then on nothing is awarded until the procuring entity has
 * answered. Takes the tender's lock, as the award does. A refused one is recorded.
 */
@Injectable()
export class ObjectToSource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `single-source.objection-late`, `-by-interested`, `-already-made`, `organization.not-verified`; Refusal 403, 404. */
  run(actor: Actor, tenderId: string, body: ObjectionBody): Promise<ObjectionAnswer> {
    const attempt = { type: 'single-source.objection-refused', article: 48, tenderId, subject: { kind: 'objection', id: null } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        const tender = await lockTender(work, tenderId);
        const source = await announcedSource(work, tenderId);
        if (source === null) throw unknownResource();
        const supplierId = await requireSupplier(work, actor);
        obey([
          ...objectorIsAnother(tender, source, supplierId),
          ...objectionIsInTime({
            receivedAt: work.now,
            endsAt: source.noticeEndsAt,
            derivation: source.notice.derivation,
          }),
        ]);
        requireTenderState(tender, 'award-direct', 'procurer', work.now);
        await refuseSecond(work, tenderId, supplierId);
        const due = supplementaryReviewDue(source.notice.derivation, await this.law.calendar(work));
        const objection = await work.insert(Objection, {
          ...unanswered,
          id: newId(),
          tenderId,
          supplierId,
          reasons: { ...body.reasons },
          evidence: [...body.evidence],
          filedBy: actor.personId,
          receivedAt: work.now,
          reviewDueOn: due.result,
          reviewDue: due,
        });
        recordObjection(work, tender, objection);
        return presentObjection(objection, true);
      }),
    );
  }
}

const unanswered = { version: 1, state: 'open' as const, review: null, warnings: [], reviewedBy: null, reviewedAt: null };

async function requireSupplier(work: Work, actor: Actor): Promise<string> {
  const organization = await requireVerified(work, actor.organizationId);
  if (organization.kinds.includes('supplier')) return organization.id;
  throw forbidden({ zh: '该组织不是供应商。', en: 'This organisation is no supplier.' });
}

function objectorIsAnother(tender: Tender, source: AnnouncedSource, supplierId: string): Breaches {
  const interested = supplierId === source.supplierId || supplierId === tender.procurerId;
  return interested ? [breach('single-source.objection-by-interested')] : [];
}

async function refuseSecond(work: Work, tenderId: string, supplierId: string): Promise<void> {
  const rows = await work.query('SELECT 1 FROM single_source_objections WHERE tender_id = $1 AND supplier_id = $2', [
    tenderId,
    supplierId,
  ]);
  if (rows.length > 0) throw new LawRefusal([breach('single-source.objection-already-made')]);
}

function recordObjection(work: Work, tender: Tender, objection: Objection): void {
  work.record({
    type: 'single-source.objected',
    article: 48,
    tenderId: tender.id,
    subject: { kind: 'objection', id: objection.id },
    payload: {
      supplierId: objection.supplierId,
      reasons: objection.reasons,
      evidence: objection.evidence,
      receivedAt: objection.receivedAt,
      reviewDueOn: objection.reviewDueOn,
    },
    tell: [tender.procurerId],
  });
}
