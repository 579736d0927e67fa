import { national, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of what happens to a contract until it is fulfilled: changes, acceptance, payment (articles 57 and 59). */
export const contractRules = {
  'contract.change-substantial': national(
    57,
    '政府采购法 第50条；招标投标法 第46条',
    422,
    '合同双方不得擅自变更合同的实质性内容（{matters}）；需要的，应当终止合同并依法重新采购。',
    'The parties may not change the substance of the contract ({matters}); where it has to change, the contract is ended and the procurement begun anew.',
  ),
  'contract.addition-over-tenth': national(
    57,
    '政府采购法 第49条',
    422,
    '所有补充合同的采购金额合计{total}元，超过原合同采购金额的10%（{max}元）。',
    'The additional purchases come to CNY {total}, more than 10 % of the original contract (CNY {max}).',
  ),
  'contract.addition-mixed': national(
    57,
    '政府采购法 第49条',
    422,
    '追加采购只增加相同标的的数量和相应金额，不得改变合同其他条款。',
    'An additional purchase adds to the quantity of the same thing and to the amount, and changes no other term.',
  ),
  'contract.acceptance-missing': national(
    57,
    '政府采购法实施条例 第45条',
    409,
    '尚无最终验收合格的验收书（或其日期晚于{on}），合同不能以验收办结。',
    'There is no report of a final acceptance (on {on} or before), so the contract cannot be completed by acceptance.',
  ),
  'contract.payment-open': policy(
    57,
    409,
    '合同应付{amount}元，已付{paid}元，尚未登记尾款，不能以验收办结。',
    'CNY {amount} is due under the contract and CNY {paid} is paid; without its final payment it cannot be completed by acceptance.',
  ),
  'acceptance.procurer-absent': national(
    57,
    '政府采购法 第41条',
    422,
    '验收由采购人组织，验收人员中须有采购人一方。',
    'The procuring entity organises the acceptance; somebody of it takes part.',
  ),
  'acceptance.already-final': policy(57, 409, '合同已经最终验收合格。', 'The contract has been finally accepted already.'),
  'payment.days-too-many': national(
    59,
    '保障中小企业款项支付条例 第9条',
    422,
    '付款期限{days}日，超过交付之日起{daysMax}日。',
    'The payment period of {days} days is longer than {daysMax} days from the delivery.',
  ),
  'payment.over-contract': policy(
    57,
    422,
    '各笔付款合计{total}元，超过合同现金额{amount}元。',
    'The payments come to CNY {total}, more than the contract as it stands (CNY {amount}).',
  ),
  'payment.final-differs': policy(
    57,
    422,
    '尾款付清后合计{total}元，与合同现金额{amount}元不一致；扣款须说明理由。',
    'With the final payment CNY {total} would be paid, and the contract as it stands is for CNY {amount}; a deduction needs its reason.',
  ),
  'payment.after-final': policy(
    57,
    409,
    '尾款已经登记，不能再登记付款。',
    'The final payment is on record; no other follows it.',
  ),
  'payment.wrong-state': policy(
    57,
    409,
    '该笔付款处于“{state}”状态，不能进行“{event}”。',
    'The payment is in state "{state}"; "{event}" is not open.',
  ),
  'payment.late': warning(
    national(
      59,
      '保障中小企业款项支付条例 第9条',
      422,
      '该笔款项于{on}支付，晚于最后期限{dueOn}。',
      'The payment was made on {on}, later than the last day {dueOn}.',
    ),
  ),
} satisfies Record<string, RuleEntry>;
