import type { Force } from './breach.js';
import { inForce } from './in-force.js';
import type { CivilDate } from './moment.js';

/** A number of law or policy about time, in force from `since` until before `until`. The unit and bound stand last in `id`. */
export interface PeriodRow {
  id: PeriodId;
  article: number;
  force: Force;
  since: CivilDate;
  until?: CivilDate;
  value: number;
  source: string;
}

// The notice is dated 2023-11-26; the date of the document is taken, since the plan names no day of its own for coming into force.
const plan = { force: 'plan', since: '2023-11-26' } as const;
const law = { force: 'national', since: '2003-01-01' } as const;
const regulation = { force: 'national', since: '2015-03-01' } as const;
const complaintOrder = { force: 'national', since: '2018-03-01' } as const;
const tenderingRegulation = { force: 'national', since: '2012-02-01' } as const;
const smePayment = { force: 'national', since: '2020-09-01', source: '保障中小企业款项支付条例 第9条' } as const;
const choice = { force: 'policy', since: '2023-11-26' } as const;

const guofa = '国发〔2023〕23号';

const rows = [
  { id: 'singleSourceNoticeWorkingDaysMin', article: 48, ...regulation, value: 5, source: '政府采购法实施条例 第38条' },
  {
    id: 'supplementaryReviewWorkingDaysMax',
    article: 48,
    ...choice,
    value: 5,
    source: '平台规则；74号令 第39条凭记忆，未核实',
  },
  { id: 'qualificationYears', article: 49, ...choice, value: 1, source: '平台规则（供应商库有效期）' },
  { id: 'prequalificationDaysMin', article: 50, ...plan, value: 25, source: `${guofa} 第50条` },
  { id: 'prequalificationUrgentDaysMin', article: 50, ...plan, value: 10, source: `${guofa} 第50条` },
  { id: 'prequalificationWorkingDaysMin', article: 50, ...regulation, value: 5, source: '政府采购法实施条例 第21条' },
  { id: 'bidPeriodDaysMin', article: 51, ...plan, value: 40, source: `${guofa} 第51条` },
  { id: 'bidPeriodFloorDaysMin', article: 51, ...plan, value: 10, source: `${guofa} 第51条` },
  { id: 'bidPeriodNationalDaysMin', article: 51, ...law, value: 20, source: '政府采购法 第35条；招标投标法 第24条' },
  { id: 'bidPeriodDaysMax', article: 51, ...choice, value: 365, source: '平台规则（文件发出之日起）' },
  { id: 'bidPeriodReductionDays', article: 51, ...choice, value: 5, source: '平台规则，参照 CPTPP 第15.14条' },
  { id: 'plannedNoticeDaysMin', article: 51, ...choice, value: 40, source: '平台规则，参照 CPTPP 第15.14条' },
  { id: 'plannedNoticeYearsMax', article: 51, ...choice, value: 1, source: '平台规则，参照 CPTPP 第15.14条（12个月）' },
  { id: 'clarificationDaysMin', article: 51, ...regulation, value: 15, source: '政府采购法实施条例 第31条' },
  {
    id: 'prequalificationClarificationDaysMin',
    article: 50,
    ...choice,
    value: 3,
    source: '平台规则，参照招标投标法实施条例 第21条',
  },
  {
    id: 'worksPrequalificationClarificationDaysMin',
    article: 50,
    ...tenderingRegulation,
    value: 3,
    source: '招标投标法实施条例 第21条',
  },
  { id: 'indefiniteLeaseMonths', article: 52, ...choice, value: 48, source: '平台规则，参照 GPA 第二条第8款' },
  { id: 'contractPublicationWorkingDaysMax', article: 53, ...regulation, value: 2, source: '政府采购法实施条例 第50条' },
  { id: 'awardPublicationWorkingDaysMax', article: 53, ...regulation, value: 2, source: '政府采购法实施条例 第43条' },
  { id: 'enquiryCloseDaysBefore', article: 53, ...choice, value: 3, source: '平台规则（截止前3日停止提问）' },
  { id: 'enquiryAnswerWorkingDaysMax', article: 53, ...regulation, value: 3, source: '政府采购法实施条例 第52条' },
  { id: 'breachWindowYears', article: 54, ...plan, value: 3, source: `${guofa} 第54条` },
  { id: 'exclusionStatementWorkingDays', article: 54, ...choice, value: 5, source: '平台规则' },
  { id: 'debriefAnswerWorkingDaysMax', article: 56, ...choice, value: 3, source: '平台规则，参照政府采购法实施条例 第52条' },
  { id: 'bidderTiesYears', article: 56, ...regulation, value: 3, source: '政府采购法实施条例 第9条' },
  { id: 'inquiryAnswerMinutesMin', article: 56, ...choice, value: 30, source: '平台规则，参照财库〔2026〕2号' },
  { id: 'reportSigningDaysMax', article: 56, ...choice, value: 1, source: '平台规则（评审报告作出之日起）' },
  { id: 'retentionYears', article: 57, ...plan, value: 15, source: `${guofa} 第57条` },
  { id: 'priceOpeningNoticeDaysMin', article: 58, ...choice, value: 1, source: '平台规则（两步开标的报价开启通知）' },
  { id: 'outageMarginHours', article: 58, ...choice, value: 24, source: '平台规则（故障结束后）' },
  { id: 'outageRoundingMinutes', article: 58, ...choice, value: 60, source: '平台规则（顺延时间向上取整）' },
  { id: 'outageDaysMax', article: 58, ...choice, value: 30, source: '平台规则（一次登记）' },
  { id: 'tenderSecurityRefundWorkingDaysMax', article: 59, ...regulation, value: 5, source: '政府采购法实施条例 第33条' },
  {
    id: 'performanceSecurityRefundWorkingDaysMax',
    article: 59,
    ...choice,
    value: 5,
    source: '平台规则，参照政府采购法实施条例 第33条',
  },
  { id: 'declarationProofDaysMax', article: 59, ...choice, value: 10, source: '平台规则（与静止期等长，签约前完成）' },
  { id: 'forfeitureStatementWorkingDays', article: 59, ...choice, value: 5, source: '平台规则' },
  { id: 'securityExpiryNoticeDays', article: 59, ...choice, value: 7, source: '平台规则（到期前提醒）' },
  {
    id: 'lowPriceAnswerMinutesMin',
    article: 59,
    force: 'national',
    since: '2026-02-01',
    value: 30,
    source: '财库〔2026〕2号（二手来源）',
  },
  { id: 'smePaymentDays', article: 59, ...smePayment, value: 30 },
  { id: 'smePaymentDaysMax', article: 59, ...smePayment, value: 60 },
  { id: 'replyWorkingDaysMax', article: 60, ...law, value: 7, source: '政府采购法 第53条' },
  { id: 'complaintWorkingDaysMax', article: 60, ...law, value: 15, source: '政府采购法 第55条' },
  { id: 'worksComplaintDaysMax', article: 60, ...tenderingRegulation, value: 10, source: '招标投标法实施条例 第60条' },
  { id: 'admissibilityWorkingDaysMax', article: 60, ...complaintOrder, value: 5, source: '94号令 第21条（二手来源）' },
  { id: 'worksAdmissibilityWorkingDaysMax', article: 60, ...tenderingRegulation, value: 3, source: '招标投标法实施条例 第61条' },
  { id: 'respondentNoticeWorkingDaysMax', article: 60, ...complaintOrder, value: 8, source: '94号令 第21条（二手来源）' },
  {
    id: 'respondentExplanationWorkingDaysMax',
    article: 60,
    ...choice,
    value: 5,
    source: '平台规则；94号令 第22条凭记忆，未核实',
  },
  { id: 'rejoinderWorkingDaysMax', article: 60, ...choice, value: 3, source: '平台规则，参照 CPTPP 第15.19条第5款' },
  { id: 'hearingNoticeWorkingDaysMin', article: 60, ...choice, value: 3, source: '平台规则（听证通知）' },
  { id: 'decisionWorkingDaysMax', article: 60, ...law, value: 30, source: '政府采购法 第56条' },
  { id: 'worksDecisionWorkingDaysMax', article: 60, ...tenderingRegulation, value: 30, source: '招标投标法实施条例 第61条' },
  { id: 'suspensionDaysMax', article: 60, ...law, value: 30, source: '政府采购法 第57条' },
  { id: 'remedyWorkingDaysMax', article: 60, ...choice, value: 15, source: '平台规则（处理决定作出之日起）' },
  { id: 'unprovenComplaintsMax', article: 60, ...choice, value: 3, source: '平台规则；94号令 第37条凭记忆，未核实' },
  { id: 'unprovenComplaintsMonths', article: 60, ...choice, value: 12, source: '平台规则；94号令 第37条凭记忆，未核实' },
  { id: 'reconsiderationDaysMax', article: 60, force: 'national', since: '2018-01-01', value: 60, source: '行政复议法 第20条' },
  { id: 'litigationMonthsMax', article: 60, ...choice, value: 6, source: '平台规则；行政诉讼法 第46条凭记忆，未核实' },
  { id: 'standstillDaysMin', article: 60, ...choice, value: 10, source: '平台规则（rulebook P6）' },
  { id: 'deadlineReminderWorkingDays', article: 60, ...choice, value: 1, source: '平台规则（最后一日前的提醒）' },
  { id: 'refusalStatementWorkingDays', article: 60, ...choice, value: 5, source: '平台规则' },
  { id: 'contractDaysMax', article: 60, ...law, value: 30, source: '政府采购法 第46条' },
  { id: 'documentsNoticeWorkingDays', article: 61, ...choice, value: 5, source: '平台规则；87号令 第16条凭记忆，未核实' },
  { id: 'challengeDaysMax', article: 61, ...plan, value: 10, source: `${guofa} 第61条` },
  { id: 'challengeWorkingDaysMax', article: 61, ...law, value: 7, source: '政府采购法 第52条' },
  { id: 'worksObjectionDaysMin', article: 61, ...tenderingRegulation, value: 10, source: '招标投标法实施条例 第54条' },
  { id: 'resultNoticeWorkingDays', article: 61, ...choice, value: 1, source: '平台规则；87号令 第69条（二手来源）' },
] as const satisfies readonly (Omit<PeriodRow, 'id'> & { id: string })[];

export type PeriodId = (typeof rows)[number]['id'];

export const periods: readonly PeriodRow[] = rows;

/** The row in force on a civil day. */
export function periodOn(id: PeriodId, date: CivilDate): PeriodRow {
  return inForce(periods, id, date);
}
