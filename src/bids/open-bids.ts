import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { canonicalJson } from '../platform/audit-leaf.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { bidMachine } from '../rules/bid.machine.js';
import { breach, type Bilingual } from '../rules/breach.js';
import { advance } from '../rules/machine.js';
import type { Instant } from '../rules/moment.js';
import { failTender } from '../tenders/failures.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { locksOf } from '../tenders/locks.js';
import { publishNotice } from '../tenders/notices.js';
import { advanceTender, lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { offeredPrice, priceInYuan } from './bid-terms.js';
import { bidsForOpening, receiptsForOpening, type BoxedBid } from './bids.queries.js';
import { OpenedBid } from './opened-bid.entity.js';
import { minutesLocks, openingMinutes, type OpeningMinutes, type TenderOpened } from './opening-minutes.js';
import { SignedMinutes } from './opening-minutes.entity.js';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import { ReadSealedBid, type ReadBid } from './read-sealed-bid.js';
import { releaseIdentities } from './release-identities.js';
import { underTerms } from './under-terms.js';

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
  async run(actor: Actor, tenderId: string, keys: RecoveredKeys): Promise<void> {
    const results: Results = new Map();
    try {
      await this.readAll(await bidsForOpening(this.reads, tenderId), tenderId, keys, results);
      await this.uow.run(actor, (work) => this.open(work, tenderId, keys, results));
    } finally {
      for (const read of results.values()) {
        if ('files' in read) await Promise.all(read.files.map((file) => this.blobs.discard(file)));
      }
    }
  }

  private async open(work: Work, tenderId: string, keys: RecoveredKeys, results: Results): Promise<void> {
    const tender = await lockTender(work, tenderId);
    if (tender.openedAt !== null) return alreadyOpen(work, tender);
    await refuseIfSuspended(work, tenderId);
    const boxed = await bidsForOpening(work, tenderId);
    requireSameSet(boxed, await receiptsForOpening(work, tenderId));
    await this.readAll(boxed, tenderId, keys, results);
    const openedAt = work.now;
    await advanceTender(work, tender, 'open', 'custodian', { openedAt });
    const bids = boxed.map((bid) => openedBid(bid, tender, openedAt, results.get(bid.id) as ReadBid));
    for (const bid of bids) await this.keep(work, bid, results.get(bid.id) as ReadBid);
    const minutes = await this.sign(work, tender, keys, bids);
    await publishNotice(work, { tenderId, kind: 'opening-minutes', content: minutes.notice });
    const sealedTo = await releaseIdentities(work, tenderId, 'bid', keys);
    recordOpening(work, tender, bids, { minutesSha256: minutes.sha256, sealedTo });
    if (bids.length === 0) await failForWantOfBids(work, tender);
  }

  /** Reads what has not been read yet, in the order of receipt. */
  private async readAll(boxed: readonly BoxedBid[], tenderId: string, keys: RecoveredKeys, results: Results): Promise<void> {
    const seen = new Set<string>();
    for (const bid of boxed) {
      if (!results.has(bid.id)) results.set(bid.id, await this.reader.run(bid, tenderId, keys, seen));
      seen.add(bid.ciphertextSha256);
    }
  }

  /** The documents first: a row that names them must find them. */
  private async keep(work: Work, bid: OpenedBid, read: ReadBid): Promise<void> {
    if ('files' in read && bid.content) for (const file of read.files) await this.blobs.keep(file);
    await work.insert(OpenedBid, bid);
    await keepSecurity(work, bid);
  }

  private async sign(work: Work, tender: Tender, keys: RecoveredKeys, bids: readonly OpenedBid[]): Promise<PublishedMinutes> {
    const locks = await locksOf(work, tender.id);
    const names = await namesOf(work, bids);
    const content = openingMinutes(
      tenderOpened(tender),
      work.now,
      minutesLocks(locks, keys),
      bids.map((bid) => ({ ...bid, offered: offeredPrice(tender, bid.content) })),
      names,
    );
    const minutes = canonicalJson(content);
    const signature = this.signing.sign(Buffer.from(minutes, 'utf8'));
    const row = { tenderId: tender.id, id: newId(), minutes, keyId: this.signing.keyId, signature, recordedAt: work.now };
    await work.insert(SignedMinutes, row);
    return {
      notice: { minutes: content, keyId: row.keyId, signature },
      sha256: createHash('sha256').update(minutes).digest('hex'),
    };
  }
}

interface PublishedMinutes {
  notice: { minutes: OpeningMinutes; keyId: string; signature: string };
  sha256: string;
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
    price: content && priceInYuan(tender, content),
    content,
    defect,
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

/** The box against the receipts: every bid and every hash, no more and no fewer. */
function requireSameSet(boxed: readonly BoxedBid[], receipts: readonly { id: string; ciphertextSha256: string }[]): void {
  const told = (all: readonly { id: string; ciphertextSha256: string }[]): string =>
    all
      .map((one) => `${one.id} ${one.ciphertextSha256}`)
      .sort()
      .join('\n');
  if (told(boxed) === told(receipts)) return;
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

async function namesOf(work: Work, bids: readonly OpenedBid[]): Promise<Map<string, Partial<Bilingual>>> {
  const rows = await work.query<{ id: string; name: Partial<Bilingual> }>(
    'SELECT id, name FROM organizations WHERE id = ANY ($1)',
    [bids.map((bid) => bid.supplierId)],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

function tenderOpened(tender: Tender): TenderOpened {
  const { id, referenceNumber } = tender;
  return { id, referenceNumber, bidsCloseAt: tender.bidsCloseAt as Instant, opensAt: tender.opensAt as Instant };
}
