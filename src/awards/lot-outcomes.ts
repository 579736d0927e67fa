import { declaredSizes } from '../bids/bid-partners.js';
import { lotPriceInYuan } from '../bids/bid-terms.js';
import { bidderIsReservedFor, type Reservation } from '../rules/reserved-suppliers.js';
import type { Breaches } from '../rules/breach.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { Lot } from '../tenders/draft-parts.js';
import { ceilingOf, goesByLots } from '../tenders/lots.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';
import type { EvaluationOutcome } from './evaluation-outcome.js';

type Common = 'method' | 'tieRule' | 'evaluators' | 'criteria';

/** What a round found of bids that were compared with each other: ranking, prices, deduction, abnormally low prices. */
export type FieldOutcome = Omit<EvaluationOutcome, Common>;
export type LotOutcome = FieldOutcome & { lotId: string; ceiling: string | null };

/** The report of a tender with lots: the criteria are those of all lots. */
export type LottedOutcome = Pick<EvaluationOutcome, Common> & { lots: LotOutcome[] };

export type ReportContent = EvaluationOutcome | LottedOutcome;

/** Whom and what is compared with each other: the bids for one lot, or all of a tender without lots. */
export interface Field {
  /** Null: the tender has no lots. */
  lot: Lot | null;
  ceiling: Fen | null;
  bids: readonly EvaluatedBid[];
}

/** The fields of a tender, in the order of its lots; one field with all bids where it has none. */
export function fieldsOf(tender: Tender, bids: readonly EvaluatedBid[]): Field[] {
  if (!goesByLots(tender)) return [{ lot: null, ceiling: parseMoney(tender.budget), bids }];
  return tender.content.lots.map((lot) => ({
    lot,
    ceiling: ceilingOf(tender, lot),
    bids: bids.filter((bid) => bid.content?.lots?.some((one) => one.id === lot.id)),
  }));
}

/** What the bid asks in the field, in fen. The bid was opened and is of the field. */
export function priceInField(tender: Tender, { lot }: Pick<Field, 'lot'>, bid: EvaluatedBid): Fen {
  return (lot === null ? parseMoney(bid.price) : lotPriceInYuan(tender, bid.content, lot.id)) as Fen;
}

/** 财库〔2020〕46号 art. 8: a lot that is reserved is for bidders of the size it is reserved for, every member of a consortium likewise. */
export function lotIsOpenTo(lot: Lot | null, bid: EvaluatedBid): Breaches {
  const reservedFor: Reservation | null = lot?.reservedFor ?? null;
  const declared = declaredSizes(bid.content && { ...bid.content, subcontracting: [] });
  const [found] = declared.slice(bid.content?.consortium ? 1 : 0).flatMap((size) => bidderIsReservedFor(reservedFor, size));
  return found ? [found] : [];
}

export function isLotted(report: ReportContent): report is LottedOutcome {
  return 'lots' in report;
}

/** The report field by field, in the order of the lots; `lotId` is null where the tender has none. */
export function partsOf(report: ReportContent): { lotId: string | null; found: FieldOutcome }[] {
  return isLotted(report) ? report.lots.map((found) => ({ lotId: found.lotId, found })) : [{ lotId: null, found: report }];
}

/** What the report says of one lot, or of the whole; null: it does not say. */
export function outcomeIn(report: ReportContent, lotId: string | null): FieldOutcome | null {
  return partsOf(report).find((part) => part.lotId === lotId)?.found ?? null;
}
