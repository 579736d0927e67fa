import { Module } from '@nestjs/common';
import { ArchiveController } from './archive.controller.js';
import { CompareRecord } from './compare-record.js';
import { Comparing } from './comparing.js';
import { FindingsController } from './findings.controller.js';
import { ProposeDisposal } from './propose-disposal.js';
import { ReadArchive } from './read-archive.js';
import { ReadFindings } from './read-findings.js';
import { SequenceEntries } from './sequence-entries.js';
import { Sequencing } from './sequencing.js';

@Module({
  controllers: [ArchiveController, FindingsController],
  providers: [ReadArchive, ProposeDisposal, SequenceEntries, Sequencing, CompareRecord, Comparing, ReadFindings],
})
export class ArchiveModule {}
