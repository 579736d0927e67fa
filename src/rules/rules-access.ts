import { policy } from './rule-entry.js';

/** Refusals about lost access (更换身份). The plan is silent on it; who acts is the ground of article 47 and of every later proof. */
export const accessRules = {
  'person.subject-taken': policy(47, 409, '该账号已属于另一人员。', 'This account is another person already.'),
  'person.subject-retired': policy(
    47,
    409,
    '该账号已停用，不能再次登记。',
    'This account was given up and is not registered again.',
  ),
  'person.recovery-pending': policy(47, 409, '该人员已有待决定的账号更换申请。', 'A recovery of this person is waiting already.'),
  'person.recovery-decided': policy(47, 409, '该账号更换申请已经处理：{state}。', 'This recovery has been decided: {state}.'),
  'person.recovery-not-independent': policy(
    47,
    403,
    '账号更换须由两名不同的登记员办理，且均非本人；决定人不得由申请人任命。',
    'Two different registrars see to a recovery, and neither is the person; whom the one who asks has appointed does not decide.',
  ),
  'registrar.ends-itself': policy(47, 403, '登记员的职务由其他登记员终止。', 'A registrar is let go by another registrar.'),
  'registrar.already-proposed': policy(
    47,
    409,
    '该人员已被提名为登记员，尚待另一名登记员决定。',
    'This person is proposed as a registrar already; another registrar has to decide.',
  ),
  'registrar.not-independent': policy(
    47,
    403,
    '登记员的任命须由提名人及其提名任命者以外的登记员确认。',
    'A registrar is confirmed by another than the one who proposed it and those appointed on that one’s proposal.',
  ),
  'registrar.proposal-decided': policy(
    47,
    409,
    '该提名处于“{state}”状态，已经决定。',
    'This proposal is decided: it is in state "{state}".',
  ),
  'registrar.last': policy(47, 409, '至少须保留一名登记员。', 'One registrar stays.'),
};
