import { Decrypter, type Identity } from 'age-encryption';
import { sealBytes } from '../custody/age-text.js';
import { paddedLength, partsOf, streamOf } from './seal-stream.js';

/** The two layers of a sealed bid: the outer one opens with lock B's key, the inner one with lock A's. */
export type Layer = 'outer' | 'inner';

/** Why a layer did not open. A stanza for another key and a damaged stanza look the same: age headers are anonymous. */
export type LayerFault = 'not-age' | 'wrong-recipient' | 'header-damaged' | 'truncated-or-damaged';

/** The file keys (16 octets, C2SP age) of the layers whose headers opened: each opens that layer of that file, and nothing else. */
export type FileKeys = Partial<Record<Layer, Uint8Array>>;

/** A layer that does not open: the bidder's fault, unless the stored file is another than was received. */
export class SealFault extends Error {
  constructor(
    readonly layer: Layer,
    readonly fault: LayerFault,
  ) {
    super(`${layer}: ${fault}`);
    this.name = 'SealFault';
  }
}

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
 * Seals a bid: age for lock B of age for lock A of the payload's JSON, padded with spaces (JSON ignores them) to one of few sizes. What the
 * ciphertext's length still tells is the size of the whole bid to within 12 %; a bid with documents is better packed by `packBid`. Throws Error where a
 * recipient is not `age1…`.
 */
export async function sealBid(payload: unknown, recipientA: string, recipientB: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const padded = new Uint8Array(paddedLength(bytes.length)).fill(0x20);
  padded.set(bytes);
  return sealBytes(recipientB, await sealBytes(recipientA, padded));
}

/**
 * What both layers hold, as it is decrypted: each part of 64 KiB is authenticated before it is handed on, the end of the file only at the end. Throws
 * SealFault for what a bidder could send, whatever `ciphertext` throws, and Error where an identity is not `AGE-SECRET-KEY-1…`. Tells the file keys
 * in `found` as it comes to them.
 */
export function openSealed(
  ciphertext: AsyncIterable<Uint8Array>,
  identityA: string | Identity,
  identityB: string | Identity,
  found: FileKeys = {},
): AsyncGenerator<Uint8Array, void> {
  return openLayer('inner', identityA, openLayer('outer', identityB, ciphertext, found), found);
}

/** Opens the one file, or layer of a file, that the key is of. */
export function fileKeyIdentity(fileKey: Uint8Array): Identity {
  return { unwrapFileKey: () => fileKey };
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

/** One layer alone; as `openSealed`. */
export async function* openLayer(
  layer: Layer,
  identity: string | Identity,
  source: AsyncIterable<Uint8Array>,
  found: FileKeys = {},
): AsyncGenerator<Uint8Array, void> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const from = watched(source);
  try {
    const { head, headerBytes } = await headOf(layer, from.parts);
    found[layer] = await unlock(layer, decrypter, head.subarray(0, headerBytes));
    yield* partsOf(await decrypter.decrypt(streamOf(joined(head, from.parts))));
  } catch (error) {
    if (from.broke) throw from.broke.error;
    throw error instanceof SealFault ? error : new SealFault(layer, 'truncated-or-damaged');
  } finally {
    await from.parts.return();
  }
}

/** Remembers what the source threw, since the streams in between may throw something else. */
function watched(source: AsyncIterable<Uint8Array>): {
  parts: AsyncGenerator<Uint8Array, void>;
  broke: { error: unknown } | null;
} {
  const state: { parts: AsyncGenerator<Uint8Array, void>; broke: { error: unknown } | null } = { parts: read(), broke: null };
  async function* read(): AsyncGenerator<Uint8Array, void> {
    try {
      yield* source;
    } catch (error) {
      state.broke = { error };
      throw error;
    }
  }
  return state;
}

/** As much of the file as its header takes, and a little more. */
async function headOf(layer: Layer, parts: AsyncGenerator<Uint8Array, void>): Promise<{ head: Uint8Array; headerBytes: number }> {
  let head: Uint8Array = new Uint8Array(0);
  for (;;) {
    const shape = ageShape(head);
    if (shape.ok) return { head, headerBytes: shape.headerBytes };
    const next = shape.reason === 'incomplete' ? await parts.next() : { done: true as const };
    if (next.done) throw new SealFault(layer, head.length > 0 && shape.reason !== 'not-age' ? 'header-damaged' : 'not-age');
    head = Buffer.concat([head, next.value]);
  }
}

async function unlock(layer: Layer, decrypter: Decrypter, header: Uint8Array): Promise<Uint8Array> {
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    const foreign = (error as Error).message.startsWith('no identity matched');
    throw new SealFault(layer, foreign ? 'wrong-recipient' : 'header-damaged');
  }
}

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  yield head;
  yield* rest;
}
