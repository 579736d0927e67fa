import { breach, type Breach, type Breaches, type Derivation } from './breach.js';
import { workingDays, type Calendar } from './calendar.js';
import { pendingOf, type ArticleEvaluation } from './evaluate-types.js';
import type { Facts } from './facts.js';
import type { CivilDate } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';

export interface NoticeText {
  zh: string;
  en: string | null;
}

/** The texts of a notice that people read; Chinese prevails. */
export interface NoticeLanguages {
  title: NoticeText;
  description: NoticeText;
  qualificationRequirements: NoticeText;
}

const noticeFields = ['title', 'description', 'qualificationRequirements'] as const;

/**
 * Art. 53 (中英两种语言): Chinese alone without a reason is warned of, half an English notice is refused (rulebook P7).
 * Publication turns the warning into a refusal; that is its caller's choice.
 */
export function noticeLanguagesAreComplete(notice: NoticeLanguages, noEnglishReason: string | null): Breaches {
  const missing = noticeFields.filter((name) => (notice[name].en ?? '').trim() === '');
  if (missing.length === 0) return [];
  if (missing.length === noticeFields.length) {
    return noEnglishReason === null ? [breach('notice.english-missing', {}, { pointer: '#/notice' })] : [];
  }
  return [breach('notice.english-incomplete', { missing }, { pointer: `#/notice/${missing[0]}/en` })];
}

/** P7: what the evaluation only warns of is refused on publication. */
export function noticeIsPublishable(notice: NoticeLanguages, noEnglishReason: string | null): Breaches {
  return noticeLanguagesAreComplete(notice, noEnglishReason).map((one): Breach => ({ ...one, severity: 'refusal' }));
}

/** Art. 53: tender documents are free wherever possible; a fee above zero states its reason. */
export function documentFeeIsJustified(fee: { amount: Fen; reason: string | null } | null): Breaches {
  if (fee === null || fee.amount === 0n || fee.reason !== null) return [];
  return [breach('documents.fee-unjustified', { amount: formatMoney(fee.amount) }, { pointer: '#/documentFee/reason' })];
}

/** Implementing Regulation art. 50: a contract is published within two working days of its signing. */
export function contractPublicationDue(signedOn: CivilDate, calendar: Calendar): Derivation {
  const { force, value } = periodOn('contractPublicationWorkingDaysMax', signedOn);
  return workingDays({ article: 53, force, from: signedOn, days: value, calendar });
}

/** Implementing Regulation art. 43: an award is published within two working days of its decision. */
export function awardPublicationDue(decidedOn: CivilDate, calendar: Calendar): Derivation {
  const { force, value } = periodOn('awardPublicationWorkingDaysMax', decidedOn);
  return workingDays({ article: 53, force, from: decidedOn, days: value, calendar });
}

/** Article 53 over the API's facts. */
export const evaluate53: ArticleEvaluation = (facts, { calendar }) => {
  facts.only('notice', 'noEnglishReason', 'documentFee', 'contractSignedOn');
  const notice = readNotice(facts.child('notice'));
  const signedOn = facts.dateOrNull('contractSignedOn');
  const due = signedOn === null ? null : contractPublicationDue(signedOn, calendar);
  return {
    breaches: [
      ...noticeLanguagesAreComplete(notice, facts.blankableText('noEnglishReason')),
      ...documentFeeIsJustified(readFee(facts.childOrNull('documentFee'))),
    ],
    computed: { bilingual: noticeFields.every((name) => notice[name].en !== null), publishBy: due?.result ?? null },
    ...pendingOf(due),
  };
};

function readNotice(notice: Facts): NoticeLanguages {
  notice.only(...noticeFields);
  const [title, description, qualificationRequirements] = noticeFields.map((name) => {
    const text = notice.child(name);
    text.only('zh', 'en');
    return { zh: text.text('zh'), en: text.blankableText('en') };
  }) as [NoticeText, NoticeText, NoticeText];
  return { title, description, qualificationRequirements };
}

function readFee(fee: Facts | null): { amount: Fen; reason: string | null } | null {
  if (fee === null) return null;
  fee.only('amount', 'currency', 'reason');
  fee.oneOfOrNull('currency', ['CNY']);
  return { amount: fee.money('amount'), reason: fee.blankableText('reason') };
}
