import { breach, type Breaches } from './breach.js';
import type { CivilDate } from './moment.js';

/** What a registrar found of a licence (电子证照核验); `unverified` until one has judged. */
export type LicenceState = 'unverified' | 'verified' | 'refused';

/** A licence as far as a procurement asks for it. */
export interface HeldLicence {
  type: string;
  number: string;
  state: LicenceState;
  validFrom: CivilDate;
  /** Null for a licence without an end. */
  validTo: CivilDate | null;
}

/**
 * 87号令 art. 63: a bid whose supplier lacks a qualification that the documents ask for is invalid. Of every type asked for, one licence that a
 * registrar has verified counts on the day; of a consortium, one of its members has it.
 */
export function requiredLicencesAreHeld(required: readonly string[], held: readonly HeldLicence[], on: CivilDate): Breaches {
  const missing = required.filter((type) => !holds(held, type, on, 'verified'));
  return missing.length === 0 ? [] : [breach('bid.licence-missing', { types: missing, on })];
}

/** Policy: no bid falls because the registrar has not got to its licence yet. */
export function requiredLicencesAreJudged(required: readonly string[], held: readonly HeldLicence[], on: CivilDate): Breaches {
  const open = required.filter((type) => !holds(held, type, on, 'verified') && holds(held, type, on, 'unverified'));
  return open.length === 0 ? [] : [breach('licence.not-verified', { licences: open, state: 'unverified' })];
}

/** Art. 58: a licence that was named counts once a registrar has verified it, or another one of its type that counts on the day. */
export function namedLicenceIsVerified(named: HeldLicence, held: readonly HeldLicence[], on: CivilDate): Breaches {
  if (named.state === 'verified' || holds(held, named.type, on, 'verified')) return [];
  return [breach('licence.not-verified', { licences: [named.number], state: named.state })];
}

function holds(held: readonly HeldLicence[], type: string, on: CivilDate, state: LicenceState): boolean {
  return held.some(
    (one) => one.type === type && one.state === state && one.validFrom <= on && (one.validTo === null || on <= one.validTo),
  );
}
