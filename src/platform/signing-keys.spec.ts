import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { isSignedBy, SigningKeys } from './signing-keys.js';

describe('the signing keys', () => {
  let dataDir: string;
  const keysOf = (): SigningKeys => new SigningKeys({ dataDir });
  const bytes = Buffer.from('回执');

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ftz-signing-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('sign the same bytes the same way, also after a restart', () => {
    const signature = keysOf().sign(bytes);
    expect(signature).toMatch(/^[\w-]{86}$/);
    expect(keysOf().sign(bytes)).toBe(signature);
    expect(keysOf().verify(bytes, signature)).toBe(true);
    expect(keysOf().verify(Buffer.from('回条'), signature)).toBe(false);
    expect(keysOf().verify(bytes, '')).toBe(false);
  });

  it('are published without their private half, under their RFC 7638 thumbprint', async () => {
    const keys = keysOf();
    const [published] = keys.publicKeys().keys as [JWK];
    expect(Object.keys(published).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    expect(published.kid).toBe(await calculateJwkThumbprint(published));
    expect(published.kid).toBe(keys.keyId);
  });

  it('that no longer sign are still published and still checked', () => {
    const old = keysOf();
    const signature = old.sign(bytes);
    const folder = join(dataDir, 'keys');
    renameSync(join(folder, 'platform-signing.jwk.json'), join(folder, 'platform-signing-2025.jwk.json'));
    const fresh = keysOf();
    expect(fresh.keyId).not.toBe(old.keyId);
    expect(fresh.publicKeys().keys.map((one) => one['kid'])).toEqual([fresh.keyId, old.keyId]);
    expect(fresh.verify(bytes, signature)).toBe(true);
  });

  it('are published with the time in which they sign, where their files say it', () => {
    const old = keysOf();
    const file = (name: string): string => join(dataDir, 'keys', `platform-signing${name}.jwk.json`);
    const key = JSON.parse(readFileSync(file(''), 'utf8')) as object;
    writeFileSync(file('-2025'), JSON.stringify({ ...key, nbf: 1, exp: 1_767_196_800 }), { mode: 0o600 });
    rmSync(file(''));
    expect(keysOf().publicKeys().keys[1]).toMatchObject({ kid: old.keyId, nbf: 1, exp: 1_767_196_800 });
    expect(keysOf().publicKeys().keys[0]).not.toHaveProperty('exp');
    for (const exp of ['2026', -1, 1.5]) {
      writeFileSync(file('-2025'), JSON.stringify({ ...key, exp }));
      expect(keysOf).toThrow('whole seconds');
    }
  });

  it('sign a statement in its canonical form', () => {
    const keys = keysOf();
    const { keyId, signature } = keys.signJson({ b: 1, a: '二' });
    const [published] = keys.publicKeys().keys;
    expect(keyId).toBe(keys.keyId);
    expect(isSignedBy(published as Parameters<typeof isSignedBy>[0], Buffer.from('{"a":"二","b":1}'), signature)).toBe(true);
  });
});
