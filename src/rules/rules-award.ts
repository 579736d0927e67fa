import { national, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of evaluation, award and contract (articles 52, 56, 57, 59 and 60). */
export const awardRules = {
  'evaluation.conflict-undeclared': policy(
    56,
    409,
    '评审人员须先声明是否存在利益冲突。',
    'An evaluator must first declare whether a conflict of interest exists.',
  ),
  'evaluation.prices-sealed': policy(
    56,
    409,
    '报价信封尚未开启，只能审查资格与技术部分。',
    'The prices are still sealed; only the qualification can be judged now.',
  ),
  'qualification.none-due': policy(56, 409, '没有待审查资格的投标。', 'There is no bid whose qualification is to be judged.'),
  'evaluation.conflict-declared': national(
    56,
    '政府采购法 第12条',
    403,
    '存在利益冲突的人员须回避。',
    'A person in a conflict of interest must withdraw.',
  ),
  'evaluation.score-out-of-range': policy(
    56,
    422,
    '“{criterion}”得分{score}超出0至{max}。',
    'The score {score} for "{criterion}" lies outside 0 to {max}.',
  ),
  'evaluation.criteria-mismatch': policy(
    56,
    422,
    '评审标准与公布的不一致：{criteria}。',
    'The criteria scored are not the published ones: {criteria}.',
  ),
  'evaluation.bids-missing': policy(56, 422, '并非所有有效投标都已评审。', 'Not every valid bid has been evaluated.'),

  'evaluation.already-submitted': policy(
    56,
    409,
    '该评审人员在本轮已提交评审意见。',
    'This evaluator has already handed in findings in this round.',
  ),
  'evaluation.price-abnormally-low': warning(
    national(
      59,
      '财库〔2026〕2号',
      422,
      '报价明显偏低（依据：{grounds}）；应由供应商作出说明，评审委员会判断其能否履约。',
      'The price is abnormally low (grounds: {grounds}); the supplier explains it and the panel judges whether it can perform.',
    ),
  ),

  'award.not-best': policy(56, 422, '中标人不是评审最优的投标人。', 'The winner is not the best evaluated bidder.'),
  'award.reasons-missing': policy(56, 422, '定标须说明理由。', 'An award must state its reasons.'),
  'award.wrong-state': policy(
    56,
    409,
    '定标处于“{state}”状态，不能进行“{event}”。',
    'The award is in state "{state}"; "{event}" is not open.',
  ),
  'award.too-few-bids': national(
    56,
    '政府采购法 第36条',
    409,
    '有效投标只有{count}份，不足三份。',
    'Only {count} valid bids, fewer than three.',
  ),

  'award.over-budget': national(
    56,
    '政府采购法 第36条',
    422,
    '投标报价{price}元超过公布的预算或最高限价{budget}元，为无效投标，不得中标。',
    'The bid price of CNY {price} is over the published budget or ceiling of CNY {budget}; such a bid is invalid and takes no award.',
  ),

  'contract.signed-late': national(
    60,
    '政府采购法 第46条',
    422,
    '合同于{signedOn}签订，晚于中标通知发出之日起{days}日（至{lastOn}）；逾期签订须说明理由，不少于{charsMin}字。',
    'The contract is signed on {signedOn}, later than {days} days from the award notice (until {lastOn}); signing late needs a reason of at least {charsMin} characters.',
  ),
  'contract.wrong-state': policy(
    57,
    409,
    '合同处于“{state}”状态，不能进行“{event}”。',
    'The contract is in state "{state}"; "{event}" is not open.',
  ),
  'contract.amount-differs': national(
    57,
    '政府采购法 第46条',
    422,
    '合同金额{amount}元与中标金额{awarded}元不一致。',
    'The contract amount CNY {amount} differs from the award of CNY {awarded}.',
  ),
  'contract.extension-unannounced': policy(
    52,
    422,
    '采购文件未公布合同可延长至{maxExtentOn}（公布的最晚日期：{announced}）；延长属于选择权，须在采购估值中计入。',
    'The tender did not announce that the contract may be extended to {maxExtentOn} (announced: {announced}); an extension is an option, which the valuation has to count.',
  ),
} satisfies Record<string, RuleEntry>;
