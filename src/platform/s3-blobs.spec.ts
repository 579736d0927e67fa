import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Stub } from '../../test/platform/s3-stub.js';
import { BlobStore } from './blob-store.js';

describe('the blob store in S3 (wire-tested against a stub)', () => {
  let dataDir: string;
  let stub: S3Stub;
  let store: BlobStore;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ftz-s3-'));
    stub = new S3Stub();
    const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
    const s3 = { endpoint: await stub.start(), bucket: 'archive', region: 'cn-east-1', credentials, retentionYears: 15 };
    store = new BlobStore({ dataDir, s3 });
  });
  afterEach(async () => {
    await store.onApplicationShutdown();
    await stub.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const staged = (content: Buffer) => store.stage(Readable.from([content]), { bytesMax: 1_000_000 });

  it('refuses to start on a bucket without versions, without a lock, or with one that can be lifted', async () => {
    stub.versioning = 'Suspended';
    await expect(store.onModuleInit()).rejects.toThrow('versions');
    stub.versioning = 'Enabled';
    stub.mode = 'GOVERNANCE';
    await expect(store.onModuleInit()).rejects.toThrow('COMPLIANCE');
    stub.mode = null;
    await expect(store.onModuleInit()).rejects.toThrow();
    stub.mode = 'COMPLIANCE';
    await store.onModuleInit();
  });

  it('puts each blob once, with its checksum, locked for its years, and leaves nothing staged', async () => {
    await store.onModuleInit();
    const content = randomBytes(100_000);
    const first = await staged(content);
    expect(await store.keep(first)).toBe(true);
    expect(await store.keep(await staged(content))).toBe(false);
    expect(stub.puts).toHaveLength(1);
    const [put] = stub.puts;
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(put?.key).toBe(`sha256/${sha256.slice(0, 2)}/${sha256}`);
    expect(put?.headers).toMatchObject({
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      'content-length': '100000',
    });
    const until = Date.parse(String(put?.headers['x-amz-object-lock-retain-until-date']));
    const years = (until - performance.timeOrigin - performance.now()) / (365.25 * 86_400_000);
    expect(years).toBeGreaterThan(14.99);
    expect(years).toBeLessThan(15.01);
    expect(await readdir(join(dataDir, 'blobs', 'staging'))).toEqual([]);
  });

  it('removes every version once none is locked, and says so where one is', async () => {
    await store.onModuleInit();
    const one = await staged(Buffer.from('0123456789'));
    await store.keep(one);
    expect([await store.loosen(one.sha256), await store.loosen('0'.repeat(64))]).toEqual([true, false]);
    expect(await store.remove(one.sha256)).toBe(false);
    stub.isLocked = false;
    expect(await store.remove(one.sha256)).toBe(true);
    expect(await store.loosen(one.sha256)).toBe(false);
  });

  it('reads the version that was put first, whole or a part, whatever was put over it', async () => {
    await store.onModuleInit();
    const one = await staged(Buffer.from('0123456789'));
    await store.keep(one);
    const key = `sha256/${one.sha256.slice(0, 2)}/${one.sha256}`;
    stub.versions.get(key)?.push({ id: 'v2', bytes: Buffer.from('forged') });
    expect(await store.size(one.sha256)).toBe(10);
    expect((await buffer((await store.open(one.sha256)).stream)).toString()).toBe('0123456789');
    expect((await buffer((await store.open(one.sha256, { first: 2, last: 4 })).stream)).toString()).toBe('234');
    expect(stub.gets.every(({ url }) => url.includes('versionId=v1'))).toBe(true);
    await expect(store.open(one.sha256, { first: 2, last: 10 })).rejects.toThrow(RangeError);
  });

  it('tells the digest of each blob as it was put first, says of one that is refused why, and leaves out what went away', async () => {
    await store.onModuleInit();
    const kept = [];
    for (const text of ['一', '二', '三', '四']) kept.push(await staged(Buffer.from(text)));
    for (const one of kept) await store.keep(one);
    const [whole, changed, refused, gone] = kept.map(({ sha256 }) => stub.versions.get(`sha256/${sha256.slice(0, 2)}/${sha256}`));
    whole?.push({ id: 'v2', bytes: Buffer.from('put over it') });
    Object.assign(changed?.[0] ?? {}, { bytes: Buffer.from('put under it') });
    Object.assign(refused?.[0] ?? {}, { refused: [403, 'InvalidObjectState'] });
    Object.assign(gone?.[0] ?? {}, { refused: [404, 'NoSuchVersion'] });
    const told = new Map<string, string>();
    for (const folder of new Set(kept.map(({ sha256 }) => sha256.slice(0, 2))))
      for (const [name, digest] of await store.digests(folder)) told.set(name, digest);
    const under = createHash('sha256').update('put under it').digest('hex');
    expect(kept.map(({ sha256 }) => told.get(sha256))).toEqual([
      kept[0]?.sha256,
      under,
      'unreadable (InvalidObjectState)',
      undefined,
    ]);
    for (const away of [
      [503, 'SlowDown'],
      [400, 'ExpiredToken'],
      [403, 'RequestTimeTooSkewed'],
      [404, 'NoSuchBucket'],
    ]) {
      Object.assign(whole?.[0] ?? {}, { refused: away });
      await expect(store.digests(String(kept[0]?.sha256.slice(0, 2)))).rejects.toMatchObject({ status: 503 });
    }
  });

  it('cannot take back what is locked, and knows no blob that is not there', async () => {
    await store.onModuleInit();
    const one = await staged(Buffer.from('被拒绝的文件'));
    await store.keep(one);
    await store.takeBack(one);
    expect(await store.size(one.sha256)).toBe(one.bytes);
    await expect(store.open('f'.repeat(64))).rejects.toMatchObject({ status: 404 });
    await expect(store.open('../etc/passwd')).rejects.toMatchObject({ status: 404 });
  });

  it('says 503 while the store is away, and keeps nothing half', async () => {
    await store.onModuleInit();
    const one = await staged(Buffer.from('稍后再来'));
    stub.isAway = true;
    await expect(store.keep(one)).rejects.toMatchObject({ status: 503 });
    stub.isAway = false;
    expect(await store.keep(one)).toBe(true);
  });
});
