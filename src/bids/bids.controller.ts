import type { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { TakesStream } from '../platform/body-type.guard.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { BidReceipt } from './bid-receipt.js';
import { ConfirmBid, type BidConfirmation } from './confirm-bid.js';
import { ConfirmationBody } from './confirmation.dto.js';
import { ReadOwnBid, type OwnBid } from './read-own-bid.js';
import { SubmitBid } from './submit-bid.js';
import type { Upload } from './take-sealed-file.js';
import { WithdrawBid } from './withdraw-bid.js';

@Controller('v1')
export class BidsController {
  constructor(
    private readonly submitBid: SubmitBid,
    private readonly withdrawBid: WithdrawBid,
    private readonly confirmBid: ConfirmBid,
    private readonly readOwnBid: ReadOwnBid,
  ) {}

  @Delegated('bid')
  @Post('tenders/:id/bids')
  @Policy('supplier')
  @Creates()
  @TakesStream('application/age')
  submit(@By() actor: Actor, @IdParam() id: string, @Req() request: FastifyRequest): Promise<BidReceipt> {
    return this.submitBid.run(actor, id, 'submission', uploadOf(request));
  }

  @Delegated('bid')
  @Get('tenders/:id/bids/mine')
  @Policy('supplier')
  mine(@By() actor: Actor, @IdParam() id: string): Promise<OwnBid> {
    return this.readOwnBid.mine(actor, id);
  }

  @Delegated('bid')
  @Put('tenders/:id/bids/mine')
  @Policy('supplier')
  @Creates()
  @TakesStream('application/age')
  replace(@By() actor: Actor, @IdParam() id: string, @Req() request: FastifyRequest): Promise<BidReceipt> {
    return this.submitBid.run(actor, id, 'replacement', uploadOf(request));
  }

  @Delegated('bid')
  @Delete('tenders/:id/bids/mine')
  @HttpCode(200)
  @Policy('supplier')
  @Creates()
  withdraw(@By() actor: Actor, @IdParam() id: string): Promise<BidReceipt> {
    return this.withdrawBid.run(actor, id);
  }

  /** The sealed bid stands under the version of the notice that is named. */
  @Delegated('bid')
  @Post('tenders/:id/bids/mine/confirmations')
  @Policy('supplier')
  @Creates()
  confirm(@By() actor: Actor, @IdParam() id: string, @Body() body: ConfirmationBody): Promise<BidConfirmation> {
    return this.confirmBid.run(actor, id, body.noticeVersion);
  }

  @Delegated('bid')
  @Get('receipts/:id')
  @Policy('supplier')
  receipt(@By() actor: Actor, @IdParam() id: string): Promise<BidReceipt> {
    return this.readOwnBid.receipt(actor, id);
  }
}

function uploadOf(request: FastifyRequest): Upload {
  const length = request.headers['content-length'];
  return {
    stream: request.body as Readable | undefined,
    contentDigest: request.headers['content-digest'],
    bytes: length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : null,
  };
}
