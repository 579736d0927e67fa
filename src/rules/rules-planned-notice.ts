import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of planned notices (采购意向公开, article 51) and of the tenders that rest on one. */
export const plannedNoticeRules = {
  'tender.planned-notice-missing': policy(
    51,
    422,
    '以采购意向公开为由缩短投标期限的，须指明本平台已公开的采购意向。',
    'A bid period shortened for a planned notice must name the planned notice as published on this platform.',
  ),
  'tender.planned-notice-unfit': policy(
    51,
    422,
    '所指采购意向不能作为缩短投标期限的依据：{reason}。',
    'The planned notice cannot carry the shorter bid period: {reason}.',
  ),
  'planned-notice.wrong-state': policy(
    51,
    409,
    '采购意向处于“{state}”状态，不能进行“{event}”。',
    'The planned notice is in state "{state}"; "{event}" is not open.',
  ),
  'planned-notice.field-fixed': policy(
    51,
    422,
    '采购意向公开后不得变更：{fields}；如标的不同，请撤回后重新公开。',
    'Once a planned notice is published, this does not change: {fields}. For another object it is withdrawn and published anew.',
  ),
  'planned-notice.date-past': policy(
    51,
    422,
    '预计公告日期{plannedNoticeOn}不晚于今日，采购意向须提前公开。',
    'The expected day of the notice, {plannedNoticeOn}, is not ahead; intentions are published before their procurement.',
  ),
} satisfies Record<string, RuleEntry>;
