import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { generateX25519Identity, Decrypter, Encrypter, armor } from 'age-encryption';
import fc from 'fast-check';
import { recipientOf } from '../custody/age-text.js';
import { ageShape, headerBytesMax, openLayer, openSealed, sealBid, SealFault } from './seal.js';
import { paddedLength } from './seal-stream.js';

const payload = { format: 'ftz-bid-1', tenderId: 'x', price: { amount: '1.00', currency: 'CNY' } };

async function twoLocks(): Promise<{ a: string; b: string; recipientA: string; recipientB: string }> {
  const [a, b] = [await generateX25519Identity(), await generateX25519Identity()];
  return { a, b, recipientA: (await recipientOf(a)) as string, recipientB: (await recipientOf(b)) as string };
}

async function encrypted(bytes: Uint8Array, ...recipients: string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  recipients.forEach((one) => encrypter.addRecipient(one));
  return encrypter.encrypt(bytes);
}

type Opened = { ok: true; payload: Buffer } | { ok: false; layer: string; fault: string };

/** In parts of `size` bytes. */
async function openBid(sealed: Uint8Array, identityA: string, identityB: string, size = 1 << 16): Promise<Opened> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of openSealed(inParts(sealed, size), identityA, identityB)) parts.push(part);
    return { ok: true, payload: Buffer.concat(parts) };
  } catch (error) {
    if (!(error instanceof SealFault)) throw error;
    return { ok: false, layer: error.layer, fault: error.fault };
  }
}

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe('sealing and opening a bid', () => {
  it('opens with both keys and gives the same JSON back', async () => {
    const locks = await twoLocks();
    const sealed = await sealBid(payload, locks.recipientA, locks.recipientB);
    const opened = await openBid(sealed, locks.a, locks.b);
    expect(opened.ok && JSON.parse(Buffer.from(opened.payload).toString('utf8'))).toEqual(payload);
    expect(ageShape(sealed)).toMatchObject({ ok: true });
  });

  it('does not open with one key, the keys swapped, or foreign keys', async () => {
    const locks = await twoLocks();
    const foreign = await generateX25519Identity();
    const sealed = await sealBid(payload, locks.recipientA, locks.recipientB);
    const fault = async (a: string, b: string): Promise<unknown> => openBid(sealed, a, b);
    expect(await fault(locks.b, locks.a)).toEqual({ ok: false, layer: 'outer', fault: 'wrong-recipient' });
    expect(await fault(locks.a, locks.a)).toEqual({ ok: false, layer: 'outer', fault: 'wrong-recipient' });
    expect(await fault(locks.b, locks.b)).toEqual({ ok: false, layer: 'inner', fault: 'wrong-recipient' });
    expect(await fault(foreign, locks.b)).toEqual({ ok: false, layer: 'inner', fault: 'wrong-recipient' });
  });

  it('names the layer of a bid sealed only once', async () => {
    const locks = await twoLocks();
    const once = await encrypted(new TextEncoder().encode('{}'), locks.recipientB);
    expect(await openBid(once, locks.a, locks.b)).toEqual({ ok: false, layer: 'inner', fault: 'not-age' });
  });

  it('finds every single flipped bit and every cut', async () => {
    const locks = await twoLocks();
    const sealed = await sealBid(payload, locks.recipientA, locks.recipientB);
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const flipped = Uint8Array.from(sealed);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        expect((await openBid(flipped, locks.a, locks.b)).ok).toBe(false);
      }),
      { numRuns: 60 },
    );
    for (const length of [0, 10, 22, 100, 199, 200, 216, 232, sealed.length - 1]) {
      expect((await openBid(sealed.slice(0, length), locks.a, locks.b)).ok).toBe(false);
    }
    expect((await openBid(Buffer.concat([sealed, Buffer.of(0)]), locks.a, locks.b)).ok).toBe(false);
  });

  it.each([1, 7, 199, 65_536, 1 << 20])('opens whatever parts the file comes in: %i bytes each', async (size) => {
    const locks = await twoLocks();
    const sealed = await sealBid({ ...payload, filler: 'x'.repeat(200_000) }, locks.recipientA, locks.recipientB);
    const opened = await openBid(size < 100 ? sealed.subarray(0, 70_000) : sealed, locks.a, locks.b, size);
    expect(opened).toMatchObject(size < 100 ? { fault: 'truncated-or-damaged' } : { ok: true });
  });

  it('lets through what the disk throws, and lets the file go when nobody reads on', async () => {
    const locks = await twoLocks();
    const sealed = await sealBid({ filler: 'x'.repeat(300_000) }, locks.recipientA, locks.recipientB);
    const fault = new Error('EIO');
    let released = 0;
    async function* breaking(bytes: number): AsyncGenerator<Uint8Array> {
      try {
        for await (const part of inParts(sealed.subarray(0, bytes), 10_000)) yield part;
        throw fault;
      } finally {
        released += 1;
      }
    }
    const read = async (bytes: number): Promise<void> => {
      for await (const _part of openSealed(breaking(bytes), locks.a, locks.b));
    };
    for (const bytes of [0, 50, 10_000, 250_000, sealed.length]) await expect(read(bytes)).rejects.toBe(fault);
    for await (const _part of openSealed(breaking(sealed.length), locks.a, locks.b)) break;
    await expect(openSealed(breaking(50), locks.b, locks.a).next()).rejects.toBe(fault);
    expect(released).toBe(7);
  });

  it('knows identities from other texts', async () => {
    const identity = await generateX25519Identity();
    expect(await recipientOf(identity)).toMatch(/^age1/);
    for (const text of [
      '',
      'AGE-SECRET-KEY-1',
      identity.toLowerCase(),
      `${identity.slice(0, -1)}!`,
      `${identity}A`,
      'AGE-SECRET-KEY-PQ-1QQ',
    ])
      expect(await recipientOf(text)).toBeNull();
    const swapped = identity.endsWith('Q') ? `${identity.slice(0, -1)}P` : `${identity.slice(0, -1)}Q`;
    expect(await recipientOf(swapped)).toBeNull();
  });
});

describe('the parts of a sealed file', () => {
  const part = 65_536;

  /** An age file whose parts are these, in this order: the number each is sealed under, and whether it says that it is the last. */
  async function built(identity: string, parts: readonly [number, boolean, Buffer][]): Promise<Buffer> {
    const whole = await encrypted(Buffer.from('x'), (await recipientOf(identity)) as string);
    const shape = ageShape(whole);
    const header = whole.subarray(0, shape.ok ? shape.headerBytes : 0);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const nonce = randomBytes(16);
    const key = Buffer.from(hkdfSync('sha256', await decrypter.decryptHeader(header), nonce, 'payload', 32));
    const sealed = parts.map(([number, isLast, bytes]) => {
      const counter = Buffer.alloc(12);
      counter.writeUInt32BE(number, 7);
      counter[11] = isLast ? 1 : 0;
      const cipher = createCipheriv('chacha20-poly1305', key, counter, { authTagLength: 16 });
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    });
    return Buffer.concat([header, nonce, ...sealed]);
  }

  const full = Buffer.alloc(part, 1);
  const rest = Buffer.from('rest');

  it.each<[string, [number, boolean, Buffer][], string]>([
    ['none but the last', [[0, true, rest]], 'opens'],
    [
      'one and the last',
      [
        [0, false, full],
        [1, true, rest],
      ],
      'opens',
    ],
    [
      'a full one as the last',
      [
        [0, false, full],
        [1, true, full],
      ],
      'opens',
    ],
    [
      'two last ones',
      [
        [0, false, full],
        [1, true, full],
        [2, true, rest],
      ],
      'truncated-or-damaged',
    ],
    [
      'the last one twice',
      [
        [0, true, full],
        [0, true, full],
      ],
      'truncated-or-damaged',
    ],
    [
      'no last one',
      [
        [0, false, full],
        [1, false, full],
      ],
      'truncated-or-damaged',
    ],
    [
      'an empty last one',
      [
        [0, false, full],
        [1, true, Buffer.alloc(0)],
      ],
      'truncated-or-damaged',
    ],
    [
      'another order',
      [
        [1, false, full],
        [0, false, full],
        [2, true, rest],
      ],
      'truncated-or-damaged',
    ],
    [
      'one left out',
      [
        [0, false, full],
        [2, true, rest],
      ],
      'truncated-or-damaged',
    ],
    [
      'a short one within',
      [
        [0, false, rest],
        [1, true, full],
      ],
      'truncated-or-damaged',
    ],
    ['nothing', [], 'truncated-or-damaged'],
  ])('are whole and in order, or it is defective: %s', async (_name, parts, expected) => {
    const identity = await generateX25519Identity();
    const file = await built(identity, parts);
    const read = async (): Promise<string> => {
      for await (const _part of openLayer('outer', identity, inParts(file, 10_000)));
      return 'opens';
    };
    expect(await read().catch((error: SealFault) => error.fault)).toBe(expected);
  });
});

describe('the shape of a sealed file', () => {
  const head = 'age-encryption.org/v1\n';
  const stanza = `-> X25519 ${'A'.repeat(43)}\n${'B'.repeat(43)}\n`;
  const mac = `--- ${'C'.repeat(43)}\n`;
  const shapeOf = (text: string): unknown => ageShape(Buffer.from(text, 'latin1'));

  it('accepts exactly one X25519 stanza, whatever follows the header', () => {
    const header = head + stanza + mac;
    expect(shapeOf(header)).toEqual({ ok: true, headerBytes: header.length });
    expect(shapeOf(`${header}\n-> ÿ${'\0'.repeat(9000)}`)).toEqual({ ok: true, headerBytes: header.length });
    const greased = `${head}-> x7-grease a b\n${'D'.repeat(64)}\n\n${stanza}${mac}`;
    expect(shapeOf(greased)).toEqual({ ok: true, headerBytes: greased.length });
  });

  it.each([
    ['a ZIP file', 'PK\u0003\u0004zip', 'not-age'],
    ['nothing at all', '', 'incomplete'],
    ['armor', '-----BEGIN AGE ENCRYPTED FILE-----\n', 'not-age'],
    ['the next version', 'age-encryption.org/v2\n', 'not-age'],
    ['no stanza', head + mac, 'not-one-recipient'],
    ['two recipients', head + stanza + stanza + mac, 'not-one-recipient'],
    ['a passphrase', `${head}-> scrypt AAAA 18\n${'B'.repeat(43)}\n${mac}`, 'not-one-recipient'],
    ['an SSH key', `${head}-> ssh-ed25519 AAAA BBBB\n${'B'.repeat(43)}\n${mac}`, 'not-one-recipient'],
    ['a short file key', `${head}-> X25519 ${'A'.repeat(43)}\nBB\n${mac}`, 'malformed'],
    ['a line that is none', `${head}hello\n${mac}`, 'malformed'],
    ['a cut header', head + stanza.slice(0, 70), 'incomplete'],
    ['a cut MAC', head + stanza + mac.slice(0, -1), 'incomplete'],
    ['an endless header', `${head}-> a-grease\n${`${'D'.repeat(64)}\n`.repeat(80)}`, 'malformed'],
  ])('refuses %s', (_name, text, reason) => {
    expect(shapeOf(text)).toEqual({ ok: false, reason });
  });

  it('agrees with age itself on armor and never throws', async () => {
    const identity = await generateX25519Identity();
    const file = await encrypted(Buffer.from('x'), (await recipientOf(identity)) as string);
    expect(ageShape(Buffer.from(armor.encode(file)))).toEqual({ ok: false, reason: 'not-age' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: headerBytesMax + 100 }), (bytes) => typeof ageShape(bytes).ok === 'boolean'),
    );
  });
});

describe('padding', () => {
  it('never shrinks, adds at most 12 % and keeps few sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200_000_000 }), (length) => {
        const padded = paddedLength(length);
        return padded >= length && padded <= Math.ceil(length * 1.12) && paddedLength(padded) === padded;
      }),
    );
    expect(paddedLength(1_000_001)).toBe(paddedLength(1_010_000));
  });
});
