import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bagFiles } from './bag-files.js';
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
