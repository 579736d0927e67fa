import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Instant } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { Tender } from '../tenders/tender.entity.js';
import { answerChallenge } from './answer-challenge.js';
import { respondentFor, reviewsCase, sideOfComplaint } from './case-parties.js';
import { Challenge, type ChallengeMessage } from './challenge.entity.js';
import { complaintOn, sideOf } from './challenges.queries.js';
import { momentsOf } from './procedure-moments.js';
import { Complaint } from './complaint.entity.js';
import type { ChallengeAnswer } from './present-challenge.js';
import { presentComplaint, rulingOn, type ComplaintAnswer } from './present-complaint.js';
import { presentCopy, type ComplaintCopyAnswer } from './present-copy.js';
import type { ComplaintRespondent } from './proceedings.entity.js';
import { windowsAt, type Windows } from './windows.js';

export interface WindowsAnswer {
  tenderId: string;
  at: Instant;
  windows: Windows;
}

/** Case files: for the two sides and for the reviewers of the authority, and for nobody else. Everybody may know the windows. */
@Injectable()
export class ReadChallenges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly law: LawService,
  ) {}

  /** Refusal 404 for a stranger. */
  async challenge(actor: Actor, id: string): Promise<ChallengeAnswer> {
    const challenge = await this.challengeFor(actor, id);
    const tender = await this.tender(challenge.tenderId);
    const calendar = await this.law.calendar(this.reads);
    return answerChallenge(this.reads, challenge, { tender, calendar, now: await this.reads.now() });
  }

  /** The consultation, oldest first. Refusal 404 for a stranger. */
  async messages(actor: Actor, id: string, page: PageQuery): Promise<Page<ChallengeMessage>> {
    await this.challengeFor(actor, id);
    const limit = limitOf(page);
    const rows = await this.reads.query<ChallengeMessage>(
      `SELECT id, challenge_id AS "challengeId", organization_id AS "organizationId", person_id AS "personId", text, sent_at AS "sentAt"
         FROM challenge_messages WHERE challenge_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [id, page.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }

  /** The file; for a respondent beside the procuring entity its copy. Throws as `caseFor` does. */
  async complaint(actor: Actor, id: string): Promise<ComplaintAnswer | ComplaintCopyAnswer> {
    const { complaint, respondent } = await this.caseFor(actor, id);
    const calendar = await this.law.calendar(this.reads);
    if (respondent) return presentCopy(this.reads, complaint, respondent, calendar);
    const tender = await this.tender(complaint.tenderId);
    return presentComplaint(complaint, { track: trackOf(tender.category), calendar, ruling: await rulingOn(this.reads, id) });
  }

  /**
   * The art. 61 windows as of now, each with its derivation; null for what does not exist, or not for the caller. A supplier that is signed in sees its own
   * proven knowledge. Refusal 404 before publication.
   */
  async windows(actor: Actor | null, tenderId: string): Promise<WindowsAnswer> {
    const tender = await this.tender(tenderId);
    if (tender.publishedAt === null) throw unknownResource();
    const calendar = await this.law.calendar(this.reads);
    const moments = await momentsOf(this.reads, tender, actor?.organizationId ?? null);
    const at = await this.reads.now();
    return { tenderId, at, windows: windowsAt(tender, { moments, calendar, at }) };
  }

  /**
   * The complaint, with the respondent as which the caller reads its own part alone; null for the two sides and the reviewers. Refusal 404 for a stranger,
   * and for a reviewer who has withdrawn or belongs to a party.
   */
  async caseFor(actor: Actor, id: string): Promise<{ complaint: Complaint; respondent: ComplaintRespondent | null }> {
    const complaint = validate(id) ? await this.dataSource.manager.findOneBy(Complaint, { id }) : null;
    if (!complaint) throw unknownResource();
    if (sideOfComplaint(actor, complaint) !== null) return { complaint, respondent: null };
    const respondent = await respondentFor(this.reads, actor, complaint);
    if (!respondent && !(await this.reviews(actor, complaint))) throw unknownResource();
    return { complaint, respondent };
  }

  /** For the two sides and the reviewers of its complaint; Refusal 404 for a stranger. */
  async challengeFor(actor: Actor, id: string): Promise<Challenge> {
    const challenge = await this.byId(id);
    if (sideOf(actor, challenge) !== null) return challenge;
    const filed = await complaintOn(this.reads, id);
    const complaint = filed && (await this.dataSource.manager.findOneBy(Complaint, { id: filed.id }));
    if (!complaint || !(await this.reviews(actor, complaint))) throw unknownResource();
    return challenge;
  }

  /** For who has shown otherwise that it may read it. Refusal 404 where there is none. */
  async byId(id: string): Promise<Challenge> {
    const challenge = validate(id) ? await this.dataSource.manager.findOneBy(Challenge, { id }) : null;
    if (!challenge) throw unknownResource();
    return challenge;
  }

  private reviews(actor: Actor, complaint: Complaint): Promise<boolean> {
    return reviewsCase(this.reads, actor, complaint);
  }

  /** Refusal 404 where there is none. */
  async tender(id: string): Promise<Tender> {
    const tender = validate(id) ? await this.dataSource.manager.findOneBy(Tender, { id }) : null;
    if (!tender) throw unknownResource();
    return tender;
  }
}
