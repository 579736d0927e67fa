import { breach, type Bilingual, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import type { CivilDate } from './moment.js';
import { normaliseUscc, usccCheckCharacter, usccIsValid } from './uscc.js';

/** An electronic licence (电子证照) as its reference names it. */
export interface Licence {
  /** The holder's unified social credit code, or its name. */
  holder: string;
  number: string;
  validFrom: CivilDate;
  /** Null for a licence without an end. */
  validTo: CivilDate | null;
}

const notYet = { zh: '尚未生效', en: 'not yet valid' };
const expired = { zh: '已过期', en: 'expired' };
const wrongCode = { zh: '统一社会信用代码校验位错误', en: 'the unified social credit code fails its check character' };
const otherHolder = { zh: '持证主体与供应商不一致', en: 'its holder is not the supplier' };

/**
 * Art. 58: a licence counts on a day within its validity, both ends inside. With the organisation's unified social credit code that code
 * must pass its check, and a holder written as a code must be the same; a holder written as a name is for the registrar to compare.
 */
export function licenceIsValid(args: { licence: Licence; on: CivilDate; unifiedSocialCreditCode: string | null }): Breaches {
  const { licence, on } = args;
  return [
    ...(on < licence.validFrom ? [invalid(licence, on, notYet, 'validFrom')] : []),
    ...(licence.validTo !== null && on > licence.validTo ? [invalid(licence, on, expired, 'validTo')] : []),
    ...holderBreaches(licence, on, args.unifiedSocialCreditCode),
  ];
}

function holderBreaches(licence: Licence, on: CivilDate, code: string | null): Breaches {
  if (code === null) return [];
  if (!usccIsValid(code))
    return [breach('licence.invalid', factsOf(licence, on, wrongCode), { pointer: '#/unifiedSocialCreditCode' })];
  const holder = normaliseUscc(licence.holder);
  return /^[0-9A-Z]{18}$/.test(holder) && holder !== normaliseUscc(code) ? [invalid(licence, on, otherHolder, 'holder')] : [];
}

function invalid(licence: Licence, on: CivilDate, reason: Bilingual, member: keyof Licence) {
  return breach('licence.invalid', factsOf(licence, on, reason), { pointer: `#/licence/${member}` });
}

function factsOf(licence: Licence, on: CivilDate, reason: Bilingual): Record<string, unknown> {
  return { number: licence.number, validFrom: licence.validFrom, validTo: licence.validTo, on, reason };
}

/** What evaluate asks: whether a licence counts on a day; with a code of 17 or 18 characters, the check character that belongs to it. */
export const evaluate58: ArticleEvaluation = (facts) => {
  facts.only('licence', 'on', 'unifiedSocialCreditCode');
  const read = facts.child('licence');
  read.only('holder', 'number', 'validFrom', 'validTo');
  const licence = {
    holder: read.text('holder'),
    number: read.text('number'),
    validFrom: read.date('validFrom'),
    validTo: read.date('validTo'),
  };
  const unifiedSocialCreditCode = facts.textOrNull('unifiedSocialCreditCode');
  const breaches = licenceIsValid({ licence, on: facts.date('on'), unifiedSocialCreditCode });
  const checkCharacter = unifiedSocialCreditCode === null ? null : usccCheckCharacter(unifiedSocialCreditCode);
  return { breaches, computed: { valid: breaches.length === 0, checkCharacter } };
};
