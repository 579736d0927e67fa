import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { tarBytes, tarOf } from '../bids/tar-writer.js';
import { bagFiles, bagFolder } from './bag-files.js';
import { Findings } from './findings.js';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-bag-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

describe('the files of a bag', () => {
  it('a name with a backslash is not that of a file in a folder: it hides none', async () => {
    mkdirSync(join(scratch, 'data'));
    writeFileSync(join(scratch, 'data/index.html'), 'changed');
    writeFileSync(join(scratch, 'data\\index.html'), 'genuine');
    const files = await bagFiles(scratch, new Findings());
    expect([...files].map(([name, { bytes }]) => [name, bytes])).toEqual([
      ['data/index.html', 7],
      ['data\\index.html', 7],
    ]);
    expect(files.get('data/index.html')?.path).toBe(join(scratch, 'data/index.html'));
  });
});

describe('a tar of a bag', () => {
  async function unpacked(...names: string[]): Promise<{ files: string[]; faults: string[]; path: string }> {
    const entries = names.map((name) => ({ name, bytes: 1, content: [Buffer.from('x')] }));
    writeFileSync(join(scratch, 'bundle.tar'), await buffer(tarOf(entries, tarBytes(entries))));
    const findings = new Findings();
    const { path, remove } = await bagFolder({ name: 'bundle.tar', path: join(scratch, 'bundle.tar') }, findings);
    const files = [...(await bagFiles(path, findings)).keys()];
    await remove();
    return { files, faults: findings.faults.map(({ file }) => file), path };
  }

  it.each(['../a', '..', '/a/b', 'a', './a'])('whose first name is %s leads nowhere else', async (name) => {
    const { files, faults, path } = await unpacked(name, 'bag/data/a');
    expect({ files, faults, folder: basename(path) }).toEqual({ files: ['data/a'], faults: [name], folder: 'bag' });
  });

  it.each([
    ['bag/a', 'bag/a/b'],
    ['bag/a/b', 'bag/a'],
    ['bag/a', 'bag/a'],
  ])('with %s and %s has one of them', async (first, second) => {
    expect(await unpacked(first, second)).toMatchObject({ files: [first.slice(4)], faults: [second] });
  });

  it('is told from what is none', async () => {
    writeFileSync(join(scratch, 'bundle.tar'), 'no tar');
    const given = { name: 'bundle.tar', path: join(scratch, 'bundle.tar') };
    await expect(bagFolder(given, new Findings())).rejects.toThrow('bundle.tar is no bundle: the tar is cut short.');
    await expect(unpacked('a')).rejects.toThrow('bundle.tar holds no folder.');
  });
});
