import { categories, type Category } from './art-47-scope.js';
import { deadlineIsAWorkingDay } from './deadlines.js';
import { breach, type Breach, type Breaches, type Derivation } from './breach.js';
import { calendarDays, firstYearMissing, workingDays, type Calendar } from './calendar.js';
import type { ArticleEvaluation, LawContext } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, daysBetween, type CivilDate, type Instant } from './moment.js';
import type { Fen } from './money.js';
import { periodOn } from './periods.js';
import { amountOn, countOn } from './thresholds.js';

export interface Urgency {
  justification: string | null;
  /** How many pieces of evidence are given. */
  evidence: number;
}

export interface ApplicationPeriod {
  documentsIssuedAt: Instant;
  applicationsCloseAt: Instant;
  urgency: Urgency | null;
}

/** Art. 50: invited tendering of goods or services of CNY 2,000,000 and more, or works of CNY 50,000,000 and more; an unknown value (null) counts as covered. */
export function applicationPeriodApplies(
  method: 'invited' | 'other',
  category: Category,
  estimatedValue: Fen | null,
  day: CivilDate,
): boolean {
  const threshold = amountOn(category === 'works' ? 'prequalificationWorksMin' : 'prequalificationGoodsServicesMin', day).value;
  return method === 'invited' && (estimatedValue === null || estimatedValue >= threshold);
}

/** Art. 50: the first civil day on which the deadline may fall; 25 days after the issue of the documents, 10 in substantiated urgency. */
export function earliestApplicationDeadline({ documentsIssuedAt, urgency }: ApplicationPeriod): Derivation {
  const from = civilDateOf(documentsIssuedAt);
  const urgent = urgency !== null && missingOfUrgency(urgency, from).length === 0;
  return minimumFrom(from, urgent ? 'prequalificationUrgentDaysMin' : 'prequalificationDaysMin');
}

function minimumFrom(from: CivilDate, id: 'prequalificationUrgentDaysMin' | 'prequalificationDaysMin'): Derivation {
  const { force, value } = periodOn(id, from);
  return calendarDays({ article: 50, force, from, days: value });
}

/** Art. 50 (资格预审申请期限): no fewer than 25 days, 10 in urgency, tested date to date. Urgency is the only reason the article knows. */
export function applicationPeriodIsLongEnough(period: ApplicationPeriod, context: LawContext): Breaches {
  const from = civilDateOf(period.documentsIssuedAt);
  const days = daysBetween(from, civilDateOf(period.applicationsCloseAt));
  const pointer = '#/applicationsCloseAt';
  const floor = minimumFrom(from, 'prequalificationUrgentDaysMin');
  const usual = minimumFrom(from, 'prequalificationDaysMin');
  const needed = earliestApplicationDeadline(period);
  const missing = days < usual.days && period.urgency !== null ? missingOfUrgency(period.urgency, from) : [];
  const found: Breach[] = [];
  if (missing.length > 0) found.push(breach('prequalification.urgency-unsubstantiated', { missing }, { pointer: '#/urgency' }));
  const short = days < floor.days ? floor : days < needed.days ? needed : null;
  if (short !== null) {
    const rule = short === floor ? 'prequalification.period-below-floor' : 'prequalification.period-short';
    found.push(breach(rule, { days, daysMin: short.days, earliestOn: short.result }, { pointer, derivation: short }));
  }
  return [...found, ...deadlineIsAWorkingDay(period.applicationsCloseAt, context.calendar, pointer)];
}

function missingOfUrgency({ justification, evidence }: Urgency, day: CivilDate): string[] {
  const min = countOn('justificationCharsMin', day).value;
  return [...([...(justification ?? '')].length >= min ? [] : ['justification']), ...(evidence > 0 ? [] : ['evidence'])];
}

/** Implementing Regulation art. 21, at any amount: applications stay open at least five working days from the notice. */
export function applicationsStayOpenFiveWorkingDays(noticePublishedAt: Instant, closeAt: Instant, calendar: Calendar): Breaches {
  const from = civilDateOf(noticePublishedAt);
  const { force, value } = periodOn('prequalificationWorkingDaysMin', from);
  const derivation = workingDays({ article: 50, force, from, days: value, calendar });
  const pointer = '#/applicationsCloseAt';
  if (derivation.result === null)
    return [breach('calendar.year-missing', { year: firstYearMissing(calendar, from) }, { pointer, derivation })];
  if (civilDateOf(closeAt) >= derivation.result) return [];
  const facts = { workingDaysMin: value, earliestOn: derivation.result };
  return [breach('prequalification.period-below-national', facts, { pointer, derivation })];
}

/** Article 50 over the API's facts. */
export const evaluate50: ArticleEvaluation = (facts, context) => {
  facts.only('method', 'category', 'estimatedValue', 'documentsIssuedAt', 'applicationsCloseAt', 'urgency');
  const period: ApplicationPeriod = {
    documentsIssuedAt: facts.instant('documentsIssuedAt'),
    applicationsCloseAt: facts.instant('applicationsCloseAt'),
    urgency: readUrgency(facts.childOrNull('urgency')),
  };
  const from = civilDateOf(period.documentsIssuedAt);
  // Art. 52: an unknown value is treated as at the threshold, so an explicit null is an answer and no missing fact.
  const value = facts.isNull('estimatedValue') ? null : facts.money('estimatedValue');
  const applies = applicationPeriodApplies(
    facts.oneOf('method', ['invited', 'other']),
    facts.oneOf('category', categories),
    value,
    from,
  );
  const earliest = earliestApplicationDeadline(period);
  return {
    breaches: applies ? applicationPeriodIsLongEnough(period, context) : [],
    computed: {
      applies,
      daysMin: applies ? earliest.days : null,
      days: daysBetween(from, civilDateOf(period.applicationsCloseAt)),
      earliestOn: applies ? earliest.result : null,
    },
  };
};

function readUrgency(urgency: Facts | null): Urgency | null {
  if (urgency === null) return null;
  urgency.only('justification', 'evidence');
  return {
    justification: urgency.blankableText('justification'),
    evidence: urgency.has('evidence') ? urgency.entries('evidence') : 0,
  };
}
