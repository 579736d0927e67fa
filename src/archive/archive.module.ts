import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApproveDisposal } from './approve-disposal.js';
import { ArchiveController } from './archive.controller.js';
import { CompareRecord } from './compare-record.js';
import { Comparing } from './comparing.js';
import { FindingsController } from './findings.controller.js';
import { DestroyRecord } from './destroy-record.js';
import { Disposal } from './disposal.entity.js';
import { DisposalsController } from './disposals.controller.js';
import { FollowEnd } from './follow-end.js';
import { PlaceHold } from './place-hold.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ProposeDueDisposals } from './propose-due-disposals.js';
import { ReadArchive } from './read-archive.js';
import { ReadFindings } from './read-findings.js';
import { ReadDisposals } from './read-disposals.js';
import { ReadRetention } from './read-retention.js';
import { RefuseDisposal } from './refuse-disposal.js';
import { ReleaseHold } from './release-hold.js';
import { RemoveFiles } from './remove-files.js';
import { RetentionController } from './retention.controller.js';
import { SequenceEntries } from './sequence-entries.js';
import { Sequencing } from './sequencing.js';

@Module({
  imports: [TypeOrmModule.forFeature([Disposal])],
  controllers: [ArchiveController, RetentionController, DisposalsController, FindingsController],
  providers: [
    ReadArchive,
    SequenceEntries,
    Sequencing,
    FollowEnd,
    ReadRetention,
    PlaceHold,
    ReleaseHold,
    ReadDisposals,
    ProposeDisposal,
    ProposeDueDisposals,
    ApproveDisposal,
    RefuseDisposal,
    DestroyRecord,
    RemoveFiles,
    CompareRecord,
    Comparing,
    ReadFindings,
  ],
})
export class ArchiveModule {}
