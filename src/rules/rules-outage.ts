import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of the register of outages (平台故障登记, article 58). */
export const outageRules = {
  'outage.not-over': policy(
    58,
    422,
    '故障尚未结束（结束时间{to}晚于当前时间），结束后方可登记。',
    'The outage is not over: its end {to} lies in the future.',
  ),
  'outage.too-long': policy(
    58,
    422,
    '一次登记的故障不得超过{daysMax}日。',
    'One entry covers an outage of at most {daysMax} days.',
  ),
  'outage.overlaps': policy(
    58,
    409,
    '与已确认的另一故障时间重叠，不得重复顺延。',
    'A confirmed outage covers part of the same time; nothing is extended twice for it.',
  ),
  'outage.same-person': policy(
    58,
    403,
    '确认人不得为登记人本人，也不得由登记人任命（四眼原则）。',
    'Who confirms an outage is neither who registered it nor whom that person has appointed (four eyes).',
  ),
  'outage.confirmed-already': policy(58, 409, '该故障已于{confirmedAt}确认。', 'This outage was confirmed at {confirmedAt}.'),
} satisfies Record<string, RuleEntry>;
