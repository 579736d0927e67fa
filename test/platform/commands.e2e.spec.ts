import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

/** As a shell starts them: `npm run verify -- --help | head -1`. */
describe('a command whose reader goes away', () => {
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
});
