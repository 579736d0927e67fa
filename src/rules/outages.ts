import { breach, type Breaches } from './breach.js';
import { civilDateOf, instantOf, isBefore, microsOf, type Instant } from './moment.js';
import { periodOn } from './periods.js';

const microsPerMinute = 60_000_000n;
const microsPerHour = 60n * microsPerMinute;
const microsPerDay = 24n * microsPerHour;

/** When the platform could not be reached: half-open. */
export interface OutageSpan {
  from: Instant;
  to: Instant;
}

/** Policy: an outage is registered once it is over, and one entry covers no more than some days. */
export function outageMayBeRegistered({ from, to }: OutageSpan, now: Instant): Breaches {
  const daysMax = periodOn('outageDaysMax', civilDateOf(from)).value;
  return [
    ...(isBefore(now, to) ? [breach('outage.not-over', { to, now }, { pointer: '#/to' })] : []),
    ...(micros(to) - micros(from) > BigInt(daysMax) * microsPerDay
      ? [breach('outage.too-long', { daysMax }, { pointer: '#/from' })]
      : []),
  ];
}

/** Four eyes. */
export function outageIsConfirmedByAnother(registeredBy: string, confirmedBy: string): Breaches {
  return registeredBy === confirmedBy ? [breach('outage.same-person')] : [];
}

/** Policy: a deadline that fell into the outage, or within some hours after it, is reached by it. Both ends count. */
export function outageReaches({ from, to }: OutageSpan): { from: Instant; until: Instant } {
  const { value } = periodOn('outageMarginHours', civilDateOf(from));
  return { from, until: instantOf(micros(to) + BigInt(value) * microsPerHour) };
}

/** Policy: a deadline moves by as long as the outage lasted, rounded up to whole steps of some minutes. */
export function deadlineAfterOutage(deadline: Instant, { from, to }: OutageSpan): { after: Instant; minutes: number } {
  const step = BigInt(periodOn('outageRoundingMinutes', civilDateOf(from)).value) * microsPerMinute;
  const steps = (micros(to) - micros(from) + step - 1n) / step;
  return { after: instantOf(micros(deadline) + steps * step), minutes: Number((steps * step) / microsPerMinute) };
}

function micros(instant: Instant): bigint {
  return microsOf(instant) as bigint;
}
