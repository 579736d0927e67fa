import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DueWork } from '../platform/due-sweeper.js';
import { SequenceEntries } from './sequence-entries.js';

/** The whole log is one piece of due work: due while anything that hides nothing is pending, and once a minute whatever is. */
const logId = '00000000-0000-7000-8000-0000000000a0';

@Injectable()
export class Sequencing implements OnModuleInit {
  constructor(
    private readonly due: DueWork,
    private readonly sequencer: SequenceEntries,
  ) {}

  onModuleInit(): void {
    this.due.register({
      name: 'archive.sequence',
      claim: `SELECT '${logId}'::uuid AS id WHERE '${logId}'::uuid <> ALL ($1) AND log_is_due()`,
      run: async () => {
        await this.sequencer.run();
      },
    });
  }
}
