import { national, plan, policy, warning, type RuleEntry } from './rule-entry.js';

/** Refusals of bids, opening, evaluation, award, debrief, exclusion, licences and small suppliers (articles 54, 56, 58 and 59). */
export const bidRules = {
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

  'debrief.not-unsuccessful': plan(
    56,
    403,
    '只有未中标、未成交的供应商可以请求说明。',
    'Only an unsuccessful supplier may ask for a debriefing.',
  ),
  'debrief.before-award': plan(
    56,
    409,
    '尚未定标，不能请求说明。',
    'No award has been decided yet; there is nothing to debrief on.',
  ),
  'debrief.empty': plan(
    56,
    422,
    '答复须包含未中标理由或中标供应商的优势说明。',
    "The answer must give the reasons or the winner's advantages.",
  ),
  'debrief.trade-secret': plan(56, 422, '答复内容涉及商业秘密：{fields}。', 'The answer contains trade secrets: {fields}.'),
  'debrief.already-answered': policy(56, 409, '该请求已经答复。', 'This request has already been answered.'),
  'debrief.already-requested': policy(
    56,
    409,
    '该供应商已就此结果请求说明。',
    'This supplier has already asked about this award.',
  ),

  'licence.invalid': plan(
    58,
    422,
    '电子证照{number}无效：{reason}（有效期{validFrom}至{validTo}）。',
    'Electronic licence {number} is not valid: {reason} (valid {validFrom} to {validTo}).',
  ),

  'sme.size-as-criterion': national(
    59,
    '中小企业促进法 第40条',
    422,
    '不得以企业规模条件作为资格要求或评审因素：{criterion}。',
    'The size of an enterprise may not be a qualification or evaluation criterion: {criterion}.',
  ),
  'sme.deduction-out-of-band': national(
    59,
    '财库〔2020〕46号、财库〔2022〕19号',
    422,
    '价格扣除比例{deduction}不在{min}至{max}之间。',
    'The price deduction {deduction} lies outside {min} to {max}.',
  ),
  'sme.subcontract-not-consented': national(
    59,
    '政府采购法 第48条',
    422,
    '分包未经采购人同意。',
    'The subcontract has no consent of the procuring entity.',
  ),
  'sme.reserved-share-short': national(
    59,
    '中小企业促进法 第40条',
    422,
    '预留份额{share}低于{min}。',
    'The reserved share {share} is below {min}.',
  ),

  'bid.late': plan(
    51,
    422,
    '投标文件于{receivedAt}收到，截止时间为{bidsCloseAt}；截止时刻及其后收到的均为迟到。',
    'The bid was received at {receivedAt}; the deadline was {bidsCloseAt}. At the deadline is late.',
  ),
  'bid.not-sealed': policy(58, 422, '投标文件未加密，平台拒收。', 'The bid is not encrypted; the platform refuses it.'),
  'bid.recipients-wrong': policy(
    58,
    422,
    '投标文件未向两名持锁人的公钥加密。',
    'The bid is not encrypted to the recipients of both lock holders.',
  ),
  'bid.still-sealed': policy(58, 409, '投标文件尚未开启，任何人不得读取。', 'Bids are still sealed; nobody may read them.'),
  'bid.transfer-incomplete': policy(
    58,
    409,
    '投标文件在截止前未传输完整。',
    'The bid had not been transferred completely by the deadline.',
  ),
  'bid.digest-mismatch': policy(
    58,
    422,
    '收到的文件与声明的摘要不一致。',
    'The file received does not match the digest declared.',
  ),
  'bid.content-invalid': policy(58, 422, '投标文件内容有缺陷：{reason}。', 'The content of the bid is defective: {reason}.'),
  'bid.not-participant': policy(58, 403, '该组织不能参加本项目投标。', 'This organisation may not bid in this tender.'),
  'bid.own-tender': policy(
    58,
    403,
    '采购人、其代理机构或与其存在控制关系的组织不得投标。',
    'The procuring entity, its agency and organisations it controls may not bid.',
  ),
  'bid.same-person': national(
    51,
    '招标投标法实施条例 第40条；政府采购货物和服务招标投标管理办法 第37条',
    409,
    '同一人不得为不同供应商办理同一项目的投标；此人已为另一供应商提交投标文件。',
    'One person does not hand in the bids of different suppliers; this one has handed in the bid of another here.',
  ),
  'bid.already-submitted': policy(
    58,
    409,
    '已提交投标文件；如需修改请使用替换。',
    'A bid has already been submitted; replace it instead.',
  ),
  'bid.already-withdrawn': policy(58, 409, '投标文件已经撤回。', 'The bid has already been withdrawn.'),
  'bid.none-to-withdraw': policy(58, 409, '没有可撤回或替换的投标文件。', 'There is no bid to withdraw or replace.'),
  'bid.wrong-tender': policy(58, 422, '投标文件属于另一项目。', 'The bid belongs to another tender.'),
  'bid.wrong-state': policy(
    58,
    409,
    '投标处于“{state}”状态，不能进行“{event}”。',
    'The bid is in state "{state}"; "{event}" is not open.',
  ),

  'opening.too-early': policy(58, 409, '开标不得早于{openableAt}。', 'The opening may not begin before {openableAt}.'),
  'opening.share-mismatch': policy(
    58,
    422,
    '第{index}号分片（{lock}锁）与登记的承诺不符。',
    'Share {index} of lock {lock} does not match its recorded commitment.',
  ),
  'opening.custodian-unknown': policy(58, 403, '此人不是该锁的持锁人。', 'This person is no custodian of this lock.'),
  'opening.same-person': policy(
    58,
    409,
    '两把锁须由两个组织的两个人分发。',
    'The two locks are dealt by two people of two organisations.',
  ),
  'opening.lock-taken': policy(58, 409, '该锁已由另一组织分发。', 'Another organisation has dealt this lock.'),
  'opening.count-differs': policy(
    58,
    409,
    '开启的投标数量与回执不一致。',
    'The number of bids opened differs from the receipts.',
  ),

  'evaluation.conflict-undeclared': policy(
    56,
    409,
    '评审人员须先声明是否存在利益冲突。',
    'An evaluator must first declare whether a conflict of interest exists.',
  ),
  'evaluation.conflict-declared': national(
    56,
    '政府采购法 第12条',
    403,
    '存在利益冲突的人员须回避。',
    'A person in a conflict of interest must withdraw.',
  ),
  'evaluation.score-out-of-range': policy(
    56,
    422,
    '“{criterion}”得分{score}超出0至{max}。',
    'The score {score} for "{criterion}" lies outside 0 to {max}.',
  ),
  'evaluation.criteria-mismatch': policy(
    56,
    422,
    '评审标准与公布的不一致：{criteria}。',
    'The criteria scored are not the published ones: {criteria}.',
  ),
  'evaluation.bids-missing': policy(56, 422, '并非所有有效投标都已评审。', 'Not every valid bid has been evaluated.'),

  'evaluation.already-submitted': policy(
    56,
    409,
    '该评审人员在本轮已提交评审意见。',
    'This evaluator has already handed in findings in this round.',
  ),
  'evaluation.price-abnormally-low': warning(
    national(
      59,
      '财库〔2026〕2号',
      422,
      '报价明显偏低（依据：{grounds}）；应由供应商作出说明，评审委员会判断其能否履约。',
      'The price is abnormally low (grounds: {grounds}); the supplier explains it and the panel judges whether it can perform.',
    ),
  ),

  'award.not-best': policy(56, 422, '中标人不是评审最优的投标人。', 'The winner is not the best evaluated bidder.'),
  'award.reasons-missing': policy(56, 422, '定标须说明理由。', 'An award must state its reasons.'),
  'award.wrong-state': policy(
    56,
    409,
    '定标处于“{state}”状态，不能进行“{event}”。',
    'The award is in state "{state}"; "{event}" is not open.',
  ),
  'award.too-few-bids': national(
    56,
    '政府采购法 第36条',
    409,
    '有效投标只有{count}份，不足三份。',
    'Only {count} valid bids, fewer than three.',
  ),

  'award.over-budget': national(
    56,
    '政府采购法 第36条',
    422,
    '投标报价{price}元超过公布的预算或最高限价{budget}元，为无效投标，不得中标。',
    'The bid price of CNY {price} is over the published budget or ceiling of CNY {budget}; such a bid is invalid and takes no award.',
  ),

  'contract.signed-late': national(
    60,
    '政府采购法 第46条',
    422,
    '合同于{signedOn}签订，晚于中标通知发出之日起{days}日（至{lastOn}）；逾期签订须说明理由，不少于{charsMin}字。',
    'The contract is signed on {signedOn}, later than {days} days from the award notice (until {lastOn}); signing late needs a reason of at least {charsMin} characters.',
  ),
  'contract.wrong-state': policy(
    57,
    409,
    '合同处于“{state}”状态，不能进行“{event}”。',
    'The contract is in state "{state}"; "{event}" is not open.',
  ),
  'contract.amount-differs': national(
    57,
    '政府采购法 第46条',
    422,
    '合同金额{amount}元与中标金额{awarded}元不一致。',
    'The contract amount CNY {amount} differs from the award of CNY {awarded}.',
  ),
  'contract.extension-unannounced': policy(
    52,
    422,
    '采购文件未公布合同可延长至{maxExtentOn}（公布的最晚日期：{announced}）；延长属于选择权，须在采购估值中计入。',
    'The tender did not announce that the contract may be extended to {maxExtentOn} (announced: {announced}); an extension is an option, which the valuation has to count.',
  ),
} satisfies Record<string, RuleEntry>;
