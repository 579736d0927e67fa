import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of the hearing before an exclusion, and of what follows from one (article 54); its six conditions stand in rules-bid.ts. */
export const exclusionRules = {
  'exclusion.not-heard': policy(
    54,
    409,
    '拒绝供应商参与前，须先书面告知并听取其陈述；陈述期限至{statementDueOn}。',
    'A supplier is excluded only after it was told and heard; it may state its case until {statementDueOn}.',
  ),
  'exclusion.already-notified': policy(
    54,
    409,
    '已就该违约向该供应商发出拟拒绝参与的告知。',
    'This supplier has already been notified of an intended exclusion for this breach.',
  ),
  'exclusion.wrong-state': policy(
    54,
    409,
    '拒绝参与程序处于“{state}”状态，不能进行“{event}”。',
    'The exclusion is in state "{state}"; "{event}" is not open.',
  ),
  'exclusion.statement-late': policy(
    54,
    409,
    '陈述期限已于{statementDueOn}届满。',
    'The time to state the case ended on {statementDueOn}.',
  ),
  'exclusion.same-person': policy(
    54,
    403,
    '发出告知的人不得作出决定，须由另一名审批人决定。',
    'Whoever gave the notice does not decide; another approver does.',
  ),
  'exclusion.remedy-unanswered': policy(
    54,
    422,
    '供应商主张已采取补救措施，决定须认定其是否及时、合理。',
    'The supplier claims a remedy; the decision has to find whether it was reasonable and in time.',
  ),
  'exclusion.undecided': policy(
    54,
    409,
    '尚有{count}件拟拒绝参与的事项未作决定。',
    '{count} intended exclusions have not been decided yet.',
  ),
  'exclusion.stands': policy(
    54,
    422,
    '该供应商已因既往违约被决定拒绝参与本项目。',
    'This supplier has been excluded from this procurement for a prior breach.',
  ),
  'exclusion.breach-already-stated': policy(
    54,
    409,
    '供应商已就该违约记录作出陈述。',
    'The supplier has already made its statement on this breach.',
  ),
} satisfies Record<string, RuleEntry>;
