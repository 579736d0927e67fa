import { appPassword, serverUrl } from '../database.js';
import { runLogBench, textOfLog } from './run-log-bench.js';

describe('the benchmark of the log, with few of everything', () => {
  it('measures growth, appends and verification, and what it verifies holds', async () => {
    const report = await runLogBench(
      { sizes: [1_000, 5_000], rounds: 1, entries: 60, verified: 3_000 },
      { ownerUrl: serverUrl(), appPassword: appPassword() },
    );
    expect(report.growth.map((one) => one.leaves)).toEqual([1_000, 5_000]);
    for (const { appendUs, proofUs, checkpointUs } of report.growth)
      for (const cost of [appendUs, proofUs, checkpointUs]) expect(cost).toBeGreaterThan(0);
    expect(report.appends.ratio.median).toBeGreaterThan(0);
    expect(report.verifying.ratio.median).toBeGreaterThan(0);
    expect(textOfLog(report)).toMatch(/^ +5,000( +[\d,]+){3}$/m);
  }, 240_000);
});
