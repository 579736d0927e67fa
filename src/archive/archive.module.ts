import { Module } from '@nestjs/common';
import { ArchiveController } from './archive.controller.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ReadArchive } from './read-archive.js';
import { SequenceEntries } from './sequence-entries.js';
import { Sequencing } from './sequencing.js';

@Module({
  controllers: [ArchiveController],
  providers: [ReadArchive, ProposeDisposal, SequenceEntries, Sequencing],
})
export class ArchiveModule {}
