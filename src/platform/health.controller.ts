import { Controller, Get, Header } from '@nestjs/common';
import { register } from 'prom-client';
import { Alarms } from './alarms.js';
import { ClockWatch, type ClocksState } from './clock-watch.js';
import { countMails } from './count-mails.js';
import { Policy } from './policy.js';
import { Reads } from './reads.js';
import { Refusal } from './refusal.js';

@Controller()
export class HealthController {
  constructor(
    private readonly reads: Reads,
    private readonly clocks: ClockWatch,
    private readonly alarms: Alarms,
  ) {}

  /** The process answers. */
  @Policy('public')
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The database answers and is migrated; whether the clocks agree, and which alarms stand, is told and makes nothing unready. Refusal 503 without the database. */
  @Policy('public')
  @Get('health/ready')
  async ready(): Promise<{ status: 'ok'; now: string; clocks: ClocksState; alarms: string[] }> {
    const now = await this.reads.now().catch(() => Promise.reject(databaseAway()));
    const alarms = await this.alarms.standing().catch(() => Promise.reject(databaseAway()));
    return { status: 'ok', now, clocks: await this.clocks.look(), alarms };
  }

  /**
   * Prometheus text. Bid submissions are in no counter, and so nothing of the process itself is either: its processor time, heap and sockets
   * grow with every sealed file. The host tells those. Without the database: what the process knows.
   */
  @Policy('public')
  @Get('metrics')
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    await countMails(this.reads).catch(() => undefined);
    await this.clocks.look();
    return register.metrics();
  }
}

function databaseAway(): Refusal {
  return new Refusal(503, 'not-ready', { zh: '数据库不可用', en: 'The database does not answer' }, [], { 'retry-after': '2' });
}
