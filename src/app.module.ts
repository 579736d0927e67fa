import { Module, type DynamicModule } from '@nestjs/common';
import type { pino } from 'pino';
import { ArchiveModule } from './archive/archive.module.js';
import { AwardsModule } from './awards/awards.module.js';
import { BidsModule } from './bids/bids.module.js';
import { ChallengesModule } from './challenges/challenges.module.js';
import { CustodyModule } from './custody/custody.module.js';
import { LogModule } from './log/log.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { PrequalificationModule } from './prequalification/prequalification.module.js';
import { TendersModule } from './tenders/tenders.module.js';

@Module({})
export class AppModule {
  static with(config: Config, log: pino.Logger): DynamicModule {
    const procedure = [
      OrganizationsModule,
      TendersModule,
      CustodyModule,
      PrequalificationModule,
      BidsModule,
      AwardsModule,
      ChallengesModule,
      ArchiveModule,
      LogModule,
    ];
    return { module: AppModule, imports: [PlatformModule.with(config, log), ...procedure] };
  }
}
