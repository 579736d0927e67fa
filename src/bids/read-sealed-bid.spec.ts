import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { generateX25519Identity } from 'age-encryption';
import { BlobStore } from '../platform/blob-store.js';
import type { BoxedBid } from './bids.queries.js';
import { openDocument, takeEncrypted } from './opened-document.js';
import { marksOf } from './opened-file-keys.js';
import { ReadSealedBid, type ReadBid } from './read-sealed-bid.js';
import { recipientOf } from '../custody/age-text.js';
import { sealedTo } from './seal-stream.js';
import { tarBytes, tarOf } from './tar-writer.js';

const tenderId = '0192f0c1-0000-7000-8000-000000000001';
const supplierId = '0192f0c1-0000-7000-8000-000000000002';

describe('reading a sealed bid from the store', () => {
  let dataDir: string;
  let blobs: BlobStore;
  let reader: ReadSealedBid;
  let keys: Parameters<ReadSealedBid['run']>[2];
  let recipients: [string, string];

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-read-'));
    blobs = new BlobStore({ dataDir });
    await blobs.onModuleInit();
    reader = new ReadSealedBid(blobs);
    const [A, B] = [await generateX25519Identity(), await generateX25519Identity()];
    keys = { A: { identity: A }, B: { identity: B } } as unknown as typeof keys;
    recipients = [(await recipientOf(A)) as string, (await recipientOf(B)) as string];
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const staged = (): string[] => readdirSync(join(dataDir, 'blobs', 'staging'));
  const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const pathOf = (sha256: string): string => join(dataDir, 'blobs', 'sha256', sha256.slice(0, 2), sha256);
  const documents = [Buffer.alloc(200_000, 'x'), Buffer.from('技术方案')];

  /** A sealed bid with two documents, kept; `damage` changes the ciphertext before. */
  async function kept(damage: (sealed: Buffer) => Buffer = (sealed) => sealed): Promise<BoxedBid> {
    const listed = documents.map((content, at) => ({ name: `${at}.pdf`, sha256: hashOf(content), bytes: content.length }));
    const json = Buffer.from(
      JSON.stringify({
        format: 'ftz-bid-1',
        tenderId,
        price: { amount: '1.00', currency: 'CNY' },
        offer: { zh: '一套' },
        answers: {},
        tradeSecrets: [],
        documents: listed,
      }),
    );
    const files = [
      { name: 'bid.json', bytes: json.length, content: [json] },
      ...documents.map((content, at) => ({ name: `${at}.pdf`, bytes: content.length, content: [content] })),
    ];
    const parts: Uint8Array[] = [];
    for await (const part of sealedTo(recipients, tarOf(files, tarBytes(files) + 100_000))) parts.push(part);
    const sealed = damage(Buffer.concat(parts));
    const file = await blobs.stage(Readable.from([sealed]), { bytesMax: sealed.length });
    await blobs.keep(file);
    return {
      id: supplierId,
      supplierId,
      ciphertextSha256: file.sha256,
      bytes: file.bytes,
      price: null,
      receivedAt: '',
      answers: 1,
    };
  }

  const read = (bid: BoxedBid, seen = new Set<string>()): Promise<ReadBid> => reader.run(bid, tenderId, keys, seen);
  const causeOf = (answer: ReadBid): unknown => ('defect' in answer ? [answer.defect.cause, answer.defect.breach.rule] : 'read');

  it('lays its documents on the disk in no form that anybody can read', async () => {
    const answer = await read(await kept());
    expect(answer).toMatchObject({ files: [{}, {}] });
    for (const { file, ...one } of 'files' in answer ? answer.files : []) {
      const at = documents.findIndex((content) => hashOf(content) === one.sha256);
      const content = documents[at] as Buffer;
      expect(readFileSync(file.path).includes(content.subarray(0, 8))).toBe(false);
      expect(file.sha256).not.toBe(one.sha256);
      await blobs.keep(file);
      const document = { blobSha256: file.sha256, key: one.key };
      expect((await buffer((await openDocument(blobs, document)).stream)).equals(content)).toBe(true);
      const last = content.length - 1;
      for (const [first, end] of [
        [0, 0],
        [1, last],
        [last, last],
        [3, 9],
      ] as const) {
        const { bytes, stream } = await openDocument(blobs, document, { first, last: end });
        expect([bytes, (await buffer(stream)).equals(content.subarray(first, end + 1))]).toEqual([content.length, true]);
      }
    }
    expect(staged()).toEqual([]);
  });

  it('reads a part that begins in the middle of a block, and a document that lies there as it is', async () => {
    const content = randomBytes(100_000);
    const { file, key } = await takeEncrypted(
      blobs,
      Readable.from([content.subarray(0, 7), content.subarray(7)]),
      content.length,
    );
    await blobs.keep(file);
    for (const first of [15, 16, 17, 65_535, 65_536, 99_983]) {
      const part = await openDocument(blobs, { blobSha256: file.sha256, key }, { first, last: 99_999 });
      expect((await buffer(part.stream)).equals(content.subarray(first))).toBe(true);
    }
    const plain = await blobs.stage(Readable.from([content]), { bytesMax: content.length });
    await blobs.keep(plain);
    const part = await openDocument(blobs, { blobSha256: plain.sha256, key: null }, { first: 5, last: 20 });
    expect((await buffer(part.stream)).equals(content.subarray(5, 21))).toBe(true);
    await expect(openDocument(blobs, { blobSha256: plain.sha256, key }, { first: 5, last: 100_000 })).rejects.toThrow(RangeError);
  });

  it('closes the file of a document that nobody reads to its end', async () => {
    const content = randomBytes(1_000_000);
    const { file, key } = await takeEncrypted(blobs, Readable.from([content]), content.length);
    await blobs.keep(file);
    const files: Readable[] = [];
    const watched = Object.assign(Object.create(blobs) as BlobStore, {
      open: async (...args: Parameters<BlobStore['open']>) => {
        const blob = await blobs.open(...args);
        files.push(blob.stream);
        return blob;
      },
    });
    const { stream } = await openDocument(watched, { blobSha256: file.sha256, key });
    await once(stream, 'readable');
    const closed = new Promise((resolve) => files[0]?.once('close', resolve));
    stream.destroy();
    await closed;
    expect(files.map((one) => one.destroyed)).toEqual([true]);
  });

  it('stages its documents, and nothing else', async () => {
    const answer = await read(await kept());
    expect(answer).toMatchObject({ content: { documents: [{ name: '0.pdf' }, { name: '1.pdf' }] } });
    const files = 'files' in answer ? answer.files : [];
    expect(files.map((one) => one.sha256)).toEqual(documents.map(hashOf));
    expect(staged()).toHaveLength(2);
    for (const { file } of files) await blobs.discard(file);
  });

  it.each<[string, (sealed: Buffer) => Buffer]>([
    ['the first part', (sealed) => flipped(sealed, 1_000)],
    ['the last part', (sealed) => flipped(sealed, sealed.length - 30)],
    ['what is cut off', (sealed) => sealed.subarray(0, sealed.length - 20)],
    ['what follows the end', (sealed) => Buffer.concat([sealed, Buffer.alloc(70_000)])],
  ])('keeps nothing of a bid damaged in %s, whenever that is found', async (_name, damage) => {
    expect(causeOf(await read(await kept(damage)))).toEqual(['bidder', 'bid.content-invalid']);
    expect(staged()).toEqual([]);
  });

  it('knows a file that is made from another, and gives its keys to nobody', async () => {
    const bid = await kept();
    const read1 = await read(bid);
    for (const { file } of 'files' in read1 ? read1.files : []) await blobs.discard(file);
    expect(Object.keys(read1.fileKeys).sort()).toEqual(['inner', 'outer']);
    const seen = new Set(marksOf(bid.ciphertextSha256, read1.fileKeys));
    const whole = await buffer((await blobs.open(bid.ciphertextSha256)).stream);
    for (const made of [whole.subarray(0, whole.length - 20), Buffer.concat([whole, Buffer.alloc(9)]), flipped(whole, 100_000)]) {
      const file = await blobs.stage(Readable.from([made]), { bytesMax: made.length });
      await blobs.keep(file);
      const copy = await read({ ...bid, ciphertextSha256: file.sha256 }, seen);
      expect([causeOf(copy), copy.fileKeys]).toEqual([['bidder', 'bid.content-invalid'], {}]);
      expect('defect' in copy && copy.defect.breach.detail.en).toContain('made from it');
    }
    const again = await kept();
    const other = await read(again, seen);
    expect(causeOf(other)).toBe('read');
    for (const { file } of 'files' in other ? other.files : []) await blobs.discard(file);
    const inner = new Set([`inner ${Buffer.from(other.fileKeys.inner as Uint8Array).toString('hex')}`]);
    expect(causeOf(await read(again, inner))).toEqual(['bidder', 'bid.content-invalid']);
    expect(staged()).toEqual([]);
  });

  it("lays a lost, changed or copied file at nobody else's door", async () => {
    const bid = await kept();
    expect(causeOf(await read(bid, new Set([bid.ciphertextSha256])))).toEqual(['bidder', 'bid.content-invalid']);
    writeFileSync(pathOf(bid.ciphertextSha256), 'another');
    expect(causeOf(await read(bid))).toEqual(['platform', 'bid.digest-mismatch']);
    rmSync(pathOf(bid.ciphertextSha256));
    expect(causeOf(await read(bid))).toEqual(['platform', 'bid.digest-mismatch']);
    expect(staged()).toEqual([]);
  });

  it('stops where the disk takes no more, and keeps nothing; once it does, the bid is read', async () => {
    const bid = await kept();
    const real = blobs.stage.bind(blobs);
    let calls = 0;
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const failing = new ReadSealedBid(
      Object.assign(Object.create(blobs) as BlobStore, {
        stage: (...args: Parameters<BlobStore['stage']>) => ((calls += 1) === 2 ? Promise.reject(full) : real(...args)),
      }),
    );
    await expect(failing.run(bid, tenderId, keys, new Set())).rejects.toBe(full);
    expect(staged()).toEqual([]);
    expect(causeOf(await read(bid))).toBe('read');
  });

  const flipped = (sealed: Buffer, at: number): Buffer => {
    const copy = Buffer.from(sealed);
    copy[at] = (copy[at] as number) ^ 1;
    return copy;
  };
});
