import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import type { BidState } from '../rules/bid.machine.js';
import { bidReceipt, type BidReceipt } from './bid-receipt.js';
import { BidBox } from './bids.queries.js';
import type { BidDefect } from './opened-bid.entity.js';

/** A supplier's own bid: all its receipts, oldest first. The platform holds a sealed file and so shows no content. */
export interface OwnBid {
  id: string;
  tenderId: string;
  version: number;
  state: BidState;
  defect: BidDefect | null;
  receipts: BidReceipt[];
}

/** What a supplier may read of its own sealed bid; another supplier's is not there. */
@Injectable()
export class ReadOwnBid {
  constructor(
    private readonly box: BidBox,
    private readonly reads: Reads,
    private readonly keys: SigningKeys,
  ) {}

  async mine(actor: Actor, tenderId: string): Promise<OwnBid> {
    const rows = actor.organizationId === null ? [] : await this.box.own(tenderId, actor.organizationId);
    const last = rows.at(-1);
    if (!last) throw unknownResource();
    const receipts = rows.map((row) => bidReceipt(row, tenderId, this.keys));
    const [opened] = await this.reads.named<{ state: BidState; version: number; defect: BidDefect | null }>(
      'own-opened-bid',
      'SELECT state, version, defect FROM opened_bids WHERE id = $1',
      [last.id],
    );
    return {
      id: last.id,
      tenderId,
      version: last.version + (opened?.version ?? 0),
      state: opened?.state ?? (last.action === 'withdrawal' ? 'withdrawn' : 'submitted'),
      defect: opened?.defect ?? null,
      receipts,
    };
  }

  async receipt(actor: Actor, id: string): Promise<BidReceipt> {
    const row = actor.organizationId === null ? null : await this.box.receipt(id, actor.organizationId);
    if (!row) throw unknownResource();
    requireCovered(actor, row.tender_id);
    return bidReceipt(row, row.tender_id, this.keys);
  }
}
