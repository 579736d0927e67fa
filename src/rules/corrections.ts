import { breach, type Breach, type Breaches } from './breach.js';

/** A text of a notice that is said to be wrong (更正事项). */
export interface Correction {
  /** JSON pointer into the notice's content. */
  field: string;
  before: string;
  after: string;
}

// Names, addresses and descriptions. Whatever decides (a requirement, a score, an amount, a date, an id, a result) is not here.
const descriptive = [
  /^\/(?:title|description|project\/name|fundingPurpose|procurementMethodRationale|contractTitle)(?:\/(?:zh|en))?$/,
  /^\/(?:supplier|proposedSupplier)\/(?:name|address)\/(?:zh|en)$/,
  /^\/procurer\/address\/(?:zh|en)$/,
  /^\/procurer\/contact\/[A-Za-z]+$/,
  /^\/milestones\/\d+\/(?:title|description)\/(?:zh|en)$/,
];

/** 更正: only what describes and decides nothing; a change that decides is an amendment, a new decision, or no longer possible. */
export function correctionDecidesNothing(corrections: readonly Pick<Correction, 'field'>[]): Breaches {
  const deciding = corrections.filter(({ field }) => !descriptive.some((form) => form.test(field))).map((one) => one.field);
  if (deciding.length === 0) return [];
  return [breach('correction.not-a-correction', { fields: deciding }, { pointer: '#/corrections' })];
}

/** What is corrected stands in the notice, as it reads after earlier corrections; `textAt` gives null where there is no text. */
export function correctionFitsTheNotice(corrections: readonly Correction[], textAt: (field: string) => string | null): Breaches {
  return corrections.flatMap(({ field, before }, index): Breach[] => {
    const published = textAt(field);
    if (published === before) return [];
    return [breach('correction.text-differs', { field, published }, { pointer: `#/corrections/${index}/before` })];
  });
}
