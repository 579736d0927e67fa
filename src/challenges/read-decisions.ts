import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { reviewDecisionTypeOf, type ReviewDecisionType } from '../rules/review-codes.js';
import type { ComplaintRuling } from './complaint.entity.js';
import { outsideLimits, rulingOn, type OutsideLimits, type RemedyAnswer } from './present-complaint.js';
import { publishedProceedings, type PublishedProceeding } from './outside-proceedings.queries.js';
import { publicCopy, wholeCopy } from './ruling-record.js';
import type { RulingCopy } from './ruling-copy.js';
import { ReadChallenges } from './read-challenges.js';

export interface DecisionLine {
  complaintId: string;
  outcome: ComplaintRuling['outcome'];
  decisionType: ReviewDecisionType;
  decidedAt: Instant;
  reviewBody: { id: string; name: Bilingual };
  root: string;
}

export interface DecidedTender {
  tenderId: string;
  decisions: DecisionLine[];
}

export interface PublishedDecision {
  complaintId: string;
  tenderId: string;
  /** In both languages; what is withheld stands there by its digest, reason and day. */
  copy: RulingCopy;
  remedies: Pick<RemedyAnswer, 'number' | 'kind' | 'lotIds' | 'state' | 'dueOn' | 'doneAt'>[];
  outsideLimits: OutsideLimits;
  /** Where the decision is contested elsewhere. */
  outsideProceedings: PublishedProceeding[];
}

/** Rulings: public from their making, whole for the parties and the reviewers of the case. */
@Injectable()
export class ReadDecisions {
  constructor(
    private readonly reads: Reads,
    private readonly law: LawService,
    private readonly cases: ReadChallenges,
  ) {}

  /** Refusal 404 for a tender that was never published. */
  async ofTender(tenderId: string): Promise<DecidedTender> {
    const published = await this.reads.query('SELECT FROM tenders WHERE id = $1 AND published_at IS NOT NULL', [tenderId]);
    if (published.length === 0) throw unknownResource();
    const rows = await this.reads.query<Omit<DecisionLine, 'decisionType'> & Pick<ComplaintRuling, 'ground'>>(
      `SELECT complaint.id AS "complaintId", ruling.outcome, ruling.ground, ruling.decided_at AS "decidedAt", ruling.root,
              jsonb_build_object('id', body.id, 'name', body.name) AS "reviewBody"
         FROM complaints complaint JOIN complaint_rulings ruling ON ruling.complaint_id = complaint.id
         JOIN organizations body ON body.id = complaint.review_body_id
        WHERE complaint.tender_id = $1 AND ruling.root IS NOT NULL ORDER BY ruling.decided_at, complaint.id`,
      [tenderId],
    );
    const decisions = rows.map(({ ground, ...one }) => ({ ...one, decisionType: reviewDecisionTypeOf(one.outcome, ground) }));
    return { tenderId, decisions };
  }

  /** Refusal 404 where there is no decision, or only one from before there were copies. */
  async published(complaintId: string): Promise<PublishedDecision> {
    const [row] = await this.reads.query<RulingRow>(rulingWithFields, [complaintId]);
    const ruling = await rulingOn(this.reads, complaintId);
    const copy = row && publicCopy(row, row, await this.reads.now());
    if (!row || !copy || !ruling) throw unknownResource();
    const limits = outsideLimits(ruling.decidedAt, await this.law.calendar(this.reads));
    const remedies = ruling.remedies.map(({ number, kind, lotIds, state, dueOn, doneAt }) => ({
      ...{ number, kind, lotIds },
      ...{ state, dueOn, doneAt },
    }));
    const outsideProceedings = await publishedProceedings(this.reads, complaintId);
    return { complaintId, tenderId: row.tenderId, copy, remedies, outsideLimits: limits, outsideProceedings };
  }

  /** Refusal 404 for a stranger, and where nothing is decided. */
  async whole(actor: Actor, complaintId: string): Promise<RulingCopy> {
    await this.requireWhole(actor, complaintId);
    const [row] = await this.reads.query<RulingRow>(rulingWithFields, [complaintId]);
    const copy = row && wholeCopy(row);
    if (!copy) throw unknownResource();
    return copy;
  }

  /** Refusal 404 for a stranger. */
  async remedies(actor: Actor, complaintId: string): Promise<RemedyAnswer[]> {
    await this.requireWhole(actor, complaintId);
    return (await rulingOn(this.reads, complaintId))?.remedies ?? [];
  }

  /** A respondent beside the procuring entity reads what everybody reads. */
  private async requireWhole(actor: Actor, complaintId: string): Promise<void> {
    const { respondent } = await this.cases.caseFor(actor, complaintId);
    if (respondent) throw unknownResource();
  }
}

type RulingRow = Pick<ComplaintRuling, 'fields' | 'root' | 'withheld'> & {
  tenderId: string;
  bidsCloseAt: Instant | null;
  mayName: boolean;
};

/** Who complains may bid: before the opening, or an end without one, the copy for everybody does not name it. */
const rulingWithFields = `
  SELECT ruling.fields, ruling.root, ruling.withheld, complaint.tender_id AS "tenderId", tender.bids_close_at AS "bidsCloseAt",
         (tender.opened_at IS NOT NULL OR tender.ended_on IS NOT NULL OR tender.method = 'single-source') AS "mayName"
    FROM complaint_rulings ruling JOIN complaints complaint ON complaint.id = ruling.complaint_id
    JOIN tenders tender ON tender.id = complaint.tender_id
   WHERE ruling.complaint_id = $1`;
