import { breach, type Breaches } from './breach.js';
import { isCivilDate } from './moment.js';

/** How a principal (单位负责人) is known: by identity card, passport, or the number of a company register abroad. */
export const identityKinds = ['resident-id', 'passport', 'register-number'] as const;
export type IdentityKind = (typeof identityKinds)[number];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** As it is compared: half-width, upper case, without blanks, hyphens and characters that nobody sees. */
export function normaliseIdentityNumber(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/[\p{Z}\p{C}\p{Pd}]/gu, '')
    .toUpperCase();
}

/** Policy: the number is one that its kind can have; an identity card is Chinese and passes its check (GB 11643-1999). The number stands in no fact. */
export function identityNumberIsSound(identity: { kind: IdentityKind; country: string; number: string }): Breaches {
  const number = normaliseIdentityNumber(identity.number);
  const sound = identity.kind === 'resident-id' ? identity.country === 'CN' && residentIdIsValid(number) : number.length >= 4;
  return sound ? [] : [breach('principal.number-invalid', { kind: identity.kind }, { pointer: '#/identity/number' })];
}

/** ISO 7064 MOD 11-2 over 17 digits that hold a day of birth. */
function residentIdIsValid(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  if (!isCivilDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number.charAt(at)), 0);
  return number.charAt(17) === checkCharacters.charAt(sum % 11);
}
