import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { DueWork } from '../platform/due-sweeper.js';
import { LogSigner } from './log-signer.js';
import { PublishCheckpoint } from './publish-checkpoint.js';

/** The whole log is one piece of due work. */
const logId = '00000000-0000-7000-8000-0000000000a1';

/** A checkpoint falls due where the tree has grown and the last is old enough; a clock that was put back makes it due, too. */
@Injectable()
export class Publishing implements OnModuleInit {
  constructor(
    private readonly due: DueWork,
    private readonly publish: PublishCheckpoint,
    private readonly signer: LogSigner,
    @Inject(CONFIG) private readonly config: Pick<Config, 'checkpointSeconds'>,
  ) {}

  onModuleInit(): void {
    const origin = `'${this.signer.origin.replaceAll("'", "''")}'`;
    const seconds = this.config.checkpointSeconds;
    this.due.register({
      name: 'log.checkpoint',
      claim: `SELECT '${logId}'::uuid AS id
               WHERE '${logId}'::uuid <> ALL ($1)
                 AND (SELECT max(size) FROM log_roots) IS DISTINCT FROM (SELECT max(size) FROM log_checkpoints WHERE origin = ${origin})
                 AND NOT EXISTS (SELECT FROM log_checkpoints WHERE origin = ${origin}
                                  AND recorded_at > platform_now() - interval '${seconds} seconds' AND recorded_at <= platform_now()
                                  AND ${seconds} > 0)`,
      run: async () => {
        await this.publish.run();
      },
    });
  }
}
