import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobStore } from './blob-store.js';
import { Refusal } from './refusal.js';

const limit = { bytesMax: 1_000_000 };

describe('the blob store', () => {
  let dataDir: string;
  let store: BlobStore;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ftz-blobs-'));
    store = new BlobStore({ dataDir });
    await store.onModuleInit();
  });

  afterEach(async () => {
    await store.onApplicationShutdown();
    await rm(dataDir, { recursive: true, force: true });
  });

  const staging = (): Promise<string[]> => readdir(join(dataDir, 'blobs', 'staging'));
  const pathOf = (hex: string): string => join(dataDir, 'blobs', 'sha256', hex.slice(0, 2), hex);

  it('stages, keeps and gives back the same bytes under their own hash', async () => {
    const content = randomBytes(300_000);
    const staged = await store.stage(Readable.from([content.subarray(0, 7), content.subarray(7)]), limit);
    expect(staged).toMatchObject({
      bytes: 300_000,
      sha256: createHash('sha256').update(content).digest('hex'),
      sha512: createHash('sha512').update(content).digest('hex'),
    });
    await store.keep(staged);
    expect(await staging()).toEqual([]);
    expect((await stat(pathOf(staged.sha256))).mode & 0o077).toBe(0);
    const blob = await store.open(staged.sha256);
    expect(blob.bytes).toBe(300_000);
    expect((await buffer(blob.stream)).equals(content)).toBe(true);
  });

  it('gives a part, first and last byte included, and refuses one that is not within', async () => {
    const staged = await store.stage(Readable.from([Buffer.from('0123456789')]), limit);
    await store.keep(staged);
    const part = await store.open(staged.sha256, { first: 2, last: 4 });
    expect(part.bytes).toBe(10);
    expect((await buffer(part.stream)).toString()).toBe('234');
    for (const range of [
      { first: 0, last: 10 },
      { first: -1, last: 2 },
      { first: 5, last: 4 },
      { first: Number.NaN, last: 4 },
    ]) {
      await expect(store.open(staged.sha256, range)).rejects.toThrow(RangeError);
    }
  });

  it('takes exactly the limit and refuses one byte more with 413, leaving nothing', async () => {
    const kept = await store.stage(Readable.from([Buffer.alloc(10)]), { bytesMax: 10 });
    await store.discard(kept);
    const source = Readable.from([Buffer.alloc(6), Buffer.alloc(5), Buffer.alloc(6)]);
    const refusal = await store.stage(source, { bytesMax: 10 }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).status).toBe(413);
    expect(source.destroyed).toBe(false);
    expect(await staging()).toEqual([]);
  });

  it('leaves nothing where the stream breaks or ends before its end', async () => {
    for (const end of [new Error('cut'), undefined]) {
      const source = new PassThrough();
      source.write(Buffer.alloc(1000));
      const staged = store.stage(source, limit);
      source.destroy(end);
      await expect(staged).rejects.toThrow();
      expect(await staging()).toEqual([]);
    }
  });

  it('keeps the same content once, also when two keep it at once or one keeps it twice', async () => {
    const content = Buffer.from('同一内容');
    const staged = await Promise.all(Array.from({ length: 6 }, () => store.stage(Readable.from([content]), limit)));
    await Promise.all(staged.map((one) => store.keep(one)));
    await store.keep(staged[0] as (typeof staged)[0]);
    const hex = (staged[0] as (typeof staged)[0]).sha256;
    expect((await readFile(pathOf(hex))).equals(content)).toBe(true);
    expect(await staging()).toEqual([]);
  });

  const stagedOf = (content: Buffer) => store.stage(Readable.from([content]), limit);

  it('takes back what was refused, unless somebody else keeps the same', async () => {
    const content = Buffer.from('投标文件');
    const first = await stagedOf(content);
    expect(await store.keep(first)).toBe(true);
    await store.takeBack(first);
    await store.takeBack(first);
    await expect(store.size(first.sha256)).rejects.toMatchObject({ status: 404 });
    const [again, other] = [await stagedOf(content), await stagedOf(content)];
    expect(await store.keep(again)).toBe(true);
    expect(await store.keep(other)).toBe(false);
    await store.takeBack(again);
    expect(await store.size(again.sha256)).toBe(content.length);
    expect(await staging()).toEqual([]);
  });

  it('loses no blob where some keep and others take back at once', async () => {
    for (let round = 0; round < 100; round += 1) {
      const content = randomBytes(64);
      const staged = await Promise.all(Array.from({ length: 6 }, () => stagedOf(content)));
      const stays = await Promise.all(
        staged.map(async (one, index) => {
          const isNew = await store.keep(one);
          if (isNew && index % 2 === 0) await store.takeBack(one);
          return !isNew || index % 2 === 1;
        }),
      );
      expect(stays.filter(Boolean).length).toBeGreaterThanOrEqual(3);
      expect(await store.size((staged[0] as (typeof staged)[0]).sha256)).toBe(64);
    }
    expect(await staging()).toEqual([]);
  });

  it('puts back what was on its way out when the process died', async () => {
    const staged = await stagedOf(Buffer.from('共用的文件'));
    await store.keep(staged);
    await rename(pathOf(staged.sha256), join(dataDir, 'blobs', 'staging', `${randomUUID()}.${staged.sha256}`));
    await store.sweepStaging();
    expect(await store.size(staged.sha256)).toBe(staged.bytes);
    expect(await staging()).toEqual([]);
  });

  const stagedAndKept = async (content: Buffer): Promise<string> => {
    const staged = await stagedOf(content);
    await store.keep(staged);
    return staged.sha256;
  };

  it('removes a blob that was loosened, and none that somebody has kept since', async () => {
    const content = Buffer.from('期满的文件');
    const hex = await stagedAndKept(content);
    expect(await store.remove(hex)).toBe(false);
    expect(await store.loosen(hex)).toBe(true);
    await stagedAndKept(content);
    expect(await store.remove(hex)).toBe(false);
    expect(await store.size(hex)).toBe(content.length);
    await store.loosen(hex);
    expect([await store.remove(hex), await store.loosen(hex)]).toEqual([true, false]);
    expect(await staging()).toEqual([]);
  });

  it('does not remove what came anew after an attempt that did not get to its end', async () => {
    const content = Buffer.from('期满的文件');
    const hex = await stagedAndKept(content);
    await store.loosen(hex);
    expect(await store.remove(hex)).toBe(true);
    await stagedAndKept(content);
    expect(await store.remove(hex)).toBe(false);
    expect(await store.size(hex)).toBe(content.length);
  });

  it('destroys what an earlier attempt moved away and did not destroy', async () => {
    const hex = await stagedAndKept(Buffer.from('期满的文件'));
    await store.loosen(hex);
    await rename(pathOf(hex), join(dataDir, 'blobs', 'staging', `${randomUUID()}.${hex}`));
    expect(await store.remove(hex)).toBe(true);
    expect(await staging()).toEqual([]);
    await store.sweepStaging();
    await expect(store.size(hex)).rejects.toMatchObject({ status: 404 });
  });

  it('tells the digest of each file in a folder, and of one that cannot be read why', async () => {
    const hex = await stagedAndKept(Buffer.from('一份文件'));
    const folder = hex.slice(0, 2);
    const [unread, nowhere] = [`${folder}${'0'.repeat(62)}`, `${folder}${'1'.repeat(62)}`];
    await mkdir(pathOf(unread));
    await symlink('nowhere', pathOf(nowhere));
    expect(await store.digests(folder)).toEqual(
      new Map([
        [hex, hex],
        [unread, 'unreadable (EISDIR)'],
      ]),
    );
  });

  it('says of no blob that it is gone where it cannot be seen', async () => {
    const hex = createHash('sha256').update('unseen').digest('hex');
    await symlink(hex, pathOf(hex));
    await expect(store.remove(hex)).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(store.size(hex)).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('mends a blob that a power cut left short', async () => {
    const content = Buffer.from('whole content');
    const first = await store.stage(Readable.from([content]), limit);
    await store.keep(first);
    await writeFile(pathOf(first.sha256), 'who');
    const second = await store.stage(Readable.from([content]), limit);
    await store.keep(second);
    expect((await readFile(pathOf(first.sha256))).equals(content)).toBe(true);
  });

  it('keeps an empty file', async () => {
    const staged = await store.stage(Readable.from([]), limit);
    await store.keep(staged);
    expect((await buffer((await store.open(staged.sha256)).stream)).length).toBe(0);
  });

  it('knows no name that is not a hash', async () => {
    for (const name of ['../../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\n`, 'f'.repeat(64)]) {
      await expect(store.open(name)).rejects.toMatchObject({ status: 404 });
    }
  });

  it('sweeps what a crash left staged, and nothing that may still be arriving', async () => {
    const folder = join(dataDir, 'blobs', 'staging');
    const [old, fresh] = [randomUUID(), randomUUID()];
    await writeFile(join(folder, old), 'left');
    await utimes(join(folder, old), 1_000, 1_000);
    await writeFile(join(folder, fresh), 'arriving');
    expect(await store.sweepStaging()).toBe(1);
    expect(await staging()).toEqual([fresh]);
  });
});
