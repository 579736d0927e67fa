import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import { openedBids } from './awards.queries.js';
import type { RecusalRequestBody } from './committee.dto.js';
import { RecusalRequest } from './committee.entity.js';

/** 采购法 art. 12: a bidder asks, with its reasons, that somebody does not evaluate (申请回避). The evaluation does not end before the decision. */
@Injectable()
export class RequestRecusal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `recusal.not-bidder`, `recusal.already-requested`, `tender.wrong-state`; Refusal 404. */
  run(actor: Actor, tenderId: string, body: RecusalRequestBody): Promise<RecusalRequest> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      if (tender.publishedAt === null) throw unknownResource();
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      const supplierId = await requireBidder(work, actor, tenderId);
      const request = await work.insert(RecusalRequest, {
        id: newId(),
        version: 1,
        tenderId,
        procurerId: tender.procurerId,
        supplierId,
        personName: body.personName,
        reasons: { ...body.reasons },
        evidence: [...(body.evidence ?? [])],
        state: 'requested',
        requestedBy: actor.personId,
        requestedAt: work.now,
        memberId: null,
        decisionReasons: null,
        decidedBy: null,
        decidedAt: null,
      });
      work.record({
        type: 'committee.recusal-requested',
        article: 56,
        tenderId,
        subject: { kind: 'recusal-request', id: request.id },
        payload: { supplierId, personName: request.personName, reasons: request.reasons, evidence: request.evidence },
        tell: [tender.procurerId],
      });
      return request;
    });
  }
}

async function requireBidder(work: Work, actor: Actor, tenderId: string): Promise<string> {
  const bids = await openedBids(work, tenderId);
  const own = bids.find((one) => one.supplierId === actor.organizationId);
  if (!own) throw new LawRefusal([breach('recusal.not-bidder')]);
  const open = await work.query(
    `SELECT 1 FROM recusal_requests WHERE tender_id = $1 AND supplier_id = $2 AND state = 'requested'`,
    [tenderId, own.supplierId],
  );
  if (open.length > 0) throw new LawRefusal([breach('recusal.already-requested')]);
  return own.supplierId;
}
