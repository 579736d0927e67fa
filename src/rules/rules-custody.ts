import { national, policy } from './rule-entry.js';

/** Refusals about custodians' keys, the deals of a tender's locks, their rehearsal and the sessions in which shares are handed in (article 58). */
export const custodyRules = {
  'custody.proof-wrong': policy(
    58,
    422,
    '答复与质询不符，不能证明持有该密钥。',
    'The answer does not fit the challenge; possession of the key is not proved.',
  ),
  'custody.challenge-over': policy(
    58,
    409,
    '该质询已失效或已答复，请重新登记密钥。',
    'The challenge is over or was answered; register the key again.',
  ),
  'custody.recipient-taken': policy(58, 409, '该公钥已登记过。', 'This recipient has been registered before.'),

  'sealing.envelope-not-asked': policy(
    58,
    422,
    '本项目的投标没有“{envelope}”信封；应有：{asked}。',
    'Bids of this tender have no envelope "{envelope}"; they have: {asked}.',
  ),
  'sealing.key-of-other-envelope': policy(
    58,
    409,
    '该公钥已用于另一信封；每个信封须有各自的密钥。',
    'This key is that of another envelope; each envelope has keys of its own.',
  ),
  'sealing.threshold-unfit': policy(
    58,
    422,
    '门限{threshold}不在2至{shares}之间。',
    'The threshold {threshold} lies outside 2 to {shares}.',
  ),
  'sealing.index-repeated': policy(58, 422, '分片序号{index}重复。', 'The index {index} is given twice.'),
  'sealing.holder-unfit': policy(
    58,
    422,
    '持有人{personId}不是可持锁组织的持锁人。',
    'The holder {personId} is no custodian of an organisation that may keep locks.',
  ),
  'sealing.holder-not-enrolled': policy(
    58,
    422,
    '持有人{personId}没有经证明的密钥。',
    'The holder {personId} has no key whose possession it proved.',
  ),
  'sealing.holder-repeated': policy(
    58,
    422,
    '同一人{personId}不得持有同一信封的两个分片。',
    'One person ({personId}) may not hold two shares of an envelope.',
  ),
  'sealing.organization-holds-quorum': policy(
    58,
    422,
    '组织{organizationId}持有{count}个分片，达到门限{threshold}。',
    'Organisation {organizationId} holds {count} shares, which reaches the threshold {threshold}.',
  ),
  'sealing.operator-holds-more': policy(
    58,
    422,
    '平台运营方持有{count}个分片，至多一个。',
    'The operator of the platform holds {count} shares; one is the most.',
  ),

  'tender.rehearsal-missing': policy(
    58,
    409,
    '须先试开箱并由每名持有人确认其分片；尚缺：{missing}。',
    'A quorum must have opened the test envelope and every holder have confirmed its share; still missing: {missing}.',
  ),
  'rehearsal.locks-missing': policy(58, 409, '两把锁尚未分发。', 'Both locks must have been dealt first.'),
  'rehearsal.share-confirmed': policy(58, 409, '该分片已经确认。', 'This share has been confirmed already.'),

  'opening.session-over': policy(
    58,
    409,
    '该次会话不存在、已过期或其进程已退出，请新建会话并重新提交分片。',
    'There is no such session, it is over or its process has ended: begin a new one and hand the shares in again.',
  ),
  'opening.share-repeated': policy(
    58,
    409,
    '该分片已在本次会话中提交。',
    'This share has been handed in in this session already.',
  ),
  'opening.qualification-undecided': policy(
    58,
    409,
    '资格尚未审定，报价信封不得开启。',
    'It is not decided who qualifies; the prices stay sealed until then.',
  ),
  'opening.prices-announced': policy(
    58,
    409,
    '报价开启时间已经通知。',
    'The bidders have been told already when the prices are opened.',
  ),
  'opening.prices-too-soon': policy(
    58,
    422,
    '报价开启时间须至少提前{daysMin}日通知。',
    'The opening of prices is announced at least {daysMin} day(s) before.',
  ),
  'opening.too-few-qualified': national(
    58,
    '政府采购法 第36条',
    409,
    '合格投标只有{count}份，不足三份，不再开启报价。',
    'Only {count} bids qualify, fewer than three; no price is opened.',
  ),
  'opening.no-prices-due': policy(58, 409, '没有待开启的报价信封。', 'There is no sealed price to be opened.'),
  'opening.prices-unannounced': policy(
    58,
    409,
    '报价开启时间尚未通知投标人。',
    'The bidders have not been told when the prices are opened.',
  ),
  'opening.key-mismatch': policy(
    58,
    409,
    '{lock}锁的分片合成的密钥与登记的公钥不符。',
    'The shares of lock {lock} do not make the key of the registered recipient.',
  ),
  'opening.one-organization': policy(
    58,
    403,
    '开标须有至少两个组织的持锁人到场。',
    'An opening needs custodians of at least two organisations.',
  ),
  'opening.conflict-declared': policy(
    58,
    403,
    '声明存在利益冲突的人员不得参与开标。',
    'Who has declared a conflict of interest takes no part in the opening.',
  ),
  'opening.identities-not-held': policy(
    58,
    409,
    '开标时您尚无经证明的密钥，密钥未向您封存。',
    'You had no proved key when the bids were opened, so that nothing was sealed to you.',
  ),
  'opening.login-too-old': policy(
    58,
    403,
    '登录已超过{minutesMax}分钟，请重新登录后提交。',
    'The login is older than {minutesMax} minutes; log in again.',
  ),
};
