import { national, plan, policy, type RuleEntry } from './rule-entry.js';

/** Refusals of bids, their opening, licences and small suppliers (articles 51, 58 and 59). */
export const bidRules = {
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
  'bid.price-in-qualification': policy(
    58,
    422,
    '资格与技术部分含有报价（{fields}），投标无效。',
    'The qualification part tells a price ({fields}); the bid is invalid.',
  ),
  'bid.envelopes-differ': policy(
    58,
    422,
    '本项目每份投标须提交{files}个密封文件。',
    'A bid in this tender has {files} sealed file(s).',
  ),
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
} satisfies Record<string, RuleEntry>;
