import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Kit } from './downloaded.js';

/** Written from `verify --help format` and with node:crypto alone, so that the page is enough. What it finds wrong, by word. */
export function secondOpinion({ keys, opening, identities, receipts, sealed }: Kit): string[] {
  const { minutes } = opening;
  const wrong: string[] = [];
  const ask = (holds: boolean, what: string): void => void (holds || wrong.push(what));
  ask(isSigned(keys, opening.keyId, canonical(minutes), opening.signature), 'minutes');
  for (const [name, { signature, ...signed }] of Object.entries(receipts))
    ask(isSigned(keys, signed.keyId, canonical(signed), signature), name);
  for (const lock of ['A', 'B'] as const) {
    const { identitySha256, shares, threshold } = minutes.locks[lock];
    const given = identities.shares[lock].map((one) => ({ index: one.index, bytes: Buffer.from(one.share, 'base64') }));
    const identity = interpolate(
      given.map((one) => one.bytes),
      0,
    );
    ask(given.length === threshold, `${lock} threshold`);
    ask(identity.toString('ascii') === identities.identities[lock], `${lock} identity`);
    ask(sha256(identity) === identitySha256, `${lock} digest`);
    for (const { index, commitment } of shares) {
      const own = given.find((one) => one.index === index);
      const candidates = own ? [own.bytes] : places(given.map((one) => one.bytes));
      const place = `ftz-share-1\n${minutes.tenderId}\n${minutes.envelope}\n${lock}\n${index}\n`;
      ask(
        candidates.some((bytes) => sha256(Buffer.from(place, 'ascii'), bytes) === commitment),
        `${lock}${index}`,
      );
    }
  }
  for (const { bidId, ciphertextSha256 } of minutes.bids)
    ask(sha256(sealed[`${bidId}.age`] ?? Buffer.of()) === ciphertextSha256, bidId);
  return wrong;
}

function isSigned({ keys }: Kit['keys'], kid: string, text: string, signature: string): boolean {
  const key = keys.find((one) => one['kid'] === kid);
  if (
    !key ||
    createHash('sha256')
      .update(`{"crv":"Ed25519","kty":"OKP","x":"${String(key['x'])}"}`)
      .digest('base64url') !== kid
  )
    return false;
  return verify(null, Buffer.from(text, 'utf8'), createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
}

/** RFC 8785, as far as these files go: whole numbers, texts, and no others. JavaScript compares texts by UTF-16 code units. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(members[name])}`).join(',')}}`;
}

function sha256(...parts: Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Multiplication in GF(2^8), reduced by 0x11b. */
function times(left: number, right: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    if ((right >> bit) & 1) product ^= left << bit;
  }
  for (let bit = 14; bit >= 8; bit -= 1) if ((product >> bit) & 1) product ^= 0x11b << (bit - 8);
  return product;
}

function inverse(value: number): number {
  for (let one = 1; one < 256; one += 1) if (times(value, one) === 1) return one;
  throw new Error('nought has none');
}

/** The polynomials' values at x, through shares whose last octet is their place. */
function interpolate(shares: readonly Buffer[], x: number): Buffer {
  const weights = shares.map((own) =>
    shares.reduce((weight, other) => {
      const [here, there] = [own[74] as number, other[74] as number];
      return own === other ? weight : times(weight, times(x ^ there, inverse(here ^ there)));
    }, 1),
  );
  return Buffer.from(
    Array.from({ length: 74 }, (_, at) =>
      shares.reduce((sum, share, n) => sum ^ times(share[at] as number, weights[n] as number), 0),
    ),
  );
}

function places(shares: readonly Buffer[]): Buffer[] {
  return Array.from({ length: 255 }, (_, at) => at + 1)
    .filter((x) => shares.every((share) => share[74] !== x))
    .map((x) => Buffer.concat([interpolate(shares, x), Buffer.of(x)]));
}
