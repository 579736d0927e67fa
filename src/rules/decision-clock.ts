import type { Bilingual, Derivation } from './breach.js';
import { isWorkingDay, type Calendar } from './calendar.js';
import { pendingTogether } from './evaluate-types.js';
import { addDays, type CivilDate } from './moment.js';

/** 实施条例 art. 58: what stops the time to decide, and nothing else does. */
export const stopCauses = ['inspection', 'test', 'appraisal', 'expert-review', 'completion'] as const;
export type StopCause = (typeof stopCauses)[number];

export interface ClockStop {
  cause: StopCause;
  /** The first day that does not count. */
  startsOn: CivilDate;
  /** The first day that counts again; null while it runs. */
  endedOn: CivilDate | null;
}

/** A due date with the stopped days left out; `pending` says why it has no result yet. */
export interface StoppedDue {
  derivation: Derivation;
  pending: 'clockStopped' | 'calendarYearMissing' | null;
}

const causeNames = {
  inspection: { zh: '检验', en: 'inspection' },
  test: { zh: '检测', en: 'test' },
  appraisal: { zh: '鉴定', en: 'appraisal' },
  'expert-review': { zh: '专家评审', en: 'expert review' },
  completion: { zh: '补正', en: 'completion' },
} as const satisfies Record<StopCause, Bilingual>;

/**
 * 实施条例 art. 58: the days of an inspection, test, appraisal, expert review or completion are left out of the working days of a due date. A day that
 * several stops cover is left out once; a stop that begins after the last day changes nothing.
 */
export function withStops(due: Derivation, stops: readonly ClockStop[], calendar: Calendar): StoppedDue {
  let day = due.from;
  let stoppedDays = 0;
  for (let left = due.days; left > 0;) {
    day = addDays(day, 1);
    const standing = stops.filter((one) => one.startsOn <= day && (one.endedOn === null || day < one.endedOn));
    const running = standing.find((one) => one.endedOn === null);
    if (running) return { derivation: unended(due, running), pending: 'clockStopped' };
    const working = isWorkingDay(calendar, day);
    if (working === null) return { derivation: shown(due, stops, stoppedDays, null), pending: 'calendarYearMissing' };
    if (working && standing.length > 0) stoppedDays += 1;
    else if (working) left -= 1;
  }
  return { derivation: shown(due, stops, stoppedDays, day), pending: null };
}

/** What stands in an answer beside such dates. */
export function pendingWithStops(...dues: readonly (StoppedDue | null)[]): { pending?: string[] } {
  return pendingTogether(...dues.map((one) => (one?.pending ? { pending: [one.pending] } : {})));
}

/** Where no working day was left out, the due date stands as it was derived. */
function shown(due: Derivation, stops: readonly ClockStop[], stoppedDays: number, result: CivilDate | null): Derivation {
  if (stoppedDays === 0) return due;
  const told = stops.filter((one) => one.endedOn !== null && one.startsOn < one.endedOn && one.endedOn > due.from);
  const spans = told.map(({ cause, startsOn, endedOn }) => ({
    zh: `${causeNames[cause].zh} ${startsOn} 停、${endedOn as string} 恢复`,
    en: `${causeNames[cause].en} from ${startsOn}, resumed ${endedOn as string}`,
  }));
  const count = stoppedDays === 1 ? '1 stopped working day' : `${stoppedDays} stopped working days`;
  return {
    ...due,
    result,
    arithmetic: {
      zh: `${due.from} + ${due.days}个工作日，另扣除停止计算的${stoppedDays}个工作日（${spans.map((one) => one.zh).join('；')}） = ${result ?? '待定（该年度工作日历尚未载入）'}`,
      en: `${due.from} + ${due.days} working days, without ${count} (${spans.map((one) => one.en).join('; ')}) = ${result ?? "pending (that year's working-day calendar is not loaded)"}`,
    },
  };
}

function unended(due: Derivation, { cause, startsOn }: ClockStop): Derivation {
  const name = causeNames[cause];
  return {
    ...due,
    result: null,
    arithmetic: {
      zh: `${due.from} + ${due.days}个工作日 = 待定（因${name.zh}自 ${startsOn} 起停止计算）`,
      en: `${due.from} + ${due.days} working days = pending (stopped since ${startsOn}: ${name.en})`,
    },
  };
}
