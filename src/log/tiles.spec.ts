import fc from 'fast-check';
import { bundleOf, leavesIn, leavesUnder, parseTilePath, tilePath, tilesOf } from './tiles.js';

describe('tiles (C2SP tlog-tiles)', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, '0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, '0/x001/x234/067'],
    [{ level: 1, index: 67, width: 5 }, '1/067.p/5'],
    [{ level: 'entries' as const, index: 1000, width: 255 }, 'entries/x001/000.p/255'],
  ])('%j has the path %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    '',
    '0',
    '0/0',
    '00/000',
    '0/x000/001',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/000.p',
    'x/000',
    '6/000',
    '0/x001',
    '0/000/',
    '-1/000',
    '0/..',
    'entries/1000',
  ])('%j is no path', (path) => expect(parseTilePath(path)).toBeNull());

  it('are those of the text’s own example: 70,000 leaves', () => {
    const [zero, one, two] = [0, 1, 2].map((level) => tilesOf(level, 70_000));
    expect([zero?.length, zero?.at(-1)?.width, one?.length, one?.at(-1)?.width, two?.length, two?.at(-1)?.width]).toEqual([
      274, 112, 2, 17, 1, 1,
    ]);
    expect(tilesOf(1, 256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect([tilesOf(0, 0), tilesOf(1, 255)]).toEqual([[], []]);
    for (const tile of [zero!, one!, two!].flat()) expect(leavesUnder(tile)).toBeLessThanOrEqual(70_000);
  });

  it('hold what was put into them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (leaves) => {
        expect(leavesIn(bundleOf(leaves))?.map(String)).toEqual(leaves.map((leaf) => Buffer.from(leaf).toString()));
      }),
    );
    expect([Buffer.of(0), Buffer.of(0, 2, 1), Buffer.of(0, 0, 0)].map(leavesIn)).toEqual([null, null, null]);
    expect(() => bundleOf(['x'.repeat(65_536)])).toThrow('out of range');
  });
});
