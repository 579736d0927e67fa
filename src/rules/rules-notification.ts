import { policy } from './rule-entry.js';

/** Refusals about mail beside the inbox. The plan is silent on it; the inbox serves article 61. */
export const notificationRules = {
  'notification.code-wrong': policy(
    61,
    422,
    '验证码不正确，还可尝试{triesLeft}次。',
    'The code is wrong; {triesLeft} tries are left.',
  ),
  'notification.verification-over': policy(
    61,
    409,
    '该邮箱验证已经完成、过期或尝试次数已用尽，请重新申请。',
    'This verification is done, has expired or has no tries left; ask for another.',
  ),
};
