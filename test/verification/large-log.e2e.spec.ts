import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleOf, leavesIn, tilePath } from '../../src/log/tiles.js';
import { layFolder } from '../bench/lay-folder.js';
import { verifiedApart } from './verified.js';

const entries = 300_000;
const tile = (index: number): string => `tile/${tilePath({ level: 'entries', index, width: 256 })}`;

/** As its user runs it: a log so large that more than one thread looks at it. */
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

  it('says that a tile is too short, whichever thread finds it', async () => {
    const name = `tile/${tilePath({ level: 0, index: 1_150, width: 256 })}`;
    writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, 8_000));
    expect(await verify()).toEqual({ code: 1, faults: [expect.stringContaining(`${name} `)] });
  }, 120_000);
});
