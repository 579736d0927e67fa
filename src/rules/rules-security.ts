import { national, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of tender and performance securities (article 59: what is asked of suppliers is bounded, and given back in time). */
export const securityRules = {
  'security.tender-over-two-percent': national(
    59,
    '政府采购法实施条例 第33条',
    422,
    '投标保证金{amount}元超过采购项目预算金额的2%（{max}元）。',
    'The tender security of CNY {amount} is more than 2 % of the budget (CNY {max}).',
  ),
  'security.performance-over-tenth': national(
    59,
    '政府采购法实施条例 第48条',
    422,
    '履约保证金{asked}超过政府采购合同金额的10%（{max}）。',
    'The performance security {asked} is more than 10 % of the contract ({max}).',
  ),
  'security.not-asked': policy(
    59,
    422,
    '采购文件未要求履约保证金，或要求的比例低于此数额（最多{max}元）。',
    'The documents ask for no performance security, or for less (at most CNY {max}).',
  ),
  'security.already-refunded': policy(59, 409, '该保证金已经退还。', 'This security has been refunded already.'),
  'security.refund-late': warning(
    policy(
      59,
      422,
      '保证金于{on}退还，晚于最后期限{dueOn}。',
      'The security was refunded on {on}, later than the last day {dueOn}.',
    ),
  ),
  'bid.security-missing': national(
    59,
    '政府采购法实施条例 第33条',
    422,
    '投标未按采购文件要求提交投标保证金：{reason}。',
    'The bid lacks the tender security the documents ask for: {reason}.',
  ),
} satisfies Record<string, RuleEntry>;
