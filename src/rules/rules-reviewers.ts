import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals around the person who reviews a complaint (审查人员): the draw, the declaration, the recusal, and duties that never meet. */
export const reviewerRules = {
  'complaint.reviewer-not-assigned': policy(
    60,
    403,
    '该投诉由随机抽取的审查人员办理，您不是本案的审查人员。',
    'A complaint is handled by the reviewer whom the draw assigned; that is not you.',
  ),
  'complaint.reviewer-not-drawn': policy(
    60,
    409,
    '审查人员须由可复核的随机抽取产生：{reason}。',
    'A reviewer is assigned by a draw that can be redone, and by nothing else: {reason}.',
  ),
  'complaint.already-assigned': policy(
    60,
    409,
    '该投诉已分配审查人员，不得重新抽取。',
    'A reviewer is assigned; nobody draws again.',
  ),
  'complaint.nobody-to-assign': policy(
    60,
    409,
    '审查主管机关没有无须回避的审查人员（{barred}人须回避），请登记机构增补后再行抽取。',
    'The review authority has no reviewer free of ties ({barred} are barred); draw again once it has another.',
  ),
  'complaint.declaration-missing': policy(
    60,
    409,
    '审查人员办理案件前，须先就是否存在利益冲突作出声明。',
    'Before anything else the reviewer declares whether there is a conflict of interest.',
  ),
  'complaint.already-declared': policy(60, 409, '已就本案作出声明。', 'You have declared in this case already.'),
  'complaint.recusal-pending': policy(
    60,
    409,
    '该审查人员的回避申请尚未决定。',
    'A request for the recusal of this reviewer is still undecided.',
  ),
  'complaint.nobody-assigned': policy(60, 409, '该投诉尚无审查人员。', 'The case has no reviewer yet.'),
  'complaint.recusal-undecided': policy(
    60,
    409,
    '回避申请尚未决定，不得作出处理决定。',
    'Nothing is ruled while a request for a recusal is undecided.',
  ),
  'complaint.recusal-decided': policy(60, 409, '该回避申请已经终结。', 'This request for a recusal is closed.'),
  'complaint.recusal-own-cause': policy(
    60,
    403,
    '审查人员不得决定针对本人的回避申请。',
    'Nobody decides on the request for their own recusal.',
  ),
  'complaint.assistant-tied': policy(
    60,
    403,
    '该人员不得协助审查：{reason}。',
    'This person may not assist in the case: {reason}.',
  ),
  'complaint.assistant-present': policy(60, 409, '该人员已获准协助本案。', 'This person is let into the case already.'),
  'complaint.assistant-gone': policy(60, 409, '该人员已不再协助本案。', 'This person is out of the case already.'),
  'reviewer.duties-meet': policy(
    60,
    403,
    '投诉审查与同一采购人的采购、评审、保管职责不得集于一人：{reason}。',
    'Review of complaints and procurement, evaluation or custody for the same entity never meet in one person: {reason}.',
  ),
} satisfies Record<string, RuleEntry>;
