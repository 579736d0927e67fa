import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { generateX25519Identity } from 'age-encryption';
import { BlobStore } from '../platform/blob-store.js';
import { LawRefusal, Refusal } from '../platform/refusal.js';
import { recipientOf } from '../custody/age-text.js';
import { sealBid } from './seal.js';
import { TakeSealedFile } from './take-sealed-file.js';

describe('taking a sealed file', () => {
  let dataDir: string;
  let taking: TakeSealedFile;
  let sealed: Buffer;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-seal-'));
    const blobs = new BlobStore({ dataDir });
    await blobs.onModuleInit();
    taking = new TakeSealedFile(blobs);
    const recipient = (await recipientOf(await generateX25519Identity())) as string;
    sealed = Buffer.from(await sealBid({ filler: 'x'.repeat(100_000) }, recipient, recipient));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const digestOf = (bytes: Buffer): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
  const inParts = (bytes: Buffer, size: number): Readable =>
    Readable.from(
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
    );
  const take = (bytes: Buffer, size = 4096, contentDigest: string | undefined = digestOf(bytes)): Promise<unknown> =>
    taking.run({ stream: inParts(bytes, size), contentDigest, bytes: bytes.length });
  const ruleOf = async (taken: Promise<unknown>): Promise<string> => {
    const error: unknown = await taken.then(
      () => null,
      (one: unknown) => one,
    );
    if (error instanceof LawRefusal) return error.breaches[0]?.rule ?? '';
    return error instanceof Refusal ? String(error.status) : 'taken';
  };

  it.each([1 << 20, 4096, 7])('takes it whole in parts of %i bytes', async (size) => {
    const staged = await take(sealed.subarray(), size);
    expect(staged).toMatchObject({ bytes: sealed.length, sha256: createHash('sha256').update(sealed).digest('hex') });
  });

  it('refuses what is not sealed, what is cut within the header, and nothing', async () => {
    expect(await ruleOf(take(Buffer.from('PK\u0003\u0004'.repeat(1000))))).toBe('bid.not-sealed');
    expect(await ruleOf(take(sealed.subarray(0, 150)))).toBe('bid.not-sealed');
    expect(await ruleOf(take(sealed.subarray(0, 195)))).toBe('bid.not-sealed');
    expect(await ruleOf(take(Buffer.alloc(0)))).toBe('bid.not-sealed');
    expect(await ruleOf(taking.run({ stream: undefined, contentDigest: digestOf(sealed), bytes: 0 }))).toBe('bid.not-sealed');
  });

  it('refuses another file than the one declared, and none declared', async () => {
    expect(await ruleOf(take(sealed, 4096, digestOf(Buffer.from('another'))))).toBe('bid.digest-mismatch');
    expect(await ruleOf(taking.run({ stream: inParts(sealed, 4096), contentDigest: undefined, bytes: null }))).toBe('400');
  });

  it('leaves nothing of a transfer that breaks off', async () => {
    const before = readdirSync(join(dataDir, 'blobs', 'staging')).length;
    async function* breaking(): AsyncGenerator<Buffer> {
      yield sealed.subarray(0, 50_000);
      await Promise.resolve();
      throw new Error('aborted');
    }
    const broken = taking.run({ stream: Readable.from(breaking()), contentDigest: digestOf(sealed), bytes: sealed.length });
    expect(await ruleOf(broken)).toBe('bid.transfer-incomplete');
    expect(readdirSync(join(dataDir, 'blobs', 'staging'))).toHaveLength(before);
  });
});
