import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { CivilDate } from '../rules/moment.js';
import { explanationDueOn } from '../rules/parties-heard.js';
import { presentHearing, type HearingAnswer } from './present-hearing.js';
import type { ComplaintHearing, ComplaintStatement } from './proceedings.entity.js';
import { respondentsOf, toldAt, type ToldRespondent } from './proceedings.queries.js';
import { ReadChallenges } from './read-challenges.js';

export type RespondentAnswer = ToldRespondent & { explanationDueOn: CivilDate | null };

/**
 * What the parties say in a complaint and where they are heard: all of it for its two sides and the reviewers of the case; a respondent beside the
 * procuring entity reads what it said itself, and the hearings that it was called to.
 */
@Injectable()
export class ReadProceedings {
  constructor(
    private readonly reads: Reads,
    private readonly law: LawService,
    private readonly cases: ReadChallenges,
  ) {}

  /** Who was told, when it was delivered, and until when each may explain itself. Refusal 404 for a stranger. */
  async respondents(actor: Actor, id: string, page: PageQuery): Promise<Page<RespondentAnswer>> {
    const only = await this.partOf(actor, id);
    const calendar = await this.law.calendar(this.reads);
    const told = (await respondentsOf(this.reads, id))
      .filter((one) => (only === null || one.organizationId === only) && (page.after === undefined || one.id > page.after))
      .map((one) => ({
        ...one,
        explanationDueOn: explanationDueOn({ toldAt: toldAt(one), calendar }).result,
      }));
    return pageOf(told, limitOf(page));
  }

  /** Explanations and the complainant's replies to them, oldest first. Refusal 404 for a stranger. */
  async statements(actor: Actor, id: string, page: PageQuery): Promise<Page<ComplaintStatement>> {
    const only = await this.partOf(actor, id);
    const limit = limitOf(page);
    const rows = await this.reads.query<ComplaintStatement>(
      `SELECT id, complaint_id AS "complaintId", kind, organization_id AS "organizationId", person_id AS "personId", text, evidence, warnings,
              submitted_at AS "submittedAt"
         FROM complaint_statements WHERE complaint_id = $1 AND ($2::uuid IS NULL OR organization_id = $2) AND ($3::uuid IS NULL OR id > $3)
        ORDER BY id LIMIT $4`,
      [id, only, page.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** Refusal 404 for a stranger. */
  async hearings(actor: Actor, id: string, page: PageQuery): Promise<Page<HearingAnswer>> {
    const only = await this.partOf(actor, id);
    const limit = limitOf(page);
    const rows = await this.reads.query<ComplaintHearing>(
      `SELECT id, complaint_id AS "complaintId", number, held_at AS "heldAt", place, link, invited, languages, called_at AS "calledAt",
              attendance, minutes, no_english_reason AS "noEnglishReason", recorded_at AS "recordedAt", cancellation, cancelled_at AS "cancelledAt"
         FROM complaint_hearings WHERE complaint_id = $1 AND ($2::uuid IS NULL OR $2 = ANY (invited)) AND ($3::uuid IS NULL OR id > $3)
        ORDER BY id LIMIT $4`,
      [id, only, page.after ?? null, limit + 1],
    );
    return pageOf(rows.map(presentHearing), limit);
  }

  /** The one organisation whose part the caller reads; null for whoever reads all. */
  private async partOf(actor: Actor, id: string): Promise<string | null> {
    return (await this.cases.caseFor(actor, id)).respondent?.organizationId ?? null;
  }
}
