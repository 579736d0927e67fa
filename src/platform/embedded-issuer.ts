import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import type Provider from 'oidc-provider';
import type { pino } from 'pino';
import { roles } from './actor.js';
import { CONFIG, type Config } from './config.js';
import { demoClients } from './demo-clients.js';
import { readOrCreateKey } from './key-files.js';
import { LOG } from './logging.js';

const tokenSecondsMax = 3_600;
const keyId = 'embedded';

/** An OAuth 2.0 issuer in process for development and demonstrations; never with OIDC_ISSUER set, never in production. */
@Injectable()
export class EmbeddedIssuer {
  readonly issuer: string;
  readonly enabled: boolean;
  private privateJwk: JsonWebKey | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {
    this.issuer = `${config.publicUrl.replace(/\/$/, '')}/oauth`;
    this.enabled = config.oidcIssuer === null && !config.production;
  }

  publicKeys(): JSONWebKeySet {
    const publicJwk = createPublicKey(createPrivateKey({ key: this.privateKey(), format: 'jwk' })).export({ format: 'jwk' });
    return { keys: [{ ...publicJwk, kid: keyId, alg: 'EdDSA', use: 'sig' }] } as JSONWebKeySet;
  }

  async provider(): Promise<Provider> {
    const { default: OidcProvider } = await importQuietly(this.log);
    return new OidcProvider(this.issuer, {
      adapter: MemoryStore,
      clients: demoClients.map((client) => ({
        client_id: client.clientId,
        client_secret: client.clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        scope: client.roles.join(' '),
        token_endpoint_auth_method: 'client_secret_post',
      })),
      scopes: [...roles],
      jwks: { keys: [{ ...this.privateKey(), kid: keyId, alg: 'EdDSA', use: 'sig' }] },
      enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
      clientDefaults: { id_token_signed_response_alg: 'EdDSA' },
      clientAuthMethods: ['client_secret_post', 'client_secret_basic'],
      routes: { token: '/token', jwks: '/jwks' },
      ttl: { ClientCredentials: tokenSecondsMax },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        userinfo: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => this.config.oidcAudience,
          useGrantedResource: () => true,
          getResourceServerInfo: (_context: unknown, _resource: string, client: { scope?: string }) => ({
            scope: client.scope ?? '',
            audience: this.config.oidcAudience,
            accessTokenTTL: tokenSecondsMax,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'EdDSA', kid: keyId } },
          }),
        },
      },
    });
  }

  private privateKey(): JsonWebKey {
    this.privateJwk ??= readOrCreateKey(this.config.dataDir, 'embedded-issuer');
    return this.privateJwk;
  }
}

/** Loaded only where it is used; what it tells the console on loading (Node 20 is older than it likes) goes to the log. */
async function importQuietly(log: pino.Logger): Promise<typeof import('oidc-provider')> {
  const { warn } = console;
  console.warn = (text: unknown) => log.debug(String(text));
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

/** What the issuer keeps: nothing outlives the process. */
class MemoryStore {
  private readonly rows = new Map<string, Record<string, unknown>>();

  upsert(id: string, payload: Record<string, unknown>): Promise<void> {
    this.rows.set(id, payload);
    return Promise.resolve();
  }

  find(id: string): Promise<Record<string, unknown> | undefined> {
    return Promise.resolve(this.rows.get(id));
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  consume(): Promise<void> {
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.rows.delete(id);
    return Promise.resolve();
  }

  revokeByGrantId(): Promise<void> {
    return Promise.resolve();
  }
}

/** Mounts `/oauth/token`, `/oauth/jwks` and discovery, where the embedded issuer is the one in use. */
export async function mountEmbeddedIssuer(app: NestFastifyApplication): Promise<void> {
  const issuer = app.get(EmbeddedIssuer);
  if (!issuer.enabled) return;
  const answer = (await issuer.provider()).callback();
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, payload, parsed) => parsed(null, payload));
      scope.all('/*', (request, reply) => {
        reply.hijack();
        const raw = request.raw as IncomingMessage & { originalUrl?: string };
        raw.originalUrl = raw.url ?? '';
        raw.url = (raw.url ?? '').replace(/^\/oauth/, '') || '/';
        answer(raw, reply.raw);
      });
      done();
    },
    { prefix: '/oauth' },
  );
}
