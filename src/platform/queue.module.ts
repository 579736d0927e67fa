import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { QueueOptions } from 'bullmq';
import { CONFIG, type Config } from './config.js';
import { defaultQueueSettings, producerConnection, queueName, requireNoEviction, type QueueSettings } from './jobs.js';
import { OutboxRelay, QUEUE_SETTINGS } from './outbox-relay.js';
import { WorkerLoops } from './worker-loops.js';

/** The queue and who works it; only the worker process has it. */
@Module({})
export class QueueModule {
  static with(settings: Partial<QueueSettings> = {}): DynamicModule {
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({ inject: [CONFIG], useFactory: queueOptions }),
        BullModule.registerQueue({ name: queueName }),
      ],
      providers: [{ provide: QUEUE_SETTINGS, useValue: { ...defaultQueueSettings, ...settings } }, OutboxRelay, WorkerLoops],
      exports: [BullModule, OutboxRelay, WorkerLoops],
    };
  }
}

/** Asked before anything connects. Throws where Redis does not answer or may evict. */
async function queueOptions(config: Config): Promise<QueueOptions> {
  if (config.redisUrl !== null) await requireNoEviction(config.redisUrl);
  return { connection: producerConnection(config) };
}
