import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { CONFIG, type Config } from './config.js';
import { EmbeddedIssuer } from './embedded-issuer.js';
import { Refusal } from './refusal.js';
import { instantOf, type Instant } from '../rules/moment.js';

export interface VerifiedToken {
  subject: string;
  scopes: readonly string[];
  /** When its person logged in, where it says so. */
  loggedInAt?: Instant;
}

const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256'];
const skewSeconds = 5;
const issuerMsMax = 5_000;
const requiredClaims = ['sub', 'exp', 'iat', 'client_id'];
const compactForm = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
/** A token does not say which key it is to be checked with; only the issuer does. */
const keyHeaders = ['jku', 'jwk', 'x5u', 'x5c'];

/** RFC 9068 access tokens of the one configured issuer. Token times are the real clock's: they are not legal time. */
@Injectable()
export class Tokens {
  private keys: Promise<JWTVerifyGetKey> | null = null;
  private readonly issuer: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly embedded: EmbeddedIssuer,
  ) {
    this.issuer = config.oidcIssuer ?? embedded.issuer;
  }

  /** Verifies an Authorization header. Refusal 401 for anything but a valid token, 503 where the issuer's keys cannot be had. */
  async verify(header: string): Promise<VerifiedToken> {
    const token = compactForm.exec(header)?.[1];
    if (token === undefined || !token.split('.').every(isCanonical)) throw invalidToken();
    const { sub, scope, auth_time: loginSeconds } = await this.payloadOf(token, await this.keySet());
    if (typeof sub !== 'string' || sub === '' || sub.includes('\0')) throw invalidToken();
    const scopes = typeof scope === 'string' ? scope.split(' ') : [];
    if (loginSeconds === undefined) return { subject: sub, scopes };
    if (!Number.isSafeInteger(loginSeconds) || (loginSeconds as number) < 0) throw invalidToken();
    return { subject: sub, scopes, loggedInAt: instantOf(BigInt(loginSeconds as number) * 1_000_000n) };
  }

  private async payloadOf(token: string, keys: JWTVerifyGetKey): Promise<JWTPayload & { scope?: unknown; auth_time?: unknown }> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.issuer,
        audience: this.config.oidcAudience,
        algorithms,
        typ: 'at+jwt',
        clockTolerance: skewSeconds,
        requiredClaims,
      });
      return payload;
    } catch (error) {
      throw error instanceof Refusal ? error : invalidToken();
    }
  }

  private keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??=
      this.config.oidcIssuer === null
        ? Promise.resolve(issuerKeys(createLocalJWKSet(this.embedded.publicKeys())))
        : discover(this.config.oidcIssuer);
    this.keys.catch(() => (this.keys = null));
    return this.keys;
  }
}

/** Base64url with spare bits set reads the same but is not the same text; two texts must not be one token. */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

/** The issuer's keys; a key it does not have is the token's fault, keys that cannot be fetched are not. */
function issuerKeys(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    if (keyHeaders.some((name) => name in header)) throw invalidToken();
    try {
      return await keys(header, token);
    } catch (error) {
      const isTokensFault =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      throw isTokensFault ? invalidToken() : issuerAway();
    }
  };
}

/** OpenID Connect Discovery 1.0: the keys of exactly this issuer. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(issuerMsMax),
    });
    const metadata = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (!answer.ok || metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') throw new Error('not this issuer');
    const address = new URL(metadata.jwks_uri);
    if (address.protocol !== 'https:' && address.protocol !== new URL(issuer).protocol) throw new Error('keys in the clear');
    return issuerKeys(createRemoteJWKSet(address, { timeoutDuration: issuerMsMax }));
  } catch {
    throw issuerAway();
  }
}

/** 401 where no token was sent (RFC 6750 section 3). */
export function unauthenticated(): Refusal {
  return challenge('Bearer realm="ftz"');
}

/** 401 that does not say what was wrong with the token. */
function invalidToken(): Refusal {
  return challenge('Bearer realm="ftz", error="invalid_token"');
}

function challenge(scheme: string): Refusal {
  return new Refusal(
    401,
    'unauthenticated',
    { zh: '需要有效的访问令牌', en: 'A valid access token is needed' },
    [
      {
        pointer: 'Authorization',
        detail: { zh: '缺少访问令牌，或令牌无效、已过期。', en: 'The access token is missing, invalid or expired.' },
      },
    ],
    { 'www-authenticate': scheme },
  );
}

function issuerAway(): Refusal {
  return new Refusal(503, 'issuer-away', { zh: '身份服务暂时不可用', en: 'The identity provider does not answer' }, [], {
    'retry-after': '5',
  });
}
