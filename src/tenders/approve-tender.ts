import { Injectable } from '@nestjs/common';
import { standsInFor } from '../organizations/deputies.queries.js';
import type { Actor } from '../platform/actor.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import { approverIsFree, approverIsNoAuthor } from '../rules/officers.js';
import { officersOf } from './officers.queries.js';
import { lockOwnTender } from './own-tender.js';
import { locksOfAll } from './locks.js';
import type { TenderAnswer } from './present-tender.js';
import { advanceTender, requireTenderMatch } from './tender-life.js';
import type { Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

/** A second person approves the draft (四眼原则), and with it every reduction of the bid period it claims and the recipients its locks have. */
@Injectable()
export class ApproveTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `tender.approver-is-author` for whoever wrote any of it, `tender.approved-by-deputy`, `tender.approver-is-officer`, `tender.wrong-state`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      obey(await approverIsAnother(work, actor, tender));
      await advanceTender(work, tender, 'approve', 'approver', { approvedBy: actor.personId, approvedAt: work.now });
      work.record({
        type: 'tender.approved',
        article: 51,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: {
          version: tender.version,
          reductions: tender.content.reductions.map((one) => one.ground),
          locks: (await locksOfAll(work, tender)).map(({ envelope, lock, recipient, threshold, organizationId }) => ({
            ...(envelope === 'bid' ? {} : { envelope }),
            lock,
            recipient,
            threshold,
            organizationId,
          })),
        },
      });
      return answerOf(work, tender, work.now);
    });
  }
}

/** Who wrote or revised it is read from the audit trail. */
async function approverIsAnother(work: Work, { personId }: Actor, tender: Tender): Promise<Breaches> {
  const written = await work.query<{ author: string }>(
    `SELECT DISTINCT actor_person_id AS author FROM audit_entries WHERE tender_id = $1 AND type IN ('tender.drafted', 'tender.revised')`,
    [tender.id],
  );
  const authors = [tender.createdBy, ...written.map((one) => one.author)];
  const officers = await officersOf(work, tender.id);
  return [
    ...approverIsNoAuthor(personId, authors),
    ...approverIsFree({
      wasInCharge: officers.some((one) => one.handedOverBy !== null && one.personId === personId),
      standsInForAuthor: await standsInFor(work, personId, authors),
    }),
  ];
}
