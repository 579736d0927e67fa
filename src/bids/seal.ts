import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/** The two layers of a sealed bid: the outer one opens with lock B's key, the inner one with lock A's. */
export type Layer = 'outer' | 'inner';

/** Why a layer did not open. A stanza for another key and a damaged stanza look the same: age headers are anonymous. */
export type LayerFault = 'not-age' | 'wrong-recipient' | 'header-damaged' | 'truncated-or-damaged';

export type Opened = { ok: true; payload: Uint8Array } | { ok: false; layer: Layer; fault: LayerFault };

export type AgeShape =
  { ok: true; headerBytes: number } | { ok: false; reason: 'incomplete' | 'not-age' | 'malformed' | 'not-one-recipient' };

/** A header longer than this is no sealed bid: one X25519 stanza needs 200 bytes, stock tools add a few hundred at most. */
export const headerBytesMax = 4096;

/** The nonce and the smallest payload that follow the header of any age file. */
export const bodyBytesMin = 32;

const magic = 'age-encryption.org/v1\n';
const lineLengthMax = 64;
const x25519Stanza = /^-> X25519 [A-Za-z0-9+/]{43}$/;
const fileKeyLine = /^[A-Za-z0-9+/]{43}$/;
const macLine = /^--- [A-Za-z0-9+/]{43}$/;

/**
 * Seals a bid: age for lock B of age for lock A of the payload's JSON, padded with spaces (JSON ignores them) to one of few sizes, so
 * that the ciphertext's length tells little. Throws Error where a recipient is not `age1…`.
 */
export async function sealBid(payload: unknown, recipientA: string, recipientB: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const padded = new Uint8Array(paddedLength(bytes.length)).fill(0x20);
  padded.set(bytes);
  return encryptTo(recipientB, await encryptTo(recipientA, padded));
}

/** Opens both layers. Never throws for what a bidder could send; throws Error where an identity is not `AGE-SECRET-KEY-1…`. */
export async function openBid(ciphertext: Uint8Array, identityA: string, identityB: string): Promise<Opened> {
  const outer = await openLayer(ciphertext, identityB);
  if (typeof outer === 'string') return { ok: false, layer: 'outer', fault: outer };
  const inner = await openLayer(outer, identityA);
  return typeof inner === 'string' ? { ok: false, layer: 'inner', fault: inner } : { ok: true, payload: inner };
}

/** The recipient (`age1…`) of an identity; null where the text is no X25519 identity. */
export async function recipientOf(identity: string): Promise<string | null> {
  if (!/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/.test(identity)) return null;
  try {
    return await identityToRecipient(identity);
  } catch {
    return null;
  }
}

/**
 * The shape of an age v1 file, read from its first bytes: binary (no armor), exactly one X25519 stanza. Stanzas named `…-grease`,
 * which some tools add as noise, are passed over. `incomplete`: the header goes on past the bytes given.
 */
export function ageShape(head: Uint8Array): AgeShape {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headerBytesMax)).toString('latin1');
  if (!text.startsWith(magic)) return { ok: false, reason: magic.startsWith(text) ? 'incomplete' : 'not-age' };
  const lines = text.slice(magic.length).split('\n');
  lines.pop();
  let bytes = magic.length;
  let recipients = 0;
  for (let index = 0; index < lines.length;) {
    const line = lines[index] as string;
    bytes += line.length + 1;
    index += 1;
    if (macLine.test(line))
      return recipients === 1 ? { ok: true, headerBytes: bytes } : { ok: false, reason: 'not-one-recipient' };
    if (!/^-> [\x21-\x7e]+( [\x21-\x7e]+)*$/.test(line)) return { ok: false, reason: 'malformed' };
    const body = stanzaBody(lines, index);
    if (body === null) break;
    if (x25519Stanza.test(line)) {
      if (body.length !== 1 || !fileKeyLine.test(body[0] as string)) return { ok: false, reason: 'malformed' };
      recipients += 1;
    } else if (!/^-> \S*-grease( |$)/.test(line)) return { ok: false, reason: 'not-one-recipient' };
    bytes += body.reduce((sum, one) => sum + one.length + 1, 0);
    index += body.length;
  }
  return { ok: false, reason: head.length < headerBytesMax ? 'incomplete' : 'malformed' };
}

/** A stanza's body ends with its first line of fewer than 64 characters; null where that line is not there yet. */
function stanzaBody(lines: readonly string[], from: number): string[] | null {
  const end = lines.findIndex((line, index) => index >= from && line.length < lineLengthMax);
  return end === -1 ? null : lines.slice(from, end + 1);
}

/** Padmé (Nikitin et al. 2019): at most 12 % more, and O(log log n) bits of the length remain visible. */
export function paddedLength(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return step > 1 ? Math.ceil(length / step) * step : length;
}

async function encryptTo(recipient: string, bytes: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
}

async function openLayer(bytes: Uint8Array, identity: string): Promise<Uint8Array | LayerFault> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const shape = ageShape(bytes);
  if (!shape.ok && shape.reason === 'not-age') return 'not-age';
  if (!shape.ok) return 'header-damaged';
  const header = bytes.subarray(0, shape.headerBytes);
  try {
    await decrypter.decryptHeader(header);
  } catch (error) {
    return (error as Error).message.startsWith('no identity matched') ? 'wrong-recipient' : 'header-damaged';
  }
  try {
    return await decrypter.decrypt(bytes);
  } catch {
    return 'truncated-or-damaged';
  }
}
