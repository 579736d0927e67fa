import type { Bilingual } from '../rules/breach.js';

/** What the fields of a tender and of its notices are called, for people: the one table. */
const names: Readonly<Record<string, Bilingual>> = {
  title: { zh: '标题', en: 'Title' },
  description: { zh: '说明', en: 'Description' },
  qualificationRequirements: { zh: '资格要求', en: 'Qualification requirements' },
  prequalification: { zh: '资格预审', en: 'Prequalification' },
  applicationAddress: { zh: '申请提交地址', en: 'Where to apply' },
  requirements: { zh: '资格条件', en: 'Requirements' },
  licenceType: { zh: '证照类型', en: 'Kind of licence' },
  limitSuppliers: { zh: '是否限定数量', en: 'Number limited' },
  maxSuppliers: { zh: '数量限额', en: 'Largest number' },
  selectionCriteria: { zh: '选择标准', en: 'Selection criteria' },
  maxPoints: { zh: '满分', en: 'Maximum points' },
  urgency: { zh: '紧急情况', en: 'Urgency' },
  justification: { zh: '理由', en: 'Justification' },
  evidence: { zh: '证据', en: 'Evidence' },
  specifications: { zh: '技术要求', en: 'Specifications' },
  text: { zh: '内容', en: 'Text' },
  brand: { zh: '品牌', en: 'Brand' },
  orEquivalent: { zh: '或同等', en: 'Or equivalent' },
  reason: { zh: '理由', en: 'Reason' },
  standard: { zh: '标准', en: 'Standard' },
  criteria: { zh: '评审标准', en: 'Evaluation criteria' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '类别', en: 'Kind' },
  weight: { zh: '权重', en: 'Weight' },
  maxScore: { zh: '满分', en: 'Maximum score' },
  awardMethod: { zh: '评标方法', en: 'Award method' },
  evaluators: { zh: '评审人数', en: 'Number of evaluators' },
  smePlan: { zh: '中小企业政策', en: 'Small-supplier plan' },
  priceDeduction: { zh: '价格扣除', en: 'Price deduction' },
  reservedShare: { zh: '预留份额', en: 'Reserved share' },
  subcontractAllowed: { zh: '允许分包', en: 'Subcontracting allowed' },
  note: { zh: '备注', en: 'Note' },
  documentFee: { zh: '文件费用', en: 'Document fee' },
  exclusionClause: { zh: '违约排除条款', en: 'Exclusion clause' },
  splittingExplanation: { zh: '拆分说明', en: 'Explanation of splitting' },
  budgetYear: { zh: '预算年度', en: 'Budget year' },
  budget: { zh: '预算金额', en: 'Budget' },
  amount: { zh: '金额', en: 'Amount' },
  currency: { zh: '币种', en: 'Currency' },
  valuation: { zh: '采购估值', en: 'Valuation' },
  contracts: { zh: '合同', en: 'Contracts' },
  base: { zh: '基本金额', en: 'Base amount' },
  fees: { zh: '费用', en: 'Fees' },
  commissions: { zh: '佣金', en: 'Commissions' },
  premiums: { zh: '溢价', en: 'Premiums' },
  interest: { zh: '利息', en: 'Interest' },
  otherRevenue: { zh: '其他收入', en: 'Other revenue' },
  options: { zh: '选择权', en: 'Options' },
  lease: { zh: '租赁', en: 'Lease' },
  monthly: { zh: '月租金', en: 'Monthly rent' },
  months: { zh: '月数', en: 'Months' },
  fundingPurpose: { zh: '资金用途', en: 'Purpose of the funds' },
  procurementMethodRationale: { zh: '采购方式理由', en: 'Reason for the method' },
  project: { zh: '项目', en: 'Project' },
  budgetSource: { zh: '预算来源', en: 'Source of the budget' },
  milestones: { zh: '进度节点', en: 'Milestones' },
  type: { zh: '类型', en: 'Type' },
  dueOn: { zh: '预定日期', en: 'Due on' },
  metOn: { zh: '完成日期', en: 'Met on' },
  contractPeriod: { zh: '合同期限', en: 'Contract period' },
  from: { zh: '开始', en: 'From' },
  to: { zh: '结束', en: 'To' },
  maxExtentOn: { zh: '最长延至', en: 'Extended at most to' },
  lots: { zh: '标包', en: 'Lots' },
  value: { zh: '价值', en: 'Value' },
  items: { zh: '采购品目', en: 'Items' },
  quantity: { zh: '数量', en: 'Quantity' },
  unit: { zh: '单位', en: 'Unit' },
  unitPrice: { zh: '单价', en: 'Unit price' },
  itemClass: { zh: '品目', en: 'Item class' },
  additionalClassifications: { zh: '其他分类', en: 'Other classifications' },
  documents: { zh: '采购文件', en: 'Documents' },
  bidsCloseAt: { zh: '投标截止时间', en: 'Bid deadline' },
  applicationsCloseAt: { zh: '资格预审申请截止时间', en: 'Application deadline' },
  procurer: { zh: '采购人', en: 'Procuring entity' },
  supplier: { zh: '供应商', en: 'Supplier' },
  proposedSupplier: { zh: '拟定供应商', en: 'Proposed supplier' },
  address: { zh: '地址', en: 'Address' },
  contact: { zh: '联系方式', en: 'Contact' },
  email: { zh: '电子邮件', en: 'E-mail' },
  phone: { zh: '电话', en: 'Telephone' },
  contractTitle: { zh: '合同名称', en: 'Contract title' },
  zh: { zh: '中文', en: 'Chinese' },
  en: { zh: '英文', en: 'English' },
};

/** Of a JSON pointer, `/criteria/0/weight`: 评审标准 第1项 权重 / Evaluation criteria, no. 1, Weight. What has no name stands as it is. */
export function labelOf(pointer: string): Bilingual {
  const parts = pointer.split('/').slice(1).map(namedPart);
  return { zh: parts.map((one) => one.zh).join(' '), en: parts.map((one) => one.en).join(', ') };
}

/** Whether the table names the field: for the test that keeps it whole. */
export function isNamed(field: string): boolean {
  return Object.hasOwn(names, field);
}

function namedPart(part: string): Bilingual {
  if (/^\d+$/.test(part)) return { zh: `第${Number(part) + 1}项`, en: `no. ${Number(part) + 1}` };
  return (Object.hasOwn(names, part) ? names[part] : undefined) ?? { zh: part, en: part };
}
