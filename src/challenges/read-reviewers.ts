import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { Page, PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import { ReadChallenges } from './read-challenges.js';
import { pageOfAssignments, pageOfRecusalRequests, reviewerSeed, type AssignmentAnswer } from './reviewers.queries.js';
import type { ReviewerRecusalRequest } from './reviewer.entity.js';

export interface ReviewerSeedAnswer {
  challengeId: string;
  /** Hex SHA-256 of the secret of the first draw, of when the challenge came. */
  commitment: string;
  committedAt: Instant;
}

/** Who reviews a case and how that came about: for its parties and the reviewers of its authority, as the case itself. */
@Injectable()
export class ReadReviewers {
  constructor(
    private readonly reads: Reads,
    private readonly cases: ReadChallenges,
  ) {}

  /** Refusal 404 for a stranger. */
  async assignments(actor: Actor, complaintId: string, query: PageQuery): Promise<Page<AssignmentAnswer>> {
    await this.cases.caseFor(actor, complaintId);
    return pageOfAssignments(this.reads, complaintId, query);
  }

  /** Refusal 404 for a stranger. */
  async recusalRequests(actor: Actor, complaintId: string, query: PageQuery): Promise<Page<ReviewerRecusalRequest>> {
    await this.cases.caseFor(actor, complaintId);
    return pageOfRecusalRequests(this.reads, complaintId, query);
  }

  /** What the first draw in a case about this challenge is committed to, before there is a case. Refusal 404 for a stranger. */
  async seed(actor: Actor, challengeId: string): Promise<ReviewerSeedAnswer> {
    await this.cases.challenge(actor, challengeId);
    const { commitment, committedAt } = await reviewerSeed(this.reads, { id: challengeId, challengeId }, 1);
    return { challengeId, commitment, committedAt };
  }
}
