import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

/** As a shell starts them: `npm run verify -- --help | head -1`. */
describe('a command whose output goes nowhere', () => {
  it.each(['verify', 'seal', 'keys', 'restore', 'witness'])(
    '%s ends as any program does, and says nothing',
    async (name) => {
      const child = spawn(process.execPath, [join(process.cwd(), `src/${name}.mjs`), '--help'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      const code = new Promise((resolve) => child.on('exit', resolve));
      expect([await text(child.stderr), await code]).toEqual(['', 141]);
    },
    60_000,
  );

  it('one that cannot write says so in a line, and gives no verdict', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [join(process.cwd(), 'src/verify.mjs'), '--help'], { stdio: ['ignore', full, 'pipe'] });
    const code = new Promise((resolve) => child.on('exit', resolve));
    expect([await text(child.stderr as Readable), await code]).toEqual([expect.stringMatching(/^ENOSPC.+\n$/), 2]);
    closeSync(full);
  }, 60_000);
});
