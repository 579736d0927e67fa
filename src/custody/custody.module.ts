import { Module } from '@nestjs/common';
import { CustodianKeysController } from './custodian-keys.controller.js';
import { EnrolKey } from './enrol-key.js';
import { LookForShares } from './look-for-shares.js';
import { ReadOwnShares } from './read-own-shares.js';
import { RehearseOpening } from './rehearse-opening.js';
import { SealTender } from './seal-tender.js';
import { SealingController } from './sealing.controller.js';
import { SessionKeys } from './session-keys.js';
import { ShareSessions } from './share-sessions.js';

@Module({
  controllers: [CustodianKeysController, SealingController],
  providers: [EnrolKey, SealTender, ReadOwnShares, RehearseOpening, ShareSessions, LookForShares, SessionKeys],
  exports: [ShareSessions, LookForShares, SessionKeys],
})
export class CustodyModule {}
