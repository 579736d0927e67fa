import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Instant } from '../rules/moment.js';
import { shanghaiTime } from '../rules/moment.js';
import { advanced, isSettable, setClock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { DueSweeper } from './due-sweeper.js';
import { IsInstant } from './fields.js';
import { Dry, Policy } from './policy.js';
import { Reads } from './reads.js';
import { invalid } from './refusal.js';

export class ClockSetting {
  /** The instant the clock shall show. */
  @IsOptional() @IsInstant() now?: string;
  /** An ISO 8601 duration to move by, such as `P41D`. */
  @IsOptional() @IsString() @MaxLength(40) advance?: string;
  /** Stand still at that instant instead of going on from it. */
  @IsOptional() @IsBoolean() standing?: boolean;
}

/** Only with DEV_CLOCK=1, which production refuses. */
@Controller('dev/clock')
export class DevClockController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly reads: Reads,
    private readonly sweeper: DueSweeper,
  ) {}

  @Policy('public')
  @Get()
  async read(): Promise<{ now: Instant; shanghai: string }> {
    const now = await this.reads.now();
    return { now, shanghai: shanghaiTime(now) };
  }

  @Policy('public')
  @Dry()
  @Post()
  async set(@Body() setting: ClockSetting): Promise<{ now: Instant; shanghai: string }> {
    if ((setting.now === undefined) === (setting.advance === undefined)) {
      const pointer = setting.now === undefined ? '#/now' : '#/advance';
      throw invalid(pointer, { zh: '请提供now或advance之一。', en: 'Give either now or advance.' });
    }
    const target = setting.now ?? advanced(await this.reads.now(), setting.advance as string);
    if (target === null || !isSettable(target)) {
      throw invalid(setting.now === undefined ? '#/advance' : '#/now', {
        zh: '不是ISO 8601时长，或超出2000年至2199年。',
        en: 'Not an ISO 8601 duration, or beyond the years 2000 to 2199.',
      });
    }
    await setClock(this.config.databaseOwnerUrl as string, target, setting.standing ?? false);
    await this.sweeper.sweepNow();
    return this.read();
  }
}
