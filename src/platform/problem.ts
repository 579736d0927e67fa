import { rules } from '../rules/rules.js';
import type { Bilingual, Breaches } from '../rules/breach.js';
import { refusals } from '../rules/breach.js';
import type { RefusalError } from './refusal.js';
import { LawRefusal, Refusal } from './refusal.js';

/** RFC 9457. `title` and `detail` in the reader's language, `errors` always in both. */
export interface Problem {
  type: string;
  status: number;
  title: string;
  detail?: string;
  instance: string;
  errors: readonly unknown[];
  warnings?: readonly unknown[];
  correlationId?: string;
}

export type Language = keyof Bilingual;

/** RFC 9110 section 12.5.4: the preferred of zh and en; Chinese where neither is named, since Chinese prevails. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';');
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
    return { language: tag.toLowerCase().split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
  });
  const ranked = wishes.filter((wish) => wish.quality > 0).sort((left, right) => right.quality - left.quality);
  return ranked.find((wish) => wish.language === 'zh' || wish.language === 'en')?.language === 'en' ? 'en' : 'zh';
}

export function problemOfRefusal(refusal: Refusal, language: Language, instance: string): Problem {
  const detail = refusal.errors[0]?.detail[language];
  return {
    type: `urn:ftz:problem:${refusal.code}`,
    status: refusal.status,
    title: refusal.title[language],
    ...(detail === undefined ? {} : { detail }),
    instance,
    errors: refusal.errors.length ? refusal.errors : [{ detail: refusal.title } satisfies RefusalError],
  };
}

export function problemOfLaw(refusal: LawRefusal, language: Language, instance: string): Problem {
  const broken = refusals(refusal.breaches);
  const first = broken[0] as Breaches[number];
  const warnings = refusal.breaches.filter((one) => one.severity === 'warning');
  return {
    type: `urn:ftz:rule:${first.rule}`,
    status: rules[first.rule].status,
    title: first.detail[language],
    detail: broken.map((one) => one.detail[language]).join(' '),
    instance,
    errors: broken,
    ...(warnings.length ? { warnings } : {}),
  };
}
