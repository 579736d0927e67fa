import { Global, Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, readConfig } from '../../src/platform/config.js';
import { dataSourceOptions } from '../../src/platform/database.js';
import type { EffectWork } from '../../src/platform/effects.js';
import { JobHandlers, type Message } from '../../src/platform/job-handlers.js';
import type { QueueSettings } from '../../src/platform/jobs.js';
import { JobsModule } from '../../src/platform/jobs.module.js';
import { createLog, LOG } from '../../src/platform/logging.js';
import { QueueModule } from '../../src/platform/queue.module.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';

/** Short enough that a killed worker's job comes back within a test. */
const lockDurationMs = 1_000;

@Global()
@Module({})
class QueueAppModule {
  static with(databaseUrl: string, redisUrl: string | null, settings: Partial<QueueSettings>): DynamicModule {
    const config = readConfig({ DATABASE_URL: databaseUrl, ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }) });
    return {
      module: QueueAppModule,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(databaseUrl, 8, 'ftz-queue-test'), retryAttempts: 0 }),
        JobsModule,
        QueueModule.with({ lockDurationMs, ...settings }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: createLog(process.env['LOG_LEVEL'] ?? 'silent', 'test') },
        UnitOfWork,
      ],
      exports: [CONFIG, LOG],
    };
  }
}

/** The worker's real parts over one database, without the modules of the procedure. */
export async function startQueueApp(
  databaseUrl: string,
  redisUrl: string | null,
  settings: Partial<QueueSettings> = {},
): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(QueueAppModule.with(databaseUrl, redisUrl, settings), {
    logger: false,
    abortOnError: false,
  });
  app.get(JobHandlers).on('test.counted', 'test-count', countEffect);
  return app;
}

/** An effect that would be seen twice if it happened twice. */
async function countEffect(message: Message, work: EffectWork): Promise<void> {
  await work.query('INSERT INTO test_effects (entry_id) VALUES ($1)', [message.entryId]);
}
