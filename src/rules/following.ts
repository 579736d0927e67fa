import type { Derivation } from './breach.js';
import type { CivilDate } from './moment.js';

/** A period that begins when another has ended: shows the first as a part, before the second's own; without a result where the first has none (rulebook P11). */
export function following(first: Derivation, then: (from: CivilDate) => Derivation): Derivation {
  if (first.result !== null) {
    const second = then(first.result);
    return { ...second, parts: [first, ...(second.parts ?? [])] };
  }
  const { article, force, days, unit } = then(first.from);
  const zhUnit = unit === 'workingDays' ? '个工作日' : '日';
  const enUnit = unit === 'workingDays' ? 'working days' : 'days';
  return {
    article,
    force,
    from: first.from,
    days,
    unit,
    result: null,
    arithmetic: {
      zh: `${first.arithmetic.zh}；其后 + ${days}${zhUnit} = 待定`,
      en: `${first.arithmetic.en}; after it + ${days} ${enUnit} = pending`,
    },
    parts: [first],
  };
}
