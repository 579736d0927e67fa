import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { civilDateOf, instantOf, microsOf, type Instant } from '../rules/moment.js';
import { publishNotice } from './notices.js';
import { lockOwnTender } from './own-tender.js';
import type { TenderAnswer } from './present-tender.js';
import { bidPeriodOf, earliestDeadline, estimatedValueOf, tenderIsPublishable } from './publication-check.js';
import { GatherPublicationFacts } from './publication-facts.js';
import { advanceTender, requireTenderMatch } from './tender-life.js';
import type { RuleProfile, Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';

/**
 * Arts. 51 and 53: publishes the notice and with it issues the documents, at one moment, from which the bid period counts. The rules in force
 * at that moment stay the tender's; warnings are stored and published.
 */
@Injectable()
export class PublishTender {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
    private readonly gather: GatherPublicationFacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws LawRefusal with every breach of the law; Refusal 404, 412, 428. */
  run(actor: Actor, id: string): Promise<TenderAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      if (tender.publishedAt !== null) await advanceTender(work, tender, 'publish', 'procurer', {});
      const context = await this.law.context(work, work.now);
      const warnings = obey(tenderIsPublishable(await this.gather.run(work, tender), context));
      await advanceTender(work, tender, 'publish', 'procurer', this.published(actor, tender, warnings, context));
      return announce(work, tender);
    });
  }

  private published(actor: Actor, tender: Tender, warnings: Breaches, context: LawContext): Partial<Tender> {
    return {
      warnings,
      publishedBy: actor.personId,
      publishedAt: context.at,
      documentsIssuedAt: context.at,
      opensAt: opensAtOf(tender.bidsCloseAt, this.config.openingGraceSeconds),
      ruleProfile: profileOf(tender, context),
    };
  }
}

/** The deadline and the longest time that a submission begun before it may still take. */
export function opensAtOf(bidsCloseAt: Instant | null, openingGraceSeconds: number): Instant | null {
  return bidsCloseAt === null ? null : instantOf((microsOf(bidsCloseAt) as bigint) + BigInt(openingGraceSeconds) * 1_000_000n);
}

function profileOf(tender: Tender, { at, policy }: LawContext): RuleProfile {
  const { reductions, legalBasisRef } = bidPeriodOf(tender, tender.bidsCloseAt as Instant, at);
  const value = estimatedValueOf(tender.valuation, at);
  return {
    name: 'SHFTZ_2023_23',
    effectiveOn: civilDateOf(at),
    nationalConflicts: policy.nationalConflicts,
    bidPeriod: { derivation: earliestDeadline(tender, at), grounds: reductions.map((one) => one.ground), legalBasisRef },
    valuation: { treatedAsAtThreshold: value === null },
  };
}

async function announce(work: Work, tender: Tender): Promise<TenderAnswer> {
  const answer = await answerOf(work, tender, work.now);
  const { noticeVersion: _none, version: _row, ...content } = answer;
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'tender', content });
  work.record({
    type: 'tender.published',
    article: 53,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: {
      noticeVersion: notice.version,
      contentSha256: notice.contentSha256,
      documentsIssuedAt: tender.documentsIssuedAt,
      bidsCloseAt: tender.bidsCloseAt,
      warnings: tender.warnings.map((one) => one.rule),
    },
    tell: [tender.procurerId],
  });
  return { ...answer, noticeVersion: notice.version };
}
