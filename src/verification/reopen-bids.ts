import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Identity } from 'age-encryption';
import { copiedBid, readPayload, type DocumentSink, type Taken } from '../bids/bid-content.js';
import type { BidContent } from '../bids/bid-payload.dto.js';
import type { Contents } from '../bids/envelope-forms.js';
import { offeredPrice, priceInYuan } from '../bids/bid-terms.js';
import type { BidDefect } from '../bids/opened-bid.entity.js';
import { minutesBid, type MinutesBid, type OpeningMinutes } from '../bids/opening-minutes.js';
import { marksOf } from '../bids/opened-file-keys.js';
import { openSealed, type FileKeys } from '../bids/seal.js';
import { underTerms } from '../bids/under-terms.js';
import type { Lock } from '../custody/share-commitment.js';
import type { Envelope } from '../rules/custody.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { PublishedTender } from './check-notice.js';
import type { GivenReceipt } from './check-receipts.js';
import { within, type Findings, type Place } from './findings.js';
import type { SealedFile } from './inputs.js';

/** The sealed file of each listed bid, by the bid's id, as far as it is there and is the one that the minutes name. */
export function matchFiles(
  { bids }: OpeningMinutes,
  files: readonly SealedFile[],
  place: Place,
  findings: Findings,
): Map<string, SealedFile> {
  const matched = new Map<string, SealedFile>();
  const named = new Map(files.map((one) => [one.name, one]));
  const hashed = new Map(files.map((one) => [one.sha256, one]));
  for (const [at, bid] of bids.entries()) {
    const own = named.get(`${bid.bidId}.age`);
    const file = own?.sha256 === bid.ciphertextSha256 ? own : (hashed.get(bid.ciphertextSha256) ?? own);
    if (file) matched.set(bid.bidId, file);
    if (file?.sha256 === bid.ciphertextSha256) continue;
    const digest = within(place, 'bids', at, 'ciphertextSha256');
    if (bid.defect?.cause === 'platform')
      findings.notChecked(
        '因平台原因无效的投标没有原密封文件，无从重开。',
        'Of bids that are defective by the platform’s doing the sealed file as received is not there, so that they were not opened again.',
      );
    else if (file) findings.fault(digest, `与文件 ${file.name} 不符。`, `Is not the digest of the file ${file.name}.`);
    else findings.fault(digest, '缺少该密封文件。', 'The sealed file is missing.');
  }
  const used = new Set([...matched.values()].map((one) => one.name));
  for (const { name } of files)
    if (!used.has(name))
      findings.fault(
        { file: name, pointer: '' },
        '不是记录所列投标的密封文件。',
        'Is the sealed file of no bid that the minutes list.',
      );
  return matched;
}

/** The lengths in receipts against the files. */
export function checkLengths(
  receipts: readonly GivenReceipt[],
  files: ReadonlyMap<string, SealedFile>,
  findings: Findings,
): void {
  for (const { place, receipt } of receipts) {
    const file = files.get(receipt.id);
    if (file && file.sha256 === receipt.ciphertextSha256 && file.bytes !== receipt.bytes)
      findings.fault(within(place, 'bytes'), `不是 ${file.name} 的长度。`, `Is not the length of ${file.name}.`);
  }
}

/**
 * The opening done again, with the code that the platform opens with: every file is decrypted in memory, read and judged, and what the minutes
 * say of it is compared. Without the published tender its terms are not judged.
 */
export async function reopenBids(
  minutes: OpeningMinutes,
  files: ReadonlyMap<string, SealedFile>,
  identities: { A: string; B: string },
  tender: PublishedTender | null,
  place: Place,
  findings: Findings,
): Promise<void> {
  const seen = new Set<string>();
  for (const [at, bid] of minutes.bids.entries()) {
    const file = files.get(bid.bidId);
    const { read, marks } =
      file?.sha256 === bid.ciphertextSha256
        ? await readAgain(minutes, bid, file, identities)
        : { read: null, marks: [bid.ciphertextSha256] };
    const copied = marks.some((mark) => seen.has(mark));
    for (const mark of copied ? [bid.ciphertextSha256] : marks) seen.add(mark);
    if (read) compareAgain(minutes, bid, copied ? copiedBid() : read, tender, within(place, 'bids', at), findings);
  }
  if (tender === null)
    findings.notChecked(
      '未给出项目公开数据（--tender）：各投标是否符合采购文件的条件未重新判断。',
      'The published tender was not given (--tender): whether the bids keep its terms was not judged again.',
    );
}

type Read = { content: Contents[Envelope] } | { defect: BidDefect };

/** What opens a file: the keys of both locks, or those of the file alone. */
export type Opens = Record<Lock, string | Identity>;

/** What the file holds, and what would tell a copy of it. */
export async function readAgain(
  { tenderId, envelope }: Pick<OpeningMinutes, 'tenderId' | 'envelope'>,
  { supplierId, ciphertextSha256 }: MinutesBid,
  { path }: SealedFile,
  { A, B }: Opens,
): Promise<{ read: Read; marks: string[] }> {
  const fileKeys: FileKeys = {};
  const plain = openSealed(createReadStream(path) as AsyncIterable<Buffer>, A, B, fileKeys);
  const read = await readPayload(plain, { tenderId, supplierId, envelope }, hashing);
  return { read, marks: marksOf(ciphertextSha256, fileKeys) };
}

/** What a file holds against what the minutes say of it. Without the published tender its terms are not judged. */
export function compareAgain(
  { envelope }: Pick<OpeningMinutes, 'envelope'>,
  bid: MinutesBid,
  read: Read,
  tender: PublishedTender | null,
  place: Place,
  findings: Findings,
): void {
  // Whether a price keeps the terms rests on the qualification beside it, too.
  const judged = tender !== null && envelope !== 'price';
  compare(bid, again(envelope, bid, read, tender), judged, place, findings);
}

/** Documents are hashed as they pass, and kept nowhere. */
const hashing: DocumentSink<Taken> = {
  take: async (content) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const part of content) {
      hash.update(part);
      bytes += part.length;
    }
    return { sha256: hash.digest('hex'), bytes };
  },
  drop: () => Promise.resolve(),
};

/** The bid as the minutes would tell it. */
function again(envelope: Envelope, bid: MinutesBid, read: Read, tender: PublishedTender | null): MinutesBid {
  const known = tender && termsOf(tender);
  const { content, defect } = judgedBy(known, bid.supplierId, read);
  const priced = content && 'price' in content ? (content as BidContent) : null;
  // Without the tender nothing but the bid's own currency tells the price, and a rate is the minutes'.
  const own = priced && priced.price.currency !== 'CNY' ? { ...priced.price, rate: bid.offered?.rate ?? '' } : null;
  const opened = {
    ...{ id: bid.bidId, version: 1, tenderId: '', supplierId: bid.supplierId, openedAt: '', state: 'opened' as const },
    ...{ ciphertextSha256: bid.ciphertextSha256, receivedAt: bid.receivedAt, noticeVersion: bid.noticeVersion, defect },
    ...{ content: content as BidContent | null, priceOpenedAt: null },
    priceSha256: envelope === 'price' ? bid.ciphertextSha256 : (bid.sealedPrice?.ciphertextSha256 ?? null),
    priceBytes: bid.sealedPrice?.bytes ?? null,
    price: priced && (known ? priceInYuan(known, priced) : own ? (bid.price?.amount ?? null) : priced.price.amount),
    offered: known ? offeredPrice(known, priced) : own,
  };
  return minutesBid(opened, bid.supplierName, envelope);
}

function judgedBy(
  known: ReturnType<typeof termsOf> | null,
  supplierId: string,
  read: Read,
): { content: Contents[Envelope] | null; defect: BidDefect | null } {
  if (!('content' in read)) return { content: null, defect: read.defect };
  const { content } = read;
  return known === null || content.format === 'ftz-price-1'
    ? { content, defect: null }
    : underTerms(known, supplierId, { content });
}

function termsOf(tender: PublishedTender): Pick<Tender, 'content' | 'bidsCloseAt'> {
  return { content: tender as unknown as Tender['content'], bidsCloseAt: tender.bidsCloseAt };
}

function compare(told: MinutesBid, found: MinutesBid, judged: boolean, place: Place, findings: Findings): void {
  if (told.result === 'defective' && found.result === 'opened' && !judged)
    return findings.notChecked(
      '有的投标可以开启，记录却判为无效：未给出 --tender，或所开为报价，无从判断是否因不符合采购文件条件。',
      'A bid opens that the minutes call defective: without --tender, and of a price, nothing tells whether it breaks the terms.',
    );
  const names = told.result === found.result ? (['price', 'offered', 'lots', 'defect'] as const) : (['result'] as const);
  for (const name of names)
    if (canonicalJson(told[name] ?? null) !== canonicalJson(found[name] ?? null))
      findings.fault(within(place, name), '与重新开启的结果不符。', 'Is not what opening the sealed file again gives.');
}
