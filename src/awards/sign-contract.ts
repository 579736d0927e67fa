import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { contractPublicationDue } from '../rules/art-53-publication.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { civilDateOf } from '../rules/moment.js';
import { contractIsSignedInTime, noReviewIsOpen, standstillIsOver } from '../rules/standstill.js';
import { trackOf } from '../rules/track.js';
import { advanceTender, requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import { publishNotice } from '../tenders/notices.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import type { Tender } from '../tenders/tender.entity.js';
import { declarationsAreProved } from './award-evidence.js';
import { Award } from './award.entity.js';
import { contractNotice } from './award-notice.js';
import { partnersOfAward, type AwardPartners } from './award-partners.js';
import { itemsOfAward, type AwardedItem } from './awarded-items.js';
import { awardTiming } from './award-timing.js';
import { openHolds } from './awards.queries.js';
import type { ContractBody } from './contract.dto.js';
import { Contract } from './contract.entity.js';
import { termsAreAnnounced, termsOf } from './contract-terms.js';
import { presentContract, type ContractAnswer } from './present-award.js';

/**
 * The contract on an award: refused while the standstill runs or a challenge or complaint is open (rulebook P6, P14); published with its
 * signing. A constraint trigger on `contracts` asks the same once more under the same lock.
 */
@Injectable()
export class SignContract {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal with every breach; Refusal 404 for another entity's tender or award. */
  run(actor: Actor, tenderId: string, body: ContractBody): Promise<ContractAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      if (actor.request.ifMatch !== null) await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'contract', 'procurer', work.now);
      const award = await work.lock(Award, body.awardId);
      if (award.tenderId !== tenderId) throw unknownResource();
      const calendar = await this.law.calendar(work);
      const warnings = obey([
        ...awardStands(award),
        ...standstillIsOver({ awardNoticeAt: award.decidedAt, track: trackOf(tender.category), calendar, now: work.now }),
        ...(await reviewsAreClosed(work, tenderId)),
        ...(await declarationsAreProved(work, tender, award)),
        ...termsAreAnnounced(tender, award, body),
        ...lateness(work, tender, award, body),
        ...(await termsTellNoSecrets(work, tenderId, body)),
      ]);
      await fixStandstill(work, tender, award, calendar);
      const items = await itemsOfAward(work, award.id);
      const partners = await partnersOfAward(work, award.id);
      const contract = await insertContract(work, actor, { tender, award, body, warnings, items, partners, calendar });
      await advanceTender(work, tender, 'contract', 'procurer', { standstillEndsAt: award.standstillEndsAt });
      recordContract(work, contract);
      return presentContract(contract, items, partners);
    });
  }
}

function awardStands(award: Award): Breaches {
  return award.state === 'active' ? [] : [breach('award.wrong-state', { state: award.state, event: 'contract' })];
}

async function reviewsAreClosed(work: Work, tenderId: string): Promise<Breaches> {
  const holds = await openHolds(work, tenderId);
  const causes = (complaint: boolean) => [
    ...new Set(holds.filter((one) => (one.causeKind === 'complaint') === complaint).map((one) => one.causeId)),
  ];
  return noReviewIsOpen({ challenges: causes(false), complaints: causes(true) });
}

/** 采购法 art. 46: thirty days from the award's notice, which is published by the act that makes the award. A reason is published, so in its languages. */
function lateness(work: Work, tender: Tender, award: Award, { lateReason }: ContractBody): Breaches {
  const late = contractIsSignedInTime({
    awardNoticeAt: award.decidedAt,
    signedAt: work.now,
    lateReason: lateReason?.zh ?? null,
  });
  return late.length === 0 || !lateReason ? late : [...late, ...textKeepsLanguages(tender, 'lateReason', lateReason)];
}

/** 采购法 art. 11: what the notice of the contract says. */
function termsTellNoSecrets(work: Work, tenderId: string, { title, description, lateReason }: ContractBody): Promise<Breaches> {
  const texts = { title, description, lateReason };
  return tellNoSecrets(work, { tenderId, rule: 'notice.trade-secret', texts, now: work.now });
}

function isLate(warnings: Breaches): boolean {
  return warnings.some((one) => one.rule === 'contract.signed-late');
}

/** Where the calendar was missing at the award, the standstill had no end; now that the year is loaded, it has one, and the trigger reads it. */
async function fixStandstill(work: Work, tender: Tender, award: Award, calendar: Calendar): Promise<void> {
  if (award.standstillEndsAt !== null) return;
  await work.save(Award, award, awardTiming(tender, award.decidedAt, calendar));
}

async function insertContract(
  work: Work,
  actor: Actor,
  signing: {
    tender: Tender;
    award: Award;
    body: ContractBody;
    warnings: Breaches;
    items: AwardedItem[];
    partners: AwardPartners;
    calendar: Calendar;
  },
): Promise<Contract> {
  const { tender, award, body, warnings, items, partners, calendar } = signing;
  const due = contractPublicationDue(civilDateOf(work.now), calendar);
  const contract = {
    id: newId(),
    version: 1,
    tenderId: tender.id,
    awardId: award.id,
    procurerId: award.procurerId,
    supplierId: award.supplierId,
    state: 'signed' as const,
    ...termsOf(body),
    amount: award.amount,
    lateReason: isLate(warnings) ? { ...body.lateReason } : null,
    warnings,
    signedBy: actor.personId,
    signedAt: work.now,
    publishBy: due.result,
    publishByDerivation: due,
    publishedAt: work.now,
    completion: null,
    completedOn: null,
  };
  const notice = await publishNotice(work, {
    tenderId: tender.id,
    kind: 'contract',
    content: contractNotice(tender, contract, items, partners),
  });
  return work.insert(Contract, { ...contract, noticeVersion: notice.version });
}

function recordContract(work: Work, contract: Contract): void {
  work.record({
    type: 'contract.signed',
    article: 53,
    tenderId: contract.tenderId,
    subject: { kind: 'contract', id: contract.id },
    payload: {
      awardId: contract.awardId,
      supplierId: contract.supplierId,
      amount: contract.amount,
      signedAt: contract.signedAt,
      publishBy: contract.publishBy,
      lateReason: contract.lateReason,
      warnings: contract.warnings.map((one: Breaches[number]) => one.rule),
    },
    tell: [contract.supplierId],
  });
}
