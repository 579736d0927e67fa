import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { compiled } from '../faults/api-process.js';

/** The real programs, as a newcomer starts them with a setting that is wrong. */
describe('a program that cannot start', () => {
  let database: TestDatabase;
  let dataDir: string;
  beforeAll(async () => {
    await compiled('main');
    database = await createTestDatabase();
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-test-'));
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function started(program: 'main' | 'worker', more: NodeJS.ProcessEnv): Promise<{ code: unknown; said: string }> {
    const path = fileURLToPath(await compiled(program));
    const env = { PATH: process.env['PATH'], DATABASE_URL: database.appUrl, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
    return new Promise((resolve) =>
      execFile(process.execPath, [path], { env: { ...env, ...more } }, (error, _out, said) =>
        resolve({ code: error?.code, said }),
      ),
    );
  }

  it.each([
    [
      'main',
      { DATABASE_POOL: 'many', LOG_CHECKPOINT_SECONDS: '-1' },
      2,
      /^The configuration has 2 fault\(s\):\n( {2}- .+\n){2}$/,
    ],
    ['worker', { S3_URL: 'ftp://host/bucket' }, 2, /^The configuration has 1 fault\(s\):\n {2}- S3_URL .+\n$/],
    [
      'main',
      { WITNESS_URL: 'http://127.0.0.1:1/', WITNESS_KEY: 'no-key' },
      1,
      /^WITNESS_KEY: no-key is no verifier key of a witness\n$/,
    ],
    ['worker', { WITNESS_URL: 'http://127.0.0.1:1/', WITNESS_KEY: 'no-key' }, 1, /^WITNESS_KEY: .+\n$/],
    ['main', { HOST: '203.0.113.1' }, 1, /^listen EADDRNOTAVAIL.+\n$/],
  ] as const)(
    '%s, %j: ends with %i and one message',
    async (program, more, code, message) => {
      expect(await started(program, more)).toEqual({ code, said: expect.stringMatching(message) as string });
    },
    60_000,
  );
});
