import { policy, type RuleEntry } from './rule-entry.js';

/** Refusals of what a ruling orders and of what follows it (article 60). */
export const remedyRules = {
  'complaint.remedy-not-possible': policy(
    60,
    409,
    '项目处于“{state}”状态，不能责令“{remedy}”。',
    'The procurement is in state "{state}"; "{remedy}" cannot be ordered.',
  ),
  'complaint.remedies-conflict': policy(
    60,
    422,
    '处理措施相互矛盾或重复：改变采购活动进程的措施只能有一项。',
    'The remedies contradict or repeat each other: one at most may turn the procedure.',
  ),
  'complaint.irregularity-missing': policy(
    60,
    422,
    '认定成立的投诉事项须指明违规类型：{matters}。',
    'Each matter that is upheld names its irregularity: {matters}.',
  ),
  'complaint.undecided': policy(
    60,
    409,
    '投诉处于“{state}”状态，尚无处理决定。',
    'The complaint is in state "{state}"; there is no decision yet.',
  ),
  'tender.remedy-open': policy(
    60,
    409,
    '处理决定责令的措施“{remedy}”尚未完成，不得开标、评审、定标或签约。',
    'What a ruling ordered ("{remedy}") is not done; no opening, evaluation, award or contract before.',
  ),
  'contract.stopped': policy(
    60,
    409,
    '合同依处理决定停止履行，不得验收、付款或变更。',
    'A ruling has stopped the contract: no acceptance, payment or change.',
  ),
  'remedy.wrong-state': policy(
    60,
    409,
    '处理措施处于“{state}”状态，不能进行“{event}”。',
    'The remedy is in state "{state}"; "{event}" is not open.',
  ),
  'remedy.shown-by-act': policy(
    60,
    409,
    '“{remedy}”由采购活动本身的行为完成，不由审查人员认定。',
    '"{remedy}" is done by an act in the procurement itself and found by no reviewer.',
  ),
  'proceeding.already-ended': policy(60, 409, '该程序的结果已经登记。', 'The outcome of these proceedings is on record already.'),
  'flag.already-closed': policy(60, 409, '该提示已经办结。', 'This finding has been closed already.'),
} satisfies Record<string, RuleEntry>;
