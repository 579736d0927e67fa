import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleOf, leavesIn, tilePath } from '../../src/log/tiles.js';
import { layFolder } from '../bench/lay-folder.js';
import { until } from '../until.js';
import { verifiedApart } from './verified.js';

const entries = 300_000;
const tile = (index: number): string => `tile/${tilePath({ level: 'entries', index, width: 256 })}`;

/** As its user runs it: a log so large that more than one process looks at it. */
describe('npm run verify -- log, of a large log', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ftz-large-log-'));
    layFolder(folder, entries);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function verify(): Promise<{ code: number; faults: string[] }> {
    const { code, out } = await verifiedApart(folder, 'log', '.', '--log-key', 'log.vkeys');
    return { code, faults: out.split('\n').filter((line) => line.includes('FAULT')) };
  }

  it('holds', async () => {
    expect(await verify()).toEqual({ code: 0, faults: [] });
  }, 120_000);

  it('is no verdict where a process that helps is killed', async () => {
    // With one processor nobody helps.
    if (availableParallelism() < 2) return;
    const program = [join(process.cwd(), 'src/verify.mjs'), 'log', folder, '--log-key', join(folder, 'log.vkeys')];
    const ended = new Promise<{ code: unknown; out: string }>((resolve) => {
      const child = execFile(process.execPath, program, (error, out) => resolve({ code: error?.code, out }));
      void until(() => Promise.resolve(helpersOf(child.pid as number).length > 0), 'a process helps').then(() =>
        process.kill(helpersOf(child.pid as number)[0] as number, 'SIGKILL'),
      );
    });
    expect(await ended).toEqual({ code: 2, out: '' });
  }, 120_000);

  it('names what is wrong in either half, and an event that stands in both', async () => {
    const [first, last] = [3, 1_100].map((index) => ({
      index,
      leaves: (leavesIn(readFileSync(join(folder, tile(index)))) ?? []).map(String),
    }));
    const changed = [
      first!.leaves.with(7, first!.leaves[7]!.replace('bench', 'forged')),
      last!.leaves.with(9, first!.leaves[8]!),
    ];
    [first!, last!].forEach(({ index }, at) => writeFileSync(join(folder, tile(index)), bundleOf(changed[at]!)));
    const id = /"id":"([^"]+)"/.exec(first!.leaves[8]!)?.[1];
    expect(await verify()).toEqual({
      code: 1,
      faults: [
        expect.stringContaining(`${tile(3)}#/7 `),
        expect.stringContaining(`${tile(1_100)}#/9 `),
        expect.stringMatching(new RegExp(`${tile(1_100)} .*${id}`)),
      ],
    });
  }, 120_000);

  it('names one entry of every share, whichever process has it, and a tile of too many', async () => {
    const shares = Array.from({ length: Math.floor(entries / 256 / 32) }, (_, at) => 32 * at + 20);
    for (const index of shares) {
      const leaves = (leavesIn(readFileSync(join(folder, tile(index)))) ?? []).map(String);
      writeFileSync(join(folder, tile(index)), bundleOf(leaves.with(5, leaves[5]!.replace('bench', 'forged'))));
    }
    const { code, faults } = await verify();
    expect([code, faults.filter((one) => one.includes('#/5 ')).map((one) => /tile\/\S+#/.exec(one)?.[0])]).toEqual([
      1,
      shares.map((index) => `${tile(index)}#`),
    ]);
    writeFileSync(join(folder, tile(20)), Buffer.alloc(30_000_000));
    expect((await verify()).faults).toContainEqual(expect.stringContaining(`${tile(20)} `));
  }, 120_000);

  it.each([
    ['shorter', (bytes: Buffer) => bytes.subarray(0, 8_000)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes.subarray(0, 320)])],
  ])(
    'says that a tile of hashes is %s, whichever process finds it',
    async (_what, changed) => {
      const name = `tile/${tilePath({ level: 0, index: 1_150, width: 256 })}`;
      const whole = readFileSync(join(folder, name));
      writeFileSync(join(folder, name), changed(whole));
      expect(await verify()).toEqual({ code: 1, faults: [expect.stringContaining(`${name} `)] });
      writeFileSync(join(folder, name), whole);
    },
    120_000,
  );
});

/** The processes of `tile-process` that it has begun. */
function helpersOf(pid: number): number[] {
  const children = factOf(`${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return children.filter((child) => factOf(`${child}/cmdline`).includes('tile-process'));
}

/** Nothing of a process that has ended. */
function factOf(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}
