import { national, plan, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of debriefs, and of what is told there or published of others (articles 53 and 56). */
export const debriefRules = {
  'debrief.not-unsuccessful': plan(
    56,
    403,
    '只有未中标、未成交的供应商可以请求说明。',
    'Only an unsuccessful supplier may ask for a debriefing.',
  ),
  'debrief.before-award': plan(
    56,
    409,
    '尚未定标，不能请求说明。',
    'No award has been decided yet; there is nothing to debrief on.',
  ),
  'debrief.before-decision': plan(
    56,
    409,
    '资格审查或入围决定尚未作出，不能请求说明。',
    'The application has not been decided on yet; there is nothing to debrief on.',
  ),
  'debrief.empty': plan(
    56,
    422,
    '答复须包含未中标理由或中标供应商的优势说明。',
    "The answer must give the reasons or the winner's advantages.",
  ),
  'debrief.trade-secret': plan(56, 422, '答复内容涉及商业秘密：{found}。', 'The answer contains trade secrets: {found}.'),
  'notice.trade-secret': national(
    53,
    '政府采购法 第11条',
    422,
    '拟公布的内容涉及供应商的商业秘密：{found}。',
    "What would be published contains a supplier's trade secrets: {found}.",
  ),
  'evaluation.trade-secret': policy(
    56,
    422,
    '评审意见将告知该投标人，不得涉及其他供应商的商业秘密：{found}。',
    "The findings are told to that bidder and may not contain another supplier's trade secrets: {found}.",
  ),
  'withholding.nothing-to-withhold': policy(
    56,
    422,
    '“{field}”不在答复内容中，或已重复列出，不能暂不告知。',
    '"{field}" is no part of the answer, or stands twice; it cannot be withheld.',
  ),
  'withholding.release-past': policy(
    56,
    422,
    '暂不告知的内容须在今后的日期公布；{releaseOn}不晚于今日（{today}）。',
    'What is withheld is released on a day ahead; {releaseOn} is not after today ({today}).',
  ),
  'debrief.already-answered': policy(56, 409, '该请求已经答复。', 'This request has already been answered.'),
  'debrief.already-requested': policy(
    56,
    409,
    '该供应商已就此结果请求说明。',
    'This supplier has already asked about this award.',
  ),
} satisfies Record<string, RuleEntry>;
