import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CustodyModule } from '../custody/custody.module.js';
import { AppendUpload } from './append-upload.js';
import { BeginUpload } from './begin-upload.js';
import { BidsDuties } from './bids.duties.js';
import { BidsController } from './bids.controller.js';
import { BidBox } from './bids.queries.js';
import { CompleteUpload } from './complete-upload.js';
import { ConfirmBid } from './confirm-bid.js';
import { GiveUpUpload } from './give-up-upload.js';
import { HandInShare } from './hand-in-share.js';
import { OpenBids } from './open-bids.js';
import { OpenPrices } from './open-prices.js';
import { OpenedBid } from './opened-bid.entity.js';
import { OpeningController } from './opening.controller.js';
import { SignedMinutes } from './opening-minutes.entity.js';
import { ReadEvidenceOfOpening } from './read-evidence-of-opening.js';
import { ReadOpening } from './read-opening.js';
import { ReadOwnBid } from './read-own-bid.js';
import { ReadSession } from './read-session.js';
import { ReadSealedBid } from './read-sealed-bid.js';
import { ReadUpload } from './read-upload.js';
import { ReceiveBid } from './receive-bid.js';
import { SealPageController } from './seal-page.controller.js';
import { SealPageScript } from './seal-page-script.js';
import { SubmitBid } from './submit-bid.js';
import { TakeSealedFile } from './take-sealed-file.js';
import { TellBidders } from './tell-bidders.js';
import { UploadFiles } from './upload-files.js';
import { UploadsController } from './uploads.controller.js';
import { UploadBox } from './uploads.queries.js';
import { WithdrawBid } from './withdraw-bid.js';

@Module({
  imports: [CustodyModule, TypeOrmModule.forFeature([OpenedBid, SignedMinutes])],
  controllers: [BidsController, UploadsController, OpeningController, SealPageController],
  providers: [
    BidsDuties,
    BidBox,
    ReceiveBid,
    TakeSealedFile,
    SubmitBid,
    WithdrawBid,
    ConfirmBid,
    TellBidders,
    ReadOwnBid,
    ReadSealedBid,
    OpenBids,
    OpenPrices,
    HandInShare,
    ReadOpening,
    UploadBox,
    UploadFiles,
    ReadUpload,
    BeginUpload,
    AppendUpload,
    CompleteUpload,
    GiveUpUpload,
    ReadSession,
    ReadEvidenceOfOpening,
    SealPageScript,
  ],
})
export class BidsModule {}
