import { Injectable } from '@nestjs/common';
import { latestStage } from '../bids/sealed-prices.queries.js';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { latestVerdicts } from './qualification.queries.js';
import { ReadAwards } from './read-awards.js';

export interface QualificationAnswer {
  tenderId: string;
  /** When the prices of those who qualify may be opened; null before it was announced. */
  pricesOpenAt: Instant | null;
  verdicts: {
    bidId: string;
    supplierId: string;
    qualified: boolean;
    rejectedBy: number;
    evaluators: number;
    reasons: Partial<Bilingual>[];
    breaches: Breaches;
    decidedAt: Instant;
    priceOpenedAt: Instant | null;
  }[];
}

/** Who qualifies, as it was decided: a bidder reads of its own bid alone, the panel and who oversees it of all. */
@Injectable()
export class ReadQualification {
  constructor(
    private readonly reads: Reads,
    private readonly awards: ReadAwards,
  ) {}

  /** Throws Refusal 404 before the decision, and for whoever has no part in it; LawRefusal `evaluation.conflict-declared`. */
  async run(actor: Actor, tenderId: string): Promise<QualificationAnswer> {
    const own = actor.roles.includes('supplier') && actor.organizationId !== null;
    const verdicts = own ? await latestVerdicts(this.reads, tenderId, actor.organizationId) : [];
    if (own) requireCovered(actor, tenderId);
    else await this.awards.requireMayRead(actor, tenderId);
    const shown = own ? verdicts : await latestVerdicts(this.reads, tenderId);
    if (shown.length === 0) throw unknownResource();
    return {
      tenderId,
      pricesOpenAt: (await latestStage(this.reads, tenderId))?.opensAt ?? null,
      verdicts: shown.map(({ tenderId: _tender, stage: _stage, exclusions: _exclusions, ...verdict }) => verdict),
    };
  }
}
