import { plan, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of the archive: retention, legal holds and disposal (档案保存、保全与销毁, article 57). */
export const archiveRules = {
  'archive.retention-shortened': plan(
    57,
    403,
    '保存期限只能延长，不得缩短：现为{retainUntil}。',
    'A retention period is only extended, never shortened: it stands at {retainUntil}.',
  ),
  'archive.procedure-open': policy(
    57,
    409,
    '该采购项目尚有未结事项，采购尚未结束：{matters}。',
    'Something in this procurement is still open, so it has not ended: {matters}.',
  ),
  'archive.needed-elsewhere': policy(
    57,
    409,
    '仍在保存的其他采购项目以该项目为依据，不得先行销毁：{referenceNumbers}。',
    'Other procurements that are kept are founded on this one; it is not destroyed before them: {referenceNumbers}.',
  ),
  'archive.disposal-pending': policy(57, 409, '该项目已有未决的销毁提议。', 'A disposal of this record is already under way.'),
  'archive.disposal-decided': policy(
    57,
    409,
    '该销毁提议已有结果（{state}）。',
    'This disposal has been decided already ({state}).',
  ),
  'archive.disposal-approved-already': policy(57, 409, '您已批准该销毁提议。', 'You have approved this disposal already.'),
  'archive.hold-released': policy(57, 409, '该法律保全已于{releasedAt}解除。', 'This legal hold was released at {releasedAt}.'),
  'archive.hold-same-person': policy(57, 403, '法律保全不得由设定人本人解除。', 'A legal hold is not released by who placed it.'),
  'archive.hold-of-proceedings': policy(
    57,
    409,
    '该保全随复议或诉讼而设，程序终结时解除。',
    'This hold stands for proceedings elsewhere and ends with their outcome.',
  ),
  'archive.flag-closed': policy(57, 409, '该风险提示已于{closedAt}核结。', 'This finding was closed at {closedAt}.'),
} satisfies Record<string, RuleEntry>;
