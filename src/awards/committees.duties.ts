import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import type { Reader } from '../platform/reads.js';

interface Row {
  id: string;
  tenderId: string;
  dueAt: string | null;
}

/** A bidder's answer while its time runs, a request for a recusal that is undecided, a report that waits for a member's signature. */
@Injectable()
export class CommitteesDuties implements OnModuleInit {
  constructor(private readonly duties: Duties) {}

  onModuleInit(): void {
    this.duties.register('inquiry.answer', toAnswer);
    this.duties.register('recusal.decide', toDecide);
    this.duties.register('report.sign', toSign);
  }
}

async function toAnswer(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('supplier')) return [];
  const rows = await reader.query<Row>(
    `SELECT id, tender_id AS "tenderId", due_at AS "dueAt" FROM inquiry_bids
      WHERE supplier_id = $1 AND state = 'asked' AND due_at > platform_now() ORDER BY due_at, id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map((row) => duty('inquiry.answer', 'inquiry-bid', row));
}

/** No text sets a time for it; the evaluation waits for it. */
async function toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('approver')) return [];
  const rows = await reader.query<Row>(
    `SELECT id, tender_id AS "tenderId", NULL AS "dueAt" FROM recusal_requests
      WHERE procurer_id = $1 AND state = 'requested' ORDER BY id LIMIT ${dutiesPerSourceMax}`,
    [actor.organizationId],
  );
  return rows.map((row) => duty('recusal.decide', 'recusal-request', row));
}

async function toSign(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
  if (!actor.roles.includes('evaluator')) return [];
  const rows = await reader.query<Row>(
    `SELECT report.id, report.tender_id AS "tenderId", NULL AS "dueAt" FROM evaluation_reports report
       JOIN tenders tender ON tender.id = report.tender_id AND tender.state = 'evaluated'
       JOIN committee_members member ON member.tender_id = report.tender_id AND member.round = report.round
      WHERE report.state = 'valid' AND member.person_id = $1 AND member.state = 'called'
        AND NOT EXISTS (SELECT FROM report_signatures WHERE report_id = report.id AND person_id = $1)
      ORDER BY report.id LIMIT ${dutiesPerSourceMax}`,
    [actor.personId],
  );
  return rows.map((row) => duty('report.sign', 'evaluation-report', row));
}

function duty(kind: string, subject: string, { id, tenderId, dueAt }: Row): DutyFacts {
  return { kind, tenderId, subject: { kind: subject, id }, dueAt, derivation: null };
}
