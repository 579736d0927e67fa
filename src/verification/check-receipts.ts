import { signedBytesOf, type BidReceipt } from '../bids/bid-receipt.js';
import type { Taken } from '../bids/bid-content.js';
import type { OpeningMinutes } from '../bids/opening-minutes.js';
import { compareInstants, isBefore } from '../rules/moment.js';
import { within, type Findings, type Place } from './findings.js';
import type { Given } from './inputs.js';
import { shaped } from './shape.js';
import { receiptShape } from './shapes.js';
import { checkSignature, type PublishedKey } from './signatures.js';

export interface GivenReceipt {
  place: Place;
  receipt: BidReceipt;
}

/** What a receipt has to be in itself: null where it has not the form of one. */
export function checkReceipt(given: Given, keys: Map<string, PublishedKey>, findings: Findings): GivenReceipt | null {
  const receipt = shaped<GivenReceipt['receipt']>(given, receiptShape, findings);
  if (receipt === null) return null;
  const { keyId, signature, receivedAt: at } = receipt;
  checkSignature({ bytes: signedBytesOf(receipt), keyId, signature, at }, keys, given, findings);
  const withdrawn = receipt.action === 'withdrawal';
  if (withdrawn !== (receipt.state === 'withdrawn'))
    findings.fault(within(given, 'state'), '与行为不一致。', 'Does not go with the action.');
  for (const name of ['ciphertextSha256', 'bytes'] as const)
    if (withdrawn !== (receipt[name] === null))
      findings.fault(within(given, name), '与行为不一致。', 'Does not go with the action.');
  if ((receipt.format === 'ftz-receipt-2') !== (receipt.price !== undefined))
    findings.fault(within(given, 'price'), '与格式不一致。', 'Does not go with the format.');
  if ((receipt.version === 1) !== (receipt.previousId === null))
    findings.fault(within(given, 'previousId'), '与版次不一致。', 'Does not go with the version.');
  return { place: { file: given.file, pointer: given.pointer }, receipt };
}

/** The receipt against the sealed file that its bidder kept. */
export function checkSealed({ place, receipt }: GivenReceipt, file: Taken, findings: Findings): void {
  if (receipt.price?.ciphertextSha256 === file.sha256) {
    if (receipt.price.bytes !== file.bytes)
      findings.fault(within(place, 'price', 'bytes'), '不是该密封文件的长度。', 'Is not the length of the sealed file.');
    return;
  }
  if (receipt.ciphertextSha256 !== file.sha256)
    findings.fault(within(place, 'ciphertextSha256'), '不是该密封文件的摘要。', 'Is not the digest of the sealed file.');
  if (receipt.bytes !== file.bytes)
    findings.fault(within(place, 'bytes'), '不是该密封文件的长度。', 'Is not the length of the sealed file.');
}

/** A bid that was received is listed, unless a later receipt replaces or withdraws it; what was replaced or withdrawn is not. */
export function checkListed(minutes: OpeningMinutes, given: readonly GivenReceipt[], place: Place, findings: Findings): void {
  const receipts = given.filter((one) => isOf(minutes, one, findings));
  const superseded = new Set(receipts.map(({ receipt }) => receipt.previousId));
  const listed = new Map(minutes.bids.map((bid, at) => [bid.bidId, { bid, at }]));
  const bids = within(place, 'bids');
  const unopened = new Map((minutes.unopened ?? []).map((bid, at) => [bid.bidId, { bid, at: within(place, 'unopened', at) }]));
  for (const { place: own, receipt } of receipts) {
    const { id, previousId, receivedAt } = receipt;
    const ciphertextSha256 = minutes.envelope === 'price' ? (receipt.price?.ciphertextSha256 ?? null) : receipt.ciphertextSha256;
    const sealed = unopened.get(id);
    if (sealed && sealed.bid.ciphertextSha256 !== ciphertextSha256)
      findings.fault(
        within(sealed.at, 'ciphertextSha256'),
        `与回执 ${own.file} 不符。`,
        `Is not that of the receipt ${own.file}.`,
      );
    if (!isBefore(receivedAt, minutes.bidsCloseAt))
      findings.fault(within(own, 'receivedAt'), '不早于投标截止时间。', 'Is not before the deadline.');
    const before = listed.get(previousId ?? '');
    if (before)
      findings.fault(
        within(bids, before.at, 'bidId'),
        `该投标已被替换或撤回（${own.file}）。`,
        `This bid was replaced or withdrawn (${own.file}).`,
      );
    const found = listed.get(id);
    if (found && receipt.action === 'withdrawal')
      findings.fault(within(bids, found.at, 'bidId'), `这是撤回（${own.file}）。`, `This is a withdrawal (${own.file}).`);
    else if (found) {
      const at = within(bids, found.at);
      if (found.bid.ciphertextSha256 !== ciphertextSha256)
        findings.fault(within(at, 'ciphertextSha256'), `与回执 ${own.file} 不符。`, `Is not that of the receipt ${own.file}.`);
      if (minutes.envelope === 'qualification' && found.bid.sealedPrice?.ciphertextSha256 !== receipt.price?.ciphertextSha256)
        findings.fault(within(at, 'sealedPrice'), `与回执 ${own.file} 不符。`, `Is not that of the receipt ${own.file}.`);
      if (compareInstants(found.bid.receivedAt, receivedAt) !== 0)
        findings.fault(within(at, 'receivedAt'), `与回执 ${own.file} 不符。`, `Is not that of the receipt ${own.file}.`);
    } else if (!sealed && minutes.envelope !== 'price' && receipt.action !== 'withdrawal' && !superseded.has(id))
      findings.fault(
        within(own, 'id'),
        '该投标未列入开标记录；若已替换或撤回，请一并给出后来的回执。',
        'The minutes do not list this bid; where it was replaced or withdrawn, give the later receipt too.',
      );
  }
  tellUnreceipted(minutes, receipts, findings);
}

function isOf({ tenderId }: OpeningMinutes, { place, receipt }: GivenReceipt, findings: Findings): boolean {
  if (receipt.tenderId !== tenderId) {
    findings.fault(within(place, 'tenderId'), '回执属于另一项目。', 'The receipt is of another tender.');
    return false;
  }
  return true;
}

function tellUnreceipted({ bids }: OpeningMinutes, receipts: readonly GivenReceipt[], findings: Findings): void {
  const ids = new Set(receipts.map(({ receipt }) => receipt.id));
  const without = bids.filter((one) => !ids.has(one.bidId)).length;
  if (without > 0)
    findings.notChecked(
      `${bids.length}份投标中有${without}份未给出回执，其收到时间与摘要未与回执比对。`,
      `Of ${without} of ${bids.length} bids no receipt was given: their times and digests were not compared with one.`,
    );
  findings.notChecked(
    '未给出其回执的投标若被漏列，只有其投标人能发现。',
    'A bid that was left out can be found by its bidder’s receipt alone; receipts that were not given were not looked for.',
  );
}
