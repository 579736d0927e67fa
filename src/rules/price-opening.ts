import { breach, type Breaches } from './breach.js';
import { validBidsMin } from './failure.js';
import { civilDateOf, daysBetween, type Instant } from './moment.js';
import { periodOn } from './periods.js';

/** Bidders are told when prices are opened (报价开启时间), so long before that whoever wishes can be there: date to date, as every least period. */
export function priceOpeningIsAnnouncedInTime({ announcedAt, opensAt }: { announcedAt: Instant; opensAt: Instant }): Breaches {
  const on = civilDateOf(announcedAt);
  const daysMin = periodOn('priceOpeningNoticeDaysMin', on).value;
  if (daysBetween(on, civilDateOf(opensAt)) >= daysMin) return [];
  return [breach('opening.prices-too-soon', { daysMin }, { pointer: '#/opensAt' })];
}

/** Decided by majority, as every finding: who is held unfit by more than half of those who judged does not qualify, nor whom nobody accepts. */
export function bidQualifies({ rejectedBy, evaluators }: { rejectedBy: number; evaluators: number }): boolean {
  return rejectedBy * 2 <= evaluators && rejectedBy < evaluators;
}

/** 采购法 art. 36(1): where fewer than three qualify, for every lot, the procedure fails, and no price need be told for that. `counts`: by lot, or one of all. */
export function enoughQualify(counts: readonly number[]): Breaches {
  const count = Math.max(...counts);
  return count < validBidsMin ? [breach('opening.too-few-qualified', { count })] : [];
}
