import type { Category } from '../../src/rules/art-47-scope.js';
import { usccCheckCharacter } from '../../src/rules/uscc.js';
import { jsonOf } from './found.js';

export const rowsPath = 'cn/shandong_procurement_intentions_2026.normalised.json';

/** A row of a public notice of procurement intentions (政府采购意向). */
export interface IntentionRow {
  noticeTitle: string;
  projectName: string;
  requirement: string;
  /** 万元, six decimals: to the fen. */
  budgetWanYuan: string;
  smeReserved: '是' | '否';
  expectedMonth: string;
}

export function intentionRows(): IntentionRow[] {
  return jsonOf<IntentionRow[]>(rowsPath);
}

/** The organisation stands before the period in the notice's title: `山东科技大学2026年01月(至)12月政府采购意向`. */
export function organizationOf({ noticeTitle }: IntentionRow): string {
  const name = /^(.+?)\d{4}年\d{2}月/.exec(noticeTitle)?.[1];
  if (name === undefined) throw new Error(`no organisation in ${noticeTitle}`);
  return name;
}

/** One 万元 is a million fen, so six decimals of it are whole fen: the digits without the point. No float comes near. */
export function fenOfWanYuan(text: string): bigint {
  const parts = /^(\d+)\.(\d{6})$/.exec(text);
  if (!parts) throw new Error(`not an amount in 万元 with six decimals: ${text}`);
  return BigInt(`${parts[1]}${parts[2]}`);
}

/** `65.000000` 万元 → `650000.00`. */
export function yuanOfWanYuan(text: string): string {
  const digits = String(fenOfWanYuan(text)).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Our reading of the row: the notices name no category. */
export function categoryOf({ projectName }: IntentionRow): Category {
  if (/修缮|整修|场地改造|维修/.test(projectName)) return 'works';
  if (/功能教室改造|购置|机器采购/.test(projectName)) return 'goods';
  return 'services';
}

/** The kind of a row: the letter of the item catalogue (品目分类目录), since the notices carry no code. */
export function itemClassOf(row: IntentionRow): string {
  return { goods: 'A', works: 'B', services: 'C' }[categoryOf(row)];
}

/** The notices carry no credit code: an invented one of Shandong, its check character right. */
export function creditCode(index: number): string {
  const body = `12370000${String(index + 1).padStart(9, '0')}`;
  return `${body}${usccCheckCharacter(body)}`;
}

/** The body of a draft. The rows are Chinese only and name no deadline; they say how the budget is meant, not how it is bought. */
export function draftOf(row: IntentionRow): Record<string, unknown> {
  const amount = { amount: yuanOfWanYuan(row.budgetWanYuan), currency: 'CNY' };
  return {
    method: 'invited',
    category: categoryOf(row),
    title: { zh: row.projectName },
    description: { zh: row.requirement },
    fundingPurpose: { zh: row.noticeTitle },
    purpose: 'publicService',
    contractForm: 'ordinary',
    nationalSecurity: false,
    stateSecret: false,
    itemClass: itemClassOf(row),
    budgetYear: Number(row.expectedMonth.slice(0, 4)),
    budget: amount,
    valuation: { contracts: [{ base: amount }] },
    ...(row.smeReserved === '是' ? { smePlan: { reservedShare: '1' } } : {}),
  };
}
