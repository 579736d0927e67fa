import { national, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of what is decided lot by lot (标包): bids, awards and contracts (articles 52, 56 and 59). */
export const lotRules = {
  'tender.lot-budgets-over': policy(
    52,
    422,
    '各标包预算之和{sum}元超过项目预算{budget}元；同一采购项下的所有合同均须计入。',
    'The budgets of the lots sum to CNY {sum}, over the budget of CNY {budget}; all contracts of one procurement count.',
  ),
  'bid.lots-missing': policy(
    59,
    422,
    '本项目分标包采购，投标文件须载明所投标包及各包报价。',
    'This procurement is divided into lots; a bid names the lots it is for and prices each.',
  ),
  'bid.too-many-lots': policy(
    59,
    422,
    '投标{count}个标包，超过采购文件规定的上限{max}个。',
    'The bid is for {count} lots; the documents allow {max}.',
  ),
  'award.lots-undecided': policy(
    56,
    422,
    '以下标包尚未作出决定：{lots}。同一定标须对所有未定标包作出决定。',
    'These lots are left undecided: {lots}. One act decides all open lots.',
  ),
  'award.lot-decided': policy(56, 409, '标包“{lot}”已有结果。', 'Lot "{lot}" has its result already.'),
  'award.lot-unknown': policy(56, 422, '项目没有标包“{lot}”。', 'The tender has no lot "{lot}".'),
  'award.nothing-awarded': national(
    56,
    '政府采购法 第36条',
    409,
    '没有任何标包授予合同；应当宣布废标。',
    'No lot is awarded at all; the procurement is to be declared failed.',
  ),
  'award.lot-limit-reached': policy(
    59,
    422,
    '该供应商按公布的标包顺序已中标{won}个标包，采购文件规定最多{max}个；本包依次授予下一名。',
    'In the published order of the lots this supplier has won {won}; the documents allow {max}. The lot goes to the next in rank.',
  ),
  'contract.several-suppliers': policy(
    59,
    422,
    '一份合同只能涵盖同一供应商中标的标包。',
    'One contract covers the lots of one supplier only.',
  ),
  'contract.lot-signed': policy(57, 409, '标包{lots}已签订合同。', 'A contract on {lots} is signed already.'),
  'tender.lot-contracted': policy(
    60,
    409,
    '标包{lots}已签订合同，不能被此操作撤销；请只针对其他标包。',
    'Contracts are signed on {lots}, which this act would undo; name the other lots alone.',
  ),
} satisfies Record<string, RuleEntry>;
