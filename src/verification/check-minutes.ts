import type { MinutesBid, MinutesLock, OpeningMinutes } from '../bids/opening-minutes.js';
import { locks as lockNames } from '../custody/share-commitment.js';
import { inYuan, parseRate } from '../rules/currency.js';
import { quorumSpansOrganizations } from '../rules/custody.js';
import { compareInstants, instantOf, isBefore, microsOf } from '../rules/moment.js';
import { formatMoney, parseMoney } from '../rules/money.js';
import { within, type Findings, type Place } from './findings.js';

/** The longest time that a submission begun before the deadline may take: no opening comes sooner after it. */
const graceSecondsMin = 20n;

/** What the minutes have to be in themselves, whoever reads them. `place` is that of the minutes. */
export function checkMinutes(minutes: OpeningMinutes, place: Place, findings: Findings): void {
  checkMoments(minutes, place, findings);
  checkSteps(minutes, place, findings);
  for (const lock of lockNames) checkLock(minutes.locks[lock], within(place, 'locks', lock), findings);
  checkBothLocks(minutes, within(place, 'locks'), findings);
  const bids = within(place, 'bids');
  checkOrder(minutes, bids, findings);
  checkRepeated(minutes.bids, bids, findings);
  for (const [at, bid] of minutes.bids.entries()) checkBid(bid, minutes, within(bids, at), findings);
  findings.notChecked(
    '开标记录只写持有人所属机构，未写本人：各分片是否由不同的人提交，无从核验。',
    'The minutes name the custodians’ organisations and no persons: that the shares came from different people cannot be checked.',
  );
}

function checkMoments({ bidsCloseAt, openableAt, openedAt }: OpeningMinutes, place: Place, findings: Findings): void {
  const earliest = instantOf((microsOf(bidsCloseAt) as bigint) + graceSecondsMin * 1_000_000n);
  if (isBefore(openableAt, earliest))
    findings.fault(
      within(place, 'openableAt'),
      `早于投标截止后${graceSecondsMin}秒。`,
      `Is sooner than ${graceSecondsMin} seconds after the deadline.`,
    );
  if (isBefore(openedAt, openableAt))
    findings.fault(within(place, 'openedAt'), '早于可开标时刻。', 'Is before the moment from which it may be opened.');
}

/** Of bids in one envelope form 2, of each of two form 3; only prices may stay sealed. */
function checkSteps({ format, envelope, bids, unopened }: OpeningMinutes, place: Place, findings: Findings): void {
  if ((format === 'ftz-opening-minutes-2') !== (envelope === 'bid'))
    findings.fault(within(place, 'envelope'), '与格式不一致。', 'Does not go with the format.');
  if ((unopened !== undefined) !== (envelope === 'price'))
    findings.fault(within(place, 'unopened'), '与信封不一致。', 'Does not go with the envelope.');
  for (const [at, { sealedPrice }] of bids.entries())
    if ((sealedPrice !== undefined) !== (envelope === 'qualification'))
      findings.fault(within(place, 'bids', at, 'sealedPrice'), '与信封不一致。', 'Does not go with the envelope.');
  const opened = new Set(bids.map((one) => one.bidId));
  for (const [at, { bidId }] of (unopened ?? []).entries())
    if (opened.has(bidId)) findings.fault(within(place, 'unopened', at, 'bidId'), '又列为已开启。', 'Is listed as opened, too.');
}

/** The quorum: as many shares as the lock needs, of more than one organisation, each once. */
function checkLock({ threshold, shares }: MinutesLock, place: Place, findings: Findings): void {
  const used = shares.filter((one) => one.used);
  if (threshold > shares.length) findings.fault(within(place, 'threshold'), '门限大于分片数。', 'Is more than there are shares.');
  if (used.length !== threshold)
    findings.fault(
      within(place, 'shares'),
      `使用了${used.length}个分片，门限为${threshold}。`,
      `${used.length} shares are marked as used; it takes ${threshold}.`,
    );
  if (used.length > 0 && quorumSpansOrganizations(used.map((one) => one.organizationId)).length > 0)
    findings.fault(within(place, 'shares'), '所用分片均属同一机构。', 'The shares that were used are all of one organisation.');
  for (const [at, { index, organizationId }] of shares.entries()) {
    if (index !== at + 1)
      findings.fault(
        within(place, 'shares', at, 'index'),
        `应为${at + 1}：每个分片列一次，按序号排列。`,
        `Has to be ${at + 1}: every share stands here once, in the order of its index.`,
      );
    if (shares.slice(0, at + 1).filter((one) => one.organizationId === organizationId).length === threshold)
      findings.fault(
        within(place, 'shares', at, 'organizationId'),
        '一个机构所持分片达到门限，可独自开启。',
        'One organisation holds as many shares as open the lock.',
      );
  }
}

/** Two locks of two dealers, and no share of either that stands twice. */
function checkBothLocks({ locks: { A, B } }: OpeningMinutes, place: Place, findings: Findings): void {
  for (const name of ['recipient', 'identitySha256', 'organizationId'] as const)
    if (A[name] === B[name]) findings.fault(within(place, 'B', name), '与A锁相同。', 'Is the same as that of lock A.');
  const seen = new Set<string>();
  for (const lock of lockNames)
    for (const [at, { commitment }] of (lock === 'A' ? A : B).shares.entries()) {
      if (seen.has(commitment))
        findings.fault(within(place, lock, 'shares', at, 'commitment'), '承诺重复。', 'The commitment stands here twice.');
      seen.add(commitment);
    }
}

/** In the order of receipt, and then of the id. */
function checkOrder({ bids }: OpeningMinutes, place: Place, findings: Findings): void {
  for (const [at, bid] of bids.entries()) {
    const before = bids[at - 1];
    if (!before) continue;
    const order = compareInstants(before.receivedAt, bid.receivedAt);
    if (order > 0 || (order === 0 && before.bidId > bid.bidId))
      findings.fault(within(place, at), '未按收到的先后排列。', 'Does not stand in the order of receipt.');
  }
}

function checkRepeated(bids: readonly MinutesBid[], place: Place, findings: Findings): void {
  for (const name of ['bidId', 'supplierId'] as const) {
    const seen = new Set<string>();
    for (const [at, bid] of bids.entries()) {
      if (seen.has(bid[name])) findings.fault(within(place, at, name), '出现两次。', 'Stands here twice.');
      seen.add(bid[name]);
    }
  }
  const files = new Set<string>();
  for (const [at, { ciphertextSha256, defect }] of bids.entries()) {
    if (files.has(ciphertextSha256) && defect?.cause !== 'bidder')
      findings.fault(
        within(place, at, 'result'),
        '与先前提交的文件完全相同，应为无效。',
        'The file is the one handed in before by another, and so has to be defective.',
      );
    files.add(ciphertextSha256);
  }
}

function checkBid(bid: MinutesBid, { bidsCloseAt, envelope }: OpeningMinutes, place: Place, findings: Findings): void {
  if (!isBefore(bid.receivedAt, bidsCloseAt))
    findings.fault(within(place, 'receivedAt'), '不早于投标截止时间。', 'Is not before the deadline.');
  const defective = bid.result === 'defective';
  if (defective !== (bid.defect !== null))
    findings.fault(within(place, 'defect'), '与结果不一致。', 'Does not go with the result.');
  const priced = !defective && envelope !== 'qualification';
  if (priced !== (bid.price !== null)) findings.fault(within(place, 'price'), '与结果不一致。', 'Does not go with the result.');
  for (const name of ['offered', 'lots'] as const)
    if (!priced && bid[name] !== undefined && !(name === 'lots' && envelope === 'qualification'))
      findings.fault(within(place, name), '未宣读报价的投标不应有此项。', 'Has no place where no price was read out.');
  checkSums(bid, place, findings);
}

/** The price in CNY is the one in the bid's own currency at its rate; the lots' prices sum to the bid's own. */
function checkSums({ price, offered, lots }: MinutesBid, place: Place, findings: Findings): void {
  if (price === null) return;
  if (offered) {
    const yuan = formatMoney(inYuan(parseMoney(offered.amount) as bigint, parseRate(offered.rate) as bigint));
    if (yuan !== price.amount)
      findings.fault(within(place, 'price', 'amount'), `按汇率折合应为${yuan}。`, `Comes to ${yuan} at the rate.`);
  }
  if (!lots) return;
  const own = offered ?? price;
  const sum = lots.reduce((total, one) => total + (parseMoney(one.price.amount) as bigint), 0n);
  if (sum !== parseMoney(own.amount) || lots.some((one) => one.price.currency !== own.currency))
    findings.fault(within(place, 'lots'), '各标包报价之和不等于报价。', 'The lots’ prices do not sum to the price.');
}
