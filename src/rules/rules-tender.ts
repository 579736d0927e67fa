import { national, plan, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of scope, periods, valuation, publication and specifications (articles 47, 51 to 53 and 55), and of the tender's life cycle. */
export const tenderRules = {
  'scope.not-covered': plan(
    47,
    422,
    '该采购不在本方案第47条适用范围内：{reasons}。',
    'This procurement is not covered by article 47: {reasons}.',
  ),
  'scope.security-excluded': plan(
    47,
    403,
    '涉及国家安全或国家秘密的项目不适用本方案，平台不保存其内容。',
    'Projects touching national security or state secrets are excluded; the platform keeps nothing of their content.',
  ),

  'tender.bid-period-short': plan(
    51,
    422,
    '投标期限为{days}日，不足{daysMin}日；最早截止日期为{earliestOn}。',
    'The bid period is {days} days, fewer than {daysMin}; the earliest deadline is {earliestOn}.',
  ),
  'tender.bid-period-long': policy(
    51,
    422,
    '投标期限为{days}日，超过{daysMax}日；最晚截止日期为{latestOn}。',
    'The bid period is {days} days, more than {daysMax}; the latest deadline is {latestOn}.',
  ),
  'tender.bid-period-reason-missing': plan(
    51,
    422,
    '投标期限为{days}日，少于40日的缩短须有特殊情形及说明：缺少{missing}。',
    'The bid period is {days} days; going below forty needs a special circumstance with its grounds: {missing} missing.',
  ),
  'tender.bid-period-below-floor': plan(
    51,
    422,
    '投标期限为{days}日；任何情形下不得少于{daysMin}日，最早为{earliestOn}。',
    'The bid period is {days} days; in no case may it be below {daysMin}, at the earliest {earliestOn}.',
  ),
  'tender.bid-period-below-national': warning(
    national(
      51,
      '政府采购法 第35条',
      422,
      '投标期限为{days}日，低于国家法律规定的{daysMin}日；依据：{legalBasisRef}。',
      'The bid period is {days} days, below the {daysMin} of national law; legal basis: {legalBasisRef}.',
    ),
  ),
  'tender.deadline-on-holiday': warning(
    policy(
      51,
      422,
      '截止日期{deadlineOn}不是工作日，建议改为{suggestedOn}。',
      'The deadline {deadlineOn} is not a working day; {suggestedOn} is suggested.',
    ),
  ),
  'tender.approver-is-author': policy(
    51,
    403,
    '批准人不得为编制人本人（四眼原则）。',
    'The approver must be a person other than the author (four eyes).',
  ),
  'tender.approval-missing': policy(
    51,
    409,
    '采购文件尚未经第二人批准。',
    'The tender has not been approved by a second person.',
  ),
  'tender.wrong-state': policy(
    51,
    409,
    '项目处于“{state}”状态，不能进行“{event}”。',
    'The tender is in state "{state}"; "{event}" is not open.',
  ),
  'tender.suspended': national(
    60,
    '政府采购法 第57条',
    409,
    '采购活动已被审查机关暂停，实质性变更、开标、评审和定标均不得进行。',
    'The review authority has suspended the procurement; material amendments, opening, evaluation and award are barred.',
  ),
  'tender.deadline-shortened': policy(
    51,
    422,
    '截止时间只能延长，不得提前（原为{before}，现为{after}）。',
    'A deadline may only be extended, never shortened (was {before}, now {after}).',
  ),
  'tender.deadline-passed': plan(
    51,
    409,
    '投标截止时间{bidsCloseAt}已过，不能再修改招标文件。',
    'The bid deadline {bidsCloseAt} has passed; the tender can no longer be amended.',
  ),
  'tender.deadline-in-the-past': plan(
    51,
    422,
    '截止时间{bidsCloseAt}早于当前时间。',
    'The deadline {bidsCloseAt} lies in the past.',
  ),
  'tender.documents-before-notice': policy(
    51,
    422,
    '招标文件不得在公告发布前发出。',
    'Tender documents may not be issued before their notice is published.',
  ),
  'tender.sealing-missing': policy(
    58,
    409,
    '发布前两把锁均须已分发并登记其密封公钥。',
    'Before publication both locks must have been dealt and their sealing recipients recorded.',
  ),
  'tender.incomplete': policy(
    51,
    422,
    '采购文件不完整，发布前须补齐：{missing}。',
    'The tender is incomplete; before publication it needs: {missing}.',
  ),
  'tender.criteria-missing': policy(
    51,
    422,
    '发布前须确定评审标准及权重，权重之和须为100（现为{sum}）。',
    'Before publication the evaluation criteria and weights must be fixed; weights must sum to 100 (now {sum}).',
  ),
  'tender.method-not-offered': policy(48, 422, '该步骤不适用于采购方式“{method}”。', 'This step is none of method "{method}".'),
  'tender.cancellation-reason-missing': national(
    53,
    '政府采购法 第36条',
    422,
    '取消采购须说明理由。',
    'A cancellation must state its reasons.',
  ),
  'tender.failure-unfounded': national(
    48,
    '政府采购法 第36条',
    422,
    '废标理由“{reason}”与平台记录不符：开启{opened}份，有效{valid}份（不足{validBidsMin}份方可废标），超过预算{overBudget}份。',
    'The stated reason "{reason}" is not what the record shows: {opened} bids opened, {valid} valid (fewer than {validBidsMin} would be too few), {overBudget} over the budget.',
  ),

  'valuation.incomplete': plan(52, 422, '采购估值不完整：缺少{missing}。', 'The valuation is incomplete: {missing} missing.'),
  'valuation.splitting-suspected': national(
    52,
    '政府采购法实施条例 第28条',
    422,
    '同一预算年度同一品目“{itemClass}”累计{total}元，超过公开招标数额标准{threshold}元，涉嫌化整为零，须作说明。',
    'Purchases of item class "{itemClass}" in one budget year add up to CNY {total}, over the open-tendering threshold of CNY {threshold}: splitting suspected, to be explained.',
  ),

  'notice.english-missing': warning(
    policy(
      53,
      422,
      '公告只有中文；鼓励以中英两种语言发布，只发中文的须说明理由。',
      'The notice is in Chinese only; bilingual notices are encouraged, a reason is needed to go without English.',
    ),
  ),
  'notice.english-incomplete': policy(
    53,
    422,
    '英文公告不完整：缺少{missing}。以中文为准，但不得只译一半。',
    'The English notice is incomplete: {missing} missing. Chinese prevails, but half a translation is refused.',
  ),
  'documents.fee-unjustified': plan(
    53,
    422,
    '招标文件应尽可能免费；收取{amount}元未说明理由。',
    'Tender documents should be free wherever possible; a fee of CNY {amount} has no reason.',
  ),

  'specification.brand-named': national(
    55,
    '政府采购法实施条例 第20条',
    422,
    '技术要求指定了品牌“{brand}”。',
    'The specification names a brand: "{brand}".',
  ),
  'specification.not-linked': plan(
    55,
    422,
    '环境保护、信息保护的技术要求须与采购标的相关：第{index}项未说明，或所指的标的不存在（{unknown}）。',
    'Requirements for the environment or information protection concern the object: number {index} does not say how, or names items that are not there ({unknown}).',
  ),
  'specification.standard-not-considered': warning(
    plan(
      55,
      422,
      '技术要求均未说明是否考虑采用国际标准。',
      'No specification says whether an international standard was considered.',
    ),
  ),

  'calendar.year-missing': policy(
    51,
    422,
    '{year}年的工作日历尚未载入，不能计算所需日期。',
    'The working-day calendar of {year} is not loaded; the date this act needs cannot be computed.',
  ),
  'calendar.incomplete': policy(
    51,
    422,
    '{year}年的工作日历不完整或有误：{reason}。',
    'The calendar of {year} is incomplete or wrong: {reason}.',
  ),
} satisfies Record<string, RuleEntry>;
