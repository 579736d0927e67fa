import { Injectable } from '@nestjs/common';
import { isUndecided, latestStage, sealedPrices, type SealedPrice } from '../bids/sealed-prices.queries.js';
import type { Actor } from '../platform/actor.js';
import { invalid, LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import { memberIsImpartial, panelIsDrawn, requireSeat } from './committee-seat.js';
import { decideQualification } from './decide-qualification.js';
import { currentRound } from './evaluation-round.js';
import type { QualificationBody } from './qualification.dto.js';
import { QualificationFindings, type QualificationFinding } from './qualification.entity.js';
import { findingsTellNoSecrets } from './submit-evaluation.js';

export interface QualificationSubmitted {
  id: string;
  tenderId: string;
  stage: number;
  submittedAt: string;
  /** This was the last finding required: who qualifies is decided, and bidders are told. */
  decided: boolean;
}

/** 资格审查: one evaluator's findings on the first envelopes of a tender that is opened in two steps, while every price is sealed. */
@Injectable()
export class SubmitQualification {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `qualification.none-due`, `evaluation.bids-missing`, before the opening, under a suspension, in a conflict of interest; Refusal
   * 404 for another entity's tender, 422.
   */
  run(actor: Actor, tenderId: string, body: QualificationBody): Promise<QualificationSubmitted> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      await requireSeat(work, actor, tender);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      await refuseIfSuspended(work, tenderId);
      const due = (await sealedPrices(work, tenderId)).filter(isUndecided);
      if (due.length === 0) throw new LawRefusal([breach('qualification.none-due')]);
      const stage = ((await latestStage(work, tenderId))?.stage ?? 0) + 1;
      const round = await currentRound(work, tenderId);
      obey(await mayJudge(work, actor, tenderId, stage));
      obey(await panelIsDrawn(work, tender, round));
      const findings = findingsOf(body, due);
      obey([...allAreJudged(due, findings), ...(await findingsTellNoSecrets(work, tender, due, findings))]);
      const row = { id: newId(), tenderId, stage, round, evaluatorId: actor.personId, findings, submittedAt: work.now };
      const made = await work.insert(QualificationFindings, row);
      work.record({
        type: 'qualification.submitted',
        article: 56,
        tenderId,
        subject: { kind: 'qualification', id: made.id },
        payload: { stage, evaluatorId: actor.personId, bids: findings.length },
      });
      const decided = await decideQualification(work, tender, { stage, round });
      return { id: made.id, tenderId, stage, submittedAt: made.submittedAt, decided };
    });
  }
}

async function mayJudge(work: Work, actor: Actor, tenderId: string, stage: number): Promise<Breaches> {
  const earlier = await work.query(
    'SELECT FROM qualification_findings WHERE tender_id = $1 AND stage = $2 AND evaluator_id = $3',
    [tenderId, stage, actor.personId],
  );
  return [
    ...(await memberIsImpartial(work, actor, tenderId)),
    ...(earlier.length > 0 ? [breach('evaluation.already-submitted')] : []),
  ];
}

/** Throws Refusal 422 for a bid that is not to be judged, or stands twice. */
function findingsOf({ bids }: QualificationBody, due: readonly SealedPrice[]): QualificationFinding[] {
  return bids.map(({ bidId: given, qualified, reasons }, index) => {
    const bidId = given.toLowerCase();
    const isRepeated = bids.findIndex((other) => other.bidId.toLowerCase() === bidId) !== index;
    if (isRepeated || !due.some((one) => one.id === bidId)) throw invalid(`#/bids/${index}/bidId`, notToBeJudged);
    return { bidId, qualified, ...(reasons === undefined ? {} : { reasons: { ...reasons } }) };
  });
}

function allAreJudged(due: readonly SealedPrice[], findings: readonly QualificationFinding[]): Breaches {
  const bidIds = due.map((one) => one.id).filter((id) => !findings.some((one) => one.bidId === id));
  return bidIds.length === 0 ? [] : [breach('evaluation.bids-missing', { bidIds }, { pointer: '#/bids' })];
}

const notToBeJudged = {
  zh: '该投标不在资格审查之列，或重复出现。',
  en: 'The qualification of this bid is not to be judged, or it stands here twice.',
};
