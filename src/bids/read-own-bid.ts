import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import { Reads } from '../platform/reads.js';
import { unknownResource } from '../platform/refusal.js';
import { SigningKeys } from '../platform/signing-keys.js';
import type { BidState } from '../rules/bid.machine.js';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { bidReceipt, type BidReceipt } from './bid-receipt.js';
import { BidBox, type BidStanding } from './bids.queries.js';
import type { BidDefect } from './opened-bid.entity.js';

/** A supplier's own bid: all its receipts, oldest first. The platform holds a sealed file and so shows no content. */
export interface OwnBid {
  id: string;
  tenderId: string;
  version: number;
  state: BidState;
  /** Grows with the notice, and says whether a confirmation falls due: part of the entity tag. */
  revision: string;
  defect: BidDefect | null;
  receipts: BidReceipt[];
  notices: NoticeVersions;
  selfCheck: SelfCheck;
}

/** How a bidder finds out by itself that what the platform holds is what it sent, before the opening and without the platform. */
export interface SelfCheck {
  /** Where the keys are that receipts are signed with. */
  keys: '/v1/keys';
  statement: Bilingual;
}

/** Which version of the notice the last bid answers; an amendment asks for a confirmation, and without one the bid stands under the older version. */
export interface NoticeVersions {
  madeUnder: number;
  answers: number;
  current: number;
  confirmationAsked: boolean;
  confirmedAt: Instant | null;
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
    if (actor.organizationId === null) throw unknownResource();
    const rows = await this.box.own(tenderId, actor.organizationId);
    const standing = await this.box.standing(tenderId, actor.organizationId);
    const last = rows.at(-1);
    if (!last || !standing) throw unknownResource();
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
      revision: `notice${standing.current}${standing.asked ? '-due' : ''}`,
      defect: opened?.defect ?? null,
      receipts,
      notices: noticeVersions(standing),
      selfCheck,
    };
  }

  async receipt(actor: Actor, id: string): Promise<BidReceipt> {
    const row = actor.organizationId === null ? null : await this.box.receipt(id, actor.organizationId);
    if (!row) throw unknownResource();
    requireCovered(actor, row.tender_id);
    return bidReceipt(row, row.tender_id, this.keys);
  }
}

const selfCheck: SelfCheck = {
  keys: '/v1/keys',
  statement: {
    zh: '将回执中的ciphertextSha256与本地密封文件的SHA-256比对，并以/v1/keys公布的密钥（Ed25519，RFC 8785）核验签名；npm run seal -- verify-receipt 可代为完成。',
    en: 'Compare ciphertextSha256 in the receipt with the SHA-256 of your sealed file, and check the signature by the keys at /v1/keys (Ed25519 over RFC 8785); npm run seal -- verify-receipt does both.',
  },
};

function noticeVersions(standing: BidStanding): NoticeVersions {
  const { made_under: madeUnder, answers, current, asked: confirmationAsked, confirmed_at: confirmedAt } = standing;
  return { madeUnder, answers, current, confirmationAsked, confirmedAt };
}
