import { Module, type DynamicModule } from '@nestjs/common';
import type { pino } from 'pino';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';

@Module({})
export class AppModule {
  static with(config: Config, log: pino.Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.with(config, log)],
    };
  }
}
