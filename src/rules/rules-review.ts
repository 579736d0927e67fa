import { national, plan, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of standstill, challenge, complaint and archive (articles 57, 60 and 61). */
export const reviewRules = {
  'challenge.trade-secret': national(
    60,
    '政府采购法 第53条',
    422,
    '质疑答复和磋商内容不得涉及商业秘密：{found}。',
    'A reply to a challenge, or a word in consultation, may not contain trade secrets: {found}.',
  ),
  'complaint.trade-secret': policy(
    60,
    422,
    '投诉处理决定送达当事人，不得涉及他人的商业秘密：{found}。',
    "A decision on a complaint goes to its parties and may not contain others' trade secrets: {found}.",
  ),
  'contract.standstill-running': policy(
    60,
    409,
    '静止期尚未结束（{endsOn}），不得签订合同。',
    'The standstill still runs ({endsOn}); no contract may be signed.',
  ),
  'contract.challenge-open': national(
    60,
    '政府采购法实施条例 第54条',
    409,
    '存在可能影响结果的未决质疑或投诉，不得签订合同。',
    'A challenge or complaint that may affect the result is open; no contract may be signed.',
  ),

  'archive.retention-locked': plan(
    57,
    403,
    '采购档案须保存至{retainUntil}，不得销毁。',
    'The record must be kept until {retainUntil}; it may not be destroyed.',
  ),
  'archive.under-hold': policy(
    57,
    409,
    '档案处于法律保全之下，不得销毁。',
    'The record is under a legal hold; it may not be destroyed.',
  ),
  'archive.disposal-same-person': policy(
    57,
    403,
    '销毁须由提议人以外的两名不同人员批准。',
    'A disposal needs two different persons, and neither is who proposed it.',
  ),

  'challenge.out-of-time': plan(
    61,
    422,
    '质疑于{submittedOn}提出，最后期限为{lastDay}。',
    'The challenge came on {submittedOn}; the last day was {lastDay}.',
  ),
  'challenge.works-objection-late': warning(
    national(
      61,
      '招标投标法实施条例 第54条',
      422,
      '工程项目对招标文件的异议应在截止前至少{daysMin}日提出。',
      'In works, objections to the documents should come at least {daysMin} days before the deadline.',
    ),
  ),
  'challenge.not-participant': national(
    61,
    '政府采购法实施条例 第52条至第53条',
    403,
    '只有参与或意图参与所质疑采购活动的供应商可以提出质疑。',
    'Only a supplier that takes part or means to take part may challenge the procurement.',
  ),
  'challenge.incomplete': policy(
    61,
    422,
    '质疑函内容不完整，请补正：{missing}。',
    'The challenge is incomplete and may be completed: {missing}.',
  ),
  'challenge.completion-once': policy(61, 409, '补正只能要求一次。', 'Completion may be asked for only once.'),
  'challenge.already-answered': policy(61, 409, '该质疑已经答复。', 'This challenge has already been answered.'),
  'challenge.reply-incomplete': policy(
    61,
    422,
    '质疑答复内容不完整：缺少{missing}。',
    'The reply to the challenge is incomplete: {missing} missing.',
  ),
  'challenge.reply-late': national(
    60,
    '政府采购法 第53条',
    422,
    '质疑答复期限已于{replyDueOn}届满。',
    'The time to reply ended on {replyDueOn}.',
  ),
  'challenge.wrong-state': policy(
    61,
    409,
    '质疑处于“{state}”状态，不能进行“{event}”。',
    'The challenge is in state "{state}"; "{event}" is not open.',
  ),

  'complaint.reviewer-not-independent': plan(
    60,
    403,
    '审查主管机关不独立于采购人：{reasons}。',
    'The review authority is not independent of the procuring entity: {reasons}.',
  ),
  'complaint.reviewer-conflicted': policy(60, 403, '审查人员须回避：{reason}。', 'The reviewer must withdraw: {reason}.'),
  'complaint.not-exhausted': national(
    60,
    '政府采购法 第55条',
    422,
    '投诉前须先向采购人提出质疑并等待答复或答复期满。',
    'A complaint needs a challenge first, answered or left unanswered past its time.',
  ),
  'complaint.out-of-time': national(
    60,
    '政府采购法 第55条',
    422,
    '投诉于{submittedOn}提出，最后期限为{lastDay}。',
    'The complaint came on {submittedOn}; the last day was {lastDay}.',
  ),
  'complaint.new-matter': national(
    60,
    '政府采购法实施条例 第55条',
    422,
    '投诉事项超出已质疑事项的范围：{matters}。',
    'The complaint goes beyond the matters challenged: {matters}.',
  ),
  'complaint.incomplete': policy(60, 422, '投诉书内容不完整：缺少{missing}。', 'The complaint is incomplete: {missing} missing.'),
  'complaint.completion-once': policy(60, 409, '补正只能要求一次。', 'Completion may be asked for only once.'),
  'complaint.suspension-too-long': national(
    60,
    '政府采购法 第57条',
    422,
    '暂停期限最长不得超过{daysMax}日，最迟至{latestOn}。',
    'A suspension may not exceed {daysMax} days; it ends on {latestOn} at the latest.',
  ),
  'complaint.decision-incomplete': policy(
    60,
    422,
    '处理决定不完整：缺少{missing}。',
    'The decision is incomplete: {missing} missing.',
  ),
  'complaint.already-filed': policy(60, 409, '就该质疑已提出投诉。', 'A complaint on this challenge has already been filed.'),
  'complaint.wrong-state': policy(
    60,
    409,
    '投诉处于“{state}”状态，不能进行“{event}”。',
    'The complaint is in state "{state}"; "{event}" is not open.',
  ),
} satisfies Record<string, RuleEntry>;
