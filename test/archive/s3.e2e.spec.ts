import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompareRecord } from '../../src/archive/compare-record.js';
import { restoreCommand } from '../../src/restoring/restore-command.js';
import { startTestApp, type TestApp } from '../app.js';
import { S3Stub } from '../platform/s3-stub.js';
import { bundleOf, ended, filesIn, specification, unpacked } from './bundles.js';
import { fetched, mirror } from './mirror.js';

/** An archive whose documents lie in S3, and one in another bucket that was restored from it (art. 57). */
describe('documents in S3 (wire-tested against a stub)', () => {
  const [stub, other] = [new S3Stub(), new S3Stub()];
  let app: TestApp;
  let restored: TestApp;
  let scratch: string;
  let settings: NodeJS.ProcessEnv;
  let tenderId: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'ftz-s3-'));
    const bucketOf = async (one: S3Stub) => ({
      S3_URL: `${await one.start()}/archive`,
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    });
    app = await startTestApp({ env: { ...(await bucketOf(stub)), LOG_CHECKPOINT_SECONDS: '0' } });
    settings = { ...(await bucketOf(other)), DATA_DIR: join(scratch, 'data') };
    restored = await startTestApp({ seeded: false, env: settings, now: '2027-01-05T09:00:00+08:00' });
    tenderId = (await ended(app)).id;
  }, 300_000);
  afterAll(async () => {
    for (const one of [app, restored]) await one.close();
    for (const one of [stub, other]) await one.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  const cycle = (at: TestApp) => at.app.get(CompareRecord).cycle();
  const contents = (one: S3Stub): Record<string, string> =>
    Object.fromEntries([...one.versions].map(([key, [first]]) => [key, first?.bytes.toString('hex') ?? '']));

  it('a whole procurement keeps them there, and whoever compares finds nothing', async () => {
    expect(Object.values(contents(stub))).toContain(specification.toString('hex'));
    expect(filesIn(join(app.config.dataDir, 'blobs', 'sha256')).size).toBe(0);
    expect(await cycle(app)).toEqual([]);
  }, 120_000);

  it('a bundle has them, and restoring puts them into the bucket of the settings', async () => {
    const { tar } = await bundleOf(app, tenderId);
    const bag = unpacked(tar);
    expect([...filesIn(bag.folder).values()].some((bytes) => bytes.equals(specification))).toBe(true);
    bag.remove();
    writeFileSync(join(scratch, 'bundle.tar'), tar);
    await mirror(app, join(scratch, 'log'));
    writeFileSync(join(scratch, 'keys.json'), JSON.stringify((await app.http('get', '/v1/keys')).body));
    const env = { ...settings, DATABASE_OWNER_URL: restored.database.ownerUrl };
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const restore = (...more: string[]) =>
      restoreCommand(['--log', 'log', '--keys', 'keys.json', ...more, 'bundle.tar'], scratch, env, { out: say, say });
    writeFileSync(join(scratch, 'other.vkeys'), await fetched(restored, 'key'));
    expect(await restore('--log-key', 'other.vkeys')).toBe(1);
    expect(await restore('--witness-key', 'other.vkeys')).toBe(2);
    expect(contents(other)).toEqual({});
    expect(await restore('--log-key', join('log', 'log.vkeys'))).toBe(0);
    expect(lines.join('\n')).toContain('RESTORED 1');
    expect(contents(other)).toEqual(contents(stub));
    expect(await cycle(restored)).toEqual([]);
  }, 120_000);

  it('names one whose bytes are another, one that is refused, and one that is gone', async () => {
    const [changed, refused, gone] = [...stub.versions];
    Object.assign(changed?.[1][0] ?? {}, { bytes: Buffer.from('other bytes') });
    Object.assign(refused?.[1][0] ?? {}, { refused: [403, 'InvalidObjectState'] });
    stub.versions.delete(gone?.[0] ?? '');
    const found = (await cycle(app)).map(({ kind, table, row, stands }) => [
      kind,
      table,
      `sha256/${row.slice(0, 2)}/${row}`,
      stands,
    ]);
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(['changed', 'blobs', changed?.[0], expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(found).toContainEqual(['changed', 'blobs', refused?.[0], 'unreadable (InvalidObjectState)']);
    expect(found).toContainEqual(['missing', 'blobs', gone?.[0], null]);
  }, 120_000);
});
