import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { RecusalDecisionBody } from './committee.dto.js';
import { CommitteeMember, RecusalRequest } from './committee.entity.js';
import { deciderHasNoConflict } from './make-award.js';
import { recusalHead } from './recusals.queries.js';
import { giveUpSeat } from './replace-member.js';

/** 实施条例 art. 9: the procuring entity decides on a request for a recusal in writing; whoever is recused is replaced by the next of the draw. */
@Injectable()
export class DecideRecusal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `recusal.already-decided`, `recusal.member-missing`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, { recuse, memberId, reasons }: RecusalDecisionBody): Promise<RecusalRequest> {
    return this.unitOfWork.run(actor, async (work) => {
      const head = await recusalHead(work, id);
      const tender = await lockOwnTender(work, actor, head.tenderId);
      const request = await work.lock(RecusalRequest, id);
      requireMatch(actor, request);
      if (request.state !== 'requested') throw new LawRefusal([breach('recusal.already-decided')]);
      obey(await deciderHasNoConflict(work, actor, tender.id));
      const named = memberId?.toLowerCase() ?? null;
      if (recuse !== (named !== null)) throw memberMissing();
      if (named !== null) await recused(work, tender, named, { reasons: { ...reasons }, by: actor.personId });
      const state = recuse ? 'granted' : 'rejected';
      const decided = { decisionReasons: { ...reasons }, decidedBy: actor.personId, decidedAt: work.now };
      await work.save(RecusalRequest, request, { state, memberId: named, ...decided });
      work.record({
        type: 'committee.recusal-decided',
        article: 56,
        tenderId: tender.id,
        subject: { kind: 'recusal-request', id },
        payload: { supplierId: request.supplierId, state, memberId: named, reasons: decided.decisionReasons },
        tell: [request.supplierId],
      });
      return request;
    });
  }
}

async function recused(
  work: Work,
  tender: Tender,
  memberId: string,
  leaving: { reasons: { zh: string }; by: string },
): Promise<void> {
  const rows = await work.query(`SELECT 1 FROM committee_members WHERE id = $1 AND tender_id = $2 AND state = 'called'`, [
    memberId,
    tender.id,
  ]);
  if (rows.length === 0) throw memberMissing();
  await giveUpSeat(work, tender, await work.lock(CommitteeMember, memberId), { ground: 'recusal', ...leaving });
}

function memberMissing(): LawRefusal {
  return new LawRefusal([breach('recusal.member-missing', {}, { pointer: '#/memberId' })]);
}
