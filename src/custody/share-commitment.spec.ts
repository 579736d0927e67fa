import { commitmentOf, type SharePlace } from './share-commitment.js';

const place: SharePlace = { tenderId: '019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e6f', envelope: 'bid', lock: 'A', index: 2 };
const share = Uint8Array.of(0, 1, 254, 255);

describe('the commitment to a share', () => {
  it('is what sha256sum makes of the documented bytes', () => {
    // { printf 'ftz-share-1\n019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e6f\nbid\nA\n2\n'; printf '\x00\x01\xfe\xff'; } | sha256sum
    expect(commitmentOf(place, share)).toBe('38cec54d9ad10212db3ab984530a90f2e694fb44cc0b3964278c40e05b24c83d');
    expect(commitmentOf({ ...place, tenderId: place.tenderId.toUpperCase() }, share)).toBe(commitmentOf(place, share));
  });

  it.each<Partial<SharePlace>>([
    { tenderId: '019f3a52-7c1e-7d02-9b7e-1a2b3c4d5e70' },
    { envelope: 'price' },
    { envelope: 'qualification' },
    { lock: 'B' },
    { index: 1 },
    { index: 22 },
  ])('is another for %j, and for another share', (over) => {
    expect(commitmentOf({ ...place, ...over }, share)).not.toBe(commitmentOf(place, share));
    expect(commitmentOf(place, Uint8Array.of(0, 1, 254, 254))).not.toBe(commitmentOf(place, share));
  });
});
