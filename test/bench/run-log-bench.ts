import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions, ownerClient } from '../../src/platform/database.js';
import { migrate } from '../../src/platform/migrate.js';
import { measureAppends, measureGrowth, measureVerifying, type Growth } from './measure-log.js';
import { median, type Ratio } from './numbers.js';
import type { Server } from './run-bench.js';

export interface LogOptions {
  sizes: readonly number[];
  rounds: number;
  entries: number;
  verified: number;
}

export interface LogReport {
  growth: Growth[];
  appends: { plain: number; tree: number; ratio: Ratio };
  verifying: { ours: number; raw: number; ratio: Ratio };
}

/** What the log costs, on a database of its own, which is dropped. */
export async function runLogBench(
  { sizes, rounds, entries, verified }: LogOptions,
  { ownerUrl, appPassword }: Server,
): Promise<LogReport> {
  const name = `ftz_bench_${process.pid}_${randomBytes(4).toString('hex')}`;
  const server = new pg.Client({ connectionString: ownerUrl });
  await server.connect();
  const [own, app] = [new URL(ownerUrl), new URL(ownerUrl)];
  own.pathname = app.pathname = `/${name}`;
  [app.username, app.password] = ['ftz_app', appPassword];
  try {
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    await migrate(own.href, appPassword);
    const owner = await ownerClient(own.href);
    const source = await new DataSource(dataSourceOptions(app.href, 12, 'ftz-bench')).initialize();
    try {
      const appends = await measureAppends(source, entries, rounds);
      const growth = await measureGrowth(owner, source, sizes, rounds);
      const verifying = await measureVerifying(verified, Math.min(rounds, 3));
      return {
        growth,
        appends: { plain: median(appends.plain), tree: median(appends.tree), ratio: appends.ratio },
        verifying: { ours: median(verifying.ours), raw: median(verifying.raw), ratio: verifying.ratio },
      };
    } finally {
      await source.destroy();
      await owner.end();
    }
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.end();
  }
}

/** The report as a page. */
export function textOfLog({ growth, appends, verifying }: LogReport): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const ratio = ({ median: middle, min, max }: Ratio): string => `${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
  return [
    'leaves        append    proof  checkpoint   (microseconds, medians)',
    ...growth.map(
      ({ leaves, appendUs, proofUs, checkpointUs }) =>
        `${whole(leaves).padStart(10)} ${whole(appendUs).padStart(9)} ${whole(proofUs).padStart(8)} ${whole(checkpointUs).padStart(11)}`,
    ),
    `appends a second: ${whole(appends.plain)} recorded only, ${whole(appends.tree)} with the tree: ${ratio(appends.ratio)}`,
    `verified: ${whole(verifying.ours / 1e6)} MB/s, SHA-256 alone ${whole(verifying.raw / 1e6)} MB/s: ${ratio(verifying.ratio)}`,
  ].join('\n');
}
