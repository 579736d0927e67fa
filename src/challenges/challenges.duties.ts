import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Duties, dutiesPerSourceMax, type DutyFacts } from '../platform/duties.js';
import { LawService } from '../platform/law.service.js';
import type { Reader } from '../platform/reads.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Calendar } from '../rules/calendar.js';
import type { Instant } from '../rules/moment.js';
import { trackOf, type Track } from '../rules/track.js';
import { replyDue } from './advance-challenge.js';
import { dayAfter } from './challenge-window.js';
import type { Complaint } from './complaint.entity.js';
import { complaintDues } from './present-complaint.js';

interface OpenComplaint extends Pick<
  Complaint,
  'id' | 'tenderId' | 'receivedAt' | 'acceptedAt' | 'transferredAt' | 'clockStops'
> {
  state: 'filed' | 'accepted';
  category: Category;
}

/** Replies that a procuring entity owes, complaints that wait for a reviewer (art. 60), also when their time is over. */
@Injectable()
export class ChallengesDuties implements OnModuleInit {
  constructor(
    private readonly duties: Duties,
    private readonly law: LawService,
  ) {}

  onModuleInit(): void {
    this.duties.register('challenge.reply', (actor, reader) => this.toReply(actor, reader));
    this.duties.register('complaint.decide', (actor, reader) => this.toDecide(actor, reader));
  }

  private async toReply(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('procurer')) return [];
    const rows = await reader.query<{ id: string; tenderId: string; replyFrom: Instant }>(
      `SELECT id, tender_id AS "tenderId", reply_from AS "replyFrom" FROM challenges
        WHERE procurer_id = $1 AND state IN ('submitted', 'overdue') ORDER BY reply_from, id LIMIT ${dutiesPerSourceMax}`,
      [actor.organizationId],
    );
    const calendar = await this.law.calendar(reader);
    return rows.map(({ id, tenderId, replyFrom }) => {
      const { at, derivation } = replyDue(replyFrom, calendar);
      return { kind: 'challenge.reply', tenderId, subject: { kind: 'challenge', id }, dueAt: at, derivation };
    });
  }

  private async toDecide(actor: Actor, reader: Reader): Promise<DutyFacts[]> {
    if (!actor.roles.includes('reviewer')) return [];
    const rows = await reader.query<OpenComplaint>(
      `SELECT complaint.id, complaint.tender_id AS "tenderId", complaint.state, tender.category,
              complaint.received_at AS "receivedAt", complaint.accepted_at AS "acceptedAt",
              complaint.transferred_at AS "transferredAt", complaint.clock_stops AS "clockStops"
         FROM complaints complaint JOIN tenders tender ON tender.id = complaint.tender_id
        WHERE complaint.review_body_id = $1 AND complaint.state IN ('filed', 'accepted')
          AND (complaint.reviewer_id IS NULL OR complaint.reviewer_id = $2)
          AND NOT EXISTS (SELECT FROM reviewer_recusals gone WHERE gone.complaint_id = complaint.id AND gone.person_id = $2)
        ORDER BY complaint.received_at, complaint.id LIMIT ${dutiesPerSourceMax}`,
      [actor.organizationId, actor.personId],
    );
    const calendar = await this.law.calendar(reader);
    return rows.map((row) => complaintDuty(row, trackOf(row.category), calendar));
  }
}

function complaintDuty(complaint: OpenComplaint, track: Track, calendar: Calendar): DutyFacts {
  const { id, tenderId, state } = complaint;
  const { admissibility, decision } = complaintDues(complaint, track, calendar);
  const derivation = (state === 'filed' ? admissibility : decision)?.derivation ?? null;
  const last = derivation?.result ?? null;
  const kind = state === 'filed' ? 'complaint.accept' : 'complaint.decide';
  return { kind, tenderId, subject: { kind: 'complaint', id }, dueAt: last === null ? null : dayAfter(last), derivation };
}
