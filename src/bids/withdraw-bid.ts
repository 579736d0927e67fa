import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import type { BidReceipt } from './bid-receipt.js';
import { ReceiveBid } from './receive-bid.js';

/** Art. 51: a bid may be withdrawn (撤回) before the deadline; what was handed in is then never opened. */
@Injectable()
export class WithdrawBid {
  constructor(private readonly receiving: ReceiveBid) {}

  async run(actor: Actor, tenderId: string): Promise<BidReceipt> {
    return this.receiving.run(actor, tenderId, 'withdrawal', null);
  }
}
