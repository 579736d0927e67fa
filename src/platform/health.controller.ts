import { Controller, Get, Header } from '@nestjs/common';
import { register, collectDefaultMetrics } from 'prom-client';
import { countMails } from './count-mails.js';
import { Policy } from './policy.js';
import { Reads } from './reads.js';
import { Refusal } from './refusal.js';

if (!register.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics();

@Controller()
export class HealthController {
  constructor(private readonly reads: Reads) {}

  /** The process answers. */
  @Policy('public')
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The database answers and is migrated. Refusal 503 otherwise. */
  @Policy('public')
  @Get('health/ready')
  async ready(): Promise<{ status: 'ok'; now: string }> {
    const now = await this.reads.now().catch(() => Promise.reject(databaseAway()));
    return { status: 'ok', now };
  }

  /** Prometheus text. Bid submissions are in no counter. Without the database: what the process itself knows. */
  @Policy('public')
  @Get('metrics')
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    await countMails(this.reads).catch(() => undefined);
    return register.metrics();
  }
}

function databaseAway(): Refusal {
  return new Refusal(503, 'not-ready', { zh: '数据库不可用', en: 'The database does not answer' }, [], { 'retry-after': '2' });
}
