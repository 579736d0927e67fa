import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import type { Config } from './config.js';
import { readConfig } from './config.js';
import { EmbeddedIssuer } from './embedded-issuer.js';
import { readOrCreateKey } from './key-files.js';
import { createLog } from './logging.js';
import { Tokens } from './tokens.js';

interface Forgery {
  alg?: string;
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: KeyObject;
}

const dataDir = mkdtempSync(join(tmpdir(), 'ftz-tokens-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const log = createLog('silent', 'test');
const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1/none', DATA_DIR: dataDir };
const config = readConfig(env);
const issuer = new EmbeddedIssuer(config, log);
const privateKey = createPrivateKey({ key: readOrCreateKey(dataDir, 'embedded-issuer'), format: 'jwk' });
const seconds = Math.floor(Date.now() / 1000);
const goodClaims = {
  iss: issuer.issuer,
  aud: config.oidcAudience,
  sub: 'wang',
  client_id: 'wang',
  iat: seconds,
  exp: seconds + 60,
  scope: 'procurer approver',
};
const goodHeader = { alg: 'EdDSA', typ: 'at+jwt', kid: 'embedded' };

/** A token as the issuer makes it, but for what is named; a claim or header of `undefined` is left out. */
function token({ alg = 'EdDSA', header = {}, claims = {}, key = privateKey }: Forgery = {}): Promise<string> {
  const protectedHeader = { ...goodHeader, alg, ...header };
  return new SignJWT(withoutUndefined({ ...goodClaims, ...claims }))
    .setProtectedHeader(withoutUndefined(protectedHeader) as never)
    .sign(key);
}

function withoutUndefined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

function handMade(header: unknown, signature: (input: string) => string, claims: unknown = goodClaims): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${signature(input)}`;
}

describe('an access token', () => {
  const tokens = new Tokens(config, issuer);
  const refused = (header: string): Promise<void> =>
    expect(tokens.verify(header)).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });

  it('of the issuer is taken, with its subject and its scopes', async () => {
    expect(await tokens.verify(`Bearer ${await token()}`)).toEqual({ subject: 'wang', scopes: ['procurer', 'approver'] });
    expect(await tokens.verify(`bearer ${await token({ claims: { scope: undefined } })}`)).toEqual({
      subject: 'wang',
      scopes: [],
    });
    expect(await tokens.verify(`Bearer ${await token({ claims: { scope: ['procurer'] } })}`)).toEqual({
      subject: 'wang',
      scopes: [],
    });
  });

  it.each<[string, Forgery]>([
    ['expired by a second more than the skew', { claims: { exp: seconds - 6 } }],
    ['not yet valid', { claims: { nbf: seconds + 60 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a client', { claims: { client_id: undefined } }],
    ['of another issuer', { claims: { iss: `${issuer.issuer}/` } }],
    ['for another audience', { claims: { aud: 'urn:another' } }],
    ['without an audience', { claims: { aud: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['whose subject is no text', { claims: { sub: 7 } }],
    ['whose subject is empty', { claims: { sub: '' } }],
    ['whose subject carries a NUL', { claims: { sub: 'a\0b' } }],
    ['of type JWT, such as an ID token', { header: { typ: 'JWT' } }],
    ['without a type', { header: { typ: undefined } }],
    ['with an unknown key id', { header: { kid: '../../../etc/passwd' } }],
    ['that names its own key set', { header: { jku: 'http://127.0.0.1/keys' } }],
    ['that names its own certificate', { header: { x5u: 'http://127.0.0.1/cert' } }],
    ['that brings its own key', { header: { jwk: { kty: 'OKP' } } }],
    ['signed with another key', { key: generateKeyPairSync('ed25519').privateKey }],
    ['signed with another kind of key', { alg: 'ES256', key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    [
      'signed with an algorithm that is not on the list',
      { alg: 'ES384', key: generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey },
    ],
  ])('%s is refused', async (_, forgery) => {
    await refused(`Bearer ${await token(forgery)}`);
  });

  it('within the skew is still taken', async () => {
    const late = token({ claims: { exp: Math.floor(Date.now() / 1000) - 2 } });
    await expect(tokens.verify(`Bearer ${await late}`)).resolves.toMatchObject({ subject: 'wang' });
  });

  it.each(['none', 'None', 'nOnE'])('with algorithm %s is refused, with and without a signature', async (alg) => {
    await refused(`Bearer ${handMade({ ...goodHeader, alg }, () => '')}`);
    await refused(`Bearer ${handMade({ ...goodHeader, alg }, () => 'AAAA')}`);
  });

  it('with an HMAC under the public key is refused', async () => {
    const publicKey = createPublicKey(privateKey);
    const secrets = [publicKey.export({ format: 'pem', type: 'spki' }), publicKey.export({ format: 'jwk' }).x as string];
    for (const secret of secrets) {
      await refused(
        `Bearer ${handMade({ ...goodHeader, alg: 'HS256' }, (input) => createHmac('sha256', secret).update(input).digest('base64url'))}`,
      );
    }
  });

  it('written in any other way is refused', async () => {
    const good = await token();
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const spareBitSet = `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(85) + 1)}`;
    const broken = [
      '',
      'Bearer',
      'Bearer ',
      good,
      `Basic ${good}`,
      `Bearer  ${good}`,
      `Bearer\t${good}`,
      `Bearer ${good} `,
      `Bearer ${good}\n`,
      `Bearer ${good}=`,
      `Bearer ${good}.`,
      `Bearer ${header}.${payload}`,
      `Bearer ${header}. ${payload}.${signature}`,
      `Bearer ${header}..${signature}`,
      `Bearer ${header}.${payload}.${spareBitSet}`,
      `Bearer ${good}, Bearer ${good}`,
      `Bearer ${'a'.repeat(3000)}.${'b'.repeat(3000)}.${'c'.repeat(86)}`,
      `Bearer ${Buffer.from('null').toString('base64url')}.${payload}.${signature}`,
      `Bearer ${handMade({ ...goodHeader, crit: ['b64'], b64: false }, () => signature)}`,
    ];
    for (const one of broken) await refused(one);
  });
});

describe('an outside issuer', () => {
  let server: Server;
  let address: string;
  let answers: Record<string, unknown>;
  const keyPair = generateKeyPairSync('rsa', { modulusLength: 2048 });

  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      response
        .writeHead(answer === undefined ? 500 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  beforeEach(() => {
    answers = {
      '/.well-known/openid-configuration': { issuer: address, jwks_uri: `${address}/keys` },
      '/keys': { keys: [{ ...keyPair.publicKey.export({ format: 'jwk' }), kid: 'outside', use: 'sig' }] },
    };
  });

  const outside = (oidcIssuer = address): Tokens => new Tokens({ ...config, oidcIssuer } satisfies Config, issuer);
  const outsideToken = async (alg: string, forgery: Forgery = {}): Promise<string> =>
    `Bearer ${await token({ alg, key: keyPair.privateKey, header: { kid: 'outside' }, ...forgery, claims: { iss: address, ...forgery.claims } })}`;

  it.each(['RS256', 'PS256'])('signs with %s and its keys are found by discovery', async (alg) => {
    await expect(outside().verify(await outsideToken(alg))).resolves.toMatchObject({ subject: 'wang' });
  });

  it.each(['RS384', 'PS512'])('may not sign with %s, which is not on the list', async (alg) => {
    await expect(outside().verify(await outsideToken(alg))).rejects.toMatchObject({ status: 401 });
  });

  it('replaces the embedded one altogether', async () => {
    await expect(outside().verify(`Bearer ${await token()}`)).rejects.toMatchObject({ status: 401 });
    await expect(outside().verify(`Bearer ${await token({ claims: { iss: address } })}`)).rejects.toMatchObject({ status: 401 });
  });

  it.each(['/.well-known/openid-configuration', '/keys'])(
    'that does not answer at %s is 503, and taken again when it does',
    async (path) => {
      const { [path]: answer, ...rest } = answers;
      const tokens = outside();
      answers = rest;
      await expect(tokens.verify(await outsideToken('RS256'))).rejects.toMatchObject({ status: 503, code: 'issuer-away' });
      answers = { ...rest, [path]: answer };
      await expect(tokens.verify(await outsideToken('RS256'))).resolves.toMatchObject({ subject: 'wang' });
    },
  );

  it.each<[string, object]>([
    ['names itself otherwise', { issuer: 'http://127.0.0.1:1' }],
    ['keeps its keys in no web place', { jwks_uri: 'file:///etc/passwd' }],
    ['has no keys', { jwks_uri: undefined }],
  ])('that %s is not used', async (_, change) => {
    const metadata = answers['/.well-known/openid-configuration'] as object;
    answers = { ...answers, '/.well-known/openid-configuration': { ...metadata, ...change } };
    await expect(outside().verify(await outsideToken('RS256'))).rejects.toMatchObject({ status: 503 });
  });
});
