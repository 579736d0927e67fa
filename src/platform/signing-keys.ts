import { createHash, createPrivateKey, createPublicKey, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from './audit-leaf.js';
import { CONFIG, type Config } from './config.js';
import { hasKey, readOrCreateKey, readRetiredKeys, type KeyPeriod } from './key-files.js';

const keyName = 'platform-signing';

/** The platform's Ed25519 key: signs receipts, minutes and roots. Kept in a file, never in the database. */
@Injectable()
export class SigningKeys {
  private readonly privateKey: KeyObject;
  private readonly publicJwks: readonly JsonWebKey[];
  /** RFC 7638 thumbprint of the public key. */
  readonly keyId: string;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir'>) {
    const current = readOrCreateKey(config.dataDir, keyName);
    this.privateKey = createPrivateKey({ key: current, format: 'jwk' });
    this.publicJwks = [current, ...readRetiredKeys(config.dataDir, keyName)].map(publicJwkOf);
    this.keyId = thumbprint(current);
  }

  /** Base64url Ed25519 signature; the same bytes give the same signature. */
  sign(bytes: Uint8Array): string {
    return sign(null, bytes, this.privateKey).toString('base64url');
  }

  /** Signs the RFC 8785 form of a statement. */
  signJson(statement: Record<string, unknown>): { keyId: string; signature: string } {
    return { keyId: this.keyId, signature: this.sign(Buffer.from(canonicalJson(statement))) };
  }

  /** True where the platform signed those bytes, with its present key or a retired one. */
  verify(bytes: Uint8Array, signature: string): boolean {
    return this.publicJwks.some((jwk) => isSignedBy(jwk, bytes, signature));
  }

  /** RFC 7517 set of the public keys: the present one first, then those that no longer sign. */
  publicKeys(): { keys: readonly JsonWebKey[] } {
    return { keys: this.publicJwks };
  }
}

/** False where the folder has no key yet: whoever asks for `SigningKeys` there makes one. */
export function hasSigningKey(dataDir: string): boolean {
  return hasKey(dataDir, keyName);
}

/** True where the signature is that key's over those bytes. */
export function isSignedBy(jwk: JsonWebKey, bytes: Uint8Array, signature: string): boolean {
  return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
}

function publicJwkOf({ nbf, exp, ...jwk }: JsonWebKey & KeyPeriod): JsonWebKey {
  const { kty, crv, x } = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'jwk' });
  const period = { ...(nbf === undefined ? {} : { nbf }), ...(exp === undefined ? {} : { exp }) };
  return { kty, crv, x, kid: thumbprint(jwk), use: 'sig', alg: 'EdDSA', ...period } as JsonWebKey;
}

/** RFC 7638, SHA-256. */
export function thumbprint(jwk: JsonWebKey): string {
  return createHash('sha256')
    .update(canonicalJson({ crv: jwk.crv, kty: jwk.kty, x: jwk.x }))
    .digest('base64url');
}
