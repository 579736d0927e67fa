import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { done, draft } from '../journeys/steps.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { compiled } from './api-process.js';
import { startOnOwnServer, type KillRig } from './kill-rig.js';
import { hasTools } from './own-postgres.js';
import { holdAt, statementsOf, stopOf } from './statements.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed, startProcess } from './worker-process.js';

const seed = 19;
/** What a backend does to files; what it tells its client is not among them. */
const fileCalls = 'pwrite64,pwritev,write,writev,fdatasync,fsync,fallocate,ftruncate';
const none = (): boolean => false;

/**
 * The sequencer and the signer of checkpoints, killed at every statement, before and after, or with every write to the server's files failing once
 * (EIO): the next turn finds all of it, indices are contiguous and each event has one leaf.
 */
describe('the sequencer and the signer, struck at every point (T19, art. 57)', () => {
  let rig: Pick<KillRig, 'app' | 'own' | 'end'>;
  let proxy: WireProxy;
  let statements: string[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    await compiled('worker');
    rig = await startOnOwnServer();
    proxy = await startWireProxy(rig.app.database.appUrl);
    await rig.app.drain();
  }, 600_000);
  afterAll(async () => {
    for (const child of children) await killed(child);
    await proxy.close();
    await rig.end();
  });

  it('undisturbed, its statements are those that the server’s log has', async () => {
    await work();
    const turn = await begin();
    const from = rig.own.logEnd();
    const told = await statementsOf(proxy, none, () => turn.go().ended);
    statements = told.map((one) => one.statement);
    const backends = new Set(told.map((one) => one.backend));
    expect(rig.own.statementsSince(from, backends)).toHaveLength(statements.length);
    expect(statements.filter((one) => /^(START TRANSACTION|COMMIT)/.test(one))).toHaveLength(4);
    expect(statements.length).toBeGreaterThan(14);
    await whole();
  }, 180_000);

  it.each([
    ['the process', 2],
    ['PostgreSQL', 1],
    ['its backend', 1],
  ] as const)(
    'killed: %s',
    async (victim, small) => {
      const drawn = sampleOf(2 * statements.length, small, seed + victim.length);
      for (const point of drawn.points) {
        await work();
        const turn = await begin();
        const held = holdAt(proxy, stopOf(point), none);
        const { ended } = turn.go();
        const backend = await Promise.race([held, ended.then(() => Promise.reject(new Error(`point ${point} was not reached`)))]);
        if (victim === 'PostgreSQL') rig.own.kill();
        if (victim === 'its backend') process.kill(backend, 'SIGKILL');
        if (victim !== 'the process') await rig.own.recovered();
        await killed(turn.child);
        await again();
      }
      await whole();
      tellCounts(`sequencer and signer killed at their statements, ${victim}: ${drawn.says} points`);
    },
    counts(300_000, 7_200_000),
  );

  it(
    'every write to the files of its backends fails once: EIO',
    async () => {
      if (!hasTools('I/O errors under the sequencer', { programs: ['strace'] }) || !mayTrace()) return;
      const all = await writesOfATurn();
      expect(all).toBeGreaterThan(0);
      const drawn = sampleOf(all, 2, seed);
      let failed = 0;
      for (const point of drawn.points) {
        await work();
        const turn = await begin();
        const tracer = await trace(turn.backends, `inject=${fileCalls}:error=EIO:when=${point}`);
        const code = await turn.go().ended;
        if (code !== 0) failed += 1;
        await tracer.end();
        await until(
          () =>
            rig.app.sql('SELECT 1').then(
              () => true,
              () => false,
            ),
          'the server is up',
        );
        await again();
      }
      await whole();
      expect(failed).toBeGreaterThan(0);
      tellCounts(`EIO at the writes of the sequencer's backends: ${drawn.says} points, of which the turn failed at ${failed}`);
    },
    counts(300_000, 7_200_000),
  );

  /** Entries that wait, and a checkpoint that is due after them. */
  async function work(): Promise<void> {
    for (let at = 0; at < 3; at += 1) done(await draft(rig.app));
  }

  interface Turn {
    child: ChildProcess;
    backends: number[];
    go(): { ended: Promise<number | null> };
  }

  async function begin(): Promise<Turn> {
    const before = await backendsNow();
    const { app } = rig;
    const child = startProcess(new URL('sequencer-child.mjs', import.meta.url), [], {
      DATABASE_URL: proxy.through(app.database.appUrl),
      DATABASE_POOL: '2',
      DATA_DIR: app.config.dataDir,
    });
    children.push(child);
    const file = (name: string): string => join(app.config.dataDir, `sequencer-${child.pid}.${name}`);
    await until(() => Promise.resolve(existsSync(file('ready')) || child.exitCode !== null), 'the sequencer is ready');
    expect(child.exitCode).toBe(null);
    const backends = (await backendsNow()).filter((pid) => !before.includes(pid));
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return {
      child,
      backends,
      go: () => {
        writeFileSync(file('go'), '');
        return { ended };
      },
    };
  }

  async function backendsNow(): Promise<number[]> {
    const rows = await rig.app.sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ftz-work'`,
    );
    return rows.map((one) => one.pid);
  }

  /** The next turn does what is owed. */
  async function again(): Promise<void> {
    const turn = await begin();
    expect(await turn.go().ended).toBe(0);
  }

  /** Contiguous, one leaf for each entry, every node and root as the RFC has it, each checkpoint that of its tree. */
  async function whole(): Promise<void> {
    const [row] = await rig.app.sql<{
      leaves: number;
      entries: number;
      last: number;
      owed: number;
      other: number;
      published: number;
    }>(
      `SELECT (SELECT count(*)::int FROM log_entries) AS leaves, (SELECT count(DISTINCT entry_id)::int FROM log_entries) AS entries,
              (SELECT max(index)::int + 1 FROM log_entries) AS last,
              (SELECT count(*)::int FROM audit_entries entry WHERE NOT sealed AND NOT EXISTS (SELECT FROM log_entries WHERE entry_id = entry.id)) AS owed,
              (SELECT count(*)::int FROM log_checkpoints one JOIN log_roots USING (size) WHERE one.root <> log_roots.root) AS other,
              (SELECT max(size)::int FROM log_checkpoints) AS published`,
    );
    expect(row).toMatchObject({ entries: row?.leaves, last: row?.leaves, owed: 0, other: 0, published: row?.leaves });
    const size = row?.leaves ?? 0;
    expect(await rig.app.sql('SELECT * FROM compare_log(0, $1)', [size])).toEqual([]);
    expect(await rig.app.sql('SELECT * FROM compare_entries(0, 1000000)')).toEqual([]);
  }

  async function writesOfATurn(): Promise<number> {
    await work();
    const turn = await begin();
    const tracer = await trace(turn.backends, null);
    expect(await turn.go().ended).toBe(0);
    return tracer.end();
  }

  async function trace(backends: readonly number[], inject: string | null): Promise<{ end(): Promise<number> }> {
    const folder = mkdtempSync(join(tmpdir(), 'ftz-strace-'));
    const output = join(folder, 'calls');
    const args = ['-f', '-qq', '-o', output, '-e', `trace=${fileCalls}`, ...(inject === null ? [] : ['-e', inject])];
    const tracer = spawn('strace', [...args, ...backends.flatMap((pid) => ['-p', String(pid)])], { stdio: 'ignore' });
    await until(
      () => Promise.resolve(backends.every((pid) => /TracerPid:\s*[1-9]/.test(status(pid)))),
      'the backends are traced',
    );
    return {
      end: async () => {
        const ended = tracer.exitCode === null && tracer.signalCode === null ? once(tracer, 'exit') : null;
        tracer.kill('SIGINT');
        await ended;
        const calls =
          readFileSync(output, 'utf8').match(/^\d+ +(?:pwrite|write|fdatasync|fsync|fallocate|ftruncate)\w*\(/gm) ?? [];
        rmSync(folder, { recursive: true, force: true });
        return calls.length;
      },
    };
  }

  function status(pid: number): string {
    return existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : 'TracerPid: 1';
  }

  function mayTrace(): boolean {
    const may = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;
    if (!may) process.stderr.write('strace is not permitted here, not run: I/O errors under the sequencer\n');
    return may;
  }
});
