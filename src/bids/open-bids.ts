import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { bidMachine } from '../rules/bid.machine.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import { advance } from '../rules/machine.js';
import type { Instant } from '../rules/moment.js';
import { failTender } from '../tenders/failures.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { locksOf } from '../tenders/locks.js';
import { advanceTender, lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { BidContent } from './bid-payload.dto.js';
import { offeredPrice, priceInYuan } from './bid-terms.js';
import { bidsForOpening, receiptsForOpening, type BoxedBid } from './bids.queries.js';
import { OpenedBid } from './opened-bid.entity.js';
import { keepDocuments } from './opened-documents.queries.js';
import { keepFileKeys } from './opened-file-keys.js';
import { minutesLocks, openingMinutes } from './opening-minutes.js';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import { ReadSealedBid, type ReadBid } from './read-sealed-bid.js';
import { releaseIdentities } from './release-identities.js';
import { namesOf, signMinutes } from './sign-minutes.js';
import { underTerms } from './under-terms.js';

/** What is opened first: all of a bid, or its qualification. */
export type FirstEnvelope = Exclude<Envelope, 'price'>;

/** The first envelope of the tender, and what opens it. */
interface Opening {
  tenderId: string;
  envelope: FirstEnvelope;
  keys: RecoveredKeys;
}

type Results = Map<string, ReadBid>;

/**
 * Art. 58: the opening (开标). The bids are decrypted first, so that the transaction stays short; then the tender is locked, the box is read
 * again in a new statement, which sees every bid that was committed while the lock was waited for, and compared with the audit trail's
 * receipts. All is written at once or nothing: an opening that breaks off leaves the box sealed, to be opened again.
 */
@Injectable()
export class OpenBids {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reads: Reads,
    private readonly reader: ReadSealedBid,
    private readonly blobs: BlobStore,
    private readonly signing: SigningKeys,
  ) {}

  /** Opens once; a second call finds it done. Throws LawRefusal `opening.too-early`, `opening.count-differs`, `tender.suspended`, `tender.wrong-state`. */
  async run(actor: Actor, tenderId: string, keys: RecoveredKeys, envelope: FirstEnvelope = 'bid'): Promise<void> {
    const opening = { tenderId, envelope, keys };
    const results: Results = new Map();
    try {
      await this.reader.all(await bidsForOpening(this.reads, tenderId), opening, results);
      await this.uow.run(actor, (work) => this.open(work, opening, results));
    } finally {
      await discardAll(this.blobs, results);
    }
  }

  private async open(work: Work, opening: Opening, results: Results): Promise<void> {
    const { tenderId, envelope, keys } = opening;
    const tender = await lockTender(work, tenderId);
    if (tender.openedAt !== null) return alreadyOpen(work, tender);
    await refuseIfSuspended(work, tenderId);
    const boxed = await bidsForOpening(work, tenderId);
    requireSameSet(boxed, await receiptsForOpening(work, tenderId));
    await this.reader.all(boxed, opening, results);
    const openedAt = work.now;
    await advanceTender(work, tender, 'open', 'custodian', { openedAt });
    const bids = boxed.map((bid) => openedBid(bid, tender, openedAt, results.get(bid.id) as ReadBid));
    for (const bid of bids) await this.keep(work, bid, results.get(bid.id) as ReadBid, envelope);
    const minutesSha256 = await this.sign(work, tender, opening, bids);
    const sealedTo = await releaseIdentities(work, tenderId, envelope, keys);
    recordOpening(work, tender, bids, { minutesSha256, sealedTo });
    if (bids.length === 0) await failForWantOfBids(work, tender);
  }

  private async keep(work: Work, bid: OpenedBid, read: ReadBid, envelope: FirstEnvelope): Promise<void> {
    await work.insert(OpenedBid, bid);
    await keepFileKeys(work, bid.id, envelope, read.fileKeys);
    if ('files' in read && bid.content) await keepDocuments(work, this.blobs, bid, read.files);
    await keepSecurity(work, bid);
  }

  private async sign(work: Work, tender: Tender, { envelope, keys }: Opening, bids: readonly OpenedBid[]): Promise<string> {
    const { id, referenceNumber, bidsCloseAt, opensAt } = tender;
    const locks = await locksOf(work, id, envelope);
    const content = openingMinutes(
      { id, envelope, referenceNumber, bidsCloseAt: bidsCloseAt as Instant, opensAt: opensAt as Instant },
      work.now,
      minutesLocks(locks, keys),
      bids.map((bid) => ({ ...bid, offered: bid.price === null ? null : offeredPrice(tender, bid.content) })),
      await namesOf(work, bids),
    );
    return signMinutes(work, this.signing, content);
  }
}

/** What was decrypted and belongs to nothing. */
export async function discardAll(blobs: BlobStore, results: ReadonlyMap<string, ReadBid<Envelope>>): Promise<void> {
  for (const read of results.values()) {
    if ('files' in read) await Promise.all(read.files.map(({ file }) => blobs.discard(file)));
  }
}

function openedBid(bid: BoxedBid, tender: Tender, openedAt: Instant, read: ReadBid): OpenedBid {
  const { content, defect } = underTerms(tender, bid.supplierId, read);
  const moments = { bidsCloseAt: tender.bidsCloseAt as Instant };
  const step = advance(bidMachine, 'submitted', defect ? 'find-defective' : 'open', 'custodian', moments, { now: openedAt });
  if (step.kind !== 'moved') throw new LawRefusal([breach('bid.still-sealed')]);
  return {
    id: bid.id,
    version: 1,
    tenderId: tender.id,
    supplierId: bid.supplierId,
    state: step.to,
    ciphertextSha256: bid.ciphertextSha256,
    receivedAt: bid.receivedAt,
    openedAt,
    noticeVersion: bid.answers,
    price: content && 'price' in content ? priceInYuan(tender, content) : null,
    content: content as BidContent | null,
    defect,
    priceSha256: bid.price?.sha256 ?? null,
    priceBytes: bid.price?.bytes ?? null,
    priceOpenedAt: null,
  };
}

/** From now on its refund can be watched (实施条例 art. 33). */
async function keepSecurity(work: Work, { id: bidId, tenderId, supplierId, content, openedAt }: OpenedBid): Promise<void> {
  if (!content?.security) return;
  const { form, issuer, number, amount, validUntil } = content.security;
  await work.query(
    `INSERT INTO securities (id, version, kind, tender_id, bid_id, procurer_id, supplier_id, form, issuer, number, amount, valid_until, recorded_at)
     SELECT $1, 1, 'tender', $2, $3, procurer_id, $4, $5, $6, $7, $8, $9, $10 FROM tenders WHERE id = $2`,
    [newId(), tenderId, bidId, supplierId, form, issuer, number, amount.amount, validUntil, openedAt],
  );
}

interface Receipted {
  id: string;
  ciphertextSha256: string;
  priceSha256: string | null;
}

/** The box against the receipts: every bid and every hash, no more and no fewer. */
function requireSameSet(boxed: readonly BoxedBid[], receipts: readonly Receipted[]): void {
  const told = (all: readonly Receipted[]): string =>
    all
      .map((one) => `${one.id} ${one.ciphertextSha256} ${one.priceSha256 ?? ''}`)
      .sort()
      .join('\n');
  if (told(boxed.map((one) => ({ ...one, priceSha256: one.price?.sha256 ?? null }))) === told(receipts)) return;
  throw new LawRefusal([breach('opening.count-differs', { bids: boxed.length, receipts: receipts.length })]);
}

function recordOpening(
  work: Work,
  tender: Tender,
  bids: readonly OpenedBid[],
  more: { minutesSha256: string; sealedTo: number },
): void {
  const about = { article: 58, tenderId: tender.id };
  const defective = bids.filter((bid) => bid.defect).length;
  work.record({
    ...about,
    type: 'tender.opened',
    subject: { kind: 'tender', id: tender.id },
    payload: { bids: bids.length, defective, ...more },
    tell: [tender.procurerId, ...bids.map((bid) => bid.supplierId)],
  });
  for (const bid of bids) {
    const { ciphertextSha256, defect } = bid;
    work.record({
      ...about,
      type: defect ? 'bid.found-defective' : 'bid.opened',
      subject: { kind: 'bid', id: bid.id },
      payload: { ciphertextSha256, ...(defect ? { cause: defect.cause, rule: defect.breach.rule } : {}) },
    });
  }
}

/** Without any bid there is nothing to evaluate: the procurement fails there and then (废标; a ground for art. 48 later). */
async function failForWantOfBids(work: Work, tender: Tender): Promise<void> {
  const explanation = { zh: '截至投标截止时间，没有收到投标文件。', en: 'No bid was in the box when it was opened.' };
  const bids = { opened: 0, valid: 0, overBudget: 0 };
  await failTender(work, tender, { code: 'no-rece', reason: 'no-bids', explanation, bids, tell: [tender.procurerId] });
}

function alreadyOpen(work: Work, tender: Tender): void {
  work.record({
    type: 'opening.repeated',
    article: 58,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { openedAt: tender.openedAt },
  });
}
