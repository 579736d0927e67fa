import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { packBid, packOwnCopy, type BidDocument, type Packed } from './pack-bid.js';
import type { BidContent } from './bid-payload.dto.js';

const content: BidContent = {
  format: 'ftz-bid-1',
  tenderId: '0192f0c1-0000-7000-8000-000000000001',
  price: { amount: '1.00', currency: 'CNY' },
  offer: { zh: '一套' },
  answers: {},
  tradeSecrets: [],
  documents: [],
};

function documentOf(bytes: number, name = 'a.pdf'): BidDocument {
  const file = Buffer.alloc(bytes, 'x');
  const sha256 = createHash('sha256').update(file).digest('hex');
  return { name, sha256, bytes, read: () => parts([file]) };
}

async function* parts(all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const one of all) yield await Promise.resolve(one);
}

async function bytesOf(packed: Packed): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of packed.read()) all.push(part);
  return Buffer.concat(all);
}

describe('a bid that is packed', () => {
  it('has the length it says, the same bytes every time, and names no document it does not hold', async () => {
    for (const bytes of [0, 1, 512, 16_000, 70_001]) {
      const packed = packBid(content, [documentOf(bytes), documentOf(7, '附件.pdf')]);
      const once = await bytesOf(packed);
      expect(once).toHaveLength(packed.bytes);
      expect(once.equals(await bytesOf(packed))).toBe(true);
      const copy = packOwnCopy({ format: 'ftz-own-copy-1', tenderId: content.tenderId, sha256: 'x', bytes: 1 }, packed);
      expect((await bytesOf(copy)).includes(once)).toBe(true);
    }
  });

  it('shows by its length neither the price nor a small offer', () => {
    const lengths = ['1.00', '999999999.99'].flatMap((amount) =>
      [1, 300, 3_000].map(
        (count) => packBid({ ...content, price: { amount, currency: 'CNY' }, offer: { zh: '标'.repeat(count) } }, []).bytes,
      ),
    );
    expect(new Set(lengths)).toEqual(new Set([16_384]));
  });

  it('falls into few sizes, at most an eighth above its own', () => {
    const sizeOf = (bytes: number): number => packBid(content, [{ ...documentOf(0), bytes }]).bytes;
    fc.assert(
      fc.property(fc.integer({ min: 16_384, max: 180_000_000 }), (bytes) => {
        const size = sizeOf(bytes);
        return size % 512 === 0 && size >= bytes && size <= (bytes + 3_072) * 1.12 + 512;
      }),
    );
    const sizes = new Set(Array.from({ length: 1_000 }, (_, at) => sizeOf(50_000_000 + at * 10_000)));
    expect(sizes.size).toBeLessThan(12);
  });
});
