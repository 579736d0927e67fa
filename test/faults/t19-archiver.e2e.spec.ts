import { join } from 'node:path';
import { CompareRecord } from '../../src/archive/compare-record.js';
import { startTestApp, type TestApp } from '../app.js';
import { secondAuditor } from '../archive/ended.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { compiled } from './api-process.js';
import {
  approvedRecords,
  areExecuted,
  destroyed,
  keptProcurement,
  ledTo,
  leftOf,
  phases,
  recordOf,
  tracesOf,
  wait,
  type Approved,
} from './disposals.js';
import { eachWriteFails, writesDuring } from './failing-writes.js';
import { invariants } from './invariants.js';
import { killBackends, startOnOwnServer, togetherMax, type OnOwnServer } from './kill-rig.js';
import { holdAt, statementsOf, stopOf } from './statements.js';
import { callsBelow, injected, mayTrace, traced, type Call, type Instead } from './strace.js';
import { differencesOf, treeFacts } from './tree-facts.js';
import { turnsOf, type Turn, type Turns } from './turns.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed } from './worker-process.js';

const seed = 57;
const none = (): boolean => false;
/** Whatever names a file, and what is done with one that is open: of these, those on the store are struck. */
const fileCalls = '%file,fsync,fdatasync,ftruncate,getdents64';

/** Where a disposal is struck: its phase, and a statement of it. */
interface Point {
  phase: number;
  point: number;
}

/**
 * Who destroys a record whose time is over, killed at every statement, before and after, and at every call on the store's files, or with that call, or a
 * write to the server's files, failing once (EIO): the next turn destroys what is left, once, and nothing else.
 */
describe('the archiver, struck at every point (T19, art. 57)', () => {
  let rig: OnOwnServer<TestApp>;
  let proxy: WireProxy;
  let turns: Turns;
  let kept: string;
  let before: Record<string, string>;
  /** Of each phase. */
  const told: string[][] = [];
  const calls: { phase: number; call: Call }[] = [];

  beforeAll(async () => {
    await compiled('worker');
    rig = await startOnOwnServer(startTestApp);
    await secondAuditor(rig.app);
    kept = await keptProcurement(rig.app);
    await rig.app.drain();
    before = await recordOf(rig.app, kept);
    proxy = await startWireProxy(rig.app.database.appUrl);
    // With one thread for files, the nth call of a turn is always the same.
    const settings = { pool: togetherMax + 2, more: { UV_THREADPOOL_SIZE: '1' } };
    turns = turnsOf(new URL('archiver-child.mjs', import.meta.url), rig.app, proxy, settings);
  }, 600_000);
  afterAll(async () => {
    await turns.end();
    await proxy.close();
    await rig.end();
  });

  it('undisturbed, its statements are those that the server’s log has', async () => {
    const records = await approvedRecords(rig.app, 2);
    const turn = await turns.next();
    const [first, second] = [await undisturbed(turn, records[0] as Approved), await undisturbed(turn, records[1] as Approved)];
    told.push(...first);
    expect(second).toEqual(first);
    expect(told.flat().filter((one) => /^(START TRANSACTION|COMMIT)/.test(one))).toHaveLength(6);
    expect(told.flat().length).toBeGreaterThan(40);
    await areWhole(records);
    expect(Object.keys(before).length).toBeGreaterThan(4);
  }, 180_000);

  it.each([
    ['the process', 2],
    ['PostgreSQL', 1],
    ['its backend', 1],
  ] as const)(
    'killed: %s',
    async (victim, small) => {
      const all = told.flatMap((statements, phase) =>
        statements.flatMap((_, at) => [2 * at + 1, 2 * at + 2].map((point) => ({ phase, point }))),
      );
      const drawn = sampleOf(all.length, small, seed + victim.length);
      const chosen = all.filter((_, at) => drawn.points.includes(at + 1));
      for (let at = 0; at < chosen.length; at += togetherMax) await struck(victim, chosen.slice(at, at + togetherMax));
      tellCounts(`archiver killed at its statements, ${victim}: ${drawn.says} points`);
    },
    counts(300_000, 7_200_000),
  );

  it(
    'every write to the files of its backends fails once: EIO',
    async () => {
      if (!mayTrace('I/O errors under the archiver')) return;
      const writes = await writesOfADisposal();
      await eachWriteFails("the archiver's backends", rig, proxy, { writes, seed }, async (fails) => {
        const records = await approvedRecords(rig.app, 1);
        const turn = await turns.next();
        await fails(async () => {
          const code = await turn.go('owed').ended;
          if (code !== 0) return code;
          await wait(rig.app);
          return turn.go('owed').ended;
        });
        await finished(records);
        await areWhole(records);
      });
    },
    counts(300_000, 7_200_000),
  );

  it.each([
    ['fails once: EIO', 'error=EIO', 2],
    ['is its last: SIGKILL', 'signal=SIGKILL', 1],
  ] as const)(
    'every call on the files of the store %s',
    async (_what, instead, small) => {
      if (!mayTrace('faults at the store’s files under the archiver')) return;
      if (calls.length === 0) calls.push(...(await callsOf(1)), ...(await callsOf(2)));
      const names = new Set(calls.map(({ call }) => call.name));
      for (const name of ['utimensat', 'rename', 'unlink', 'fsync']) expect([...names]).toContain(name);
      const drawn = sampleOf(calls.length, small, seed + small);
      let waited = 0;
      for (const { phase, call } of calls.filter((_, at) => drawn.points.includes(at + 1)))
        waited += await struckAt(phase, call, instead);
      tellCounts(
        `${instead} at the archiver's calls on the store: ${drawn.says} points, after which files were put off ${waited} times`,
      );
    },
    counts(300_000, 7_200_000),
  );

  it('after all of that, whoever compares the record with its leaves finds nothing', async () => {
    expect(await rig.app.app.get(CompareRecord).cycle()).toEqual([]);
    expect(await rig.app.sql('SELECT FROM archive_findings')).toEqual([]);
  }, 180_000);

  /** All phases of a disposal, and what they tell the database. */
  async function undisturbed(turn: Turn, record: Approved): Promise<string[][]> {
    const statements: string[][] = [];
    for (const [phase, { step }] of phases.entries()) {
      if (phase === 2) await wait(rig.app);
      const from = rig.own.logEnd();
      const wire = await statementsOf(proxy, none, async () => expect(await turn.go(step, record.disposalId).ended).toBe(0));
      expect(rig.own.statementsSince(from, new Set(wire.map((one) => one.backend)))).toEqual(wire.map((one) => one.statement));
      statements.push(wire.map((one) => one.statement));
    }
    return statements;
  }

  /** Several disposals, each stopped at its point; then the strike. */
  async function struck(victim: 'the process' | 'PostgreSQL' | 'its backend', chosen: readonly Point[]): Promise<void> {
    const records = await approvedRecords(rig.app, chosen.length);
    for (const [at, { phase }] of chosen.entries()) await ledTo(rig.app, phase, records[at] as Approved);
    await wait(rig.app);
    const turn = await turns.next();
    const backends: number[] = [];
    const ends: Promise<number | null>[] = [];
    for (const [at, { phase, point }] of chosen.entries()) {
      const held = holdAt(proxy, stopOf(point), none);
      const { ended } = turn.go(phases[phase]?.step, records[at]?.disposalId);
      ends.push(ended);
      const early = ended.then((code) => Promise.reject(new Error(`phase ${phase}, point ${point} was not reached: ${code}`)));
      backends.push(await Promise.race([held, early]));
      early.catch(() => undefined);
    }
    if (victim === 'the process') await killed(turn.child);
    else {
      if (victim === 'PostgreSQL') rig.own.kill();
      else killBackends(backends);
      await rig.own.recovered();
    }
    expect(await Promise.all(ends)).toEqual(chosen.map(() => (victim === 'the process' ? null : 1)));
    await until(isUp, 'the server is up');
    await finished(records);
    await areWhole(records);
  }

  /** The sessions of before find out one after the other that they were ended. */
  function isUp(): Promise<boolean> {
    return rig.app.sql('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** How often the files were put off afterwards. */
  async function struckAt(phase: number, call: Call, instead: Instead): Promise<number> {
    const records = await approvedRecords(rig.app, 1);
    await ledTo(rig.app, phase, records[0] as Approved);
    await wait(rig.app);
    const turn = await turns.next();
    const tracing = await traced([turn.child.pid as number], fileCalls, { call, instead });
    const code = await turn.go(phases[phase]?.step, records[0]?.disposalId).ended;
    const made = await tracing.end();
    const isKill = instead === 'signal=SIGKILL';
    expect([call.line, code]).toEqual([call.line, isKill ? null : 1]);
    const hit = isKill ? made.slice(-1) : injected(made);
    expect([hit.length, callsBelow(store(), hit).map((one) => one.name)]).toEqual([1, [call.name]]);
    await finished(records);
    const waited = (
      await rig.app.sql(`SELECT FROM audit_entries WHERE type = 'disposal.files-waiting' AND tender_id = $1`, [
        records[0]?.tenderId,
      ])
    ).length;
    expect(waited).toBeLessThan(2);
    await areWhole(records, waited);
    return waited;
  }

  /** The turns that follow, ten minutes after each other, destroy what is left. */
  async function finished(records: readonly Approved[]): Promise<void> {
    const turn = await turns.next();
    for (let at = 0; at < 3 && !(await areExecuted(rig.app, records)); at += 1) {
      if (at > 0) await wait(rig.app);
      expect(await turn.go('owed').ended).toBe(0);
    }
    expect(await areExecuted(rig.app, records)).toBe(true);
  }

  /** Destroyed once and wholly, each event with one leaf, and nothing besides. */
  async function areWhole(records: readonly Approved[], waited = 0): Promise<void> {
    const { app } = rig;
    for (const one of records) expect(await leftOf(app, one)).toEqual(destroyed(one, waited));
    expect(await tracesOf(app, records)).toEqual([]);
    expect(await recordOf(app, kept)).toEqual(before);
    const facts = await treeFacts(app);
    expect(facts).toMatchObject({ entries: facts.leaves, last: facts.leaves, owed: 0, other: 0 });
    expect(await differencesOf(app)).toEqual([]);
    expect((await invariants(app)).broken).toEqual([]);
  }

  async function writesOfADisposal(): Promise<Call[]> {
    const records = await approvedRecords(rig.app, 1);
    await turns.next();
    const writes = await writesDuring(rig, proxy, () => finished(records));
    await areWhole(records);
    return writes;
  }

  async function callsOf(phase: number): Promise<{ phase: number; call: Call }[]> {
    const records = await approvedRecords(rig.app, 1);
    await ledTo(rig.app, phase, records[0] as Approved);
    await wait(rig.app);
    const turn = await turns.next();
    const tracing = await traced([turn.child.pid as number], fileCalls);
    expect(await turn.go(phases[phase]?.step, records[0]?.disposalId).ended).toBe(0);
    const made = await tracing.end();
    await finished(records);
    return callsBelow(store(), made).map((call) => ({ phase, call }));
  }

  function store(): string {
    return join(rig.app.config.dataDir, 'blobs');
  }
});
