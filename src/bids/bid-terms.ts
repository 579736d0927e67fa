import type { Breach, Breaches } from '../rules/breach.js';
import { inYuan, parseRate } from '../rules/currency.js';
import { civilDateOf, type Instant } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { bidIsForLots } from '../rules/lots.js';
import { bidKeepsTerms } from '../rules/terms.js';
import { bidderIsReservedFor } from '../rules/reserved-suppliers.js';
import { tenThousandths } from '../rules/share.js';
import { reservedShareIsReached } from '../rules/small-shares.js';
import { bidIsSecured, type AskedSecurity, type GivenSecurity } from '../rules/securities.js';
import { lotLimitsOf } from '../tenders/lots.js';
import { termsOf, type TenderTerms } from '../tenders/tender-terms.js';
import type { Tender } from '../tenders/tender.entity.js';
import { invalidContent } from './bid-fault.js';
import { declaredSizes, partnersAreAdmitted, sizedShare, type Bidders } from './bid-partners.js';
import { faultOfDocuments } from './bid-documents.js';
import { lotsAreOfTender, lotsAreTheSame, lotsFitTender } from './bid-lots.js';
import type { BidContent } from './bid-payload.dto.js';
import { joinedContent } from './envelope-parts.js';
import type { PriceContent, QualificationContent } from './two-envelopes.dto.js';

/** What a `numeric(18,2)` holds. */
const fenMax = 999_999_999_999_999_999n;

/** The price in the bid's own currency, with the rate of the notice at which it is compared. */
export interface OfferedPrice {
  amount: string;
  currency: string;
  rate: string;
}

/** Why an opened bid does not keep the terms of the documents and so is invalid; null where it does. */
export function breachOfTerms(tender: Pick<Tender, 'content' | 'bidsCloseAt'>, bid: BidContent, bidder: string): Breach | null {
  return breachesOfTerms(tender, bid, bidder)[0] ?? null;
}

/** All of them, each with its place in the bid: the same code judges at the opening and, before it is sealed, on the bidder's own machine. */
export function breachesOfTerms(
  { content, bidsCloseAt }: Pick<Tender, 'content' | 'bidsCloseAt'>,
  bid: BidContent,
  bidder: string,
): Breaches {
  return [
    ...bidKeepsTerms({ currency: bid.price.currency, languages: languagesOf(bid) }, termsOf(content)),
    ...biddersAreAdmitted(bid, content, bidder),
    ...(content.lots.length === 0 ? [] : bidIsForLots(bid.lots?.length ?? null, lotLimitsOf(content))),
    ...lotsFitTender(bid, content.lots),
    ...securityIsGiven(bid, content, bidsCloseAt),
    ...priceIsRecordable(content, bid),
  ];
}

/** The same of the first of two envelopes, as far as it goes: all but the price. */
export function breachesOfQualification(
  { content, bidsCloseAt }: Pick<Tender, 'content' | 'bidsCloseAt'>,
  bid: QualificationContent,
  bidder: string,
): Breaches {
  const { lots } = bid;
  return [
    ...bidKeepsTerms({ currency: 'CNY', languages: languagesOf(bid) }, termsOf(content)),
    ...biddersAreAdmitted(bid, content, bidder),
    ...(content.lots.length === 0 ? [] : bidIsForLots(lots?.length ?? null, lotLimitsOf(content))),
    ...lotsAreOfTender(lots ?? [], content.lots),
    ...securityIsGiven(bid, content, bidsCloseAt),
  ];
}

/** And of the second: with it the bid is whole. */
export function breachesOfPrice(
  tender: Pick<Tender, 'content' | 'bidsCloseAt'>,
  qualification: QualificationContent,
  price: PriceContent,
  bidder: string,
): Breaches {
  const whole = joinedContent(qualification, price);
  const fault = faultOfDocuments(whole.documents);
  return [
    ...lotsAreTheSame(qualification.lots, price.lots),
    ...breachesOfTerms(tender, whole, bidder),
    ...(fault ? [invalidContent(fault)] : []),
  ];
}

function languagesOf({ offer }: Pick<BidContent, 'offer'>): ('zh' | 'en')[] {
  return (['zh', 'en'] as const).filter((one) => offer[one] !== undefined);
}

function biddersAreAdmitted(bid: Bidders, content: Tender['content'], bidder: string): Breaches {
  return [...partnersAreAdmitted(bid, bidder, content), ...biddersAreReservedFor(bid, content), ...shareIsReserved(bid, content)];
}

function securityIsGiven(bid: Pick<BidContent, 'security'>, content: Tender['content'], bidsCloseAt: Instant | null): Breaches {
  return bidIsSecured(askedOf(termsOf(content)), givenOf(bid), civilDateOf(bidsCloseAt as Instant));
}

/** A price that cannot be compared, for want of a rate, is a breach of its own. */
function priceIsRecordable(content: Tender['content'], bid: BidContent): Breaches {
  const known = bid.price.currency === 'CNY' || rateOf(content, bid.price.currency) !== undefined;
  if (!known || priceOf({ content }, bid) <= fenMax) return [];
  return [invalidContent({ zh: '报价超出可记录的范围', en: 'the price is larger than can be recorded' })];
}

/** 财库〔2020〕46号 art. 8: in a reserved procurement every member of a consortium is of a size it is reserved for. */
function biddersAreReservedFor(bid: Bidders, { smePlan }: Tender['content']): Breaches {
  const reservedFor = smePlan?.reservedFor ?? null;
  const members = declaredSizes({ ...bid, subcontracting: [] }).slice(bid.consortium ? 1 : 0);
  return members.flatMap((size) => bidderIsReservedFor(reservedFor, size));
}

/** 财库〔2020〕46号 art. 8: of the procurement as a whole. */
function shareIsReserved(bid: Bidders, { smePlan }: Tender['content']): Breaches {
  const reserved = smePlan?.reservedShare;
  return reservedShareIsReached(reserved === undefined ? null : tenThousandths(reserved), sizedShare(bid));
}

function askedOf({ tenderSecurity }: TenderTerms): AskedSecurity | null {
  return tenderSecurity ? { forms: tenderSecurity.forms, amount: parseMoney(tenderSecurity.amount) as Fen } : null;
}

function givenOf({ security }: Pick<BidContent, 'security'>): GivenSecurity | null {
  return security ? { form: security.form, validUntil: security.validUntil, amount: parseMoney(security.amount) as Fen } : null;
}

/** The price in CNY, at the rate of the notice (policy): what is compared, awarded and contracted. The bid keeps the terms. */
export function priceInYuan(tender: Pick<Tender, 'content'>, bid: BidContent): string {
  return formatMoney(priceOf(tender, bid));
}

/** What the bid asks for one lot, likewise in CNY; null where it is not for the lot. Compared, awarded and contracted lot by lot. */
export function lotPriceInYuan(tender: Pick<Tender, 'content'>, bid: BidContent | null, lotId: string): Fen | null {
  const lot = bid?.lots?.find((one) => one.id === lotId);
  return lot === undefined ? null : priceOf(tender, lot);
}

/** Null for a bid in CNY. */
export function offeredPrice({ content }: Pick<Tender, 'content'>, bid: BidContent | null): OfferedPrice | null {
  if (bid === null || bid.price.currency === 'CNY') return null;
  const rate = rateOf(content, bid.price.currency);
  return rate === undefined ? null : { amount: bid.price.amount, currency: bid.price.currency, rate };
}

function priceOf({ content }: Pick<Tender, 'content'>, { price }: Pick<BidContent, 'price'>): Fen {
  const hundredths = parseMoney(price.amount) as bigint;
  if (price.currency === 'CNY') return hundredths;
  return inYuan(hundredths, parseRate(rateOf(content, price.currency)) as bigint);
}

function rateOf({ terms }: Tender['content'], currency: string): string | undefined {
  return terms?.conversion?.rates.find((one) => one.currency === currency)?.rate;
}
