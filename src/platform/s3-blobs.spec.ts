import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobStore } from './blob-store.js';

interface Version {
  id: string;
  bytes: Buffer;
}

/** What Amazon S3 says on the wire, as far as the store asks it. */
class Stub {
  readonly versions = new Map<string, Version[]>();
  readonly puts: { key: string; headers: IncomingMessage['headers'] }[] = [];
  readonly gets: { url: string; headers: IncomingMessage['headers'] }[] = [];
  mode: string | null = 'COMPLIANCE';
  isLocked = true;
  versioning = 'Enabled';
  isAway = false;
  private readonly server: Server = createServer((request, answer) => void this.serve(request, answer));

  async start(): Promise<string> {
    await new Promise<void>((done) => void this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((done) => void this.server.close(done));
  }

  private async serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stub');
    const body = await buffer(request);
    const key = decodeURIComponent(url.pathname.replace(/^\/archive\/?/, ''));
    if (this.isAway) return void answer.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    if (url.searchParams.has('object-lock')) return this.lock(answer);
    if (url.searchParams.has('versioning'))
      return void answer.end(`<VersioningConfiguration><Status>${this.versioning}</Status></VersioningConfiguration>`);
    if (url.searchParams.has('versions')) return this.list(url.searchParams.get('prefix') ?? '', answer);
    if (request.method === 'PUT') return this.put(key, request, body, answer);
    if (request.method === 'DELETE') return this.remove(key, url.searchParams.get('versionId'), answer);
    this.gets.push({ url: request.url ?? '', headers: request.headers });
    const found = this.versions.get(key)?.find((one) => one.id === url.searchParams.get('versionId'));
    if (!found) return void answer.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    answer.statusCode = first === undefined ? 200 : 206;
    answer.end(first === undefined ? found.bytes : found.bytes.subarray(Number(first), Number(last) + 1));
  }

  private lock(answer: ServerResponse): void {
    if (this.mode === null)
      return void answer.writeHead(404).end('<Error><Code>ObjectLockConfigurationNotFoundError</Code></Error>');
    const rule = `<Rule><DefaultRetention><Mode>${this.mode}</Mode><Years>15</Years></DefaultRetention></Rule>`;
    answer.end(`<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>${rule}</ObjectLockConfiguration>`);
  }

  private list(prefix: string, answer: ServerResponse): void {
    const found = [...this.versions].filter(([key]) => key.startsWith(prefix));
    const versions = found.flatMap(([key, all]) =>
      [...all]
        .reverse()
        .map((one) => `<Version><Key>${key}</Key><VersionId>${one.id}</VersionId><Size>${one.bytes.length}</Size></Version>`),
    );
    answer.end(`<ListVersionsResult><IsTruncated>false</IsTruncated>${versions.join('')}</ListVersionsResult>`);
  }

  private remove(key: string, version: string | null, answer: ServerResponse): void {
    if (this.isLocked) return void answer.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    this.versions.set(key, this.versions.get(key)?.filter((one) => one.id !== version) ?? []);
    answer.writeHead(204).end();
  }

  private put(key: string, { headers }: IncomingMessage, body: Buffer, answer: ServerResponse): void {
    this.puts.push({ key, headers });
    const sum = createHash('sha256').update(body).digest('base64');
    if (headers['x-amz-checksum-sha256'] !== sum) return void answer.writeHead(400).end('<Error><Code>BadDigest</Code></Error>');
    const versions = this.versions.get(key) ?? [];
    this.versions.set(key, [...versions, { id: `v${versions.length + 1}`, bytes: body }]);
    answer.setHeader('x-amz-version-id', `v${versions.length + 1}`);
    answer.end();
  }
}

describe('the blob store in S3 (wire-tested against a stub)', () => {
  let dataDir: string;
  let stub: Stub;
  let store: BlobStore;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ftz-s3-'));
    stub = new Stub();
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
