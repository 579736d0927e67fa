import { national, policy, warning, type RuleEntry } from './rule-entry.js';

const procurementLaw12 = '政府采购法 第12条';
const regulation9 = '政府采购法实施条例 第9条';
const regulation41 = '政府采购法实施条例 第41条';
const lowPriceNotice = '财库〔2026〕2号';

/** Refusals around the evaluation committee (评审委员会): its draw, its members, what it asks of bidders, and the signing of its report. */
export const committeeRules = {
  'committee.too-small': warning(
    policy(
      56,
      422,
      '文件规定的评审人数为{evaluators}人；该预算的招标项目，评审委员会一般不少于{min}人，其中评审专家不少于三分之二。',
      'The documents name {evaluators} evaluators; a tender of this budget usually has a committee of at least {min}, two thirds of them experts.',
    ),
  ),
  'committee.even': policy(
    56,
    422,
    '评审人数须为单数，现为{evaluators}人。',
    'The number of evaluators is odd; here it is {evaluators}.',
  ),
  'committee.not-drawn': policy(
    56,
    409,
    '评审人数达到{min}人的项目，须先随机抽取评审委员会，再行评审。',
    'With {min} evaluators or more, the committee is drawn by lot before anybody evaluates.',
  ),
  'committee.already-drawn': policy(56, 409, '本轮评审委员会已经抽取。', 'The committee of this round has been drawn.'),
  'committee.too-many-representatives': policy(
    56,
    422,
    '采购人代表{representatives}人，超过评审委员会{size}人的三分之一。',
    '{representatives} representatives of the procuring entity are more than a third of a committee of {size}.',
  ),
  'committee.representative-unfit': national(
    56,
    `${procurementLaw12}；${regulation9}`,
    422,
    '该人员不得作为采购人代表：{reasons}。',
    'This person may not represent the procuring entity: {reasons}.',
  ),
  'committee.pool-too-small': policy(
    56,
    409,
    '符合条件且无须回避的评审专家{eligible}人，少于所需的{needed}人。',
    '{eligible} experts are fit and free of conflict; {needed} are needed.',
  ),
  'committee.not-member': policy(
    56,
    403,
    '您不是（或已不再是）本项目评审委员会成员。',
    'You are not, or no longer, a member of the committee of this procurement.',
  ),
  'committee.not-absent': policy(
    56,
    409,
    '评审时间（{sessionAt}）未到，不得以缺席为由更换。',
    'Nobody is absent before the session of {sessionAt}.',
  ),
  'committee.member-evaluated': policy(
    56,
    409,
    '该成员已提交评审意见，不得以缺席为由更换。',
    'This member has evaluated and is not replaced for absence.',
  ),
  'committee.already-replaced': policy(56, 409, '该席位已经补足。', 'This seat has been filled already.'),
  'recusal.not-bidder': national(
    56,
    procurementLaw12,
    403,
    '只有参加本项目投标的供应商可以申请回避。',
    'Only a supplier that bid in this procurement may ask for a recusal.',
  ),
  'recusal.already-requested': policy(
    56,
    409,
    '您的上一份回避申请尚未处理。',
    'Your earlier request for a recusal has not been decided yet.',
  ),
  'recusal.already-decided': policy(56, 409, '该回避申请已经处理。', 'This request for a recusal has been decided.'),
  'recusal.member-missing': policy(
    56,
    422,
    '准许回避须指明评审委员会的现任成员，不准许则不得指明。',
    'A recusal that is granted names a sitting member; one that is refused names nobody.',
  ),
  'recusal.undecided': national(
    56,
    regulation9,
    409,
    '尚有{count}份回避申请未处理，评审不得结束。',
    '{count} requests for a recusal are undecided; the evaluation does not end before.',
  ),
  'inquiry.class-already-asked': policy(
    56,
    409,
    '同类问题已向全部有此问题的投标人提出，不得再单独提出。',
    'This kind of defect has been raised with all whose bids show it; it is not raised with one of them again.',
  ),
  'inquiry.bids-left-out': policy(
    56,
    422,
    '下列投标也有同类问题，须同时给予同样机会：{bidIds}。',
    'These bids show the same defect and get the same opportunity at once: {bidIds}.',
  ),
  'inquiry.answer-time-short': policy(
    56,
    422,
    '答复时间不得少于{minutesMin}分钟。',
    'An answer takes at least {minutesMin} minutes.',
  ),
  'inquiry.low-price-time-short': national(
    59,
    lowPriceNotice,
    422,
    '报价说明的时间一般不得少于{minutesMin}分钟。',
    'The explanation of a price is given at least {minutesMin} minutes.',
  ),
  'inquiry.answer-late': policy(56, 409, '答复时间已于{dueAt}届满。', 'The time to answer ended at {dueAt}.'),
  'inquiry.already-answered': policy(
    56,
    409,
    '已答复，或评审委员会已作出认定。',
    'It has been answered, or the committee has decided.',
  ),
  'inquiry.confirmation-missing': policy(
    56,
    422,
    '就报价修正作出的答复，须说明是否确认修正后的报价；其他答复不涉及报价。',
    'An answer on a corrected price says whether it is confirmed; no other answer speaks of the price.',
  ),
  'inquiry.not-over': policy(
    56,
    409,
    '投标人尚未答复，且答复时间未届满，不得作出认定。',
    'The bidder has not answered and its time is not over; nothing is decided yet.',
  ),
  'inquiry.already-decided': policy(56, 409, '评审委员会已作出认定。', 'The committee has decided on this.'),
  'inquiry.already-spoken': policy(56, 409, '您已就此发表意见。', 'You have given your opinion on this.'),
  'inquiry.undecided': policy(
    56,
    409,
    '尚有{count}项询问未作认定，评审不得结束。',
    '{count} inquiries are undecided; the evaluation does not end before.',
  ),
  'evaluation.low-price-unexamined': national(
    59,
    lowPriceNotice,
    409,
    '下列投标报价异常低，须先要求投标人说明：{bidIds}。',
    'These bids are abnormally low; their bidders are asked to explain first: {bidIds}.',
  ),
  'evaluation.low-price-not-asked': national(
    59,
    lowPriceNotice,
    422,
    '未经书面询问并认定其说明不成立，不得以报价过低为由拒绝投标。',
    'No bid is refused for its low price before its bidder was asked in writing and the committee found against the explanation.',
  ),
  'evaluation.price-unjustified': national(
    59,
    lowPriceNotice,
    422,
    '投标人不能证明其报价合理，评审委员会认定投标无效。',
    'The bidder did not show that its price is reasonable; the committee finds the bid invalid.',
  ),
  'evaluation.correction-unconfirmed': policy(
    56,
    422,
    '投标人未确认按规则修正后的报价，投标无效。',
    'The bidder did not confirm the price as corrected by rule; the bid is invalid.',
  ),
  'evaluation.defect-stands': policy(
    56,
    422,
    '经澄清，评审委员会认定投标仍有不符合要求之处（{class}）。',
    'After the clarification the committee finds that the defect stands ({class}).',
  ),
  'report.already-signed': policy(56, 409, '您已签署本评审报告。', 'You have signed this report.'),
  'report.dissent-without-reasons': national(
    56,
    regulation41,
    422,
    '对评审报告有异议的，应当签署不同意见并说明理由。',
    'Whoever dissents from the report says why.',
  ),
  'report.unsigned': national(
    56,
    regulation41,
    409,
    '尚有{count}名成员未签署评审报告；至{dueAt}仍未签署的，视为同意。',
    '{count} members have not signed the report; whoever has not by {dueAt} is taken to agree.',
  ),
} satisfies Record<string, RuleEntry>;
