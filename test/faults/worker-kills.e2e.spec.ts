import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { append, rootOf } from '../../src/platform/merkle.js';
import { hand, opensAt, sealedFor, startBids, suppliers, type BidsApp, type Box } from '../bids/box.js';
import { openTogether } from '../custody/ceremony.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { compiled } from './api-process.js';
import { invariants } from './invariants.js';
import { startOnOwnServer, type OnOwnServer } from './kill-rig.js';
import { hear, holdAtKind } from './statement-kinds.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed, startProcess } from './worker-process.js';

const seed = 32;
/** Short enough that a killed worker's job comes back within a test. */
const settings = { lockDurationMs: 1_000, relayIntervalMs: 50, sweepIntervalMs: 50, retryMs: 50, loopsLeftOut: ['rehash'] };

/** What the clock and the outbox owe: a box whose deadline has passed, and one that has been opened. */
interface Owed {
  closing: Box;
  opened: Box;
}

/**
 * What the worker does after submissions and openings (art. 58): the deadline that has passed is written down, the log is sequenced, those told are
 * told. Killed at every statement of it, before and after, the next worker finds all of it and nothing happens twice.
 */
describe('the worker, killed at its statements (T32, art. 58)', () => {
  let rig: OnOwnServer<BidsApp>;
  let proxy: WireProxy;
  let kinds: string[] = [];
  let done: object;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    await compiled('worker');
    rig = await startOnOwnServer(startBids);
    proxy = await startWireProxy(rig.app.database.appUrl);
  }, 300_000);
  afterAll(async () => {
    for (const worker of workers) await killed(worker);
    await proxy.close();
    await rig.end();
  });

  it('undisturbed, it does what is owed, and the log has as many statements as passed on the wire', async () => {
    const first = await undisturbed();
    kinds = first.kinds;
    expect(kinds.length).toBeGreaterThan(40);
    expect(first.done).toMatchObject({
      states: [{ state: 'closed' }, { state: 'opened' }],
      deliveries: ['hospital', 'hujiang', 'shenda'].map((told) => ({ topic: 'tender.opened', told, count: 1 })),
    });
    done = first.done;
  }, 120_000);

  it.each([
    ['worker', 2],
    ['PostgreSQL', 1],
  ] as const)(
    'killed: %s',
    async (victim, small) => {
      const all = kinds.flatMap((kind) => (['before', 'after'] as const).map((when) => ({ kind, when })));
      const drawn = sampleOf(all.length, small, seed);
      const owed: Owed[] = [];
      const missed: string[] = [];
      for (const { kind, when } of all.filter((_, at) => drawn.points.includes(at + 1))) {
        owed.push(await work());
        const held = holdAtKind(proxy, kind, when).then(() => true);
        let worker = startWorker();
        const isReached = await Promise.race([held, quiet().then(() => false)]);
        if (!isReached) missed.push(`${when} ${kind.slice(0, 80)}`);
        if (victim === 'PostgreSQL') {
          rig.own.kill();
          await rig.own.recovered();
          await quiet(() => {
            // While it starts it ends, and whoever keeps it up starts it again.
            if (worker.exitCode !== null && !wasReady(worker)) worker = startWorker();
          });
          expect([kind, worker.exitCode]).toEqual([kind, null]);
        }
        await killed(worker);
      }
      const last = startWorker();
      await quiet();
      await killed(last);
      for (const one of owed) expect(await doneOf(one)).toEqual(done);
      expect((await invariants(rig.app)).broken).toEqual([]);
      expect(await treeIsWhole()).toBe(true);
      // Some of the queue's own come with its timers alone, a checkpoint once a minute.
      const timed = /^\w+ --|7203470066|log_checkpoints|FROM log_roots ORDER BY size DESC|FROM alarms/;
      expect(missed.filter((one) => !timed.test(one))).toEqual([]);
      tellCounts(`killed at the worker's statements, ${victim}: ${drawn.says} points, of which not come by: ${missed.length}`);
    },
    counts(240_000, 7_200_000),
  );

  /** One worker alone does all that is owed. */
  async function undisturbed(): Promise<{ kinds: string[]; done: object }> {
    const owed = await work();
    const from = rig.own.logEnd();
    const heard = hear(proxy);
    const worker = startWorker();
    await quiet();
    worker.kill('SIGSTOP');
    const logged = (): number => rig.own.statementsSince(from, heard.backends).length;
    await until(() => Promise.resolve(logged() === heard.statements), 'the log has what passed on the wire');
    await killed(worker);
    return { kinds: heard.kinds, done: await doneOf(owed) };
  }

  function startWorker(): ChildProcess {
    const { app } = rig;
    const worker = startProcess(new URL('worker-child.mjs', import.meta.url), [JSON.stringify(settings)], {
      DATABASE_URL: proxy.through(app.database.appUrl),
      DATABASE_POOL: '8',
      DATA_DIR: app.config.dataDir,
    });
    workers.push(worker);
    return worker;
  }

  function wasReady({ pid }: ChildProcess): boolean {
    return existsSync(join(rig.app.config.dataDir, `worker-${pid}.ready`));
  }

  async function work(): Promise<Owed> {
    const { app } = rig;
    await app.setClock('2026-04-12T02:00:00Z');
    const owed = { closing: await app.tender(), opened: await app.tender() };
    for (const box of Object.values(owed))
      for (const supplier of suppliers.slice(0, 2))
        expect((await hand(await app.as(`supplier-${supplier}`), 'post', box, await sealedFor(box))).status).toBe(201);
    await app.setClock(opensAt, true);
    expect(await openTogether(app, owed.opened.locked)).toMatchObject({ opened: true });
    return owed;
  }

  /** Nothing is owed any more. */
  function quiet(meanwhile: () => void = () => undefined): Promise<void> {
    return until(async () => {
      meanwhile();
      const [one] = await rig.app.sql<{ owes: boolean }>(
        `SELECT EXISTS (SELECT FROM outbox WHERE done_at IS NULL) OR EXISTS (SELECT FROM tenders WHERE due_at <= platform_now()) OR log_is_due()
            OR EXISTS (SELECT FROM red_flag_scans WHERE scanned_at IS NULL) AS owes`,
      );
      return one?.owes === false;
    }, 'nothing is owed');
  }

  /** What became of it, as often as it did. */
  async function doneOf({ closing, opened }: Owed): Promise<object> {
    const { app } = rig;
    const deliveries = await app.sql(
      `SELECT topic, organization.identifier AS told, count(*)::int FROM deliveries JOIN organizations organization ON organization.id = organization_id
        WHERE tender_id = ANY ($1) GROUP BY 1, 2 ORDER BY 1, 2`,
      [[closing.id, opened.id]],
    );
    const entries = await app.sql(
      `SELECT type, count(*)::int, count(log.index)::int AS sequenced FROM audit_entries entry LEFT JOIN log_entries log ON log.entry_id = entry.id
        WHERE tender_id = ANY ($1) AND NOT sealed GROUP BY 1 ORDER BY 1`,
      [[closing.id, opened.id]],
    );
    return {
      deliveries,
      entries,
      states: await app.sql('SELECT state FROM tenders WHERE id = ANY ($1) ORDER BY state', [[closing.id, opened.id]]),
    };
  }

  /** Every leaf has its place, once, and every root that was recorded is theirs. */
  async function treeIsWhole(): Promise<boolean> {
    const leaves = await rig.app.sql<{ index: string; leaf_hash: Buffer; root: Buffer | null }>(
      'SELECT index, leaf_hash, root FROM log_entries LEFT JOIN log_roots ON size = index + 1 ORDER BY index',
    );
    let frontier: Buffer[] = [];
    for (const [at, { index, leaf_hash, root }] of leaves.entries()) {
      frontier = append(at, frontier, leaf_hash).frontier;
      if (Number(index) !== at || (root && !root.equals(rootOf(frontier)))) return false;
    }
    return leaves.at(-1)?.root !== null;
  }
});
