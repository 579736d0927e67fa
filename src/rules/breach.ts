import { rules, type RuleId } from './rules.js';

export interface Bilingual {
  zh: string;
  en: string;
}

/** Whose number or duty it is: the plan's articles, Chinese law beside them, or a choice of this platform. */
export type Force = 'plan' | 'national' | 'policy';
export type Severity = 'refusal' | 'warning';

export interface Citation {
  document: string;
  article: number | string;
  force: Force;
}

/** How a date came about, so that a stranger can redo the arithmetic. `result` is null where a calendar year is missing. */
export interface Derivation {
  article: number;
  force: Force;
  from: string;
  days: number;
  unit: 'calendarDays' | 'workingDays' | 'months';
  /** The day before rolling off a holiday; absent where nothing rolls. */
  unrolled?: string;
  result: string | null;
  arithmetic: Bilingual;
  /** Where a rule takes the later of several dates, each of them. */
  parts?: Derivation[];
}

export interface Breach {
  rule: RuleId;
  severity: Severity;
  /** JSON pointer into the request, e.g. `#/bidsCloseAt`. */
  pointer?: string;
  facts: Record<string, unknown>;
  detail: Bilingual;
  cites: Citation;
  derivation?: Derivation;
}

export type Breaches = readonly Breach[];

/** One breach of the catalogue's rule, its texts filled with the facts of the case (`{name}` in the catalogue's text). */
export function breach(
  rule: RuleId,
  facts: Record<string, unknown> = {},
  more: { pointer?: string; derivation?: Derivation; severity?: Severity } = {},
): Breach {
  const entry = rules[rule];
  return {
    rule,
    severity: more.severity ?? entry.severity,
    ...(more.pointer === undefined ? {} : { pointer: more.pointer }),
    facts,
    detail: { zh: fill(entry.zh, facts, 'zh'), en: fill(entry.en, facts, 'en') },
    cites: { document: entry.document, article: entry.article, force: entry.force },
    ...(more.derivation === undefined ? {} : { derivation: more.derivation }),
  };
}

function fill(template: string, facts: Record<string, unknown>, language: keyof Bilingual): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => shown(facts[name], language));
}

/** A fact that is itself bilingual is shown in the text's language. */
function shown(value: unknown, language: keyof Bilingual): string {
  if (Array.isArray(value)) return value.map((one) => shown(one, language)).join(language === 'zh' ? '、' : ', ');
  if (value === null || value === undefined) return '—';
  return typeof value === 'object' && language in value ? String((value as Bilingual)[language]) : String(value);
}

export function refusals(breaches: Breaches): Breaches {
  return breaches.filter((one) => one.severity === 'refusal');
}
