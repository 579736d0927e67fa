import { createPrivateKey, createPublicKey, createHash, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from './audit-leaf.js';
import { CONFIG, type Config } from './config.js';
import { readOrCreateKey } from './key-files.js';

/** The platform's Ed25519 key: signs receipts, minutes and roots. Kept in a file, never in the database. */
@Injectable()
export class SigningKeys {
  private readonly privateKey: KeyObject;
  private readonly publicJwk: JsonWebKey;
  /** RFC 7638 thumbprint of the public key. */
  readonly keyId: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.privateKey = createPrivateKey({ key: readOrCreateKey(config.dataDir, 'platform-signing'), format: 'jwk' });
    this.publicJwk = createPublicKey(this.privateKey).export({ format: 'jwk' });
    this.keyId = thumbprint(this.publicJwk);
  }

  /** Base64url Ed25519 signature; the same bytes give the same signature. */
  sign(bytes: Buffer): string {
    return sign(null, bytes, this.privateKey).toString('base64url');
  }

  /** Signs the RFC 8785 form of a statement. */
  signJson(statement: Record<string, unknown>): { keyId: string; signature: string } {
    return { keyId: this.keyId, signature: this.sign(Buffer.from(canonicalJson(statement))) };
  }

  /** RFC 7517 set of the public keys. */
  publicKeys(): { keys: JsonWebKey[] } {
    return { keys: [{ ...this.publicJwk, kid: this.keyId, use: 'sig', alg: 'EdDSA' }] };
  }
}

/** True where the signature is that key's over those bytes. */
export function isSignedBy(jwk: JsonWebKey, bytes: Buffer, signature: string): boolean {
  return verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
}

function thumbprint(jwk: JsonWebKey): string {
  return createHash('sha256')
    .update(canonicalJson({ crv: jwk.crv, kty: jwk.kty, x: jwk.x }))
    .digest('base64url');
}
