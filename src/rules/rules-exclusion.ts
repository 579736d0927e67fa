import { plan, policy, type RuleEntry } from './rule-entry.js';

/** The six conditions of an exclusion (article 54). */
export const exclusionConditions = {
  'exclusion.clause-missing': plan(
    54,
    422,
    '采购文件未载明可因既往违约拒绝供应商参与。',
    'The procurement documents do not state that prior breach may exclude a supplier.',
  ),
  'exclusion.outside-window': plan(
    54,
    422,
    '违约发生于{breachedOn}，不在参与前三年内（{windowFrom}至{windowTo}）。',
    'The breach of {breachedOn} lies outside the three years before participation ({windowFrom} to {windowTo}).',
  ),
  'exclusion.evidence-missing': plan(54, 422, '没有证据证明重大实质性违约。', 'No evidence of a material breach is given.'),
  'exclusion.not-material': plan(54, 422, '该违约并非重大实质性违约。', 'The breach was not material.'),
  'exclusion.remedied': plan(
    54,
    422,
    '供应商已及时采取合理补救措施。',
    'The supplier took reasonable remedial measures in time.',
  ),
  'exclusion.unrelated-unit': plan(
    54,
    422,
    '违约合同的相对方既非采购人，也非与采购人存在管理关系的单位。',
    'The other party to the breached contract is neither the procuring entity nor a unit in a management relation with it.',
  ),
} satisfies Record<string, RuleEntry>;

/** Refusals of the hearing before an exclusion, and of what follows from one (article 54). */
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
