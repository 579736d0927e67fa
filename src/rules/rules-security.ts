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
  'security.forfeiture-ungrounded': national(
    59,
    '招标投标法实施条例 第35条、第74条；招标投标法 第60条',
    422,
    '不予退还保证金的情形“{ground}”不成立：{reason}。',
    'The ground "{ground}" for keeping the security does not fit: {reason}.',
  ),
  'security.forfeiture-open': policy(
    59,
    409,
    '该保证金的不予退还事项处于“{state}”状态。',
    'The forfeiture of this security is in state "{state}".',
  ),
  'security.forfeiture-state': policy(
    59,
    409,
    '不予退还保证金的程序处于“{state}”状态，不能进行“{event}”。',
    'The forfeiture is in state "{state}"; "{event}" is not open.',
  ),
  'security.forfeiture-not-heard': policy(
    59,
    409,
    '决定不予退还前，须先书面告知供应商并听取其陈述；陈述期限至{statementDueOn}。',
    'A security is kept only after its supplier was told and heard; it may state its case until {statementDueOn}.',
  ),
  'security.forfeiture-same-person': policy(
    59,
    403,
    '发出告知的人不得作出决定，须由另一名审批人决定。',
    'Whoever gave the notice does not decide; another approver does.',
  ),
  'security.statement-late': policy(
    59,
    409,
    '陈述期限已于{statementDueOn}届满。',
    'The time to state the case ended on {statementDueOn}.',
  ),
  'security.extension-not-later': policy(
    59,
    422,
    '延长后的有效期{after}不晚于原有效期{before}。',
    'The extended validity until {after} is no later than the present one until {before}.',
  ),
  'bid.security-missing': national(
    59,
    '政府采购法实施条例 第33条',
    422,
    '投标未按采购文件要求提交投标保证金：{reason}。',
    'The bid lacks the tender security the documents ask for: {reason}.',
  ),
} satisfies Record<string, RuleEntry>;
