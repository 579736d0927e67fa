import { execFileSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { startTestApp, type TestApp } from '../app.js';
import { hand, sealedFor } from '../bids/box.js';
import { contentDigest } from '../content-digest.js';
import { act, done, published, type JourneyTender } from '../journeys/steps.js';
import { tellCounts } from '../prove.js';
import { startTestRedis, type TestRedis } from '../redis.js';
import { until } from '../until.js';
import { compiled, startApiProcess, type ApiProcess } from './api-process.js';
import { describeWhere, hasTools, startOwnPostgres, type OwnPostgres } from './own-postgres.js';
import { foundIn, foundInFolder, foundInMemory, needlesOf } from './scan.js';
import { killed, startProcess } from './worker-process.js';

/** What only the bidders know. */
const price = '8765432.19';
const offer = { zh: '无液氦超导磁体鲸落方案独家报价', en: 'Whalefall helium-free magnet, exclusive offer' };
const secrets = ['冷头压缩机装配间隙为七点二五微米', 'cold-head-clearance-7.25um'];
const document = { name: '鲸落方案技术白皮书.pdf', text: '%PDF-1.7 whalefall white paper 鲸落内部评审稿' };
const hidden = [price, offer.zh, offer.en, ...secrets, document.name, document.text];
/** What was left lying about on purpose: a search that does not find this finds nothing. */
const planted = 'planted-canary-4f1d90c7';

const found = hasTools('T1, everything that can be searched', { programs: ['redis-server', 'pg_dump', 'pg_restore'] });

/** T1: who has the database, its files, Redis, the disk, the logs and the memory of every process before the opening reads no bid. */
describeWhere(found)('all that can be searched before the opening (T1, art. 58)', () => {
  const shared = process.env['TEST_DATABASE_OWNER_URL'];
  const folder = mkdtempSync(join(tmpdir(), 'ftz-canary-'));
  const snapshots = join(folder, 'snapshots');
  const seen: { place: string; hits: string[]; control: string[] }[] = [];
  let own: OwnPostgres;
  let redis: TestRedis;
  let app: TestApp;
  let api: ApiProcess;
  let worker: ChildProcess;
  let workerLog = '';
  let tender: JourneyTender;

  beforeAll(async () => {
    mkdirSync(snapshots);
    own = await startOwnPostgres();
    process.env['TEST_DATABASE_OWNER_URL'] = own.ownerUrl;
    redis = (await startTestRedis('T1', '--maxmemory-policy', 'noeviction', '--appendonly', 'yes')) as TestRedis;
    app = await startTestApp();
    tender = await published(app);
    const more = {
      REDIS_URL: redis.url,
      LOG_LEVEL: 'debug',
      NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${snapshots}`,
      TMPDIR: snapshots,
    };
    api = await startApiProcess(app, more, [planted]);
    const settings = {
      DATABASE_URL: app.database.appUrl,
      DATA_DIR: app.config.dataDir,
      PUBLIC_URL: app.config.publicUrl,
      ...more,
    };
    worker = startProcess(await compiled('worker'), [planted], settings, 'pipe');
    worker.stdout?.on('data', (chunk: Buffer) => (workerLog += chunk.toString()));
    await until(() => Promise.resolve(workerLog.includes('worker ready')), 'the worker');
    await bidAndLook();
  }, 600_000);
  afterAll(async () => {
    process.env['TEST_DATABASE_OWNER_URL'] = shared;
    await killed(worker);
    await api.end();
    await app.close();
    await redis.stop();
    await own.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const sealed = (more: object = {}): Promise<Buffer> =>
    sealedFor(tender, price, {
      offer,
      tradeSecrets: secrets.map((text) => ({ label: 'cost', text })),
      documents: [
        {
          name: document.name,
          sha256: 'ab'.repeat(32),
          bytes: Buffer.from(document.text).toString('base64'),
        },
      ],
      ...more,
    });

  /** Three bidders bid, one replaces, one withdraws, an amendment tells them; everything is looked through during and after. */
  async function bidAndLook(): Promise<void> {
    const needles = needlesOf(hidden);
    const control = needlesOf([planted]);
    const look = (place: string, search: (all: typeof needles) => string[]): void =>
      void seen.push({ place, hits: search(needles), control: search(control) });
    const [shenda, hujiang] = [await api.as('supplier-shenda'), await api.as('supplier-hujiang')];
    const file = await sealed();
    await halfway(file, async () => {
      look('heap snapshot of the API during a submission', (all) => foundInFolder(snapshot(api.child), all));
      look('memory of the API during a submission', (all) => foundInMemory(api.child.pid as number, all));
    });
    expect((await hand(shenda, 'put', tender, await sealed())).status).toBe(200);
    expect((await hand(hujiang, 'post', tender, await sealed())).status).toBe(201);
    expect((await hujiang('delete', `${tender.path}/bids/mine`)).status).toBe(200);
    const reason = { zh: '延长投标期限。', en: 'More time to bid.' };
    const extended = { bidsCloseAt: '2026-04-20T09:30:00+08:00', reason };
    done(await act(app, 'procurer-wang', 'post', `${tender.path}/amendments`, extended, tender.path));
    await until(async () => (await app.sql('SELECT 1 FROM outbox WHERE done_at IS NULL')).length === 0, 'the jobs');
    await api.http('get', '/v1/tenders').set('x-correlation-id', planted);
    await plant();
    look('heap snapshot of the API afterwards', (all) => foundInFolder(snapshot(api.child), all));
    look('memory of the API afterwards', (all) => foundInMemory(api.child.pid as number, all));
    look('heap snapshot of the worker', (all) => foundInFolder(snapshot(worker), all));
    look('memory of the worker', (all) => foundInMemory(worker.pid as number, all));
    await database(look);
    look('files and keys in the data folder', (all) => foundInFolder(app.config.dataDir, all));
    look('log of the API', (all) => foundIn(Buffer.from(api.logged()), all));
    workerLog += planted;
    look('log of the worker', (all) => foundIn(Buffer.from(workerLog), all));
    const metrics = (await api.http('get', '/metrics')).text + planted;
    look('metrics', (all) => foundIn(Buffer.from(metrics), all));
  }

  /** With half of the upload there, and the other half to come. */
  async function halfway(file: Buffer, body: () => Promise<void>): Promise<void> {
    const path = `${tender.path}/bids`;
    const caller = await api.as('supplier-shenda');
    const headers = {
      authorization: caller('post', path).get('authorization'),
      'idempotency-key': 'halfway',
      'content-type': 'application/age',
      'content-digest': contentDigest(file),
      'content-length': String(file.length),
    };
    const upload = request(new URL(path, api.address), { method: 'POST', headers });
    const status = new Promise<number | undefined>((resolve, reject) => {
      upload.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    upload.write(file.subarray(0, file.length / 2));
    await until(
      () => Promise.resolve(readdirSync(join(app.config.dataDir, 'blobs', 'staging')).length === 1),
      'half of the upload',
    );
    await snapshotsTaken(api.child);
    await body();
    upload.end(file.subarray(file.length / 2));
    expect(await status).toBe(201);
  }

  const snapshot = (child: ChildProcess): string => join(snapshots, String(child.pid));

  /** Each process's latest snapshot in a folder of its own. */
  async function snapshotsTaken(...children: ChildProcess[]): Promise<void> {
    for (const child of children) {
      rmSync(snapshot(child), { recursive: true, force: true });
      mkdirSync(snapshot(child));
      const mine = (): string[] =>
        readdirSync(snapshots).filter((name) => name.includes(`.${child.pid}.`) && name.endsWith('.heapsnapshot'));
      for (const name of mine()) rmSync(join(snapshots, name));
      child.kill('SIGUSR2');
      let before = -1;
      const isWhole = (): boolean => {
        const [name] = mine();
        const { bytes, end } = name === undefined ? { bytes: -2, end: '' } : tailOf(join(snapshots, name));
        const stood = bytes === before;
        before = bytes;
        return stood && end.includes(']}');
      };
      await until(() => Promise.resolve(isWhole()), 'a heap snapshot', 200_000);
      const name = mine()[0] as string;
      renameSync(join(snapshots, name), join(snapshot(child), name));
    }
  }

  async function plant(): Promise<void> {
    await app.sql('CREATE TABLE planted (text text)');
    await app.sql('INSERT INTO planted VALUES ($1)', [Buffer.from(planted, 'utf16le').toString('base64')]);
    writeFileSync(join(app.config.dataDir, 'blobs', 'planted.gz'), gzipSync(`x${planted}`));
    await snapshotsTaken(api.child, worker);
  }

  async function database(look: (place: string, search: (all: ReturnType<typeof needlesOf>) => string[]) => void): Promise<void> {
    await app.sql('CHECKPOINT');
    const plain = join(folder, 'plain');
    mkdirSync(plain);
    execFileSync('pg_dump', ['-d', app.database.ownerUrl, '-f', join(plain, 'plain.sql')]);
    execFileSync('pg_dump', ['-d', app.database.ownerUrl, '-Fc', '-f', join(folder, 'custom')]);
    look('plain dump', (all) => foundInFolder(plain, all));
    look('custom dump', (all) =>
      foundIn(execFileSync('pg_restore', ['-f', '-', join(folder, 'custom')], { maxBuffer: 1e9 }), all),
    );
    look('data files', (all) => foundInFolder(join(own.cluster, 'base'), all));
    look('write-ahead log', (all) => foundInFolder(join(own.cluster, 'pg_wal'), all));
    const client = new Redis(redis.url);
    await client.config('SET', 'rdbcompression', 'no');
    await client.set('planted', planted);
    const jobs = Buffer.from(JSON.stringify(await app.sql('SELECT * FROM outbox')) + planted);
    look('messages', (all) => foundIn(jobs, all));
    await client.save();
    const [, dir = ''] = (await client.config('GET', 'dir')) as [string, string];
    const dumps = await Promise.all((await client.keys('*')).map((key) => client.dumpBuffer(key)));
    look('keys of Redis, jobs too', (all) => foundIn(Buffer.concat(dumps), all));
    look('RDB and AOF of Redis', (all) => foundInFolder(dir, all));
    client.disconnect();
  }

  it('each search finds what was planted, and none finds a bid', () => {
    expect(seen.filter(({ control }) => control.length === 0).map(({ place }) => place)).toEqual([]);
    expect(seen.filter(({ hits }) => hits.length > 0)).toEqual([]);
    expect(seen).toHaveLength(17);
    tellCounts(
      `T1: ${needlesOf(hidden).length} forms of ${hidden.length} texts in ${seen.length} places: ${seen.map(({ place }) => place).join('; ')}`,
    );
  });

  it('a dump shows of a sealed bid what is stated, and no more', async () => {
    const columns = await app.sql<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'bid_submissions'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`,
    );
    // Stated: how many, in what steps of size, when; and, which D4 leaves to the row, for whom and by whom it was handed in.
    expect(columns.map(({ name }) => name)).toEqual([
      'action',
      'authority_id',
      'ct_bytes',
      'ct_sha256',
      'ct_sha512',
      'fingerprint',
      'id',
      'idempotency_key',
      'notice_version',
      'person_id',
      'previous_id',
      'price_bytes',
      'price_sha256',
      'price_sha512',
      'received_at',
      'supplier_id',
      'tender_id',
      'version',
    ]);
    const lengths = Array.from({ length: 100 }, (_, more) => sealed({ answers: { quality: '保'.repeat(more) } }));
    const sizes = new Set((await Promise.all(lengths)).map((file) => file.length));
    expect(sizes.size).toBeLessThanOrEqual(12);
  });

  it('the search finds each text in each of its forms', () => {
    for (const needle of needlesOf(hidden))
      expect(foundIn(Buffer.concat([Buffer.from('ab'), needle.bytes]), [needle])).toEqual([needle.name]);
    for (const needle of needlesOf([offer.zh]))
      expect(foundIn(Buffer.concat([Buffer.alloc(300_000, 'ab'), needle.bytes]), needlesOf(hidden))).toEqual([needle.name]);
    for (const text of hidden) {
      const [all, plain] = [needlesOf([text]), Buffer.from(text)];
      for (const before of [0, 1, 2, 3, 4])
        expect(
          foundIn(Buffer.from(Buffer.concat([Buffer.alloc(before, 7), plain, Buffer.from('zz')]).toString('base64')), all),
        ).not.toEqual([]);
      expect(foundIn(gzipSync(plain), all)).not.toEqual([]);
      expect(foundIn(Buffer.from(`xxx${plain.toString('hex')}`), all)).not.toEqual([]);
      expect(foundIn(Buffer.from(text.slice(1)), all)).toEqual([]);
    }
  });
});

function tailOf(path: string): { bytes: number; end: string } {
  const [file, end] = [openSync(path, 'r'), Buffer.alloc(3)];
  try {
    const bytes = fstatSync(file).size;
    readSync(file, end, 0, end.length, Math.max(0, bytes - end.length));
    return { bytes, end: end.toString('latin1') };
  } finally {
    closeSync(file);
  }
}
