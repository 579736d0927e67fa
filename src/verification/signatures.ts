import { isSignedBy, thumbprint } from '../platform/signing-keys.js';
import { microsOf, type Instant } from '../rules/moment.js';
import { within, type Findings, type Place } from './findings.js';
import type { Given } from './inputs.js';
import { shaped } from './shape.js';
import { keysShape } from './shapes.js';

/** A key that the platform publishes, and between which seconds since 1970 it signs, where that is said. */
export interface PublishedKey {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  nbf?: number;
  exp?: number;
}

/** The keys by their name, which is their RFC 7638 thumbprint: a key under another's name is none. */
export function publishedKeys(given: Given, findings: Findings): Map<string, PublishedKey> {
  const set = shaped<{ keys: PublishedKey[] }>(given, keysShape, findings);
  const keys = new Map<string, PublishedKey>();
  for (const [at, key] of (set?.keys ?? []).entries()) {
    if (thumbprint({ kty: key.kty, crv: key.crv, x: key.x }) === key.kid) keys.set(key.kid, key);
    else
      findings.fault(
        within(given, 'keys', at, 'kid'),
        '不是该密钥的指纹（RFC 7638）。',
        'Is not the thumbprint of this key (RFC 7638).',
      );
  }
  return keys;
}

export interface Signed {
  /** What is signed: a statement's RFC 8785 form. */
  bytes: Uint8Array;
  keyId: string;
  signature: string;
  /** When it says it was signed; null where that cannot be read. */
  at: Instant | null;
}

/** The signature by a published key that signed at that time. */
export function checkSignature(
  { bytes, keyId, signature, at }: Signed,
  keys: Map<string, PublishedKey>,
  place: Place,
  findings: Findings,
): void {
  const key = keys.get(keyId);
  if (!key)
    return findings.fault(
      within(place, 'keyId'),
      '签名密钥不在平台公布的密钥之列。',
      'The key that signed is none that the platform publishes.',
    );
  if (!signs(key, bytes, signature))
    findings.fault(
      within(place, 'signature'),
      '签名不正确：不是平台所签，或已被改动。',
      'The signature is wrong: the platform did not sign this, or it was changed.',
    );
  checkPeriod(key, at, within(place, 'keyId'), findings);
}

function signs({ kty, crv, x }: PublishedKey, bytes: Uint8Array, signature: string): boolean {
  try {
    return isSignedBy({ kty, crv, x }, bytes, signature);
  } catch {
    return false;
  }
}

function checkPeriod({ kid, nbf, exp }: PublishedKey, at: Instant | null, place: Place, findings: Findings): void {
  if (nbf === undefined && exp === undefined)
    return findings.notChecked(
      `密钥 ${kid} 未注明有效期，无从核验其当时是否有效。`,
      `The keys say no period of ${kid}, so that nothing tells whether it signed at that time.`,
    );
  const micros = at === null ? null : microsOf(at);
  if (micros === null) return;
  const inside = micros >= BigInt(nbf ?? 0) * 1_000_000n && (exp === undefined || micros < BigInt(exp) * 1_000_000n);
  if (!inside) findings.fault(place, '该密钥当时无效。', 'The key did not sign at that time.');
}
