import type { JsonWebKey } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import type { Provider } from 'oidc-provider';
import type { pino } from 'pino';
import { roles } from './actor.js';
import { CONFIG, type Config } from './config.js';
import { demoClients } from './demo-clients.js';
import { readOrCreateKey } from './key-files.js';
import { LOG } from './logging.js';

const tokenSecondsMax = 3_600;
const keyId = 'embedded';
const mountPath = '/oauth';

/** What of the provider's own request context is touched here. */
interface TokenContext {
  oidc: { params: { scope?: string | undefined } };
}

interface ErrorContext {
  type: string;
  body: unknown;
}

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
    this.issuer = `${config.publicUrl.replace(/\/$/, '')}${mountPath}`;
    this.enabled = config.oidcIssuer === null && !config.production;
  }

  publicKeys(): JSONWebKeySet {
    const { kty, crv, x } = this.privateKey();
    return { keys: [{ kty, crv, x, kid: keyId, alg: 'EdDSA', use: 'sig' }] } as JSONWebKeySet;
  }

  async provider(): Promise<Provider> {
    const { Provider: OidcProvider, errors } = await importQuietly(this.log);
    const provider = new OidcProvider(this.issuer, {
      adapter: KeepsNothing,
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
      renderError: (context: ErrorContext, error: object) => Object.assign(context, { type: 'json', body: error }),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        dPoP: { enabled: false },
        pushedAuthorizationRequests: { enabled: false },
        userinfo: { enabled: false },
        rpInitiatedLogout: { enabled: false },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => this.config.oidcAudience,
          useGrantedResource: () => true,
          getResourceServerInfo: (context: TokenContext, resource: string, client: { scope?: string }) => {
            if (resource !== this.config.oidcAudience) throw new errors.InvalidTarget();
            // RFC 6749 section 3.3: a client that names no scope gets the one it is registered with.
            context.oidc.params.scope ??= client.scope;
            return this.platformAudience(client.scope ?? '');
          },
        },
      },
    });
    for (const event of ['error', 'server_error'])
      provider.on(event, (...args) => this.log.error({ err: args.at(-1) }, 'issuer'));
    return provider;
  }

  private platformAudience(scope: string): object {
    return {
      scope,
      audience: this.config.oidcAudience,
      accessTokenTTL: tokenSecondsMax,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'EdDSA', kid: keyId } },
    };
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

/** What the issuer keeps between requests: nothing, since its tokens carry all they say. */
class KeepsNothing {
  upsert(): Promise<void> {
    return Promise.resolve();
  }

  find(): Promise<undefined> {
    return Promise.resolve(undefined);
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

  destroy(): Promise<void> {
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
      scope.all('/*', (request, reply) => handOver(request, reply, answer));
      done();
    },
    { prefix: mountPath },
  );
}

/** The provider reads the body itself and answers the raw response; headers that our hooks set go with it. */
function handOver(request: FastifyRequest, reply: FastifyReply, answer: ReturnType<Provider['callback']>): void {
  reply.hijack();
  const raw = request.raw as IncomingMessage & { originalUrl?: string };
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  raw.originalUrl = raw.url ?? '';
  raw.url = raw.originalUrl.slice(mountPath.length);
  answer(raw, reply.raw);
}
