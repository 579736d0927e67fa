import { national, plan, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of limited competition: notice, applications, decisions, shortlist and invitation (articles 49 and 50). */
export const prequalificationRules = {
  'prequalification.notice-incomplete': plan(
    49,
    422,
    '资格预审公告缺少必要信息：{missing}。',
    'The prequalification notice lacks required information: {missing}.',
  ),
  'prequalification.limit-without-criteria': plan(
    49,
    422,
    '限定投标供应商数量的，公告必须载明选择标准。',
    'A limit on the number of suppliers requires selection criteria stated in the notice.',
  ),
  'prequalification.limit-not-published': plan(
    49,
    422,
    '数量限额未在公告中载明或与已公布的限额不同（公布：{published}，本次：{limit}）。',
    'The limit was not stated in the notice or differs from the published one (published: {published}, now: {limit}).',
  ),
  'prequalification.must-invite-all': plan(
    49,
    422,
    '应邀请{inviteCount}家合格供应商，实际邀请{invitedCount}家。',
    '{inviteCount} qualified suppliers must be invited, {invitedCount} were.',
  ),
  'prequalification.too-many-invited': plan(
    49,
    422,
    '最多可邀请{inviteCount}家合格供应商，实际邀请{invitedCount}家。',
    'At most {inviteCount} qualified suppliers may be invited, {invitedCount} were.',
  ),
  'prequalification.limit-below-three': warning(
    national(
      49,
      '政府采购法 第34条',
      422,
      '数量限额为{limit}家；邀请招标应选择三家以上供应商。',
      'The limit is {limit}; invited tendering should take in at least three suppliers.',
    ),
  ),
  'prequalification.not-qualified': plan(
    49,
    403,
    '该供应商未通过资格预审或未被邀请。',
    'This supplier did not pass prequalification or was not invited.',
  ),
  'prequalification.wrong-state': policy(
    49,
    409,
    '资格预审处于“{state}”状态，不能进行此操作。',
    'The prequalification is in state "{state}"; this step is not open.',
  ),
  'prequalification.read-too-early': policy(
    49,
    409,
    '资格预审申请截止时间{applicationsCloseAt}前，采购人不得查看申请文件。',
    'The procuring entity does not read applications before their deadline {applicationsCloseAt}.',
  ),
  'prequalification.already-applied': policy(
    49,
    409,
    '该供应商已提交资格预审申请，可在截止前替换或撤回。',
    'This supplier has applied already; it may replace or withdraw its application before the deadline.',
  ),
  'prequalification.requirement-not-published': plan(
    49,
    422,
    '不合格的理由须是公告载明的资格要求；以下未在公告中载明或未指明：{requirements}。',
    'Only a requirement of the notice may be the reason for not qualifying; not published or not named: {requirements}.',
  ),
  'prequalification.points-mismatch': policy(
    49,
    422,
    '设有数量限额的，须就公告的每项选择标准给出0至满分之间的分值；有误：{criteria}。',
    'Where the number is limited every published selection criterion gets points from 0 to its maximum; wrong: {criteria}.',
  ),
  'prequalification.undecided': policy(
    49,
    409,
    '仍有{undecided}份资格预审申请未作决定。',
    '{undecided} applications have not been decided yet.',
  ),
  'prequalification.not-by-ranking': plan(
    49,
    422,
    '受邀供应商须按公告的选择标准排序确定。',
    'Those invited are the best by the published selection criteria.',
  ),
  'prequalification.too-few-qualified': national(
    49,
    '政府采购法 第36条',
    409,
    '合格供应商仅{qualifiedCount}家，不足{min}家，邀请招标不能继续，应予废标或重新招标。',
    'Only {qualifiedCount} suppliers qualify, fewer than {min}; invited tendering cannot go on and is to be declared failed or begun anew.',
  ),
  'prequalification.still-open': plan(
    49,
    409,
    '资格预审申请截止时间{applicationsCloseAt}未到，不能确定入围名单。',
    'Applications may still come in until {applicationsCloseAt}; the shortlist cannot be fixed yet.',
  ),
  'prequalification.deadline-passed': plan(
    50,
    409,
    '资格预审申请截止时间{applicationsCloseAt}已过，不能再修改。',
    'The deadline for applications {applicationsCloseAt} has passed; it can no longer be amended.',
  ),
  'prequalification.application-late': plan(
    50,
    422,
    '资格预审申请于{receivedAt}收到，截止时间为{applicationsCloseAt}。',
    'The application was received at {receivedAt}; the deadline was {applicationsCloseAt}.',
  ),
  'prequalification.period-short': plan(
    50,
    422,
    '资格预审申请期限为{days}日，不足{daysMin}日；最早截止日期为{earliestOn}。',
    'The application period is {days} days, fewer than {daysMin}; the earliest deadline is {earliestOn}.',
  ),
  'prequalification.period-below-floor': plan(
    50,
    422,
    '资格预审申请期限为{days}日；即使情况紧急也不得少于{daysMin}日，最早为{earliestOn}。',
    'The application period is {days} days; even in urgency it may not be below {daysMin}, at the earliest {earliestOn}.',
  ),
  'prequalification.period-below-national': national(
    50,
    '政府采购法实施条例 第21条',
    422,
    '自公告发布之日起不足{workingDaysMin}个工作日；最早为{earliestOn}。',
    'Fewer than {workingDaysMin} working days from the notice; at the earliest {earliestOn}.',
  ),
  'prequalification.urgency-unsubstantiated': plan(
    50,
    422,
    '紧急情况未充分说明：缺少{missing}。',
    'The urgency is not substantiated: {missing} missing.',
  ),
  'prequalification.same-person': national(
    50,
    '招标投标法实施条例 第40条；政府采购货物和服务招标投标管理办法 第37条',
    409,
    '同一人不得为不同供应商办理同一项目的资格预审申请；此人已为另一供应商提交申请。',
    'One person does not apply for different suppliers in one procurement; this one has applied for another here.',
  ),
} satisfies Record<string, RuleEntry>;
