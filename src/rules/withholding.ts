import { breach, type Breaches } from './breach.js';
import type { CivilDate } from './moment.js';

/** Why a part is not told yet: 采购法 art. 11 and the grounds for which CPTPP art. 15.17 lets information wait. */
export const withholdingReasons = ['commercial-interest', 'fair-competition', 'public-interest', 'security'] as const;
export type WithholdingReason = (typeof withholdingReasons)[number];

/** Policy: a part waits for a day that is set beforehand and lies ahead, each part once, and only one that the answer has. */
export function withholdingIsBounded(
  withheld: readonly { field: string; releaseOn: CivilDate }[],
  told: { fields: readonly string[]; today: CivilDate },
): Breaches {
  return withheld.flatMap(({ field, releaseOn }, index) => {
    const isFirst = withheld.findIndex((one) => one.field === field) === index;
    return [
      ...(isFirst && told.fields.includes(field)
        ? []
        : [breach('withholding.nothing-to-withhold', { field }, { pointer: `#/withheld/${index}/field` })]),
      ...(releaseOn > told.today
        ? []
        : [breach('withholding.release-past', { releaseOn, today: told.today }, { pointer: `#/withheld/${index}/releaseOn` })]),
    ];
  });
}
