import { Module } from '@nestjs/common';
import { ArchiveController } from './archive.controller.js';
import { BuildBundle } from './build-bundle.js';
import { BundlesController } from './bundles.controller.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ReadArchive } from './read-archive.js';
import { ReadBundle } from './read-bundle.js';
import { SequenceEntries } from './sequence-entries.js';
import { Sequencing } from './sequencing.js';

@Module({
  controllers: [ArchiveController, BundlesController],
  providers: [ReadArchive, ProposeDisposal, SequenceEntries, Sequencing, BuildBundle, ReadBundle],
})
export class ArchiveModule {}
