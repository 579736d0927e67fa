import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of daily work on a procurement: the officer in charge (经办人) and deputies during leave (代理人). Platform policy, article 51's approval behind it. */
export const officerRules = {
  'tender.approved-by-deputy': policy(
    51,
    403,
    '编制人缺勤期间的代理人不得批准其编制的采购文件（四眼原则）。',
    'A deputy of the author may not approve what the author made (four eyes).',
  ),
  'tender.approver-is-officer': policy(
    51,
    403,
    '曾任该项目经办人的，不得批准该项目。',
    'Whoever has been in charge of the procurement may not approve it.',
  ),
  'tender.officer-unfit': policy(
    51,
    422,
    '该人员不能接任经办人：{reason}。',
    'This person cannot take charge of the procurement: {reason}.',
  ),
  'tender.hand-over-by-other': policy(
    51,
    403,
    '只有现任经办人或审批人可以移交项目。',
    'Only the officer in charge or an approver hands a procurement over.',
  ),
  'deputy.unfit': policy(51, 422, '该人员不能担任代理人：{reason}。', 'This person cannot be the deputy: {reason}.'),
} satisfies Record<string, RuleEntry>;
