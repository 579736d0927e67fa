import { national, type RuleEntry } from './rule-entry.js';

/** Refusals of bids by several suppliers together, and of bids that are not independent of each other (articles 58 and 59). */
export const consortiumRules = {
  'bid.consortium-not-admitted': national(
    59,
    '政府采购货物和服务招标投标管理办法 第19条',
    422,
    '招标公告载明不接受联合体投标，为无效投标。',
    'The notice does not admit consortia; the bid is invalid.',
  ),
  'bid.consortium-too-large': national(
    59,
    '政府采购货物和服务招标投标管理办法 第19条',
    422,
    '联合体有{members}个成员，超过公告规定的{membersMax}个，为无效投标。',
    'The consortium has {members} members, more than the {membersMax} of the notice; the bid is invalid.',
  ),
  'bid.consortium-incomplete': national(
    59,
    '政府采购法 第24条',
    422,
    '联合体协议不完整（{missing}），为无效投标。',
    'The consortium agreement is incomplete ({missing}); the bid is invalid.',
  ),
  'bid.consortium-double': national(
    59,
    '政府采购法实施条例 第22条',
    422,
    '联合体各方不得再单独参加或者与其他供应商另外组成联合体参加同一合同项下的采购活动：{suppliers}；有关投标均无效。',
    'A member of a consortium takes no other part in the same procurement, alone or in another consortium: {suppliers}. Every bid concerned is invalid.',
  ),
  'bid.related-bidders': national(
    59,
    '政府采购法实施条例 第18条',
    422,
    '单位负责人为同一人或者存在直接控股、管理关系的不同供应商，不得参加同一合同项下的政府采购活动（{ties}）：{suppliers}；有关投标均无效。',
    'Suppliers with the same principal, or of which one directly controls or manages another, may not bid in the same procurement ({ties}): {suppliers}. Every bid concerned is invalid.',
  ),
} satisfies Record<string, RuleEntry>;
