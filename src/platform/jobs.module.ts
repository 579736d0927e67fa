import { Global, Module } from '@nestjs/common';
import { ClockWatch } from './clock-watch.js';
import { DeliverMessage } from './deliver-message.js';
import { DevOutboxController } from './dev-outbox.controller.js';
import { DrainJobs } from './drain-jobs.js';
import { DueSweeper, DueWork } from './due-sweeper.js';
import { Effects } from './effects.js';
import { JobHandlers } from './job-handlers.js';
import { LoopWork } from './loop-work.js';
import { MailTransport } from './mail-transport.js';
import { SendMails } from './send-mails.js';

/** What there is to do, in every process. Who does it, and through which queue, is the worker's (queue.module.ts). */
@Global()
@Module({
  controllers: [DevOutboxController],
  providers: [
    ClockWatch,
    JobHandlers,
    Effects,
    DueWork,
    LoopWork,
    DueSweeper,
    DrainJobs,
    DeliverMessage,
    MailTransport,
    SendMails,
  ],
  exports: [ClockWatch, JobHandlers, Effects, DueWork, LoopWork, DueSweeper, DrainJobs, MailTransport, SendMails],
})
export class JobsModule {}
