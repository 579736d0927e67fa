import type { Force, Severity } from './breach.js';

/** One refusal or warning of the law: where it comes from, how it leaves over HTTP, and its text in both languages (`{name}` is a fact of the case). */
export interface RuleEntry {
  /** The article of the plan the rule serves, also where its own source is a national text or a platform policy. */
  article: number;
  document: string;
  force: Force;
  status: 403 | 409 | 422;
  severity: Severity;
  zh: string;
  en: string;
}

export const planDocument = '国发〔2023〕23号';
export const policyDocument = '平台规则 / platform policy';

/** A rule that an article of the plan itself makes. */
export function plan(article: number, status: RuleEntry['status'], zh: string, en: string): RuleEntry {
  return { article, document: planDocument, force: 'plan', status, severity: 'refusal', zh, en };
}

/** A rule of Chinese law beside the plan; `document` names the text and its article. */
export function national(article: number, document: string, status: RuleEntry['status'], zh: string, en: string): RuleEntry {
  return { article, document, force: 'national', status, severity: 'refusal', zh, en };
}

/** A choice of this platform; nothing here is presented as law. */
export function policy(article: number, status: RuleEntry['status'], zh: string, en: string): RuleEntry {
  return { article, document: policyDocument, force: 'policy', status, severity: 'refusal', zh, en };
}

/** The same rule as a warning: stored, shown and published with the act, but no bar to it. */
export function warning(entry: RuleEntry): RuleEntry {
  return { ...entry, severity: 'warning' };
}
