import type { Actor } from '../platform/actor.js';
import { invalid, obey } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { lapsedInTender, licencesHaveNotLapsed } from '../prequalification/lapsed-licences.js';
import type { Bilingual, Breach, Breaches } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { everyLotIsDecided } from '../rules/lots.js';
import { civilDateOf } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import type { NonAwardCode } from '../rules/non-award.js';
import { lotLimitsOf, lotsInOrder } from '../tenders/lots.js';
import { textKeepsLanguages } from '../tenders/notice-languages.js';
import { publishNotice } from '../tenders/notices.js';
import { reviewRecordOf } from '../tenders/review-record.js';
import { fulfilRemedies } from '../tenders/remedies.js';
import { advanceTender, stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { AwardBody } from './award.dto.js';
import { Award, LotNonAward } from './award.entity.js';
import { lotsNotice, type NoticedLot } from './lots-notice.js';
import { partnersOfBid } from './award-partners.js';
import { licencesStillCount, reasonsTellNoSecrets } from './award-checks.js';
import { lowPriceWarnings } from './award-rules.js';
import { committeeOnNotice } from './committees.queries.js';
import { awardTiming, type AwardTiming } from './award-timing.js';
import { awardedItems } from './awarded-items.js';
import type { EvaluatedBid } from './awards.queries.js';
import { below, lotsAreLawful, type LotDecision, type LotsAtAward } from './lot-award-rules.js';
import { fieldsOf, outcomeIn, priceInField, type FieldOutcome, type ReportContent } from './lot-outcomes.js';
import { lotResults, type LotResult } from './lot-results.queries.js';
import { moveBid } from './move-bid.js';
import { presentAward, type LotAwardsAnswer } from './present-award.js';
import { refusersOf } from './refusers.queries.js';
import { settleTender } from './settle-tender.js';

interface Asked {
  tender: Tender;
  decisions: readonly LotDecision[];
  bids: readonly EvaluatedBid[];
  reportId: string;
  report: ReportContent;
  calendar: Calendar;
}

type TakenLot = Omit<NoticedLot, 'items'>;

/**
 * 分包定标: all lots without a result are decided by one act, with one notice and one standstill. The caller holds the tender's lock and has seen to it
 * that the award is open. Throws LawRefusal with every breach, its pointer that of the lot.
 */
export async function decideLots(work: Work, actor: Actor, asked: Asked): Promise<LotAwardsAnswer> {
  const { tender, decisions } = asked;
  const standing = await lotResults(work, tender.id);
  obey(
    everyLotIsDecided(
      decisions.map((one) => one.lotId),
      lotsOf(tender, standing),
    ),
  );
  obey([
    ...lotsAreLawful(decisions, await factsOf(work, asked, standing)),
    ...explanationsKeepLanguages(tender, decisions),
    ...(await winnersKeepLicences(work, asked)),
  ]);
  const taken = await takenLots(work, asked);
  obey(await takenLotsAreTold(work, asked, taken));
  const timing = awardTiming(tender, work.now, asked.calendar);
  const unawarded = decisions.flatMap((one) => ('nonAward' in one ? [{ lotId: one.lotId, ...one.nonAward }] : []));
  const lots = taken.map((one) => ({ ...one, items: itemsOf(tender, one) }));
  const content = {
    ...lotsNotice({ tender, lots, unawarded, timing, decidedAt: work.now }),
    ...(await committeeOnNotice(work, tender.id)),
  };
  const notice = await publishNotice(work, { tenderId: tender.id, kind: 'award', content });
  const about = { asked, timing, noticeVersion: notice.version };
  const awards = await insertAwards(work, actor, { ...about, taken });
  const nonAwards = await insertNonAwards(work, actor, { ...about, unawarded });
  await settleBids(work, tender, asked.bids, standing, taken);
  const first = stateNow(tender, work.now) === 'evaluated';
  await advanceTender(work, tender, first ? 'award' : 'award-lots', 'procurer', { standstillEndsAt: timing.standstillEndsAt });
  await fulfilRemedies(work, tender.id, ['result-set-aside'], { kind: 'notice', id: `${tender.id}/${notice.version}` });
  recordLots(work, { asked, awards, nonAwards, timing });
  await settleTender(work, tender);
  return {
    tenderId: tender.id,
    noticeVersion: notice.version,
    decidedAt: work.now,
    awards: awards.map((award, index) => {
      const { bid, items, partners } = lots[index] as (typeof lots)[number];
      return presentAward(award, bid.supplierName, items, partners);
    }),
    nonAwards: nonAwards.map(({ lotId, code, explanation }) => ({ lotId, code, explanation })),
  };
}

/** The decisions as the law reads them. Throws Refusal 422 for a lot that is both awarded and not, or neither, or for an award without lots. */
export function lotDecisionsOf({ bidId, reasons, lots }: AwardBody): LotDecision[] {
  if (lots === undefined || bidId !== undefined || reasons !== undefined)
    throw invalid('#/lots', { zh: '本项目分标包，须逐包作出决定。', en: 'The tender has lots; each is decided.' });
  return lots.map((one, index) => {
    if ((one.bidId === undefined) === (one.nonAward === undefined))
      throw invalid(`#/lots/${index}`, {
        zh: '须且只须给出bidId或nonAward之一。',
        en: 'Exactly one of bidId and nonAward is needed.',
      });
    if (one.bidId !== undefined) return { lotId: one.lotId, bidId: one.bidId, reasons: one.reasons };
    const { code = null, explanation } = one.nonAward as NonNullable<typeof one.nonAward>;
    return { lotId: one.lotId, nonAward: { code, explanation: { ...explanation } } };
  });
}

function lotsOf({ content }: Tender, standing: readonly LotResult[]): { all: string[]; open: string[] } {
  const all = content.lots.map(({ id }) => id);
  return { all, open: all.filter((id) => !standing.some((one) => one.lotId === id)) };
}

async function factsOf(work: Work, { tender, report, bids }: Asked, standing: readonly LotResult[]): Promise<LotsAtAward> {
  const fields = fieldsOf(tender, bids);
  const refused = await refusersOf(work, tender.id);
  const held = standing.filter((one) => one.awardId !== null);
  const won = new Map<string, number>();
  for (const { supplierId } of held) won.set(supplierId as string, (won.get(supplierId as string) ?? 0) + 1);
  return {
    lots: lotsInOrder(tender.content).map(({ id }) => {
      const field = fields.find(({ lot }) => lot?.id === id);
      const found = outcomeIn(report, id) as FieldOutcome;
      const refusers = refused.filter((one) => one.lotId === id).map((one) => one.supplierId);
      return { lotId: id, found, ceiling: field?.ceiling ?? null, opened: field?.bids.length ?? 0, refusers };
    }),
    limits: lotLimitsOf(tender.content),
    won,
    spent: held.reduce((sum, one) => sum + (parseMoney(one.amount) as Fen), 0n),
    budget: parseMoney(tender.budget),
    record: await reviewRecordOf(work, tender.id),
  };
}

function explanationsKeepLanguages(tender: Tender, decisions: readonly LotDecision[]): Breaches {
  return decisions.flatMap((one, index) =>
    'nonAward' in one
      ? below(`#/lots/${index}/nonAward`, textKeepsLanguages(tender, 'explanation', one.nonAward.explanation))
      : [],
  );
}

async function winnersKeepLicences(work: Work, { tender, decisions, bids }: Asked): Promise<Breaches> {
  const lapsed = await lapsedInTender(work, tender.id);
  return decisions.flatMap((one, index) => {
    const winner = 'bidId' in one ? bids.find((bid) => bid.id === one.bidId) : undefined;
    return winner ? licencesHaveNotLapsed(lapsed, [winner.supplierId], civilDateOf(work.now), `#/lots/${index}/bidId`) : [];
  });
}

async function takenLots(work: Work, { tender, decisions, bids, report }: Asked): Promise<TakenLot[]> {
  const taken: TakenLot[] = [];
  for (const one of decisions) {
    if ('nonAward' in one) continue;
    const bid = bids.find(({ id }) => id === one.bidId) as EvaluatedBid;
    const lot = tender.content.lots.find(({ id }) => id === one.lotId) ?? null;
    const { zh, en } = one.reasons as Bilingual;
    const warnings = lowPriceWarnings(outcomeIn(report, one.lotId) as FieldOutcome, bid.id);
    const partners = await partnersOfBid(work, bid.id);
    taken.push({ lotId: one.lotId, bid, price: priceInField(tender, { lot }, bid), reasons: { zh, en }, warnings, partners });
  }
  return taken;
}

/** What is published of each lot tells no secret, and its winner holds what the documents ask for. */
async function takenLotsAreTold(work: Work, { tender, decisions }: Asked, taken: readonly TakenLot[]): Promise<Breaches> {
  const breaches: Breach[] = [];
  for (const { lotId, bid: winner, price, reasons } of taken) {
    const at = `lots/${decisions.findIndex((one) => one.lotId === lotId)}`;
    const told = { at: `${at}/reasons`, reasons, winner, price: formatMoney(price) };
    breaches.push(...(await reasonsTellNoSecrets(work, tender.id, told)));
    breaches.push(...(await licencesStillCount(work, tender, winner, `#/${at}/bidId`)));
  }
  return breaches;
}

function itemsOf({ content }: Tender, { bid, lotId }: TakenLot): ReturnType<typeof awardedItems> {
  return awardedItems(content.items, bid.content?.items ?? [], [lotId]);
}

interface Recorded {
  asked: Asked;
  timing: AwardTiming;
  noticeVersion: number;
}

async function insertAwards(
  work: Work,
  actor: Actor,
  { asked, taken, timing, noticeVersion }: Recorded & { taken: readonly TakenLot[] },
): Promise<Award[]> {
  const awards: Award[] = [];
  for (const { lotId, bid, price, reasons, warnings } of taken) {
    const award = await work.insert(Award, {
      id: newId(),
      version: 1,
      tenderId: asked.tender.id,
      reportId: asked.reportId,
      bidId: bid.id,
      lotId,
      supplierId: bid.supplierId,
      procurerId: asked.tender.procurerId,
      amount: formatMoney(price),
      state: 'active',
      reasons,
      warnings,
      decidedBy: actor.personId,
      decidedAt: work.now,
      noticeVersion,
      ...timing,
    });
    awards.push(award);
  }
  return awards;
}

async function insertNonAwards(
  work: Work,
  actor: Actor,
  {
    asked,
    unawarded,
    noticeVersion,
  }: Recorded & { unawarded: readonly { lotId: string; code: NonAwardCode | null; explanation: LotNonAward['explanation'] }[] },
): Promise<LotNonAward[]> {
  const rows: LotNonAward[] = [];
  for (const { lotId, code, explanation } of unawarded) {
    const row = { id: newId(), version: 1, tenderId: asked.tender.id, lotId, code: code as NonAwardCode, explanation };
    const decided = { decidedBy: actor.personId, decidedAt: work.now, noticeVersion };
    rows.push(await work.insert(LotNonAward, { ...row, state: 'active', ...decided }));
  }
  return rows;
}

/** A bid that takes a lot, now or before, is successful; of the rest nothing is left open. */
async function settleBids(
  work: Work,
  tender: Tender,
  bids: readonly EvaluatedBid[],
  standing: readonly LotResult[],
  taken: readonly TakenLot[],
): Promise<void> {
  const winners = [...standing.map((one) => one.bidId), ...taken.map((one) => one.bid.id)];
  for (const bid of bids.filter((one) => one.state === 'opened')) {
    await moveBid(work, tender, bid, winners.includes(bid.id) ? 'accept' : 'decline', 'procurer');
  }
}

/** One message to everybody who bid, for all lots. */
function recordLots(
  work: Work,
  {
    asked,
    awards,
    nonAwards,
    timing,
  }: { asked: Asked; awards: readonly Award[]; nonAwards: readonly LotNonAward[]; timing: AwardTiming },
): void {
  work.record({
    type: 'tender.awarded',
    article: 56,
    tenderId: asked.tender.id,
    subject: { kind: 'tender', id: asked.tender.id },
    payload: {
      lots: [
        ...awards.map(({ lotId, id, bidId, supplierId, amount, warnings }) => ({
          lotId,
          awardId: id,
          bidId,
          supplierId,
          amount,
          warnings: warnings.map((one: Breaches[number]) => one.rule),
        })),
        ...nonAwards.map(({ lotId, code }) => ({ lotId, code })),
      ],
      reportId: asked.reportId,
      resultNoticeEndsOn: timing.resultNoticeEndsOn,
      standstillEndsOn: timing.standstillEndsOn,
    },
    tell: asked.bids.map((one) => one.supplierId),
  });
}
