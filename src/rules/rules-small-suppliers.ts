import { national, policy, type RuleEntry } from './rule-entry.js';

/** Refusals on licences and small suppliers beside those of rules-bid.ts (articles 58 and 59). */
export const smallSupplierRules = {
  'licence.paper-original-demanded': national(
    58,
    '上海市优化营商环境条例 第32条、第34条',
    422,
    '资格要求索取纸质原件（{demand}）；电子证照与纸质证照具有同等效力，不得要求提供原件。',
    'The requirements demand paper originals ({demand}); an electronic licence stands for its paper and no original may be asked for.',
  ),
  'sme.reserved-for-others': national(
    59,
    '中小企业促进法 第40条',
    422,
    '本项目专门面向“{reservedFor}”，投标人声明的企业规模为“{size}”，为无效投标。',
    'This procurement is reserved ("{reservedFor}"); the bidder declares the size "{size}" and its bid is invalid.',
  ),
  'bid.reserved-share-short': national(
    59,
    '财库〔2020〕46号 第8条',
    422,
    '采购文件为中小企业预留{min}的份额，投标中由中小企业承担的份额为{share}，为无效投标。',
    'The documents reserve {min} for small and medium-sized enterprises; the bid gives them {share} and is invalid.',
  ),
  'award.evidence-missing': policy(
    59,
    409,
    '中标供应商尚未就其声明的事项提供证明：{missing}。',
    'The winner has not yet proved what it declared: {missing}.',
  ),
} satisfies Record<string, RuleEntry>;
