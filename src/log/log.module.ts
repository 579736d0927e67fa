import { Module } from '@nestjs/common';
import { LogController } from './log.controller.js';
import { LogSigner } from './log-signer.js';
import { PublishCheckpoint } from './publish-checkpoint.js';
import { Publishing } from './publishing.js';
import { ReadEntryProof } from './read-entry-proof.js';
import { ReadLog } from './read-log.js';
import { ReceiptProofsController } from './receipt-proofs.controller.js';

@Module({
  controllers: [LogController, ReceiptProofsController],
  providers: [LogSigner, PublishCheckpoint, Publishing, ReadLog, ReadEntryProof],
  exports: [LogSigner, PublishCheckpoint],
})
export class LogModule {}
