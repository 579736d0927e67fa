import { Gauge, register } from 'prom-client';
import type { Reader } from './reads.js';

const name = 'mail_deliveries';

/** Mails by state at this moment; `overdue` are those whose next try should have come. Read from the rows: every process says the same. */
export async function countMails(reader: Reader): Promise<void> {
  const gauge =
    (register.getSingleMetric(name) as Gauge<'state'> | undefined) ??
    new Gauge({ name, help: 'Mails by state', labelNames: ['state'] as const });
  const [row] = await reader.query<Record<'pending' | 'sent' | 'failed' | 'overdue', string>>(
    `SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'sent') AS sent,
            count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE next_try_at <= platform_now()) AS overdue
       FROM mail_deliveries`,
  );
  for (const [state, count] of Object.entries(row ?? {})) gauge.set({ state: state as 'pending' }, Number(count));
}
