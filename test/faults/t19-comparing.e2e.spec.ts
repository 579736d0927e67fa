import { CompareRecord } from '../../src/archive/compare-record.js';
import { SequenceEntries } from '../../src/archive/sequence-entries.js';
import { Alarms } from '../../src/platform/alarms.js';
import { startTestApp, type TestApp } from '../app.js';
import { behind } from '../archive/behind.js';
import { done, draft } from '../journeys/steps.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { compiled } from './api-process.js';
import { eachWriteFails, writesDuring } from './failing-writes.js';
import { invariants } from './invariants.js';
import { startOnOwnServer, type OnOwnServer } from './kill-rig.js';
import { hear, holdAtKind } from './statement-kinds.js';
import { mayTrace, type Call } from './strace.js';
import { turnsOf, type Turns } from './turns.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed } from './worker-process.js';

const seed = 16;

/**
 * Who holds the record against its leaves, killed at every kind of statement, before and after, or with a write to the server's files failing once (EIO)
 * where it has found something: the next turn goes on, and what it finds is told once, with one leaf and one alarm.
 */
describe('who compares, struck at every point (T19, art. 57)', () => {
  let rig: OnOwnServer<TestApp>;
  let proxy: WireProxy;
  let turns: Turns;
  let changed: string;
  let title: string;
  let kinds: string[] = [];
  let planted = 0;

  beforeAll(async () => {
    await compiled('worker');
    rig = await startOnOwnServer(startTestApp);
    proxy = await startWireProxy(rig.app.database.appUrl);
    turns = turnsOf(new URL('archiver-child.mjs', import.meta.url), rig.app, proxy);
    const { body } = done(await draft(rig.app));
    changed = body.id;
    title = JSON.stringify(body['title']);
    await rig.app.drain();
    expect(await rig.app.app.get(CompareRecord).cycle()).toEqual([]);
  }, 600_000);
  afterAll(async () => {
    await turns.end();
    await proxy.close();
    await rig.end();
  });

  it('undisturbed, it tells what it finds, and the log has every statement that passed on the wire', async () => {
    await plant();
    const turn = await turns.next();
    const from = rig.own.logEnd();
    const heard = hear(proxy);
    expect(await turn.go('compare').ended).toBe(0);
    proxy.watch(() => 'pass');
    await until(
      () => Promise.resolve(rig.own.statementsSince(from, heard.backends).length >= heard.statements),
      'the log has it',
    );
    expect(rig.own.statementsSince(from, heard.backends)).toHaveLength(heard.statements);
    kinds = heard.kinds;
    expect(kinds.length).toBeGreaterThan(16);
    await isToldOnce();
  }, 180_000);

  it.each([
    ['the process', 2],
    ['PostgreSQL', 1],
  ] as const)(
    'killed: %s',
    async (victim, small) => {
      const all = kinds.flatMap((kind) => (['before', 'after'] as const).map((when) => ({ kind, when })));
      const drawn = sampleOf(all.length, small, seed + victim.length);
      for (const { kind, when } of all.filter((_, at) => drawn.points.includes(at + 1))) {
        await plant();
        const held = holdAtKind(proxy, kind, when);
        const turn = await turns.next();
        const { ended } = turn.go('compare');
        await Promise.race([held, ended.then(() => Promise.reject(new Error(`not come by, ${when}: ${kind}`)))]);
        if (victim === 'the process') {
          await killed(turn.child);
        } else {
          rig.own.kill();
          await rig.own.recovered();
          expect([kind, await ended]).toEqual([kind, 1]);
        }
        await goesOn();
      }
      await isWhole();
      tellCounts(`who compares killed at the kinds of its statements, ${victim}: ${drawn.says} points`);
    },
    counts(300_000, 7_200_000),
  );

  it(
    'every write to the files of its backends fails once where it has found something: EIO',
    async () => {
      if (!mayTrace('I/O errors under who compares')) return;
      const writes = await writesOfAPiece();
      await eachWriteFails('who compares', rig, proxy, { writes, seed }, async (fails) => {
        await plant();
        await atThePiece();
        const turn = await turns.next();
        await fails(() => turn.go('piece').ended);
        await goesOn();
      });
      await isWhole();
    },
    counts(300_000, 7_200_000),
  );

  /** Another title than its leaf says, and nobody has been alarmed yet; a cycle is due. */
  async function plant(): Promise<void> {
    planted += 1;
    await rig.app.app.get(Alarms).clear('archive.finding', 'record');
    await behind(rig.app, `UPDATE tenders SET title = '{"zh": "另一名称${planted}"}' WHERE id = '${changed}'`);
    await rig.app.sql(`UPDATE rehash_state SET due_at = '-infinity', part = 0, position = 0`);
  }

  /** A cycle stands at the seals of rows, where it finds what was planted. */
  async function atThePiece(): Promise<void> {
    await rig.app.sql('UPDATE rehash_state SET part = 3');
  }

  async function goesOn(): Promise<void> {
    expect(await (await turns.next()).go('compare').ended).toBe(0);
    await isToldOnce();
  }

  /** Each that was planted so far: one finding, one entry with one leaf, one alarm. */
  async function isToldOnce(): Promise<void> {
    await rig.app.app.get(SequenceEntries).run();
    const [told] = await rig.app.sql(
      `SELECT (SELECT count(*)::int FROM archive_findings) AS findings,
              (SELECT count(DISTINCT stands)::int FROM archive_findings WHERE (kind, table_name, row_name, field) = ('changed', 'tenders', $1, 'title')) AS titles,
              (SELECT count(*)::int FROM audit_entries JOIN log_entries ON entry_id = id WHERE type = 'archive.finding') AS entries,
              (SELECT count(*)::int FROM audit_entries JOIN log_entries ON entry_id = id WHERE type = 'alarm.raised') AS raised,
              (SELECT count(*)::int FROM alarms WHERE cleared_at IS NULL) AS standing`,
      [changed],
    );
    expect(told).toEqual({ findings: planted, titles: planted, entries: planted, raised: planted, standing: 1 });
  }

  async function isWhole(): Promise<void> {
    const { app } = rig;
    await behind(app, `UPDATE tenders SET title = '${title}' WHERE id = '${changed}'`);
    expect(await app.app.get(CompareRecord).cycle()).toEqual([]);
    expect((await invariants(app)).broken).toEqual([]);
    await isToldOnce();
  }

  async function writesOfAPiece(): Promise<Call[]> {
    await plant();
    await atThePiece();
    const turn = await turns.next();
    const writes = await writesDuring(rig, proxy, async () => expect(await turn.go('piece').ended).toBe(0));
    await isToldOnce();
    return writes;
  }
});
