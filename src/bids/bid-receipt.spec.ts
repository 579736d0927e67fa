import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { bidReceipt, signedBytesOf } from './bid-receipt.js';
import { strongTags } from './receive-bid.js';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = { keyId: 'k', sign: (bytes: Buffer): string => sign(null, bytes, privateKey).toString('base64url') };
const row = {
  id: '0192f0c1-0000-7000-8000-000000000001',
  action: 'submission' as const,
  version: 1,
  previous_id: null,
  ct_sha256: 'ab'.repeat(32),
  ct_bytes: '512',
  received_at: '2026-04-13T00:59:59.999999Z',
  price_sha256: null,
  price_bytes: null,
};

describe('a receipt', () => {
  it('of a bid in two envelopes names both files, and no other one is changed by that', () => {
    const both = bidReceipt({ ...row, price_sha256: 'cd'.repeat(32), price_bytes: '256' }, 't', signer);
    expect(both).toMatchObject({
      format: 'ftz-receipt-2',
      ciphertextSha256: row.ct_sha256,
      bytes: 512,
      price: { ciphertextSha256: 'cd'.repeat(32), bytes: 256 },
    });
    expect(verify(null, signedBytesOf(both), publicKey, Buffer.from(both.signature, 'base64url'))).toBe(true);
    expect(bidReceipt(row, 't', signer)).toMatchObject({ format: 'ftz-receipt-1' });
    expect(bidReceipt(row, 't', signer)).not.toHaveProperty('price');
  });

  it('is signed over everything but the signature, and the same each time', () => {
    const receipt = bidReceipt(row, 't', signer);
    const valid = (one: typeof receipt): boolean =>
      verify(null, signedBytesOf(one), publicKey, Buffer.from(one.signature, 'base64url'));
    expect(valid(receipt)).toBe(true);
    expect(bidReceipt(row, 't', signer)).toEqual(receipt);
    expect(receipt).toMatchObject({ state: 'submitted', version: 1, bytes: 512, receivedAt: row.received_at });
    for (const changed of [{ receivedAt: '2026-04-13T00:59:59.999998Z' }, { keyId: 'l' }, { bytes: 513 }, { tenderId: 'u' }])
      expect(valid({ ...receipt, ...changed })).toBe(false);
  });

  it('of a withdrawal has no file', () => {
    const receipt = bidReceipt({ ...row, action: 'withdrawal', ct_sha256: null, ct_bytes: null }, 't', signer);
    expect(receipt).toMatchObject({ state: 'withdrawn', ciphertextSha256: null, bytes: null });
  });
});

describe('If-Match', () => {
  it('gives the contents of strong tags only', () => {
    expect(strongTags(null)).toBeNull();
    expect(strongTags('"1-submitted"')).toEqual(['1-submitted']);
    expect(strongTags('"1-submitted", "2-withdrawn"')).toEqual(['1-submitted', '2-withdrawn']);
    expect(strongTags('W/"1-submitted"')).toEqual([]);
    expect(strongTags('*')).toEqual([]);
  });
});
