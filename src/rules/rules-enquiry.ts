import { national, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of enquiries (询问) and their answers (article 53; 政府采购法 art. 51). */
export const enquiryRules = {
  'enquiry.too-late': policy(
    53,
    422,
    '询问于{receivedAt}收到；询问在截止时间前{days}日（{closesAt}）停止接收。',
    'The enquiry was received at {receivedAt}; enquiries end {days} days before the deadline, at {closesAt}.',
  ),
  'enquiry.too-many': policy(
    53,
    409,
    '同一供应商对同一项目最多可提出{countMax}件询问。',
    'One supplier may make {countMax} enquiries in one procurement.',
  ),
  'enquiry.answer-names-supplier': policy(
    53,
    422,
    '答复公开，不得出现供应商的名称或代码：{names}。',
    'The answer is public and names no supplier, by name or number: {names}.',
  ),
  'enquiry.names-its-author': policy(
    53,
    422,
    '询问公开且匿名，文字中不得出现提问单位的名称或代码：{names}。',
    "An enquiry is public and anonymous; its text may not give the asker's own name or number: {names}.",
  ),
  'enquiry.answered-already': policy(
    53,
    409,
    '该询问已于{answeredAt}答复，答复不得更改。',
    'This enquiry was answered at {answeredAt}; an answer stands.',
  ),
  'enquiry.answer-overdue': warning(
    national(53, '政府采购法实施条例 第52条', 422, '询问应于{dueOn}前答复。', 'The enquiry was to be answered by {dueOn}.'),
  ),
} satisfies Record<string, RuleEntry>;
