import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SignJWT } from 'jose';
import pg from 'pg';
import type { pino } from 'pino';
import supertest from 'supertest';
import { seed } from '../seeds/seed.js';
import { AppModule } from '../src/app.module.js';
import { setClock } from '../src/platform/clock.js';
import { readConfig, type Config } from '../src/platform/config.js';
import { demoClients } from '../src/platform/demo-clients.js';
import { DrainJobs } from '../src/platform/drain-jobs.js';
import { EmbeddedIssuer } from '../src/platform/embedded-issuer.js';
import { createHttpApp } from '../src/platform/http.js';
import { readOrCreateKey } from '../src/platform/key-files.js';
import { createLog } from '../src/platform/logging.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
export type Caller = (verb: Verb, path: string, key?: string) => supertest.Test;

export interface TestApp {
  app: NestFastifyApplication;
  config: Config;
  /** Where it listens: `http://…`. */
  address: string;
  database: TestDatabase;
  /** Everything the service logged, as text. */
  logged(): string;
  /** A request without a token. */
  http(verb: Verb, path: string): supertest.Test;
  /** Requests with the token of a demo client; POST, PUT and DELETE get a fresh Idempotency-Key unless one is given. */
  as(clientId: string): Promise<Caller>;
  /** Requests of a person by its subject alone, with a token the embedded issuer could have made: for people nobody has seeded. */
  asSubject(subject: string, ...scopes: string[]): Promise<Caller>;
  /** Such a token itself, good at every process of this service. */
  tokenOf(subject: string, ...scopes: string[]): Promise<string>;
  /** As the owner of the database: what the API does not show. */
  sql<Row>(text: string, params?: unknown[]): Promise<Row[]>;
  /** `standing` stops the clock there, so that a test can act at one microsecond. */
  setClock(now: string, standing?: boolean): Promise<void>;
  /** Due work and outbox messages until both are quiet. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  env?: NodeJS.ProcessEnv;
  now?: string;
  seeded?: boolean;
  /** The address by which the service reaches its database, where that is another: a proxy's. */
  through?: (databaseUrl: string) => string;
}

/** The whole application on a database of its own, seeded with the demo organisations, its clock at 2026-03-02 09:00 in Shanghai. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'ftz-test-'));
  const lines: string[] = [];
  const env = {
    DATABASE_URL: options.through?.(database.appUrl) ?? database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DEV_CLOCK: '1',
    DATA_DIR: dataDir,
    DATABASE_POOL: '8',
    ...options.env,
  };
  const config = readConfig(env);
  const log = createLog('info', 'test', { write: (line) => void lines.push(line) }) as pino.Logger;
  await setClock(database.ownerUrl, options.now ?? '2026-03-02T09:00:00+08:00');
  const app = await createHttpApp(AppModule.with(config, log), log);
  await app.listen(0, '127.0.0.1');
  const address = addressOf(app);
  if (options.seeded !== false) await seed(app);
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2, options: '-c timezone=UTC' });
  // A server that is killed under a test takes idle connections with it.
  owner.on('error', () => undefined);
  const callers = callersAt(address);
  return {
    app,
    config,
    address,
    database,
    ...callers,
    logged: () => lines.join(''),
    asSubject: async (subject, ...scopes) => callerOf(callers.http, await tokenFor(app, config, subject, scopes)),
    tokenOf: (subject, ...scopes) => tokenFor(app, config, subject, scopes),
    sql: async <Row>(text: string, params: unknown[] = []) => (await asked(owner, text, params)).rows as Row[],
    setClock: (now, standing) => setClock(database.ownerUrl, now, standing),
    drain: () => app.get(DrainJobs).run(),
    close: async () => {
      await app.close();
      await owner.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What changes a table or a function is for the owner's role alone. */
async function asked(pool: pg.Pool, text: string, params: unknown[]): Promise<pg.QueryResult> {
  if (!/^\s*(?:ALTER|CREATE|DROP)\b/.test(text)) return pool.query(text, params);
  const client = await pool.connect();
  try {
    await client.query('SET ROLE ftz_owner');
    return await client.query(text, params);
  } finally {
    await client.query('RESET ROLE');
    client.release();
  }
}

/** A second process of the same service, with the database and the keys of the first and an address of its own. */
export async function startBeside({ config }: TestApp): Promise<Pick<TestApp, 'app' | 'address' | 'close'>> {
  const log = createLog('silent', 'test-beside') as pino.Logger;
  const app = await createHttpApp(AppModule.with(config, log), log);
  await app.listen(0, '127.0.0.1');
  return { app, address: addressOf(app), close: () => app.close() };
}

function addressOf(app: NestFastifyApplication): string {
  return `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
}

/** A token lives for an hour of real time, which a proof may outlast. */
const tokenUseMs = 50 * 60_000;

/** What calls the API that listens there; each token is fetched once, and anew before it ends. */
export function callersAt(address: string): Pick<TestApp, 'http' | 'as'> {
  const http = (verb: Verb, path: string): supertest.Test => supertest(address)[verb](path);
  const tokens = new Map<string, { token: Promise<string>; untilMs: number }>();
  return {
    http,
    as: async (clientId) => {
      const kept = tokens.get(clientId);
      const usable =
        kept && performance.now() < kept.untilMs
          ? kept
          : { token: tokenOf(http, clientId), untilMs: performance.now() + tokenUseMs };
      tokens.set(clientId, usable);
      return callerOf(http, await usable.token);
    },
  };
}

let keys = 0;

/** An Idempotency-Key that no test used before. */
export function freshKey(): string {
  keys += 1;
  return `test-${process.pid}-${keys}`;
}

function callerOf(http: TestApp['http'], token: string): Caller {
  return (verb, path, key) => {
    const request = http(verb, path).set('authorization', `Bearer ${token}`);
    return verb === 'get' || verb === 'patch' ? request : request.set('idempotency-key', key ?? freshKey());
  };
}

async function tokenFor(app: NestFastifyApplication, config: Config, subject: string, scopes: string[]): Promise<string> {
  const key = createPrivateKey({ key: readOrCreateKey(config.dataDir, 'embedded-issuer'), format: 'jwk' });
  return new SignJWT({ client_id: subject, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'embedded' })
    .setIssuer(app.get(EmbeddedIssuer).issuer)
    .setAudience(config.oidcAudience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}

async function tokenOf(http: TestApp['http'], clientId: string): Promise<string> {
  const client = demoClients.find((one) => one.clientId === clientId);
  if (!client) throw new Error(`no demo client ${clientId}`);
  const answer = await http('post', '/oauth/token')
    .type('form')
    .send({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: client.clientSecret,
      scope: client.roles.join(' '),
    });
  if (answer.status !== 200) throw new Error(`no token for ${clientId}: ${answer.status} ${answer.text}`);
  return (answer.body as { access_token: string }).access_token;
}
