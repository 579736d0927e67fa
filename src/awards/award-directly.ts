import { Injectable } from '@nestjs/common';
import { organizationById, requireVerified, type KnownOrganization } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import { supplierMayTakeAgain } from '../rules/contract-refusal.js';
import { civilDateOf } from '../rules/moment.js';
import { parseMoney, formatMoney, type Fen } from '../rules/money.js';
import { directAwardIsLawful, sourceMayBeAwarded } from '../rules/single-source-procedure.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { publishNotice } from '../tenders/notices.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { announcedSource, objectionCounts, objectorsOf, type AnnouncedSource } from '../tenders/single-source.queries.js';
import { fulfilRemedies } from '../tenders/remedies.js';
import { advanceTender, requireTenderMatch, stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { noPartners } from './award-partners.js';
import { awardNotice } from './award-notice.js';
import { awardTiming, type AwardTiming } from './award-timing.js';
import { declaredConflict } from '../tenders/declared-conflict.js';
import { awardedItems } from './awarded-items.js';
import { Award } from './award.entity.js';
import { isMemberOf } from './awards.queries.js';
import type { DirectAwardBody } from './direct-award.dto.js';
import { licencesAreValid } from './supplier-licences.js';
import { presentAward, type AwardAnswer } from './present-award.js';
import { refusersOf } from './refusers.queries.js';
import { reportHash, singleSourceReport } from './single-source-report.js';

/**
 * Art. 48: the award to the single source (单一来源成交) once its notice is over and every objection answered, on a negotiation that is on
 * record. Its notice, its standstill and its written report begin with it. A constraint trigger on `awards` asks the same once more.
 */
@Injectable()
export class AwardDirectly {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal with every breach; Refusal 404 for another entity's tender, 412, 422 for a licence that is not the supplier's, 428. */
  run(actor: Actor, tenderId: string, body: DirectAwardBody): Promise<AwardAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      await refuseIfSuspended(work, tenderId);
      const source = await requireAnnounced(work, tender);
      const supplier = await requireVerified(work, source.supplierId);
      const { derivation } = source.notice;
      const objections = await objectionCounts(work, tenderId);
      obey([
        ...(await deciderIsImpartial(work, actor, tender, source)),
        ...(await sourceIsNoAgency(work, tender, source)),
        ...(await sourceHasNotRefused(work, tender, source)),
        ...sourceMayBeAwarded({ now: work.now, endsAt: source.noticeEndsAt, derivation, objections }),
        ...directAwardIsLawful(negotiated(tender, source, body, work.now)),
        ...(await licencesAreValid(work, supplier, body.licenceIds ?? [])),
      ]);
      const timing = awardTiming(tender, work.now, await this.law.calendar(work));
      const award = await insertAward(work, actor, { tender, source, supplier, body, timing });
      await advanceTender(work, tender, 'award-direct', 'procurer', { standstillEndsAt: timing.standstillEndsAt });
      await fulfilRemedies(work, tenderId, ['result-set-aside'], { kind: 'award', id: award.id });
      await keepRecord(work, { tender, source, supplier, award, body });
      return presentAward(award, supplier.name, awardedItems(tender.content.items, []), noPartners);
    });
  }
}

/** Throws LawRefusal `tender.wrong-state` where the tender is no announced single source, or no longer. */
async function requireAnnounced(work: Work, tender: Tender): Promise<AnnouncedSource> {
  const source = await announcedSource(work, tender.id);
  const state = stateNow(tender, work.now);
  if (source === null || state !== 'invited')
    throw new LawRefusal([breach('tender.wrong-state', { state, event: 'award-direct' })]);
  return source;
}

/** 财政部令第87号 art. 8. */
async function sourceIsNoAgency(work: Work, tender: Tender, { supplierId }: AnnouncedSource): Promise<Breaches> {
  const ties = await work.query('SELECT 1 FROM agencies_of($1) AS agency (id) WHERE id = $2', [tender.id, supplierId]);
  return ties.length > 0 ? [breach('tender.agency-is-supplier')] : [];
}

/** Where the only source does not sign, there is no next in rank: the procurement ends. */
async function sourceHasNotRefused(work: Work, { id }: Tender, { supplierId }: AnnouncedSource): Promise<Breaches> {
  const refusers = (await refusersOf(work, id)).map((one) => one.supplierId);
  return supplierMayTakeAgain(supplierId, refusers).map((one): Breach => ({ ...one, pointer: '#/supplierId' }));
}

/** 采购法 art. 12. */
async function deciderIsImpartial(work: Work, actor: Actor, tender: Tender, { supplierId }: AnnouncedSource): Promise<Breaches> {
  const declared = await declaredConflict(work, tender.id, actor.personId);
  const conflicted = declared === true || (await isMemberOf(work, actor.personId, supplierId));
  return conflicted ? [breach('evaluation.conflict-declared')] : [];
}

/** The lower of budget and estimate bounds the price; publication has seen to it that there is one. */
function negotiated(
  tender: Tender,
  source: AnnouncedSource,
  body: DirectAwardBody,
  now: string,
): Parameters<typeof directAwardIsLawful>[0] {
  const bounds = [tender.budget, tender.estimatedValue].flatMap((amount) => (amount === null ? [] : [parseMoney(amount) as Fen]));
  return {
    supplierId: body.supplierId,
    proposedId: source.supplierId,
    price: parseMoney(body.price) as Fen,
    ceiling: bounds.reduce((least, one) => (one < least ? one : least)),
    heldOn: body.negotiation.heldOn,
    publishedOn: civilDateOf(source.publishedAt),
    today: civilDateOf(now),
    sides: body.negotiation.people.map((one) => one.side),
  };
}

interface Decision {
  tender: Tender;
  source: AnnouncedSource;
  supplier: KnownOrganization;
  body: DirectAwardBody;
}

/** With its notice, published by the act that makes it (实施条例 art. 43). */
async function insertAward(work: Work, actor: Actor, decision: Decision & { timing: AwardTiming }): Promise<Award> {
  const { tender, source, supplier, body, timing } = decision;
  const amount = formatMoney(parseMoney(body.price) as Fen);
  const reasons = { zh: body.reasons.zh, en: body.reasons.en };
  const winner = { supplierId: supplier.id, supplierName: supplier.name, price: amount };
  const content = {
    ...awardNotice({
      tender,
      winner,
      items: awardedItems(tender.content.items, []),
      partners: noPartners,
      reasons,
      warnings: [],
      timing,
      decidedAt: work.now,
    }),
    ground: source.ground,
  };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'award', content });
  return work.insert(Award, {
    id: newId(),
    version: 1,
    tenderId: tender.id,
    reportId: null,
    bidId: null,
    lotId: null,
    supplierId: supplier.id,
    procurerId: tender.procurerId,
    amount,
    state: 'active',
    reasons,
    warnings: [],
    decidedBy: actor.personId,
    decidedAt: work.now,
    noticeVersion: notice.version,
    ...timing,
  });
}

/** CPTPP art. 15.10.3: the written report, with the negotiation's record; the audit entry carries its hash. The source and every objector are told. */
async function keepRecord(work: Work, decision: Decision & { award: Award }): Promise<void> {
  const { tender, source, supplier, award, body } = decision;
  const procurer = (await organizationById(work, tender.procurerId)) as KnownOrganization;
  const objectors = await objectorsOf(work, tender.id);
  const facts = { tender, procurer, supplierName: supplier.name, source, award, objections: objectors.length };
  const report = singleSourceReport(facts);
  const reportSha256 = reportHash(report);
  const negotiation = JSON.stringify(body.negotiation);
  await work.query(
    `INSERT INTO direct_awards (award_id, tender_id, negotiation, report, report_sha256, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [award.id, tender.id, negotiation, JSON.stringify(report), reportSha256, work.now],
  );
  work.record({
    type: 'tender.awarded',
    article: 48,
    tenderId: tender.id,
    subject: { kind: 'award', id: award.id },
    payload: {
      ground: source.ground,
      supplierId: award.supplierId,
      amount: award.amount,
      reportSha256,
      negotiation: JSON.parse(negotiation) as unknown,
      licenceIds: body.licenceIds ?? [],
      resultNoticeEndsOn: award.resultNoticeEndsOn,
      standstillEndsOn: award.standstillEndsOn,
    },
    tell: [award.supplierId, ...objectors],
  });
}
