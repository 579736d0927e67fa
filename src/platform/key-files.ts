import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { join } from 'node:path';

/** An Ed25519 private key as JWK, kept in a file only its owner can read; made on first use. Two processes that start at once agree on one. */
export function readOrCreateKey(dataDir: string, name: string): JsonWebKey {
  const folder = join(dataDir, 'keys');
  const path = join(folder, `${name}.jwk.json`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    writeFileSync(path, JSON.stringify(jwk), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(readFileSync(path, 'utf8')) as JsonWebKey;
}
