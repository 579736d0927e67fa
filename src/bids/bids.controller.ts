import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Post,
  Put,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EnvelopeQuery } from '../custody/sealing.dto.js';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import type { BidReceipt } from './bid-receipt.js';
import { ConfirmBid, type BidConfirmation } from './confirm-bid.js';
import { ConfirmationBody } from './confirmation.dto.js';
import type { ReleasedFileKeys } from './opened-file-keys.js';
import { ReadEvidenceOfOpening } from './read-evidence-of-opening.js';
import { ReadOwnBid, type OwnBid } from './read-own-bid.js';
import { SealedFile, sealedFileOf } from './sealed-body.js';
import { SubmitBid } from './submit-bid.js';
import { WithdrawBid } from './withdraw-bid.js';

@Controller('v1')
export class BidsController {
  constructor(
    private readonly submitBid: SubmitBid,
    private readonly withdrawBid: WithdrawBid,
    private readonly confirmBid: ConfirmBid,
    private readonly readOwnBid: ReadOwnBid,
    private readonly evidence: ReadEvidenceOfOpening,
  ) {}

  @Delegated('bid')
  @Post('tenders/:id/bids')
  @Policy('supplier')
  @Creates()
  @SealedFile()
  submit(@By() actor: Actor, @IdParam() id: string, @Req() request: FastifyRequest): Promise<BidReceipt> {
    return this.submitBid.run(actor, id, 'submission', sealedFileOf(request));
  }

  @Delegated('bid')
  @Get('tenders/:id/bids/mine')
  @Policy('supplier')
  mine(@By() actor: Actor, @IdParam() id: string): Promise<OwnBid> {
    return this.readOwnBid.mine(actor, id);
  }

  /** The sealed file that the supplier handed in last, byte for byte; of two, the sealed price with `envelope=price`. */
  @Delegated('bid')
  @Get('tenders/:id/bids/mine/sealed-file')
  @Policy('supplier')
  sealedFile(
    @By() actor: Actor,
    @IdParam() id: string,
    @Query() { envelope }: EnvelopeQuery,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return this.evidence.own(actor, id, { range, envelope }, reply);
  }

  /** The keys of the supplier's own file alone, once it was opened; of two, of the sealed price with `envelope=price`. */
  @Delegated('bid')
  @Get('tenders/:id/bids/mine/file-keys')
  @Policy('supplier')
  fileKeys(@By() actor: Actor, @IdParam() id: string, @Query() { envelope }: EnvelopeQuery): Promise<ReleasedFileKeys> {
    return this.evidence.ownFileKeys(actor, id, envelope);
  }

  @Delegated('bid')
  @Put('tenders/:id/bids/mine')
  @Policy('supplier')
  @Creates()
  @SealedFile()
  replace(@By() actor: Actor, @IdParam() id: string, @Req() request: FastifyRequest): Promise<BidReceipt> {
    return this.submitBid.run(actor, id, 'replacement', sealedFileOf(request));
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
