import { Gauge, register } from 'prom-client';
import type { Reader } from './reads.js';

const name = 'archive_findings';

/** How many differences between rows and leaves have been found, ever. */
export async function countFindings(reader: Reader): Promise<number> {
  const gauge =
    (register.getSingleMetric(name) as Gauge | undefined) ?? new Gauge({ name, help: 'Rows that are not what the log says' });
  const [row] = await reader.query<{ count: number }>('SELECT count(*)::int AS count FROM archive_findings');
  const count = row?.count ?? 0;
  gauge.set(count);
  return count;
}
