import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { pointsFollowTheNotice, reasonsArePublished } from '../rules/art-49-qualification.js';
import { breach, type Breaches } from '../rules/breach.js';
import { addYears, civilDateOf, isBefore, type CivilDate, type Instant } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { periodOn } from '../rules/periods.js';
import { exclusionsOf, type KnownExclusion } from '../tenders/exclusions.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Prequalification, Tender } from '../tenders/tender.entity.js';
import type { ApplicationDecisionBody } from './application.dto.js';
import { ApplicationDecision } from './application.entity.js';
import { documentsOf, standingApplication, type ApplicationRow } from './applications.queries.js';
import { presentApplication, tagOf, type ApplicationAnswer } from './present-application.js';

/**
 * Art. 49: whether a supplier qualifies (资格审查决定), judged by what the notice says and nothing else, with its reasons, told to that supplier at
 * once. A decision may be corrected by another until the shortlist; every one is kept.
 */
@Injectable()
export class DecideApplication {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `prequalification.wrong-state`, `prequalification.read-too-early`, `prequalification.requirement-not-published`,
   * `prequalification.points-mismatch`, `exclusion.stands`, `evaluation.conflict-undeclared`, `evaluation.conflict-declared`; Refusal 404, 412, 428.
   */
  run(actor: Actor, tenderId: string, applicationId: string, body: ApplicationDecisionBody): Promise<ApplicationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      requireDecidable(tender, work.now);
      const application = await standingApplication(work, tenderId, applicationId);
      if (!application) throw unknownResource();
      requireMatch(actor, tagOf(application));
      const exclusions = (await exclusionsOf(work, tenderId)).filter((one) => one.supplierId === application.supplierId);
      obey([
        ...(await conflictBreaches(work, actor, tenderId)),
        ...exclusionBreaches(exclusions, body),
        ...decisionBreaches(tender, body),
      ]);
      await work.insert(ApplicationDecision, decisionOf(actor, tender, application, body, work.now));
      const decided = (await standingApplication(work, tenderId, applicationId)) as ApplicationRow;
      recordDecision(work, decided);
      return presentApplication(decided, await documentsOf(work, tenderId, decided.supplierId));
    });
  }
}

function requireDecidable({ state, publishedAt, applicationsCloseAt }: Tender, now: Instant): void {
  if (publishedAt === null || applicationsCloseAt === null) throw unknownResource();
  if (state !== 'prequalification') throw new LawRefusal([breach('prequalification.wrong-state', { state })]);
  if (isBefore(now, applicationsCloseAt))
    throw new LawRefusal([breach('prequalification.read-too-early', { applicationsCloseAt })]);
}

/** 采购法 art. 12: whoever judges suppliers says beforehand whether a conflict of interest exists, as evaluators do. */
async function conflictBreaches(work: Work, actor: Actor, tenderId: string): Promise<Breaches> {
  const declared = await declaredConflict(work, tenderId, actor.personId);
  if (declared === null) return [breach('evaluation.conflict-undeclared')];
  return declared ? [breach('evaluation.conflict-declared')] : [];
}

/** Art. 54: who is excluded does not qualify. Throws Refusal 422 for an exclusion that was not decided against this supplier. */
function exclusionBreaches(known: readonly KnownExclusion[], { outcome, exclusionId }: ApplicationDecisionBody): Breaches {
  const excluded = known.filter((one) => one.state === 'excluded');
  const named = exclusionId === undefined || excluded.some((one) => one.id === exclusionId.toLowerCase());
  if (!named || (exclusionId !== undefined && outcome === 'qualified'))
    throw invalid('#/exclusionId', {
      zh: '没有针对该供应商的此项拒绝参与决定。',
      en: 'No such exclusion of this supplier was decided.',
    });
  return outcome === 'qualified' && excluded.length > 0 ? [breach('exclusion.stands', {}, { pointer: '#/outcome' })] : [];
}

function decisionBreaches(
  tender: Tender,
  { outcome, requirementIds = [], exclusionId, points = [] }: ApplicationDecisionBody,
): Breaches {
  const { requirements, selectionCriteria, limitSuppliers } = tender.content.prequalification as Prequalification;
  if (outcome === 'qualified' && requirementIds.length > 0)
    throw invalid('#/requirementIds', {
      zh: '合格的供应商没有不符合的要求。',
      en: 'A supplier that qualifies fails no requirement.',
    });
  const published = requirements.map((one) => one.id);
  const judged = outcome === 'qualified' && limitSuppliers ? selectionCriteria : [];
  return [
    ...(outcome === 'qualified' || (exclusionId !== undefined && requirementIds.length === 0)
      ? []
      : reasonsArePublished(published, requirementIds)),
    ...pointsFollowTheNotice(
      judged.map(({ id, maxPoints }) => ({ id, max: parseMoney(maxPoints) as Fen })),
      points.map((one) => ({ criterionId: one.criterionId, points: parseMoney(one.points) as Fen })),
    ),
  ];
}

function decisionOf(
  actor: Actor,
  tender: Tender,
  application: ApplicationRow,
  body: ApplicationDecisionBody,
  now: Instant,
): ApplicationDecision {
  const { points = [] } = body;
  const order = tender.content.prequalification?.selectionCriteria ?? [];
  return {
    id: newId(),
    applicationId: application.id,
    version: (application.decision?.version ?? 0) + 1,
    outcome: body.outcome,
    reasons: { ...body.reasons },
    requirementIds: body.requirementIds ?? [],
    exclusionId: body.exclusionId ?? null,
    points: order.flatMap(({ id }) =>
      points
        .filter((one) => one.criterionId === id)
        .map((one) => ({ criterionId: id, points: formatMoney(parseMoney(one.points) as Fen) })),
    ),
    decidedBy: actor.personId,
    decidedAt: now,
    validUntil: body.outcome === 'qualified' ? lastDayOf(civilDateOf(now)) : null,
  };
}

function lastDayOf(decidedOn: CivilDate): CivilDate {
  return addYears(decidedOn, periodOn('qualificationYears', decidedOn).value);
}

/** Told to that supplier alone; the process may be challenged from then (art. 61). */
function recordDecision(work: Work, { id, tenderId, supplierId, decision }: ApplicationRow): void {
  work.record({
    type: 'application.decided',
    article: 49,
    tenderId,
    subject: { kind: 'application', id },
    payload: { decision },
    tell: [supplierId],
  });
}
