import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { pino } from 'pino';
import { Gauge, register } from 'prom-client';
import { DataSource } from 'typeorm';
import { skewBetween, skewOfProcess, type ClockSkew } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { LOG } from './logging.js';

/** `unknown`: a clock did not answer. */
export type ClocksState = 'together' | 'apart' | 'unknown';

type Clock = 'process' | 'redis';

const skewMsMax = 500;
const answerMsMax = 2_000;

/**
 * Watches that the real clocks of the database, of this process and of Redis agree. Legal time is the database's alone, so a difference is an
 * alarm (log, metric, readiness) and refuses nothing: neither a bid nor a reading.
 */
@Injectable()
export class ClockWatch implements OnModuleDestroy {
  private redis: Redis | null = null;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {}

  /** Reads every clock now. More than half a second apart, whatever the reading itself may be wrong by, is an alarm. */
  async look(): Promise<ClocksState> {
    const process = await skewOfProcess(this.dataSource).catch(() => null);
    const skews = { process, ...(this.config.redisUrl === null ? {} : { redis: await this.skewOfRedis(process) }) };
    const states = Object.entries(skews).map(([clock, skew]) => this.tell(clock as Clock, skew));
    return states.find((state) => state === 'apart') ?? states.find((state) => state === 'unknown') ?? 'together';
  }

  onModuleDestroy(): void {
    this.redis?.disconnect();
  }

  /** Both are read from this process: Redis against the database is the difference of the two. */
  private async skewOfRedis(process: ClockSkew | null): Promise<ClockSkew | null> {
    const redis = await skewBetween(() => this.redisMs()).catch(() => null);
    if (redis === null || process === null) return null;
    return { ms: process.ms - redis.ms, plusMinusMs: process.plusMinusMs + redis.plusMinusMs };
  }

  private async redisMs(): Promise<number> {
    this.redis ??= quietRedis(this.config.redisUrl as string);
    const [seconds, micros] = await this.redis.time();
    return Number(seconds) * 1_000 + Number(micros) / 1_000;
  }

  private tell(clock: Clock, skew: ClockSkew | null): ClocksState {
    if (skew === null) return 'unknown';
    gauge().set({ clock }, skew.ms / 1_000);
    if (Math.abs(skew.ms) - skew.plusMinusMs <= skewMsMax) return 'together';
    this.log.error(
      { alarm: 'clock-skew', clock, ms: Math.round(skew.ms), plusMinusMs: Math.ceil(skew.plusMinusMs) },
      'clocks are apart',
    );
    return 'apart';
  }
}

function gauge(): Gauge<'clock'> {
  const name = 'clock_skew_seconds';
  const help = "How far a clock is before the database's";
  return (
    (register.getSingleMetric(name) as Gauge<'clock'> | undefined) ?? new Gauge({ name, help, labelNames: ['clock'] as const })
  );
}

function quietRedis(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: answerMsMax,
    connectTimeout: answerMsMax,
  });
  redis.on('error', () => undefined);
  return redis;
}
