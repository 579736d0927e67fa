import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { dissentHasReasons, reportIsSigned } from '../rules/committee.js';
import { lockTender, requireTenderState } from '../tenders/tender-life.js';
import { requireSeat, stillCounts } from './committee-seat.js';
import type { SignatureBody } from './signature.dto.js';
import { ReportSignature } from './signature.entity.js';

/** 实施条例 art. 41: every member signs the report, agreeing or with its dissent and reasons, until the award. */
@Injectable()
export class SignReport {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `report.already-signed`, `report.dissent-without-reasons`, `committee.not-member`, `tender.wrong-state`; Refusal 404. */
  run(actor: Actor, tenderId: string, { agrees, reasons }: SignatureBody): Promise<ReportSignature> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockTender(work, tenderId);
      await requireSeat(work, actor, tender);
      requireTenderState(tender, 'award', 'procurer', work.now);
      const { reportId, signed } = await reportToSign(work, tenderId, actor.personId);
      if (signed) throw new LawRefusal([breach('report.already-signed')]);
      obey(dissentHasReasons({ agrees, reasons: reasons !== undefined }));
      const signature = await work.insert(ReportSignature, {
        id: newId(),
        reportId,
        tenderId,
        personId: actor.personId,
        agrees,
        reasons: reasons ? { ...reasons } : null,
        signedAt: work.now,
      });
      work.record({
        type: 'report.signed',
        article: 56,
        tenderId,
        subject: { kind: 'evaluation-report', id: reportId },
        payload: { personId: actor.personId, agrees, reasons: signature.reasons },
        tell: [tender.procurerId],
      });
      return signature;
    });
  }
}

/** Whoever's evaluation the report rests on. Throws LawRefusal `committee.not-member` for anybody else. */
async function reportToSign(work: Work, tenderId: string, personId: string): Promise<{ reportId: string; signed: boolean }> {
  const rows = await work.query<{ reportId: string; signed: boolean }>(
    `SELECT report.id AS "reportId",
            EXISTS (SELECT FROM report_signatures WHERE report_id = report.id AND person_id = $2) AS signed
       FROM evaluation_reports report JOIN evaluations ON evaluations.tender_id = report.tender_id AND evaluations.round = report.round
      WHERE report.tender_id = $1 AND report.state = 'valid' AND evaluations.evaluator_id = $2 AND ${stillCounts}
      ORDER BY report.round DESC LIMIT 1`,
    [tenderId, personId],
  );
  if (!rows[0]) throw new LawRefusal([breach('committee.not-member')]);
  return rows[0];
}

/** Of a drawn committee every member has signed before the award, or was silent until its time was over. */
export async function committeeHasSigned(work: Work, reportId: string): Promise<Breaches> {
  const rows = await work.query<{ recordedAt: string; unsigned: number }>(
    `SELECT report.recorded_at AS "recordedAt", count(*)::int AS unsigned
       FROM evaluation_reports report
       JOIN committee_members member ON member.tender_id = report.tender_id AND member.round = report.round AND member.state = 'called'
      WHERE report.id = $1 AND NOT EXISTS (SELECT FROM report_signatures WHERE report_id = report.id AND person_id = member.person_id)
      GROUP BY report.id`,
    [reportId],
  );
  return rows[0] ? reportIsSigned(rows[0], work.now) : [];
}
