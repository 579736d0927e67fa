import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { appPassword, serverUrl } from '../database.js';
import { differences, type Checked } from './check.js';
import type { Job, Outcome } from './load.js';
import { readOptions, targets, type Options } from './options.js';
import { works, type Piece } from './pieces.js';
import { messageOf, startProgram, stopProgram } from './programs.js';
import { measurementOf, summaryOf, textOf, type Measurement, type Report } from './report.js';
import { runBench } from './run-bench.js';

describe('npm run bench, with few of everything', () => {
  const options: Options = {
    ...(readOptions([]) as Options),
    ...{ rounds: 1, tenders: 60, lists: 6, reads: 8, submissions: 5, connections: 2 },
  };
  const folder = mkdtempSync(join(tmpdir(), 'ftz-test-bench-'));
  const told: string[] = [];
  let report: Report;

  beforeAll(async () => {
    const server = { ownerUrl: serverUrl(), appPassword: appPassword() };
    report = await runBench(options, server, folder, (line) => told.push(line));
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('measures every work on every target, and nothing fails', () => {
    expect(report.failures).toEqual([]);
    const seen = report.measurements.map(({ work, target, round, requests }) => ({ work, target, round, requests }));
    const requests = { list: 6, read: 8, submit: 5, rush: 5 };
    const expected = works.flatMap((work) => targets.map((target) => ({ work, target, round: 1, requests: requests[work] })));
    expect(seen).toHaveLength(expected.length);
    expect(seen).toEqual(expect.arrayContaining(expected));
    for (const { perSecond, p50Ms, p99Ms } of report.measurements) {
      expect(perSecond).toBeGreaterThan(0);
      expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
    }
  });

  it('finds each acknowledged submission once, with its entry and its file: two works, four targets, two rounds', () => {
    expect(report.checked).toEqual({ acknowledged: 80, recorded: 80, rows: 80, entries: 80, files: 40, filesExpected: 40 });
  });

  it('measures real sealed bids', () => {
    expect(report.bidBytes).toBeGreaterThan(2_000);
    expect(report.bidBytes).toBeLessThan(2_700);
  });

  it('tells what it did, on what, and the ratios', () => {
    expect(told).toEqual([expect.stringContaining('60 tenders'), 'warming up', 'round 1 of 1']);
    const text = textOf(report);
    for (const work of ['list of 50', 'read one tender', 'submit, many tenders', 'submit, one hot tender'])
      expect(text).toMatch(
        new RegExp(`^${work}( +[\\d,]+ \\([\\d.]+, [\\d.]+\\)){4}( +\\d+\\.\\d\\d \\([\\d.]+–[\\d.]+\\)){3}$`, 'm'),
      );
    expect(text).toContain(`PostgreSQL ${report.machine.postgres}`);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('ran the API under the outside issuer and left no database behind', async () => {
    expect(readFileSync(join(folder, 'main.log'), 'utf8')).toContain('api ready');
    const client = new pg.Client({ connectionString: serverUrl() });
    await client.connect();
    const { rows } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'ftz_bench_${process.pid}_%'`);
    await client.end();
    expect(rows).toEqual([]);
  });
});

describe('the load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-test-bench-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function loadOn(answer: (request: IncomingMessage, response: ServerResponse) => void, seconds: number): Promise<Outcome> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const load = startProgram('test/bench/load', folder, { ...process.env, NODE_OPTIONS: '', DATABASE_URL: serverUrl() });
    try {
      await messageOf(load);
      const pieces = Array.from({ length: 12 }, (_, index): Piece => ({ kind: 'read', id: `tender-${index}` }));
      const { port } = server.address() as AddressInfo;
      load.child.send({ ports: [port], pieces, connections: 3, seconds } satisfies Job);
      return await messageOf<Outcome>(load);
    } finally {
      await stopProgram(load);
      server.closeAllConnections();
      server.close();
    }
  }

  it('asks for each thing once, and counts every answer but 2xx as a failure', async () => {
    const asked: string[] = [];
    const outcome = await loadOn((request, response) => {
      asked.push(String(request.url));
      response.writeHead(asked.length % 4 === 0 ? 503 : 200).end('{}');
    }, 30);
    expect(asked.sort()).toEqual(Array.from({ length: 12 }, (_, index) => `/v1/tenders/tender-${index}`).sort());
    expect(outcome).toMatchObject({ failures: 3, cut: false, acknowledged: [] });
    expect(outcome.firstFailure).toContain('3 × 503');
    expect(outcome.latencies).toHaveLength(12);
  });

  it('is cut where answers do not come', async () => {
    let answered = 0;
    const outcome = await loadOn((_request, response) => {
      if ((answered += 1) <= 2) response.end('{}');
    }, 1);
    expect(outcome.cut).toBe(true);
    expect(outcome.latencies).toHaveLength(2);
  });
});

describe('what the benchmark calls wrong', () => {
  const right: Checked = { acknowledged: 9, recorded: 9, rows: 9, entries: 9, files: 3, filesExpected: 3 };

  it('nothing where all is there', () => {
    expect(differences(right, false)).toEqual([]);
  });

  it.each([
    ['an acknowledged submission without its row', { recorded: 8 }],
    ['a row nobody was told of', { rows: 10, entries: 10 }],
    ['a row without an entry', { entries: 8 }],
    ['a file that is not there', { files: 2 }],
  ])('%s', (_name, change) => {
    expect(differences({ ...right, ...change }, false)).toHaveLength(1);
  });

  it('forgives rows nobody was told of, and only those, where a measurement was cut', () => {
    expect(differences({ ...right, rows: 10, entries: 10 }, true)).toEqual([]);
    expect(differences({ ...right, recorded: 8, rows: 8, entries: 8 }, true)).toHaveLength(2);
  });
});

describe('the summary of a run', () => {
  const round = (target: Measurement['target'], number: number, seconds: number): Measurement =>
    measurementOf({ work: 'read', target, round: number }, { latencies: [2, 1, 3, 10], seconds });

  it('takes medians over rounds and divides within a round', () => {
    const measurements = [
      ...[round('raw', 1, 1), round('raw', 2, 4), round('raw', 3, 2)],
      ...[round('bare', 1, 2), round('bare', 2, 8), round('bare', 3, 4)],
      ...[round('api', 1, 4), round('api', 2, 10), round('api', 3, 8)],
      ...[round('api2', 1, 4), round('api2', 2, 8), round('api2', 3, 4)],
    ];
    const summary = summaryOf(measurements, 'read');
    expect(summary.perSecond).toEqual({ raw: 2, bare: 1, api: 0.5, api2: 1 });
    expect(summary.ofBare).toEqual({ median: 0.5, min: 0.5, max: 0.8 });
    expect(summary.ofRaw).toEqual({ median: 0.25, min: 0.25, max: 0.4 });
    expect(summary.ofOne).toEqual({ median: 1.25, min: 1, max: 2 });
    expect(summary.p50Ms.api).toBe(2);
    expect(summary.p99Ms.api).toBe(10);
  });
});
