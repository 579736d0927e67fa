import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { pino } from 'pino';
import { Alarms } from './alarms.js';
import { BlobStore } from './blob-store.js';
import { BodyTypeGuard } from './body-type.guard.js';
import { CONFIG, type Config } from './config.js';
import { dataSourceOptions } from './database.js';
import { DevClockController } from './dev-clock.controller.js';
import { Duties } from './duties.js';
import { HealthController } from './health.controller.js';
import { IdentityModule } from './identity.module.js';
import { JobsModule } from './jobs.module.js';
import { LawController } from './law.controller.js';
import { LawService } from './law.service.js';
import { LOG } from './logging.js';
import { PolicyGuard } from './policy.guard.js';
import { Reads } from './reads.js';
import { RecordCalendarYear } from './record-calendar-year.js';
import { UnitOfWork } from './unit-of-work.js';

/** Written once, knows no module of the procedure. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, log: pino.Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(config.databaseUrl, config.poolSize, 'ftz-work'),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
        IdentityModule,
        JobsModule,
      ],
      controllers: [LawController, HealthController, ...(config.devClock ? [DevClockController] : [])],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        // In this order: who may not knock is not told what the route takes.
        { provide: APP_GUARD, useClass: PolicyGuard },
        { provide: APP_GUARD, useClass: BodyTypeGuard },
        Reads,
        Duties,
        UnitOfWork,
        LawService,
        RecordCalendarYear,
        BlobStore,
        Alarms,
      ],
      exports: [CONFIG, LOG, Reads, Duties, UnitOfWork, LawService, BlobStore, Alarms],
    };
  }
}
