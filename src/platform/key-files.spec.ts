import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readOrCreateKey, readRetiredKeys } from './key-files.js';

const run = promisify(execFile);

describe('a key file', () => {
  let dataDir: string;
  const path = (name: string): string => join(dataDir, 'keys', `${name}.jwk.json`);

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-keys-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made once, for its owner only, and leaves no draft behind', () => {
    const key = readOrCreateKey(dataDir, 'one');
    expect(key).toEqual({ kty: 'OKP', crv: 'Ed25519', x: expect.any(String) as string, d: expect.any(String) as string });
    expect(readOrCreateKey(dataDir, 'one')).toEqual(key);
    expect(statSync(path('one')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dataDir, 'keys'))).toEqual(['one.jwk.json']);
  });

  it('that others may read is closed to them', () => {
    readOrCreateKey(dataDir, 'one');
    chmodSync(path('one'), 0o644);
    readOrCreateKey(dataDir, 'one');
    expect(statSync(path('one')).mode & 0o777).toBe(0o600);
  });

  it('is the same for processes that start at once', async () => {
    const script = `import('./src/platform/key-files.js').then((m) => console.log(m.readOrCreateKey(process.argv[1], 'one').x))`;
    const started = Array.from({ length: 3 }, () =>
      run(process.execPath, ['--no-warnings', '--import', './test/typescript.mjs', '-e', script, dataDir], {
        env: { PATH: process.env['PATH'] },
      }),
    );
    const keys = (await Promise.all(started)).map(({ stdout }) => stdout.trim());
    expect(new Set(keys)).toEqual(new Set([readOrCreateKey(dataDir, 'one').x]));
  });

  it.each(['', '{', 'null', '{"kty":"OKP","crv":"X25519","x":"a","d":"b"}', '{"kty":"OKP","crv":"Ed25519","x":"a"}'])(
    'that holds %j stops the start and names the file',
    (text) => {
      readOrCreateKey(dataDir, 'one');
      writeFileSync(path('one'), text);
      expect(() => readOrCreateKey(dataDir, 'one')).toThrow(path('one'));
    },
  );

  it('that is retired is found beside the current one', () => {
    readOrCreateKey(dataDir, 'one');
    const old = readOrCreateKey(dataDir, 'one-2025');
    readOrCreateKey(dataDir, 'other');
    expect(readRetiredKeys(dataDir, 'one')).toEqual([old]);
  });
});
