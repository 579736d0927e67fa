import { national, plan, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of single-source procurement (article 48). */
export const singleSourceRules = {
  'single-source.ground-missing': plan(
    48,
    422,
    '政府采购一般应实行公开竞争；所述情形不构成第48条的单一来源情形：{reason}。',
    'Open competition is the rule; no ground of article 48 for single-source procurement is made out: {reason}.',
  ),
  'single-source.evidence-missing': policy(
    48,
    422,
    '单一来源情形缺少证明材料：{missing}。',
    'The ground for single-source procurement lacks its evidence: {missing}.',
  ),
  'single-source.requirements-modified': policy(
    48,
    422,
    '前次采购的实质性要求已被修改，不得以其失败为由采用单一来源。',
    'The essential requirements of the failed procedure were modified; its failure is no ground for single-source procurement.',
  ),
  'single-source.supplement-over-tenth': national(
    48,
    '政府采购法 第31条',
    422,
    '添购累计金额{supplement}元超过原合同金额{original}元的百分之十。',
    'Supplements add up to CNY {supplement}, more than ten per cent of the original contract of CNY {original}.',
  ),
  'single-source.notice-running': national(
    48,
    '政府采购法实施条例 第38条',
    409,
    '单一来源公示期尚未届满（截至{noticeEndsOn}）。',
    'The public notice of the single source still runs (until {noticeEndsOn}).',
  ),
  'single-source.supplier-unsuitable': policy(
    48,
    422,
    '拟定供应商不符合条件：{reason}。',
    'The proposed supplier cannot be the single source: {reason}.',
  ),
  'single-source.method-approval-missing': national(
    48,
    '政府采购法 第27条',
    422,
    '采购金额达到公开招标数额标准{threshold}元，须提供采用其他采购方式的批准文件。',
    'The value reaches the open-tendering threshold of CNY {threshold}; the approval of another method must be among the evidence.',
  ),
  'single-source.failed-procedure-mismatch': plan(
    48,
    422,
    '所列前次采购不能作为依据：{reason}。',
    'The procedure named as failed does not bear out the ground: {reason}.',
  ),
  'single-source.colluder': policy(
    48,
    422,
    '拟定供应商或其关联单位在前次采购中被认定串通投标。',
    'The proposed supplier, or a unit in a control relation with it, was found to have colluded in the failed procedure.',
  ),
  'single-source.original-contract-mismatch': plan(
    48,
    422,
    '所列原合同不能作为添购依据：{reason}。',
    'The contract named as original does not bear out a supplement: {reason}.',
  ),
  'single-source.objection-late': policy(
    48,
    422,
    '异议于{receivedAt}收到，公示期已于{noticeEndsOn}届满。',
    'The objection was received at {receivedAt}; the public notice ended on {noticeEndsOn}.',
  ),
  'single-source.objection-by-interested': policy(
    48,
    403,
    '采购人和拟定供应商不得对单一来源公示提出异议。',
    'Neither the procuring entity nor the proposed supplier may object to the notice.',
  ),
  'single-source.objection-already-made': policy(48, 409, '该供应商已提出异议。', 'This supplier has already objected.'),
  'single-source.objection-reviewed': policy(
    48,
    409,
    '该异议已完成补充论证：{state}。',
    'This objection has already been reviewed: {state}.',
  ),
  'single-source.review-overdue': warning(
    policy(48, 422, '补充论证应于{dueOn}前完成。', 'The supplementary review was due by {dueOn}.'),
  ),
  'single-source.objection-open': policy(
    48,
    409,
    '尚有{count}件异议未经补充论证。',
    '{count} objections still await their supplementary review.',
  ),
  'single-source.objection-upheld': policy(
    48,
    409,
    '异议成立，不得采用单一来源；应终止采购或改为公开招标。',
    'An objection was upheld: the single source falls; the procurement is cancelled or tendered openly.',
  ),
  'single-source.other-supplier': plan(
    48,
    422,
    '只能与公示的拟定供应商成交。',
    'The award can only go to the supplier that the notice proposed.',
  ),
  'single-source.price-over-value': policy(
    48,
    422,
    '成交价格{price}元超过采购预算或估值{ceiling}元。',
    'The price of CNY {price} exceeds the budget or estimated value of CNY {ceiling}.',
  ),
  'single-source.negotiation-incomplete': policy(
    48,
    422,
    '协商情况记录不完整：缺少{missing}。',
    'The record of the negotiation is incomplete: {missing} missing.',
  ),
} satisfies Record<string, RuleEntry>;
