import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { limitOf, type Page } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { Category } from '../rules/art-47-scope.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import type { Complaint } from './complaint.entity.js';
import { complaintDues } from './present-complaint.js';
import type { CaseloadQuery } from './reviewer.dto.js';

/** What waits in an open case: the decision on its admissibility, the ruling, or the complainant's completion. */
type Waiting = 'admissibility' | 'decision' | 'completion';

interface OpenCase extends Pick<Complaint, 'acceptedAt' | 'transferredAt' | 'clockStops'> {
  id: string;
  tenderId: string;
  referenceNumber: string;
  state: 'filed' | 'completing' | 'accepted';
  reviewerId: string | null;
  category: Category;
  receivedAt: Instant;
}

export interface CaseloadItem extends Omit<OpenCase, 'category' | 'acceptedAt' | 'transferredAt' | 'clockStops'> {
  assignedToMe: boolean;
  due: Waiting;
  /** Null where nothing is due from the authority, and while a calendar year is missing. */
  dueOn: CivilDate | null;
  derivation: Derivation | null;
}

/** More open cases no authority of one zone has; due dates come from the calendar, so that the database cannot sort by them. */
const openCasesMax = 1_000;

/** The open cases (在办案件) of a reviewer, or of its whole authority, the first that is due first. */
@Injectable()
export class ReadCaseload {
  constructor(
    private readonly reads: Reads,
    private readonly law: LawService,
  ) {}

  /** Without the cases from which the caller is barred. */
  async run(actor: Actor, query: CaseloadQuery): Promise<Page<CaseloadItem>> {
    const rows = await this.reads.query<OpenCase>(
      `SELECT one.id, one.tender_id AS "tenderId", tender.reference_number AS "referenceNumber", one.state, one.reviewer_id AS "reviewerId",
              tender.category, one.received_at AS "receivedAt", one.accepted_at AS "acceptedAt",
              one.transferred_at AS "transferredAt", one.clock_stops AS "clockStops"
         FROM complaints one JOIN tenders tender ON tender.id = one.tender_id CROSS JOIN LATERAL reviewer_ties($2, one.id) tie
        WHERE one.review_body_id = $1 AND one.closed_at IS NULL AND ($3 OR one.reviewer_id = $2) AND NOT (tie.recused OR tie.party)
        ORDER BY one.id LIMIT ${openCasesMax}`,
      [actor.organizationId, actor.personId, query.assigned === 'body'],
    );
    const calendar = await this.law.calendar(this.reads);
    const items = rows.map((row) => caseOf(row, actor, calendar)).sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
    const after = query.after ?? '';
    const rest = items.filter((one) => keyOf(one) > after);
    const limit = limitOf(query);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return { items: page, next: rest.length > limit && last ? keyOf(last) : null };
  }
}

function caseOf(
  { category, acceptedAt, transferredAt, clockStops, ...row }: OpenCase,
  actor: Actor,
  calendar: Calendar,
): CaseloadItem {
  const { receivedAt, state } = row;
  const dues = complaintDues({ receivedAt, acceptedAt, transferredAt, clockStops }, trackOf(category), calendar);
  const [due, derivation] =
    state === 'filed'
      ? (['admissibility', dues.admissibility.derivation] as const)
      : state === 'accepted'
        ? (['decision', dues.decision?.derivation ?? null] as const)
        : (['completion', null] as const);
  return { ...row, assignedToMe: row.reviewerId === actor.personId, due, dueOn: derivation?.result ?? null, derivation };
}

/** What has no day comes last. */
function keyOf({ dueOn, id }: CaseloadItem): string {
  return `${dueOn ?? '9999-12-31'}_${id}`;
}
