import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApproveDisposal } from './approve-disposal.js';
import { ArchiveController } from './archive.controller.js';
import { CompareRecord } from './compare-record.js';
import { Comparing } from './comparing.js';
import { FindingsController } from './findings.controller.js';
import { CloseRedFlag } from './close-red-flag.js';
import { CorrectPerson } from './correct-person.js';
import { DestroyRecord } from './destroy-record.js';
import { Disposal } from './disposal.entity.js';
import { DisposalsController } from './disposals.controller.js';
import { ExportSearch } from './export-search.js';
import { FindRedFlags } from './find-red-flags.js';
import { FollowEnd } from './follow-end.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PlaceHold } from './place-hold.js';
import { BuildBundle } from './build-bundle.js';
import { BundlesController } from './bundles.controller.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ProposeDueDisposals } from './propose-due-disposals.js';
import { ReadAccesses } from './read-accesses.js';
import { ReadArchive } from './read-archive.js';
import { ReadFindings } from './read-findings.js';
import { ReadDisposals } from './read-disposals.js';
import { ReadPersonalData } from './read-personal-data.js';
import { ReadRedFlags } from './read-red-flags.js';
import { ReadRetention } from './read-retention.js';
import { RedFlagRecord } from './red-flag.entity.js';
import { RedFlagsController } from './red-flags.controller.js';
import { RefuseDisposal } from './refuse-disposal.js';
import { ReleaseHold } from './release-hold.js';
import { RemoveFiles } from './remove-files.js';
import { RetentionController } from './retention.controller.js';
import { SearchArchive } from './search-archive.js';
import { SearchController } from './search.controller.js';
import { ReadBundle } from './read-bundle.js';
import { SequenceEntries } from './sequence-entries.js';
import { Sequencing } from './sequencing.js';

@Module({
  imports: [TypeOrmModule.forFeature([Disposal, RedFlagRecord])],
  controllers: [
    ArchiveController,
    RetentionController,
    DisposalsController,
    SearchController,
    RedFlagsController,
    PersonalDataController,
    FindingsController,
    BundlesController,
  ],
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
    SearchArchive,
    ExportSearch,
    ReadAccesses,
    FindRedFlags,
    ReadRedFlags,
    CloseRedFlag,
    ReadPersonalData,
    CorrectPerson,
    CompareRecord,
    Comparing,
    ReadFindings,
    BuildBundle,
    ReadBundle,
  ],
})
export class ArchiveModule {}
