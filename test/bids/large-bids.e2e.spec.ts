import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { generateX25519Identity } from 'age-encryption';
import type { BidContent } from '../../src/bids/bid-payload.dto.js';
import { packBid, type BidDocument } from '../../src/bids/pack-bid.js';
import { sealBid } from '../../src/bids/seal.js';
import { recipientOf } from '../../src/custody/age-text.js';
import { sealedTo } from '../../src/bids/seal-stream.js';
import { BlobStore } from '../../src/platform/blob-store.js';
import { startProcess } from '../faults/worker-process.js';
import { counts, tellCounts } from '../prove.js';

const mebibyte = 1 << 20;
const large = counts(96, 190);
const many = counts(10, 100);
const peakBytesMax = 400_000_000;
const tenderId = '0192f0c1-0000-7000-8000-000000000001';
const content: BidContent = {
  format: 'ftz-bid-1',
  tenderId,
  price: { amount: '1.00', currency: 'CNY' },
  offer: { zh: '一套' },
  answers: {},
  tradeSecrets: [],
  documents: [],
};

tellCounts(`memory of an opening and of sealing: one bid of ${large} MiB; ${many} bids of 5 MiB`);

describe('the memory that an opening takes', () => {
  let dataDir: string;
  let blobs: BlobStore;
  let identities: [string, string];
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-large-'));
    blobs = new BlobStore({ dataDir });
    await blobs.onModuleInit();
    identities = [await generateX25519Identity(), await generateX25519Identity()];
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  /** A sealed bid with one document of that many MiB, no two alike; its hash. */
  async function kept(mebibytes: number, name: string): Promise<string> {
    const part = Buffer.alloc(mebibyte, name);
    const hash = createHash('sha256');
    for (let at = 0; at < mebibytes; at += 1) hash.update(part);
    const document: BidDocument = {
      name: `${name}.pdf`,
      sha256: hash.digest('hex'),
      bytes: mebibytes * mebibyte,
      read: () => Readable.from(Array.from({ length: mebibytes }, () => part)),
    };
    const recipients = (await Promise.all(identities.map(recipientOf))) as string[];
    const sealed = sealedTo(recipients, packBid(content, [document]).read());
    const file = await blobs.stage(Readable.from(sealed), { bytesMax: 200 * mebibyte });
    await blobs.keep(file);
    return file.sha256;
  }

  async function opened(
    hashes: readonly string[],
  ): Promise<{ documents: number; defects: string[]; peakKb: number; beforeKb: number }> {
    const script = new URL('./large-bids-child.ts', import.meta.url);
    const child = startProcess(script, [dataDir, tenderId, ...identities, ...hashes], {}, 'pipe');
    return JSON.parse(await text(child.stdout as Readable)) as ReturnType<typeof JSON.parse>;
  }

  it('is bounded, however large a bid is', async () => {
    const result = await opened([await kept(large, 'large')]);
    expect(result).toMatchObject({ defects: [], documents: large * mebibyte });
    requireBounded(result);
  }, 600_000);

  it('is bounded for the largest JSON, one after the other', async () => {
    const [A, B] = (await Promise.all(identities.map(recipientOf))) as [string, string];
    const hashes: string[] = [];
    for (const letter of 'vwxyz') {
      const file = Buffer.alloc(5 * mebibyte, letter);
      const document = { name: 'a.pdf', sha256: createHash('sha256').update(file).digest('hex'), bytes: file.toString('base64') };
      const sealed = Buffer.from(await sealBid({ ...content, documents: [document] }, A, B));
      const staged = await blobs.stage(Readable.from([sealed]), { bytesMax: sealed.length });
      await blobs.keep(staged);
      hashes.push(staged.sha256);
    }
    const result = await opened(hashes);
    expect(result).toMatchObject({ defects: [], documents: 25 * mebibyte });
    requireBounded(result);
  }, 600_000);

  it('is bounded, however many bids there are', async () => {
    const hashes: string[] = [];
    for (let at = 0; at < many; at += 1) hashes.push(await kept(5, `bid ${at}`));
    const result = await opened(hashes);
    expect(result).toMatchObject({ defects: [], documents: many * 5 * mebibyte });
    requireBounded(result);
  }, 600_000);
});

describe('the memory that sealing takes', () => {
  it('is bounded, however large the documents are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ftz-sealing-'));
    try {
      const locks = await Promise.all([generateX25519Identity(), generateX25519Identity()]);
      const sealing = await Promise.all(
        locks.map(async (one, at) => ({
          envelope: 'bid',
          lock: at === 0 ? 'A' : 'B',
          recipient: await recipientOf(one),
          organizationId: tenderId,
        })),
      );
      const tender = { id: tenderId, state: 'open', sealing, bidsCloseAt: null, criteria: [], lots: [], items: [], terms: {} };
      writeFileSync(join(folder, 'tender.json'), JSON.stringify(tender));
      writeFileSync(join(folder, 'form.json'), JSON.stringify({ price: content.price, offer: content.offer }));
      const half = Buffer.alloc((large / 2) * mebibyte, 'x');
      for (const name of ['one.pdf', 'two.pdf']) writeFileSync(join(folder, name), half);
      const script = new URL('./seal-command-child.ts', import.meta.url);
      const args = [
        '--tender',
        'tender.json',
        '--form',
        'form.json',
        '--identity',
        'own.key',
        '--out',
        'bid.age',
        'one.pdf',
        'two.pdf',
      ];
      const child = startProcess(script, [folder, ...args], {}, 'pipe');
      const result = JSON.parse(await text(child.stdout as Readable)) as Memory & { code: number; said: string };
      expect([result.code, result.said]).toEqual([0, expect.stringContaining('read back and found the same')]);
      expect(statSync(join(folder, 'bid.age')).size).toBeGreaterThan(large * mebibyte);
      requireBounded(result);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 600_000);
});

interface Memory {
  peakKb: number;
  beforeKb: number;
}

function requireBounded({ peakKb, beforeKb }: Memory): void {
  process.stderr.write(`  peak ${Math.round(peakKb / 1024)} MiB (before: ${Math.round(beforeKb / 1024)} MiB)\n`);
  expect(peakKb * 1024).toBeLessThan(peakBytesMax);
}
