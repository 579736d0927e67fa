import type { Force } from './breach.js';
import { inForce } from './in-force.js';
import type { CivilDate } from './moment.js';
import type { Fen } from './money.js';

/** A number of law or policy that is no time: amounts in fen, shares in ten-thousandths (10 % = 1000), lengths in characters, counts. */
export interface ThresholdRow<Id extends string, Value> {
  id: Id;
  article: number;
  force: Force;
  since: CivilDate;
  until?: CivilDate;
  value: Value;
  source: string;
}

const guofa = '国发〔2023〕23号';
const plan = { force: 'plan', since: '2023-11-26' } as const;
const choice = { force: 'policy', since: '2023-11-26' } as const;

const committee = { ...choice, source: '平台规则；87号令 第47条凭记忆，未核实' } as const;

const amountRows = [
  { id: 'prequalificationGoodsServicesMin', article: 50, ...plan, value: 200_000_000n, source: `${guofa} 第50条（200万元以上）` },
  { id: 'prequalificationWorksMin', article: 50, ...plan, value: 5_000_000_000n, source: `${guofa} 第50条（5000万元以上）` },
  { id: 'committeeLargeBudgetMin', article: 56, ...committee, value: 1_000_000_000n },
] as const satisfies readonly ThresholdRow<string, Fen>[];

const regulation = { force: 'national', since: '2015-03-01' } as const;
const smeNotice = { force: 'national', since: '2022-07-01', source: '财库〔2020〕46号、财库〔2022〕19号' } as const;
const fromMemory = { force: 'policy', since: '2022-07-01', source: '平台规则；财库〔2020〕46号凭记忆，未核实' } as const;
const lowPriceNotice = { force: 'national', since: '2026-02-01', source: '财库〔2026〕2号（二手来源）' } as const;

const shareRows = [
  {
    id: 'supplementShareMax',
    article: 48,
    force: 'national',
    since: '2003-01-01',
    value: 1000,
    source: '政府采购法 第31条、第49条',
  },
  { id: 'tenderSecurityShareMax', article: 59, ...regulation, value: 200, source: '政府采购法实施条例 第33条' },
  { id: 'performanceSecurityShareMax', article: 59, ...regulation, value: 1000, source: '政府采购法实施条例 第48条' },
  { id: 'deductionGoodsServicesMin', article: 59, ...smeNotice, value: 1000 },
  { id: 'deductionGoodsServicesMax', article: 59, ...smeNotice, value: 2000 },
  { id: 'deductionWorksMin', article: 59, ...smeNotice, value: 300 },
  { id: 'deductionWorksMax', article: 59, ...smeNotice, value: 500 },
  { id: 'consortiumDeductionGoodsServicesMin', article: 59, ...smeNotice, value: 400 },
  { id: 'consortiumDeductionGoodsServicesMax', article: 59, ...smeNotice, value: 600 },
  { id: 'consortiumDeductionWorksMin', article: 59, ...fromMemory, value: 100 },
  { id: 'consortiumDeductionWorksMax', article: 59, ...fromMemory, value: 200 },
  { id: 'consortiumShareMin', article: 59, ...smeNotice, value: 3000 },
  { id: 'reservedShareMin', article: 59, force: 'national', since: '2018-01-01', value: 3000, source: '中小企业促进法 第40条' },
  { id: 'reservedShareWorksMin', article: 59, ...fromMemory, value: 4000 },
  {
    id: 'reservedSmallMicroShareMin',
    article: 59,
    force: 'national',
    since: '2018-01-01',
    value: 6000,
    source: '中小企业促进法 第40条',
  },
  { id: 'abnormallyLowOfMeanBelow', article: 59, ...lowPriceNotice, value: 5000 },
  { id: 'abnormallyLowOfSecondBelow', article: 59, ...lowPriceNotice, value: 5000 },
  { id: 'abnormallyLowOfCeilingBelow', article: 59, ...lowPriceNotice, value: 4500 },
  { id: 'secretShareMin', article: 56, ...choice, value: 7500, source: '平台规则（短秘密的重合比例）' },
  { id: 'abnormallyLowShareMax', article: 59, ...lowPriceNotice, value: 6500 },
] as const satisfies readonly ThresholdRow<string, number>[];

const countRows = [
  { id: 'invitedSuppliersMin', article: 49, force: 'national', since: '2003-01-01', value: 3, source: '政府采购法 第34条' },
  { id: 'enquiriesPerSupplierMax', article: 53, ...choice, value: 20, source: '平台规则（每一供应商每一项目）' },
  { id: 'tenderDocumentsMax', article: 53, ...choice, value: 200, source: '平台规则（每一项目）' },
  { id: 'tenderDocumentMebibytesMax', article: 53, ...choice, value: 2048, source: '平台规则（每一项目合计）' },
  { id: 'applicationDocumentsMax', article: 49, ...choice, value: 50, source: '平台规则（每一申请人每一项目）' },
  { id: 'applicationDocumentMebibytesMax', article: 49, ...choice, value: 500, source: '平台规则（每一申请人每一项目合计）' },
  { id: 'committeeMembersMin', article: 56, ...committee, value: 5 },
  { id: 'committeeLargeMembersMin', article: 56, ...committee, value: 7 },
  { id: 'representativesOfThreeMax', article: 56, ...committee, value: 1 },
  { id: 'secretRunCharsMin', article: 56, ...choice, value: 10, source: '平台规则（连续相同的汉字数；一个英文实词计二）' },
  { id: 'secretPiecesCharsMin', article: 56, ...choice, value: 15, source: '平台规则（略有改动而前后相接的相同片段合计）' },
  { id: 'secretLettersMin', article: 56, ...choice, value: 40, source: '平台规则（去除空格标点后连续相同的字母和数字）' },
  { id: 'justificationCharsMin', article: 51, ...choice, value: 20, source: '平台规则（rulebook G10）' },
] as const satisfies readonly ThresholdRow<string, number>[];

export type AmountId = (typeof amountRows)[number]['id'];
export type ShareId = (typeof shareRows)[number]['id'];
export type CountId = (typeof countRows)[number]['id'];

export const amounts: readonly ThresholdRow<AmountId, Fen>[] = amountRows;
export const shares: readonly ThresholdRow<ShareId, number>[] = shareRows;
export const counts: readonly ThresholdRow<CountId, number>[] = countRows;

/** The amount in force on a civil day, in fen. */
export function amountOn(id: AmountId, date: CivilDate): ThresholdRow<AmountId, Fen> {
  return inForce(amounts, id, date);
}

/** The share in force on a civil day, in ten-thousandths. */
export function shareOn(id: ShareId, date: CivilDate): ThresholdRow<ShareId, number> {
  return inForce(shares, id, date);
}

/** The count or length in force on a civil day. */
export function countOn(id: CountId, date: CivilDate): ThresholdRow<CountId, number> {
  return inForce(counts, id, date);
}
