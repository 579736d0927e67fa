import { breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { addDays, civilDateOf, instantOf, isBefore, microsOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';
import { countOn } from './thresholds.js';

const microsPerDay = 86_400_000_000n;

/** When enquiries end, to the microsecond, and how that came about. */
export interface EnquiryClose {
  closesAt: Instant;
  derivation: Derivation;
}

/** Policy: some days before the deadline of the bids or applications no enquiry is taken any more; the row in force at the publication counts. */
export function enquiriesClose(args: { publishedAt: Instant; deadline: Instant }): EnquiryClose {
  const { force, value } = periodOn('enquiryCloseDaysBefore', civilDateOf(args.publishedAt));
  const from = civilDateOf(args.deadline);
  const result = addDays(from, -value);
  const derivation: Derivation = {
    article: 53,
    force,
    from,
    days: value,
    unit: 'calendarDays',
    result,
    arithmetic: { zh: `${from} - ${value}日 = ${result}`, en: `${from} - ${value} days = ${result}` },
  };
  return { closesAt: instantOf((microsOf(args.deadline) as bigint) - BigInt(value) * microsPerDay), derivation };
}

/** At the instant itself is late. */
export function enquiryIsInTime(receivedAt: Instant, { closesAt, derivation }: EnquiryClose): Breaches {
  if (isBefore(receivedAt, closesAt)) return [];
  return [breach('enquiry.too-late', { receivedAt, closesAt, days: derivation.days }, { derivation })];
}

/** Policy: `asked` are the enquiries that this supplier has made in this procurement before. */
export function enquiriesAreFew(asked: number, now: Instant): Breaches {
  const countMax = countOn('enquiriesPerSupplierMax', civilDateOf(now)).value;
  return asked < countMax ? [] : [breach('enquiry.too-many', { countMax })];
}

/** Whoever signs its question takes away its own anonymity: `own` are the asker's names and numbers. */
export function enquiryNamesNoAuthor(texts: readonly string[], own: readonly string[]): Breaches {
  const names = namesIn(texts, own);
  return names.length === 0 ? [] : [breach('enquiry.names-its-author', { names }, { pointer: '#/text' })];
}

/**
 * Policy: an answer is public and names no supplier, whether or not it is the one who asked: a refusal for the asker alone would tell who it is.
 * `known`: names and numbers of the suppliers.
 */
export function enquiryAnswerNamesNobody(texts: readonly string[], known: readonly string[]): Breaches {
  const names = namesIn(texts, known);
  return names.length === 0 ? [] : [breach('enquiry.answer-names-supplier', { names }, { pointer: '#/text' })];
}

/** As it is compared: half-width, lower case, without blanks and without characters that nobody sees. */
export function plainEnquiryText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
}

function namesIn(texts: readonly string[], names: readonly string[]): string[] {
  const plain = texts.map(plainEnquiryText);
  return names.filter((name) => plainEnquiryText(name) !== '' && plain.some((text) => text.includes(plainEnquiryText(name))));
}

/** 实施条例 art. 52: three working days from the receipt; null result where a calendar year is missing (P11). */
export function enquiryAnswerDue(askedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(askedAt);
  const { force, value } = periodOn('enquiryAnswerWorkingDaysMax', from);
  return workingDays({ article: 53, force, from, days: value, calendar });
}

/** A warning that is stored and shown with the answer. */
export function enquiryAnswerIsInTime(now: Instant, due: Derivation): Breaches {
  if (due.result === null || civilDateOf(now) <= due.result) return [];
  return [breach('enquiry.answer-overdue', { dueOn: due.result }, { derivation: due })];
}

/** An answer goes to everybody and stands. */
export function enquiryIsUnanswered(answeredAt: Instant | null): Breaches {
  return answeredAt === null ? [] : [breach('enquiry.answered-already', { answeredAt })];
}
