import type { Checked } from './check.js';
import type { Machine } from './machine.js';
import { median, percentile, ratioOf, type Ratio } from './numbers.js';
import { targets, type Options, type Target } from './options.js';
import { pageSize, works, type Work } from './pieces.js';

/** One target's turn at one work. */
export interface Measurement {
  work: Work;
  target: Target;
  round: number;
  requests: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

export interface Summary {
  perSecond: Record<Target, number>;
  p50Ms: Record<Target, number>;
  p99Ms: Record<Target, number>;
  /** The API over the bare server, and over the statements alone. */
  ofBare: Ratio;
  ofRaw: Ratio;
  /** Two processes of the API over one. */
  ofOne: Ratio;
}

export interface Report {
  machine: Machine;
  options: Options;
  bidBytes: number;
  targets: typeof meanings;
  notMeasured: string[];
  summary: Record<Work, Summary>;
  measurements: Measurement[];
  checked: Checked;
  failures: string[];
}

export const meanings: Record<Target, string> = {
  raw: `the API's own prepared statements through pg (16 connections), without HTTP; a submission is two statements: who the caller is, and
submit_bid. Hashes, tokens and files are not its work`,
  bare: `Fastify in a process of its own with the same prepared statements on as many connections, answering the same JSON. A submission verifies
the token (Ed25519), looks its caller up, hashes the file (SHA-256 and SHA-512), compares the declared digest, writes and syncs the file, renames it
and syncs its one folder, runs submit_bid and signs the receipt (Ed25519). No validation, no log, no metrics, no negotiation, no other header`,
  api: `dist/src/main as npm start runs it, with an outside OIDC issuer and the real clock; its log goes to a file, its worker is not running`,
  api2: `two such processes on one database and one folder, each with half of the connections`,
};

const titles: Record<Work, string> = {
  list: `list of ${pageSize}`,
  read: 'read one tender',
  submit: 'submit, many tenders',
  rush: 'submit, one hot tender',
};

export function measurementOf(
  { work, target, round }: Pick<Measurement, 'work' | 'target' | 'round'>,
  { latencies, seconds }: { latencies: readonly number[]; seconds: number },
): Measurement {
  const [p50Ms, p99Ms] = [percentile(latencies, 50), percentile(latencies, 99)];
  return { work, target, round, requests: latencies.length, seconds, perSecond: latencies.length / seconds, p50Ms, p99Ms };
}

/** Medians over the rounds, and the ratios round by round. */
export function summaryOf(measurements: readonly Measurement[], work: Work): Summary {
  const of = (target: Target, name: 'perSecond' | 'p50Ms' | 'p99Ms'): number[] =>
    measurements
      .filter((one) => one.work === work && one.target === target)
      .sort((a, b) => a.round - b.round)
      .map((one) => one[name]);
  const medians = (name: 'perSecond' | 'p50Ms' | 'p99Ms'): Record<Target, number> => ({
    raw: median(of('raw', name)),
    bare: median(of('bare', name)),
    api: median(of('api', name)),
    api2: median(of('api2', name)),
  });
  return {
    perSecond: medians('perSecond'),
    p50Ms: medians('p50Ms'),
    p99Ms: medians('p99Ms'),
    ofBare: ratioOf(of('api', 'perSecond'), of('bare', 'perSecond')),
    ofRaw: ratioOf(of('api', 'perSecond'), of('raw', 'perSecond')),
    ofOne: ratioOf(of('api2', 'perSecond'), of('api', 'perSecond')),
  };
}

/** The report as lines of text. */
export function textOf({ machine, options, summary, checked, bidBytes, failures, notMeasured }: Report): string {
  const heads = ['requests/s (p50, p99 ms)', 'raw pg', 'bare Fastify', 'API', 'two APIs', 'API / bare', 'API / raw', 'two / one'];
  const rows = works.map((work) => rowOf(titles[work], summary[work]));
  return [
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, ${machine.platform}; Node ${machine.node}; PostgreSQL ${machine.postgres}, ` +
      Object.entries(machine.durability)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    `files on ${machine.fileSystem}, 4 KB synced in ${machine.syncMs} ms; load, servers and database share the cores`,
    `${options.tenders} tenders, ${options.submissions} suppliers, bids of ${bidBytes} bytes; ${options.connections} connections; ` +
      `median of ${options.rounds} rounds, ratios round by round (lowest to highest)`,
    `a measurement: ${options.lists} lists, ${options.reads} reads, ${options.submissions} submissions`,
    '',
    ...tableOf([heads, ...rows]),
    '',
    ...targets.map((target) => `${target.padEnd(5)}${meanings[target].replaceAll('\n', `\n${' '.repeat(5)}`)}`),
    ...notMeasured.map((what) => `not measured: ${what}`),
    '',
    `checked: ${checked.acknowledged} submissions acknowledged, ${checked.recorded} rows with one audit entry; ${checked.rows} rows and ` +
      `${checked.entries} entries in all; ${checked.files} of the API's ${checked.filesExpected} files on the disk as they came`,
    ...failures.map((failure) => `FAILED: ${failure}`),
  ].join('\n');
}

function rowOf(title: string, { perSecond, p50Ms, p99Ms, ofBare, ofRaw, ofOne }: Summary): string[] {
  const figures = targets.map((target) => `${thousands(perSecond[target])} (${ms(p50Ms[target])}, ${ms(p99Ms[target])})`);
  return [title, ...figures, ratio(ofBare), ratio(ofRaw), ratio(ofOne)];
}

function tableOf(rows: readonly string[][]): string[] {
  const widths = (rows[0] as string[]).map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) =>
    row.map((cell, column) => (column ? cell.padStart(widths[column] as number) : cell.padEnd(widths[0] as number))).join('  '),
  );
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function ratio({ median: middle, min, max }: Ratio): string {
  return `${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}
