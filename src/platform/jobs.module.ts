import { Global, Module } from '@nestjs/common';
import { DeliverMessage } from './deliver-message.js';
import { DrainJobs } from './drain-jobs.js';
import { DueSweeper, DueWork } from './due-sweeper.js';
import { Effects } from './effects.js';
import { JobHandlers } from './job-handlers.js';

/** What there is to do, in every process. Who does it, and through which queue, is the worker's (queue.module.ts). */
@Global()
@Module({
  providers: [JobHandlers, Effects, DueWork, DueSweeper, DrainJobs, DeliverMessage],
  exports: [JobHandlers, Effects, DueWork, DueSweeper, DrainJobs],
})
export class JobsModule {}
