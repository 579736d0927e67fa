import { generateKeyPairSync, randomUUID, type JsonWebKey } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * An Ed25519 private key as JWK (RFC 8037) in DATA_DIR/keys, readable only by its owner; made on first use. Processes that start at
 * once agree on one. Throws Error where the file holds anything else.
 */
export function readOrCreateKey(dataDir: string, name: string): JsonWebKey & KeyPeriod {
  const path = pathOf(dataDir, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) createKey(path);
  if (statSync(path).mode & 0o077) chmodSync(path, 0o600);
  return readKey(path);
}

/** False where `readOrCreateKey` would make it. */
export function hasKey(dataDir: string, name: string): boolean {
  return existsSync(pathOf(dataDir, name));
}

/** Between which seconds since 1970 a key signs, `exp` being the first at which it does no more. Whoever changes keys writes it into their files. */
export interface KeyPeriod {
  nbf?: number | undefined;
  exp?: number | undefined;
}

/** Keys that no longer sign but whose signatures must still be checked: `<name>-<anything>.jwk.json` beside the current one. */
export function readRetiredKeys(dataDir: string, name: string): (JsonWebKey & KeyPeriod)[] {
  const folder = join(dataDir, 'keys');
  const files = readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && file.endsWith('.jwk.json'));
  return files.sort().map((file) => readKey(join(folder, file)));
}

function pathOf(dataDir: string, name: string): string {
  return join(dataDir, 'keys', `${name}.jwk.json`);
}

/** A link appears whole or not at all, and only for the first: no reader sees half a key, no key replaces another. */
function createKey(path: string): void {
  const draft = `${path}.${randomUUID()}`;
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  try {
    writeFileSync(draft, JSON.stringify(jwk), { flag: 'wx', mode: 0o600, flush: true });
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readKey(path: string): JsonWebKey & KeyPeriod {
  const { kty, crv, x, d, nbf, exp } = parsed(readFileSync(path, 'utf8')) as JsonWebKey & KeyPeriod;
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' && typeof d === 'string')
    return { kty, crv, x, d, ...periodOf({ nbf, exp }, path) };
  throw new Error(`${path} is not an Ed25519 private key in JWK form`);
}

function periodOf(period: KeyPeriod, path: string): KeyPeriod {
  const said = Object.entries(period).filter(([, value]) => value !== undefined);
  if (said.every(([, value]) => Number.isSafeInteger(value) && value >= 0)) return Object.fromEntries(said);
  throw new Error(`${path}: nbf and exp are whole seconds since 1970`);
}

function parsed(text: string): JsonWebKey {
  try {
    return (JSON.parse(text) ?? {}) as JsonWebKey;
  } catch {
    return {};
  }
}
