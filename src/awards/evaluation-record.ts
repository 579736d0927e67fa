import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import { signingEndsAt } from '../rules/committee.js';
import type { Instant } from '../rules/moment.js';
import { oversees } from '../tenders/oversees.js';
import type { Text } from '../tenders/tender.entity.js';
import { stillCounts } from './committee-seat.js';
import { committeeAnswer, type CommitteeAnswer } from './committees.queries.js';
import type { EvaluationFinding } from './evaluation-outcome.js';
import type { ReportContent } from './lot-outcomes.js';
import { inquiriesOfRound, type InquiryAnswer } from './inquiries.queries.js';
import { ReadAwards } from './read-awards.js';
import { recusalsOf } from './recusals.queries.js';
import type { RecusalRequest } from './committee.entity.js';
import type { ReportSignature } from './signature.entity.js';

export interface RecordedEvaluation {
  evaluatorId: string;
  name: Bilingual;
  submittedAt: Instant;
  /** False for a member who has left: what it found is on record and counts no longer. */
  counts: boolean;
  findings: EvaluationFinding[];
}

export interface RecordedBidder {
  bidId: string;
  supplierId: string;
  name: Text;
  state: string;
  /** As read out at the opening; null where the bid was defective. */
  readOut: string | null;
  /** As corrected by rule and confirmed by the bidder. */
  corrected: string | null;
  correctionGround: string | null;
}

/** The evaluation report with everything behind it (评审报告, 87号令 art. 58 from memory). */
export interface EvaluationRecord {
  reportId: string;
  state: 'valid' | 'set-aside';
  round: number;
  recordedAt: Instant;
  tender: { id: string; referenceNumber: string; title: Text; procuringEntity: Text; publishedAt: Instant; openedAt: Instant };
  bidders: RecordedBidder[];
  /** Null where the entity's own few evaluators judged. */
  committee: CommitteeAnswer | null;
  evaluations: RecordedEvaluation[];
  inquiries: InquiryAnswer[];
  recusalRequests: RecusalRequest[];
  outcome: ReportContent;
  signatures: (Pick<ReportSignature, 'personId' | 'agrees' | 'reasons' | 'signedAt'> & { name: Bilingual })[];
  /** From when on whoever has not signed is taken to agree (实施条例 art. 41). */
  signingEndsAt: Instant;
}

/** For the panel, the procuring entity, the review authority in its case, and who oversees. */
@Injectable()
export class ReadEvaluationRecord {
  constructor(
    private readonly reads: Reads,
    private readonly awards: ReadAwards,
  ) {}

  /** Of the latest round. Refusal 404 to others and before the first report; LawRefusal in a conflict of interest. */
  async run(actor: Actor, tenderId: string): Promise<EvaluationRecord> {
    const overseeing = await oversees(this.reads, actor, tenderId);
    if (!overseeing) await this.awards.requireMayRead(actor, tenderId);
    const { id, state, round, recordedAt, report } = await this.awards.reportOf(tenderId);
    const committee = await committeeAnswer(this.reads, tenderId, { ties: overseeing });
    return {
      reportId: id,
      state,
      round,
      recordedAt,
      tender: await this.tenderOf(tenderId),
      bidders: await this.biddersOf(tenderId),
      committee: committee?.round === round ? committee : null,
      evaluations: await this.evaluationsOf(tenderId, round),
      inquiries: await inquiriesOfRound(this.reads, tenderId, round),
      recusalRequests: await recusalsOf(this.reads, tenderId),
      outcome: report,
      signatures: await this.signaturesOf(id),
      signingEndsAt: signingEndsAt(recordedAt),
    };
  }

  private async tenderOf(tenderId: string): Promise<EvaluationRecord['tender']> {
    const rows = await this.reads.query<EvaluationRecord['tender']>(
      `SELECT tender.id, tender.reference_number AS "referenceNumber", tender.title, procurer.name AS "procuringEntity",
              tender.published_at AS "publishedAt", tender.opened_at AS "openedAt"
         FROM tenders tender JOIN organizations procurer ON procurer.id = tender.procurer_id WHERE tender.id = $1`,
      [tenderId],
    );
    if (!rows[0]) throw unknownResource();
    return rows[0];
  }

  private biddersOf(tenderId: string): Promise<RecordedBidder[]> {
    return this.reads.query(
      `SELECT bid.id AS "bidId", bid.supplier_id AS "supplierId", supplier.name, bid.state, bid.price AS "readOut",
              fixed.corrected, fixed.ground AS "correctionGround"
         FROM opened_bids bid JOIN organizations supplier ON supplier.id = bid.supplier_id
         LEFT JOIN price_corrections fixed ON fixed.bid_id = bid.id WHERE bid.tender_id = $1 ORDER BY bid.received_at, bid.id`,
      [tenderId],
    );
  }

  private evaluationsOf(tenderId: string, round: number): Promise<RecordedEvaluation[]> {
    return this.reads.query(
      `SELECT evaluations.evaluator_id AS "evaluatorId", person.name, evaluations.submitted_at AS "submittedAt", evaluations.findings,
              ${stillCounts} AS counts
         FROM evaluations JOIN people person ON person.id = evaluations.evaluator_id
        WHERE evaluations.tender_id = $1 AND evaluations.round = $2 ORDER BY evaluations.submitted_at, evaluations.id`,
      [tenderId, round],
    );
  }

  private signaturesOf(reportId: string): Promise<EvaluationRecord['signatures']> {
    return this.reads.query(
      `SELECT signature.person_id AS "personId", person.name, signature.agrees, signature.reasons, signature.signed_at AS "signedAt"
         FROM report_signatures signature JOIN people person ON person.id = signature.person_id
        WHERE signature.report_id = $1 ORDER BY signature.signed_at, signature.id`,
      [reportId],
    );
  }
}
