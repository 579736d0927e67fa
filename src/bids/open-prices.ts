import { Injectable } from '@nestjs/common';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import type { Actor } from '../platform/actor.js';
import { BlobStore } from '../platform/blob-store.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { bidMachine } from '../rules/bid.machine.js';
import { breach } from '../rules/breach.js';
import { advance } from '../rules/machine.js';
import { isBefore, type Instant } from '../rules/moment.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { locksOf } from '../tenders/locks.js';
import { lockTender } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { byBidder } from './bid-content.js';
import { breachesOfPrice, offeredPrice, priceInYuan } from './bid-terms.js';
import { discardAll } from './open-bids.js';
import { OpenedBid } from './opened-bid.entity.js';
import { keepDocuments } from './opened-documents.queries.js';
import { keepFileKeys } from './opened-file-keys.js';
import { minutesLocks, openingMinutes, type MinutesUnopened } from './opening-minutes.js';
import { ReadSealedBid, type ReadBid } from './read-sealed-bid.js';
import { releaseIdentities } from './release-identities.js';
import { isToBeOpened, isUndecided, latestStage, sealedPrices, type SealedPrice } from './sealed-prices.queries.js';
import { namesOf, signMinutes } from './sign-minutes.js';
import { joinedContent } from './envelope-parts.js';

type Results = Map<string, ReadBid<'price'>>;

/** Who stands and qualifies has its price opened; everybody else's stays sealed. */
interface PricesOpened {
  tender: Tender;
  stage: number;
  opensAt: Instant;
  bids: OpenedBid[];
  left: SealedPrice[];
}

/**
 * The second opening: the prices of those who qualify, and of nobody else. As the first one, it decrypts before the lock, reads the box again
 * under it, and writes everything or nothing.
 */
@Injectable()
export class OpenPrices {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reads: Reads,
    private readonly reader: ReadSealedBid,
    private readonly blobs: BlobStore,
    private readonly signing: SigningKeys,
  ) {}

  /** Throws LawRefusal as `pricesMayBeOpened` does, `tender.suspended`; a second call finds it done. */
  async run(actor: Actor, tenderId: string, keys: RecoveredKeys): Promise<void> {
    const results: Results = new Map();
    try {
      await this.readAll((await sealedPrices(this.reads, tenderId)).filter(isToBeOpened), tenderId, keys, results);
      await this.uow.run(actor, (work) => this.open(work, tenderId, keys, results));
    } finally {
      await discardAll(this.blobs, results);
    }
  }

  private async open(work: Work, tenderId: string, keys: RecoveredKeys, results: Results): Promise<void> {
    const tender = await lockTender(work, tenderId);
    const sealed = await sealedPrices(work, tenderId);
    const opensAt = await pricesMayBeOpened(work, tender, sealed);
    if (opensAt === null) return alreadyOpen(work, tenderId);
    await refuseIfSuspended(work, tenderId);
    const due = sealed.filter(isToBeOpened);
    await this.readAll(due, tenderId, keys, results);
    const bids: OpenedBid[] = [];
    for (const one of due) bids.push(await this.keep(work, tender, one, results.get(one.id) as ReadBid<'price'>));
    const stage = ((await latestStage(work, tenderId)) as { stage: number }).stage;
    const opened = { tender, stage, opensAt, bids, left: sealed.filter((one) => !isToBeOpened(one)) };
    const minutesSha256 = await this.sign(work, opened, keys);
    const sealedTo = await releaseIdentities(work, tenderId, 'price', keys);
    recordPrices(work, opened, { minutesSha256, sealedTo });
  }

  private readAll(due: readonly SealedPrice[], tenderId: string, keys: RecoveredKeys, results: Results): Promise<void> {
    const parts = due.map(({ id, supplierId, priceSha256 }) => ({ id, supplierId, ciphertextSha256: priceSha256 }));
    return this.reader.all(parts, { tenderId, keys, envelope: 'price' }, results);
  }

  /** The bid is whole from now on, or, with a price that cannot be read or keeps not the terms, invalid. */
  private async keep(work: Work, tender: Tender, bid: SealedPrice, read: ReadBid<'price'>): Promise<OpenedBid> {
    const qualification = bid.content as NonNullable<SealedPrice['content']>;
    const [found] = 'content' in read ? breachesOfPrice(tender, qualification, read.content, bid.supplierId) : [];
    const row = { ...bid, tenderId: tender.id, price: null, defect: null, priceOpenedAt: null } as unknown as OpenedBid;
    await keepFileKeys(work, bid.id, 'price', read.fileKeys);
    if (!('content' in read) || found) {
      const { defect } = 'content' in read ? byBidder(found as NonNullable<typeof found>) : read;
      return work.save(OpenedBid, row, { state: foundDefective(tender, work.now), defect, priceOpenedAt: work.now });
    }
    await keepDocuments(work, this.blobs, row, read.files);
    const content = joinedContent(qualification, read.content);
    return work.save(OpenedBid, row, { price: priceInYuan(tender, content), content, priceOpenedAt: work.now });
  }

  private async sign(work: Work, { tender, stage, opensAt, bids, left }: PricesOpened, keys: RecoveredKeys): Promise<string> {
    const { id, referenceNumber } = tender;
    const names = await namesOf(work, [...bids, ...left]);
    const minutes = openingMinutes(
      { id, envelope: 'price', referenceNumber, bidsCloseAt: tender.bidsCloseAt as Instant, opensAt },
      work.now,
      minutesLocks(await locksOf(work, id, 'price'), keys),
      bids.map((bid) => ({ ...bid, offered: bid.price === null ? null : offeredPrice(tender, bid.content) })),
      names,
    );
    const unopened = left.map(({ id: bidId, supplierId, priceSha256, state }): MinutesUnopened => ({
      bidId,
      supplierId,
      supplierName: names.get(supplierId) ?? {},
      ciphertextSha256: priceSha256,
      reason: state === 'defective' ? 'defective' : 'not-qualified',
    }));
    return signMinutes(work, this.signing, { ...minutes, unopened }, stage);
  }
}

/**
 * From when on the prices of those who qualify may be opened; null where there is none to open. Throws LawRefusal `opening.qualification-undecided`,
 * `opening.prices-unannounced`, `opening.too-early`, `tender.wrong-state`.
 */
export async function pricesMayBeOpened(
  work: Work,
  { id, state, openedAt }: Tender,
  sealed: readonly SealedPrice[],
): Promise<Instant | null> {
  if (state === 'cancelled' || state === 'failed') throw new LawRefusal([breach('tender.wrong-state', { state, event: 'open' })]);
  if (openedAt === null || sealed.some(isUndecided)) throw new LawRefusal([breach('opening.qualification-undecided')]);
  if (!sealed.some(isToBeOpened)) return null;
  const opensAt = (await latestStage(work, id))?.opensAt ?? null;
  if (opensAt === null) throw new LawRefusal([breach('opening.prices-unannounced')]);
  if (isBefore(work.now, opensAt)) throw new LawRefusal([breach('opening.too-early', { openableAt: opensAt, now: work.now })]);
  return opensAt;
}

function foundDefective({ bidsCloseAt }: Tender, now: Instant): OpenedBid['state'] {
  const moments = { bidsCloseAt: bidsCloseAt as Instant };
  const step = advance(bidMachine, 'opened', 'find-defective', 'custodian', moments, { now });
  if (step.kind !== 'moved') throw new Error('an opened bid can be found defective');
  return step.to;
}

function recordPrices(
  work: Work,
  { tender, stage, bids, left }: PricesOpened,
  more: { minutesSha256: string; sealedTo: number },
): void {
  const about = { article: 58, tenderId: tender.id };
  work.record({
    ...about,
    type: 'tender.prices-opened',
    subject: { kind: 'tender', id: tender.id },
    payload: { stage, bids: bids.length, unopened: left.length, defective: bids.filter((bid) => bid.defect).length, ...more },
    tell: [tender.procurerId, ...bids.map((bid) => bid.supplierId)],
  });
  for (const { id, priceSha256, defect } of bids) {
    work.record({
      ...about,
      type: defect ? 'bid.found-defective' : 'bid.price-opened',
      subject: { kind: 'bid', id },
      payload: { ciphertextSha256: priceSha256, ...(defect ? { cause: defect.cause, rule: defect.breach.rule } : {}) },
    });
  }
}

function alreadyOpen(work: Work, tenderId: string): void {
  work.record({
    type: 'opening.repeated',
    article: 58,
    tenderId,
    subject: { kind: 'tender', id: tenderId },
    payload: { envelope: 'price' },
  });
}
