import { national, plan, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of what comes after publication: amendments (变更), corrections (更正) and the confirmation of bids (articles 50, 51 and 53). */
export const amendmentRules = {
  'tender.amendment-forbidden-field': policy(
    51,
    422,
    '以下内容决定项目本身，发布后不得变更，应终止后重新采购：{fields}。',
    'These fields make the procurement what it is and cannot be amended; cancel it and begin anew: {fields}.',
  ),
  'tender.amendment-needs-approval': policy(
    51,
    409,
    '变更涉及采购内容（{fields}），须先提出，再由另一名批准人批准后发布。',
    'The amendment touches what is bought or how ({fields}); it is proposed, and published by the approval of a second person.',
  ),
  'tender.extension-needed': national(
    51,
    '政府采购法实施条例 第31条',
    422,
    '可能影响投标文件编制的变更距投标截止不足{daysMin}日，须同时延长截止时间，最早为{earliestOn}。',
    'An amendment that may affect the preparation of bids leaves fewer than {daysMin} days; the deadline must move to {earliestOn} or later.',
  ),
  'prequalification.extension-needed': policy(
    50,
    422,
    '可能影响资格预审申请文件编制的变更距申请截止不足{daysMin}日，须同时延长截止时间，最早为{earliestOn}。',
    'An amendment that may affect the preparation of applications leaves fewer than {daysMin} days; the deadline must move to {earliestOn} or later.',
  ),
  'correction.not-a-correction': policy(
    53,
    422,
    '以下内容影响采购结果或权利义务，不能以更正方式修改：{fields}。',
    'These decide something and cannot be changed by way of correction: {fields}.',
  ),
  'correction.text-differs': policy(
    53,
    422,
    '公告中{field}的原文与所述不符；现为“{published}”。',
    'The notice does not say that in {field}; it says "{published}".',
  ),
  'bid.confirmation-late': plan(
    51,
    422,
    '确认于{receivedAt}收到，投标截止时间为{bidsCloseAt}；截止时刻及其后收到的均为迟到。',
    'The confirmation was received at {receivedAt}; the deadline was {bidsCloseAt}. At the deadline is late.',
  ),
  'bid.confirmation-other-version': policy(
    51,
    409,
    '现行公告为第{current}版，不是第{noticeVersion}版；请阅读现行公告后再确认。',
    'The notice in force is version {current}, not {noticeVersion}; read it and confirm that one.',
  ),
  'bid.confirmation-not-asked': policy(
    51,
    409,
    '该投标已对应第{answers}版公告，其后没有实质性变更，无须确认。',
    'The bid answers version {answers} of the notice and nothing material has changed since; no confirmation is asked for.',
  ),
} satisfies Record<string, RuleEntry>;
