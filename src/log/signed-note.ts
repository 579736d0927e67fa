import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** C2SP signed-note: a text, and lines by those who signed it. */
export interface Note {
  /** With its last line feed, without the empty line. */
  text: string;
  signatures: NoteSignature[];
}

export interface NoteSignature {
  name: string;
  /** Four octets in hexadecimal. */
  keyId: string;
  bytes: Buffer;
}

/** 0x01: Ed25519 over the text. 0x04: Ed25519 by a witness, with its time (C2SP tlog-cosignature). */
export const signatureTypes = { log: 1, witness: 4 } as const;

/** A verifier key (vkey): whose signature counts, by which key. */
export interface VerifierKey {
  name: string;
  keyId: string;
  type: number;
  /** 32 octets. */
  publicKey: Buffer;
}

const signaturesMax = 64;
const dash = '\u2014';
/** ASN.1 before the 32 octets of an Ed25519 public key (RFC 8410). */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Null for what is no signed note. */
export function parseNote(note: string): Note | null {
  const at = note.lastIndexOf('\n\n');
  // eslint-disable-next-line no-control-regex
  if (at < 0 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note)) return null;
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > signaturesMax) return null;
  const signatures = lines.map(parseSignatureLine);
  return signatures.every((one) => one !== null) ? { text: note.slice(0, at + 1), signatures } : null;
}

export function parseSignatureLine(line: string): NoteSignature | null {
  const [, name = '', base64 = ''] = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 5 || bytes.toString('base64') !== base64) return null;
  return { name, keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
}

/** One line with its line feed. */
export function signatureLine({ name, keyId, bytes }: NoteSignature): string {
  return `${dash} ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), bytes]).toString('base64')}\n`;
}

export function verifierKey(name: string, type: number, publicKey: Buffer): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('a key name is not empty and has no space and no plus');
  const hash = createHash('sha256').update(`${name}\n`, 'utf8').update(Buffer.of(type)).update(publicKey).digest('hex');
  return { name, keyId: hash.slice(0, 8), type, publicKey };
}

export function isKeyName(name: string): boolean {
  return /^[^\s+\u0000-\u001f]+$/u.test(name);
}

export function vkeyText({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`;
}

/** Null for what is no Ed25519 verifier key, or one whose id is not its own. */
export function parseVkey(text: string): VerifierKey | null {
  const [, name = '', keyId = '', base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const type = bytes[0];
  if (bytes.length !== 33 || bytes.toString('base64') !== base64 || !isKeyName(name)) return null;
  if (type !== signatureTypes.log && type !== signatureTypes.witness) return null;
  const key = verifierKey(name, type, bytes.subarray(1));
  return key.keyId === keyId ? key : null;
}

/** `absent`: nothing by this key. `wrong`: a line under its name and id that is not its signature; then the whole note counts for nothing. */
export type SignedBy = 'absent' | 'valid' | 'wrong';

export function signedBy(note: Note, key: VerifierKey): SignedBy {
  const own = note.signatures.filter((one) => one.name === key.name && one.keyId === key.keyId);
  if (own.length === 0) return 'absent';
  return own.every(({ bytes }) => isSignature(note.text, bytes, key)) ? 'valid' : 'wrong';
}

function isSignature(text: string, bytes: Buffer, { type, publicKey }: VerifierKey): boolean {
  if (type === signatureTypes.log) return isEd25519(Buffer.from(text, 'utf8'), bytes, publicKey);
  const time = cosignedAt(bytes);
  return time !== null && isEd25519(cosignedMessage(text, time), bytes.subarray(8), publicKey);
}

function isEd25519(message: Buffer, signature: Buffer, publicKey: Buffer): boolean {
  if (signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([publicKeyPrefix, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
}

/** The seconds since 1970 that a witness says; null where that is no cosignature. */
export function cosignedAt(bytes: Buffer): bigint | null {
  const time = bytes.length === 72 ? bytes.readBigUInt64BE(0) : 0n;
  return time > 0n && time < 2n ** 63n ? time : null;
}

function cosignedMessage(text: string, time: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, 'utf8');
}

/** The log's own signature line over a text. */
export function signText(text: string, key: VerifierKey, privateKey: KeyObject): string {
  return signatureLine({ ...key, bytes: sign(null, Buffer.from(text, 'utf8'), privateKey) });
}

/** A witness's signature line over a checkpoint's text, at that second. */
export function cosignText(text: string, time: bigint, key: VerifierKey, privateKey: KeyObject): string {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(time);
  return signatureLine({ ...key, bytes: Buffer.concat([stamp, sign(null, cosignedMessage(text, time), privateKey)]) });
}

/** The raw 32 octets of a private key's public half. */
export function rawPublicKey(privateKey: KeyObject): Buffer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return Buffer.from(x as string, 'base64url');
}
