import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import { excludedBreaches, exclusionsOf } from '../tenders/exclusions.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openedBids, type EvaluatedBid } from './awards.queries.js';
import { memberIsImpartial, panelIsDrawn, requireSeat } from './committee-seat.js';
import { closeEvaluation } from './close-evaluation.js';
import type { EvaluationBody } from './evaluation.dto.js';
import { currentRound } from './evaluation-round.js';
import { Evaluation } from './evaluation.entity.js';
import { evaluationFitsDocuments, isSame, type EvaluationFinding, type JudgedBid } from './evaluation-outcome.js';
import { exclusionIsGrounded } from './exclusion.js';
import { lowPricesWereAsked } from './inquiry-outcome.js';
import { fieldsOf, type Field } from './lot-outcomes.js';
import { pricesAreOpen } from './qualification.queries.js';
import { publishedCriteria } from './published-criteria.js';

export interface EvaluationAnswer {
  id: string;
  tenderId: string;
  round: number;
  submittedAt: string;
  /** The report, where this evaluation was the last one required. */
  reportId: string | null;
}

/** 评审: one evaluator's findings on every opened bid. The last evaluation required by the documents closes the round with its report. */
@Injectable()
export class SubmitEvaluation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal before the opening, under a suspension, in a conflict of interest, or where the findings do not fit the
   * documents; Refusal 404 for another entity's tender.
   */
  run(actor: Actor, tenderId: string, body: EvaluationBody): Promise<EvaluationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      await requireSeat(work, actor, tender);
      requireTenderState(tender, 'evaluate', 'evaluator', work.now);
      await refuseIfSuspended(work, tenderId);
      const round = await currentRound(work, tenderId);
      obey(await evaluatorMayEvaluate(work, actor, tenderId, round));
      obey(await panelIsDrawn(work, tender, round));
      const bids = (await openedBids(work, tenderId)).filter((one) => one.state === 'opened');
      obey(pricesAreOpen(bids));
      const documents = publishedCriteria(tender);
      const due = judgedBids(fieldsOf(tender, bids));
      const findings = findingsOf(body, due);
      obey([
        ...evaluationFitsDocuments(documents, due, findings),
        ...(await exclusionsAreGrounded(work, { tender, bids, findings })),
        ...(await lowPricesWereAsked(work, { tenderId, round, findings })),
        ...(await findingsTellNoSecrets(work, tender, bids, findings)),
      ]);
      const row = { id: newId(), tenderId, round, evaluatorId: actor.personId, findings, submittedAt: work.now };
      const evaluation = await work.insert(Evaluation, row);
      work.record({
        type: 'evaluation.submitted',
        article: 56,
        tenderId,
        subject: { kind: 'evaluation', id: evaluation.id },
        payload: { round, evaluatorId: actor.personId, bids: findings.length },
      });
      const reportId = await closeEvaluation(work, tender, { documents, bids, round });
      return { id: evaluation.id, tenderId, round, submittedAt: evaluation.submittedAt, reportId };
    });
  }
}

async function evaluatorMayEvaluate(work: Work, actor: Actor, tenderId: string, round: number): Promise<Breaches> {
  const earlier = await work.query('SELECT id FROM evaluations WHERE tender_id = $1 AND round = $2 AND evaluator_id = $3', [
    tenderId,
    round,
    actor.personId,
  ]);
  return [
    ...(await memberIsImpartial(work, actor, tenderId)),
    ...(earlier.length > 0 ? [breach('evaluation.already-submitted')] : []),
  ];
}

/** Each bid once; where the tender has lots, once for each lot that it is for. */
function judgedBids(fields: readonly Field[]): JudgedBid[] {
  return fields.flatMap(({ lot, bids }) => bids.map((bid) => ({ bidId: bid.id, ...(lot === null ? {} : { lotId: lot.id }) })));
}

/** The findings as they are stored. Throws Refusal 422 for a bid that is not to be evaluated, or not for the lot, or stands twice. */
function findingsOf(body: EvaluationBody, due: readonly JudgedBid[]): EvaluationFinding[] {
  return body.bids.map((one, index) => {
    const known = due.some((bid) => bid.bidId === one.bidId);
    if (known && !due.some((bid) => isSame(bid, one))) throw invalid(`#/bids/${index}/lotId`, notOfTheLot);
    if (!known || body.bids.findIndex((other) => isSame(other, one)) !== index)
      throw invalid(`#/bids/${index}/bidId`, notToBeEvaluated);
    return {
      bidId: one.bidId,
      ...(one.lotId === undefined ? {} : { lotId: one.lotId }),
      qualified: one.qualified,
      scores: one.scores.map(({ criterionId, score }) => ({ criterionId, score: String(score) })),
      ...(one.reasons === undefined ? {} : { reasons: { ...one.reasons } }),
      ...(one.lowPrice === true ? { lowPrice: true } : {}),
      ...(one.exclusion === undefined ? {} : { exclusion: { breachId: one.exclusion.breachId.toLowerCase() } }),
    };
  });
}

/** Art. 54: an evaluator may rest on an exclusion that was decided after the hearing, and on no other. */
async function exclusionsAreGrounded(
  work: Work,
  args: { tender: Tender; bids: readonly EvaluatedBid[]; findings: readonly EvaluationFinding[] },
): Promise<Breaches> {
  const known = await exclusionsOf(work, args.tender.id);
  const breaches: Breach[] = [];
  for (const [index, { bidId, exclusion }] of args.findings.entries()) {
    const bid = args.bids.find((one) => one.id === bidId);
    if (!exclusion || !bid) continue;
    const pointer = `#/bids/${index}/exclusion`;
    const { breachId } = exclusion;
    if (excludedBreaches(known, bid.supplierId).includes(breachId)) continue;
    const found = { tender: args.tender, supplierId: bid.supplierId, breachId, pointer: `${pointer}/breachId` };
    breaches.push(...(await exclusionIsGrounded(work, found)), breach('exclusion.not-heard', {}, { pointer }));
  }
  return breaches;
}

/** Why a bid was rejected is told to its bidder (art. 56), so that it says nothing of what another one marked. */
export async function findingsTellNoSecrets(
  work: Work,
  tender: Tender,
  bids: readonly Pick<EvaluatedBid, 'id' | 'supplierId'>[],
  findings: readonly Pick<EvaluationFinding, 'bidId' | 'reasons'>[],
): Promise<Breaches> {
  const breaches: Breach[] = [];
  for (const [index, { bidId, reasons }] of findings.entries()) {
    const to = bids.find((one) => one.id === bidId)?.supplierId as string;
    const texts = { [`bids/${index}/reasons`]: reasons };
    breaches.push(
      ...(await tellNoSecrets(work, { tenderId: tender.id, rule: 'evaluation.trade-secret', texts, to, now: work.now })),
    );
  }
  return breaches;
}

const notToBeEvaluated = { zh: '该投标不在评审之列，或重复出现。', en: 'This bid is not to be evaluated, or stands here twice.' };
const notOfTheLot = {
  zh: '分标包的项目须指明该投标所投的标包；不分标包的项目没有标包。',
  en: 'A tender with lots names a lot that the bid is for; one without has none.',
};
