import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { contractPublicationDue } from '../rules/art-53-publication.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { civilDateOf, compareInstants, type Instant } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { contractIsSignedInTime, noReviewIsOpen, standstillIsOver } from '../rules/standstill.js';
import { trackOf } from '../rules/track.js';
import { tellNoSecrets } from '../tenders/marked-secrets.js';
import { requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
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
import { presentContract, type ContractAnswer, type SignedContract } from './present-award.js';
import { settleTender } from './settle-tender.js';

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
      const awards = await lockAwards(work, tenderId, body);
      const [award] = awards;
      const calendar = await this.law.calendar(work);
      const warnings = obey([
        ...(await awardsStand(work, awards)),
        ...dedupe(awards.flatMap((one) => standstillOf(work, tender, one, calendar))),
        ...(await reviewsAreClosed(work, tenderId, lotIdsOf(awards))),
        ...(await declarationsAreProved(work, tender, awards)),
        ...termsAreAnnounced(tender, sumOf(awards), body),
        ...lateness(work, tender, awards, body),
        ...(await termsTellNoSecrets(work, tenderId, body)),
      ]);
      for (const one of awards) await fixStandstill(work, tender, one, calendar);
      const items = await itemsOfAward(work, award.id, lotIdsOf(awards));
      const partners = await partnersOfAward(work, award.id);
      const contract = await insertContract(work, actor, { tender, awards, body, warnings, items, partners, calendar });
      await settleTender(work, tender, { standstillEndsAt: award.standstillEndsAt });
      recordContract(work, contract, awards);
      return presentContract({ ...contract, ...coveredBy(awards) }, items, partners);
    });
  }
}

type Awards = [Award, ...Award[]];

/** The award named first and those beside it. Throws Refusal 404 for one of another tender, 422 where it stands twice. */
async function lockAwards(work: Work, tenderId: string, { awardId, furtherAwardIds = [] }: ContractBody): Promise<Awards> {
  const lead = await work.lock(Award, awardId);
  const awards: Awards = [lead];
  for (const [index, id] of furtherAwardIds.entries()) {
    if (awards.some((one) => one.id === id.toLowerCase()))
      throw invalid(`#/furtherAwardIds/${index}`, { zh: '重复出现。', en: 'It stands here twice.' });
    awards.push(await work.lock(Award, id));
  }
  if (awards.some((one) => one.tenderId !== tenderId)) throw unknownResource();
  return awards;
}

/** None fell, none has its contract, and all are one supplier's. */
export async function awardsStand(work: Work, awards: Awards, event = 'contract'): Promise<Breaches> {
  const fallen = awards.find((one) => one.state !== 'active');
  const ids = awards.map((one) => one.id);
  const signed = await work.query<{ lotId: string | null }>(
    `SELECT award.lot_id AS "lotId" FROM contract_awards covered JOIN awards award ON award.id = covered.award_id WHERE award.id = ANY ($1)`,
    [ids],
  );
  return [
    ...(fallen ? [breach('award.wrong-state', { state: fallen.state, event })] : []),
    ...(signed.length > 0 ? [breach('contract.lot-signed', { lots: signed.map((one) => one.lotId) })] : []),
    ...(awards.some((one) => one.supplierId !== awards[0].supplierId)
      ? [breach('contract.several-suppliers', {}, { pointer: '#/furtherAwardIds' })]
      : []),
  ];
}

export function standstillOf(work: Work, { category }: Tender, award: Award, calendar: Calendar): Breaches {
  return standstillIsOver({ awardNoticeAt: award.decidedAt, track: trackOf(category), calendar, now: work.now });
}

/** Lots of one act stand still alike: told once. */
function dedupe(breaches: Breaches): Breaches {
  return breaches.filter(
    (one, index) => breaches.findIndex(({ rule, facts }) => rule === one.rule && isDeepStrictEqual(facts, one.facts)) === index,
  );
}

/** Null for an award on the whole tender. */
function lotIdsOf(awards: Awards): string[] | null {
  const lotIds = awards.flatMap((one) => one.lotId ?? []);
  return lotIds.length === 0 ? null : lotIds;
}

function coveredBy(awards: Awards): Pick<SignedContract, 'awardIds' | 'lotIds' | 'stopped'> {
  return { awardIds: awards.map((one) => one.id), lotIds: lotIdsOf(awards) ?? [], stopped: false };
}

function sumOf(awards: Awards): { amount: string } {
  return { amount: formatMoney(awards.reduce((sum, one) => sum + (parseMoney(one.amount) as Fen), 0n)) };
}

export async function reviewsAreClosed(work: Work, tenderId: string, lotIds: readonly string[] | null): Promise<Breaches> {
  const holds = await openHolds(work, tenderId, lotIds);
  const causes = (complaint: boolean) => [
    ...new Set(holds.filter((one) => (one.causeKind === 'complaint') === complaint).map((one) => one.causeId)),
  ];
  return noReviewIsOpen({ challenges: causes(false), complaints: causes(true) });
}

/** 采购法 art. 46: thirty days from the award's notice, which is published by the act that makes the award. A reason is published, so in its languages. */
function lateness(work: Work, tender: Tender, awards: Awards, { lateReason }: ContractBody): Breaches {
  const earliest = awards.map((one) => one.decidedAt).sort(compareInstants)[0] as Instant;
  const late = contractIsSignedInTime({
    awardNoticeAt: earliest,
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
    awards: Awards;
    body: ContractBody;
    warnings: Breaches;
    items: AwardedItem[];
    partners: AwardPartners;
    calendar: Calendar;
  },
): Promise<Contract> {
  const { tender, awards, body, warnings, items, partners, calendar } = signing;
  const [award, ...further] = awards;
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
    ...sumOf(awards),
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
    content: contractNotice(tender, contract, { lotIds: lotIdsOf(awards), items, partners }),
  });
  for (const one of further)
    await work.query('INSERT INTO contract_awards (award_id, contract_id) VALUES ($1, $2)', [one.id, contract.id]);
  return work.insert(Contract, { ...contract, noticeVersion: notice.version });
}

function recordContract(work: Work, contract: Contract, awards: Awards): void {
  const lotIds = lotIdsOf(awards);
  work.record({
    type: 'contract.signed',
    article: 53,
    tenderId: contract.tenderId,
    subject: { kind: 'contract', id: contract.id },
    payload: {
      awardId: contract.awardId,
      ...(lotIds === null ? {} : coveredBy(awards)),
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
