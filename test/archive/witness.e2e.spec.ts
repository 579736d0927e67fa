import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogSigner } from '../../src/log/log-signer.js';
import { MadeLog, signedByThief } from './trees.js';
import { askRaw, logOrigin, startWitness, witnessName } from './witness-process.js';

const script = fileURLToPath(new URL('../../src/witness.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;

let folder: string;
let vkeys: string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ftz-witness-'));
  // Another user passes through the folders above its own.
  if (isRoot) for (const one of [tmpdir(), folder]) if (!(statSync(one).mode & 0o001)) chmodSync(one, 0o711);
  vkeys = new LogSigner({ dataDir: join(folder, 'service'), logOrigin }).vkeys();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ran(...args: string[]): { status: number | null; err: string } {
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, err: stderr };
}

describe('npm run witness', () => {
  it('tells its key and where it is, and cosigns over HTTP', async () => {
    const witness = await startWitness(join(folder, 'own'), vkeys);
    try {
      expect(witness.vkey.startsWith(`${witnessName}+`)).toBe(true);
      const log = new MadeLog(['a', 'b']);
      const answer = await askRaw(witness.url, `old 0\n\n${signedByThief(join(folder, 'service'), logOrigin, log.head())}`);
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining(`\u2014 ${witnessName} `) });
      expect(await askRaw(witness.url, 'x'.repeat(200_000))).toMatchObject({ status: 400 });
      for (const path of ['', 'add-checkpoint', `${'0'.repeat(64)}/checkpoint`, '../key'])
        expect((await fetch(`${witness.url}/${path}`)).status).toBe(404);
    } finally {
      await witness.kill();
    }
  });

  it('2: wrong use; 1: it cannot start', () => {
    const use = ['--folder', join(folder, 'x'), '--name', 'w', '--port', '0'];
    expect(ran().status).toBe(2);
    expect(ran(...use).status).toBe(2);
    expect(ran(...use, '--log', 'x').status).toBe(2);
    expect(ran(...use, '--log', String(vkeys[0]), '--nothing').status).toBe(2);
    expect(ran(...use, '--log', String(vkeys[0]), '--user', 'nobody-of-this-name').status).toBe(1);
  });

  it('does not run as the user whose service it watches', () => {
    const use = ['--folder', join(folder, 'x'), '--name', 'w', '--port', '0', '--log', String(vkeys[0])];
    expect(ran(...use, '--apart-from', join(folder, 'service'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('may not run as the user'),
    });
  });

  it('runs as another user, who has its key and can read none of the service’s', async () => {
    if (!isRoot) {
      process.stdout.write('witness: only root can start it as another user. This run shows nothing of it.\n');
      return;
    }
    const own = join(folder, 'nobodys');
    const witness = await startWitness(own, vkeys, 0, ['--user', 'nobody', '--apart-from', join(folder, 'service')]);
    try {
      const uid = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
      const status = readFileSync(`/proc/${witness.child.pid}/status`, 'utf8');
      expect(/^Uid:\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1).map(Number)).toEqual([uid, uid, uid]);
      expect(/^Groups:[ \t]*$/m.test(status)).toBe(true);
      const key = statSync(join(own, 'keys/witness.jwk.json'));
      expect([key.uid, key.mode & 0o777]).toEqual([uid, 0o600]);
      const secret = statSync(join(folder, 'service/keys/log-signing.jwk.json'));
      expect([secret.uid, secret.mode & 0o777]).toEqual([0, 0o600]);
    } finally {
      await witness.kill();
    }
    const theirs = join(folder, 'theirs');
    mkdirSync(theirs);
    chownSync(theirs, Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })), 0);
    const use = ['--folder', own, '--name', 'w', '--port', '0', '--log', String(vkeys[0])];
    expect(ran(...use, '--user', 'nobody', '--apart-from', theirs).status).toBe(1);
  });
});
