import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines } from './inputs.js';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ftz-lines-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

async function linesIn(content: string, bytes?: number): Promise<string[]> {
  const path = join(scratch, 'lines');
  writeFileSync(path, content);
  if (bytes !== undefined) truncateSync(path, bytes);
  const lines: string[] = [];
  for await (const line of readLines({ name: 'lines', path })) lines.push(line.toString('utf8'));
  return lines;
}

describe('the lines of a file', () => {
  it('are ended by line feeds and by nothing else', async () => {
    const long = '界'.repeat(100_000);
    for (const lines of [[], ['a'], ['a', '', 'b\u2028c\u2029d\u0085e\rf'], [long, 'a', long]])
      expect(await linesIn(lines.map((one) => `${one}\n`).join(''))).toEqual(lines);
    expect(await linesIn('a\nb')).toEqual(['a', 'b']);
  });

  it('are refused where one is longer than any that is written', async () => {
    await expect(linesIn('a\n', 700 * 1024 * 1024)).rejects.toThrow('lines is too large.');
  });
});
