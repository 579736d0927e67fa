import { generateX25519Identity } from 'age-encryption';
import { recipientOf } from '../custody/age-text.js';
import { fileKeyIdentity, openSealed, sealBid, SealFault, type FileKeys } from './seal.js';

const payload = { format: 'ftz-bid-1', price: { amount: '1.00', currency: 'CNY' } };

async function twoLocks(): Promise<{ a: string; b: string; recipientA: string; recipientB: string }> {
  const [a, b] = [await generateX25519Identity(), await generateX25519Identity()];
  return { a, b, recipientA: (await recipientOf(a)) as string, recipientB: (await recipientOf(b)) as string };
}

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe('opening a sealed bid', () => {
  it('tells the keys of the file alone, which open it and no other', async () => {
    const locks = await twoLocks();
    const [mine, other] = [
      await sealBid(payload, locks.recipientA, locks.recipientB),
      await sealBid(payload, locks.recipientA, locks.recipientB),
    ];
    const found: FileKeys = {};
    for await (const _part of openSealed(inParts(mine, 1_000), locks.a, locks.b, found));
    const { outer, inner } = found as Required<FileKeys>;
    expect([outer.length, inner.length, Buffer.from(outer).equals(inner)]).toEqual([16, 16, false]);
    const [A, B] = [fileKeyIdentity(inner), fileKeyIdentity(outer)];
    const parts: Uint8Array[] = [];
    for await (const part of openSealed(inParts(mine, 1_000), A, B)) parts.push(part);
    expect(JSON.parse(Buffer.concat(parts).toString('utf8'))).toEqual(payload);
    await expect(openSealed(inParts(other, 1_000), A, B).next()).rejects.toThrow(new SealFault('outer', 'header-damaged'));
    await expect(openSealed(inParts(mine, 1_000), fileKeyIdentity(outer), B).next()).rejects.toThrow(
      new SealFault('inner', 'header-damaged'),
    );
  });

  it('tells the outer key alone of a file whose inner layer is for another key', async () => {
    const locks = await twoLocks();
    const found: FileKeys = {};
    const sealed = await sealBid(payload, locks.recipientB, locks.recipientB);
    await expect(openSealed(inParts(sealed, 1_000), locks.a, locks.b, found).next()).rejects.toThrow(SealFault);
    expect(Object.keys(found)).toEqual(['outer']);
  });
});
