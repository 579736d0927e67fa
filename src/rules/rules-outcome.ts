import { national, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of the coded end of a procurement without an award, and of what follows it (articles 48 and 53). */
export const outcomeRules = {
  'tender.non-award-code-missing': policy(
    53,
    422,
    '终止采购或废标须选择原因代码。',
    'A cancellation or failure names its reason by a code as well.',
  ),
  'tender.non-award-code-unfit': policy(
    53,
    422,
    '原因代码“{code}”与此操作或所述理由、平台记录不符，可选：{allowed}。',
    'The code "{code}" does not fit this act, its reason or the record; open are: {allowed}.',
  ),
  'tender.failure-applications-unfounded': national(
    48,
    '政府采购法 第36条',
    422,
    '废标理由“{reason}”与资格预审记录不符：{found}。',
    'The stated reason "{reason}" is not what the prequalification shows: {found}.',
  ),
  'tender.retender-unfounded': policy(
    51,
    422,
    '只能重新采购本单位已公开且已废标或终止的项目。',
    'Only a published procurement of the same entity that failed or was cancelled can be tendered again.',
  ),
} satisfies Record<string, RuleEntry>;
