import { Inject, Injectable } from '@nestjs/common';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { CONFIG, type Config } from './config.js';
import { EmbeddedIssuer } from './embedded-issuer.js';
import { Refusal } from './refusal.js';

export interface VerifiedToken {
  subject: string;
  scopes: readonly string[];
}

const algorithms = ['EdDSA', 'ES256', 'RS256', 'PS256'];
const skewSeconds = 5;
const compactForm = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

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
    if (token === undefined) throw unauthenticated();
    const keys = await this.keySet();
    try {
      const options = {
        issuer: this.issuer,
        audience: this.config.oidcAudience,
        algorithms,
        typ: 'at+jwt',
        clockTolerance: skewSeconds,
      };
      const { payload } = await jwtVerify(token, keys, { ...options, requiredClaims: ['sub', 'exp', 'iat', 'client_id'] });
      const scope = typeof payload['scope'] === 'string' ? payload['scope'] : '';
      return { subject: payload.sub as string, scopes: scope.split(' ') };
    } catch (error) {
      if (error instanceof errors.JWKSTimeout) throw issuerAway();
      throw unauthenticated();
    }
  }

  private keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??=
      this.config.oidcIssuer === null
        ? Promise.resolve(createLocalJWKSet(this.embedded.publicKeys()))
        : discover(this.config.oidcIssuer);
    this.keys.catch(() => (this.keys = null));
    return this.keys;
  }
}

/** OpenID Connect Discovery 1.0: the keys of exactly this issuer. */
async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    });
    const metadata = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (!answer.ok || metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') throw new Error('not this issuer');
    return createRemoteJWKSet(new URL(metadata.jwks_uri));
  } catch {
    throw issuerAway();
  }
}

/** 401 with the challenge of RFC 6750; it does not say what was wrong with the token. */
export function unauthenticated(): Refusal {
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
    { 'www-authenticate': 'Bearer realm="ftz"' },
  );
}

function issuerAway(): Refusal {
  return new Refusal(503, 'issuer-away', { zh: '身份服务暂时不可用', en: 'The identity provider does not answer' }, [], {
    'retry-after': '5',
  });
}
