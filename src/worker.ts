import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { pino } from 'pino';
import { AppModule } from './app.module.js';
import { requireRealClock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { createLog, NestLog } from './platform/logging.js';
import { QueueModule } from './platform/queue.module.js';
import { Reads } from './platform/reads.js';
import { requireModestRole } from './platform/service-role.js';
import { configOrExit, startedOrExit } from './platform/starting.js';
import { WorkerLoops } from './platform/worker-loops.js';

@Module({})
class WorkerModule {
  static with(config: Config, log: pino.Logger): DynamicModule {
    return { module: WorkerModule, imports: [AppModule.with(config, log), QueueModule.with()] };
  }
}

const config = configOrExit();
const log = createLog(config.logLevel, 'worker');
const app = await startedOrExit(log, 'worker', working);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave(signal));
log.info({ engine: config.redisUrl === null ? 'postgresql' : 'redis' }, 'worker ready');

async function working(): Promise<INestApplicationContext> {
  const context = await NestFactory.createApplicationContext(WorkerModule.with(config, log), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  await requireModestRole(context.get(Reads));
  if (config.production) await requireRealClock(context.get(Reads));
  await context.get(WorkerLoops).start();
  return context;
}

/** The loops first, while everything they use is still there. */
async function leave(signal: string): Promise<void> {
  log.info({ signal }, 'worker leaving');
  await app.get(WorkerLoops).stop();
  await app.close();
  process.exit(0);
}
