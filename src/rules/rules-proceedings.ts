import { policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals between the acceptance of a complaint and its decision: who is heard, when, and what stops the clock (article 60). */
export const proceedingsRules = {
  'complaint.not-heard': policy(
    60,
    409,
    '作出处理决定前，当事人应有机会陈述意见，尚待：{waiting}。',
    'The parties are heard before the decision; still awaited: {waiting}.',
  ),
  'complaint.already-explained': policy(
    60,
    409,
    '被投诉人已于{submittedAt}提交书面说明。',
    'This respondent gave its explanation on {submittedAt}.',
  ),
  'complaint.explanation-late': warning(
    policy(
      60,
      422,
      '书面说明期限已于{explanationDueOn}届满，仍予收下。',
      'The time for the explanation ended on {explanationDueOn}; it is taken all the same.',
    ),
  ),
  'complaint.nothing-to-answer': policy(
    60,
    409,
    '尚无被投诉人的说明可供答复。',
    'No respondent has given an explanation that could be answered.',
  ),
  'complaint.hearing-notice-short': policy(
    60,
    422,
    '听证应至少提前{daysMin}个工作日通知，最早为{earliestOn}。',
    'A hearing needs {daysMin} working days of notice; the earliest day is {earliestOn}.',
  ),
  'complaint.hearing-open': policy(
    60,
    409,
    '定于{heldOn}的听证尚无笔录，也未取消。',
    'The hearing called for {heldOn} has neither its minutes nor been cancelled.',
  ),
  'complaint.hearing-not-held': policy(
    60,
    409,
    '听证定于{heldAt}举行，此前不能形成笔录。',
    'The hearing is held at {heldAt}; it has no minutes before.',
  ),
  'complaint.hearing-closed': policy(60, 409, '该听证已有笔录或已取消。', 'This hearing has its minutes or was cancelled.'),
  'complaint.minutes-english-missing': policy(
    60,
    422,
    '听证笔录应有中英文，或说明没有英文的理由。',
    'The minutes are kept in both languages, or say why there is no English.',
  ),
  'complaint.clock-already-stopped': policy(
    60,
    409,
    '处理期限已因同一事由（{cause}）停止计算。',
    'The time to decide is already stopped for this cause ({cause}).',
  ),
  'complaint.clock-running': policy(60, 409, '该次停止计算已于{endedOn}结束。', 'This stop of the clock ended on {endedOn}.'),
} satisfies Record<string, RuleEntry>;
