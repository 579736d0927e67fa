import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { Breaches } from '../rules/breach.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { civilDateOf } from '../rules/moment.js';
import { publishNotice } from './notices.js';
import { lockOwnTenderToAnswer } from './own-tender.js';
import { keepPlannedUses, lockPlannedNotices } from './planned-claims.js';
import type { TenderAnswer } from './present-tender.js';
import { tenderIsPublishable } from './publication-check.js';
import { GatherPublicationFacts, type PublicationFacts } from './publication-facts.js';
import { publicationStepOf, type PublicationStep } from './publication-step.js';
import { advanceTender, requireTenderMatch, requireTenderState } from './tender-life.js';
import type { RuleProfile, Tender } from './tender.entity.js';
import { answerOf } from './tenders.queries.js';
import { estimatedValueOf } from './valuation-facts.js';

/**
 * Arts. 51 and 53: publishes the notice and with it issues the documents, or announces when they are; from their issue the bid period counts.
 * The rules in force at the publication stay the tender's; warnings are stored and published.
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
      const tender = await lockOwnTenderToAnswer(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      if (tender.publishedAt !== null) requireTenderState(tender, 'publish', 'procurer', work.now);
      const context = await this.law.context(work, work.now);
      const step = publicationStepOf(tender.method);
      await lockPlannedNotices(work, tender);
      await step.prepare?.(work, tender);
      const facts = await this.gather.run(work, tender);
      const warnings = obey(tenderIsPublishable(facts, context));
      await advanceTender(work, tender, step.event, 'procurer', this.published(actor, facts, warnings, context, step));
      await keepPlannedUses(work, tender);
      await step.settle?.(work, facts, context);
      return announce(work, facts, context, step);
    });
  }

  private published(
    actor: Actor,
    facts: PublicationFacts,
    warnings: Breaches,
    context: LawContext,
    step: PublicationStep,
  ): Partial<Tender> {
    const { tender } = facts;
    return {
      warnings,
      publishedBy: actor.personId,
      publishedAt: context.at,
      ...step.moments(tender, context, this.config.openingGraceSeconds),
      ruleProfile: profileOf(facts, context, step),
    };
  }
}

function profileOf(facts: PublicationFacts, context: LawContext, step: PublicationStep): RuleProfile {
  const { at, policy } = context;
  const { tender } = facts;
  const noticePeriod = step.noticePeriod?.(facts, context);
  const value = estimatedValueOf(tender.valuation, at);
  return {
    name: 'SHFTZ_2023_23',
    effectiveOn: civilDateOf(at),
    nationalConflicts: policy.nationalConflicts,
    bidPeriod: step.bidPeriod(facts, context),
    valuation: { treatedAsAtThreshold: value === null },
    ...(noticePeriod === undefined ? {} : { noticePeriod }),
  };
}

async function announce(work: Work, facts: PublicationFacts, context: LawContext, step: PublicationStep): Promise<TenderAnswer> {
  const { tender } = facts;
  const answer = await answerOf(work, tender, work.now);
  const { noticeVersion: _none, version: _row, ...shown } = answer;
  const content = { ...shown, ...step.announcement?.(facts, context) };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: step.notice, content });
  work.record({
    type: step.recordedAs,
    article: step.article,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: {
      noticeVersion: notice.version,
      contentSha256: notice.contentSha256,
      documentsIssuedAt: tender.documentsIssuedAt,
      applicationsCloseAt: tender.applicationsCloseAt,
      bidsCloseAt: tender.bidsCloseAt,
      drawCommitment: await drawCommitmentOf(work, tender.id),
      warnings: tender.warnings.map((one) => one.rule),
    },
    tell: [tender.procurerId],
  });
  return { ...answer, noticeVersion: notice.version };
}

/** To what every draw by lot in this procurement is committed from now on; written by the database with the publication. */
async function drawCommitmentOf(work: Work, tenderId: string): Promise<string | null> {
  const rows = await work.query<{ commitment: string }>('SELECT commitment FROM draw_seeds WHERE tender_id = $1', [tenderId]);
  return rows[0]?.commitment ?? null;
}
