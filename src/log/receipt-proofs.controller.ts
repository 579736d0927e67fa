import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Policy } from '../platform/policy.js';
import { ReadEntryProof } from './read-entry-proof.js';

@Controller('v1/receipts')
export class ReceiptProofsController {
  constructor(private readonly entryProof: ReadEntryProof) {}

  /** Where the receipted act stands in the log (C2SP tlog-proof), for its bidder, once the bids are opened. */
  @Delegated('bid')
  @Policy('supplier')
  @Get(':id/proof')
  proof(@By() actor: Actor, @IdParam() id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.entryProof.receipt(actor, id, reply);
  }
}
