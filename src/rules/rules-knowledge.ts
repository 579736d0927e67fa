import { national, policy, type RuleEntry } from './rule-entry.js';

/** Refusals about what a supplier knew, and about what others are told of a challenge (articles 60 and 61). */
export const knowledgeRules = {
  'challenge.knowledge-disproved': policy(
    61,
    422,
    '平台记录不支持供应商于{knownOn}知悉：最早可能为{possibleFrom}，自{countedFrom}起已按知悉计算。',
    'The record of the platform disproves that the supplier knew on {knownOn}: it could know from {possibleFrom} on, and from {countedFrom} on it is held to have known.',
  ),
  'challenge.knowledge-contested': policy(
    61,
    409,
    '采购人已对知悉日期提出异议，只能提出一次。',
    'The day of knowledge has been contested; that is done once.',
  ),
  'public-reply.trade-secret': national(
    60,
    '政府采购法 第53条',
    422,
    '质疑答复须通知其他受影响的供应商，不得涉及商业秘密：{found}；请另行提供致其他供应商的文本。',
    'The reply also goes to the other affected suppliers and may not contain trade secrets: {found}; give a text for them.',
  ),
  'public-reply.names-challenger': policy(
    60,
    422,
    '通知其他供应商的质疑答复不得写明质疑人；请另行提供致其他供应商的文本。',
    'What the other suppliers are told of the reply may not name the challenger; give a text for them.',
  ),
} satisfies Record<string, RuleEntry>;
