import {
  createPostgresBackend,
  createRedisBackend,
  setDefaultBackendFactory,
  type BackendFactory,
  type ConnectionOptions,
  type JobsOptions,
} from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Config } from './config.js';
import { HeardClient } from './heard-client.js';

/** The one queue of the platform. Its jobs are nudges: everything they say can be found again in PostgreSQL. */
export const queueName = 'platform';
/** The schema of BullMQ's own tables where PostgreSQL is the engine. */
export const queueSchema = 'queue';

export type JobData = { outboxId: string } | Record<string, never>;
/** `outbox`: one message of the outbox is to be handled. `sweep`: something falls due now. */
export type JobName = 'outbox' | 'sweep';

export interface QueueSettings {
  relayIntervalMs: number;
  sweepIntervalMs: number;
  /** A message sent but not done after this long is sent again: the queue may have lost it. */
  resendAfterSeconds: number;
  /** A worker that does not renew its lock for this long is taken for dead, and its job is given to another. */
  lockDurationMs: number;
  concurrency: number;
  attemptsMax: number;
  retryMs: number;
  /** Loops of modules that this worker does not run. */
  loopsLeftOut: readonly string[];
}

export const defaultQueueSettings: QueueSettings = {
  relayIntervalMs: 200,
  sweepIntervalMs: 1_000,
  resendAfterSeconds: 60,
  lockDurationMs: 30_000,
  concurrency: 8,
  attemptsMax: 8,
  retryMs: 500,
  loopsLeftOut: [],
};

interface PostgresConnection {
  connectionString: string;
  schema: string;
  max: number;
  application_name: string;
  connectionTimeoutMillis: number;
  keepAlive: boolean;
  options: string;
  Client: typeof HeardClient;
}

const redisReconnectMsMax = 2_000;
const redisCommandMsMax = 5_000;

/** The one place that chooses the engine: Redis where REDIS_URL names one, else the database that is there anyway. */
export function producerConnection(config: Config): ConnectionOptions {
  chooseBackendByConnection();
  if (config.redisUrl === null) return postgresConnection(config) as unknown as ConnectionOptions;
  // The relay must learn at once that Redis is away, or it would hold its rows for as long: no offline queue, a bound on every command.
  return {
    url: config.redisUrl,
    ...redisOptions,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: redisCommandMsMax,
  } as ConnectionOptions;
}

/** The same engine, for the side that waits for jobs: it may wait for ever, and outlives an outage. */
export function consumerConnection(config: Config): ConnectionOptions {
  chooseBackendByConnection();
  if (config.redisUrl === null) return postgresConnection(config) as unknown as ConnectionOptions;
  return { url: config.redisUrl, ...redisOptions, maxRetriesPerRequest: null } as ConnectionOptions;
}

/** What each outbox job is added with: removed when done, so that the same message can be sent again; kept where it failed for good. */
export function outboxJobOptions(outboxId: string, settings: QueueSettings): JobsOptions {
  return {
    jobId: `outbox-${outboxId}`,
    attempts: settings.attemptsMax,
    backoff: { type: 'exponential', delay: settings.retryMs },
    removeOnComplete: true,
    removeOnFail: false,
  };
}

/** A Redis that evicts keys loses jobs and locks without a word. Throws Error where its policy is not noeviction, or where it does not answer. */
export async function requireNoEviction(redisUrl: string): Promise<void> {
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: redisCommandMsMax,
  });
  client.on('error', () => undefined);
  try {
    await client.connect().catch((error: unknown) => {
      throw new Error('Redis at REDIS_URL does not answer', { cause: error });
    });
    const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1];
    if (policy !== 'noeviction')
      throw new Error(`Redis runs with maxmemory-policy ${policy ?? 'unknown'}; it must be noeviction`);
  } finally {
    client.disconnect();
  }
}

const redisOptions: RedisOptions = { retryStrategy: (times) => Math.min(times * 100, redisReconnectMsMax) };

function postgresConnection(config: Config): PostgresConnection {
  return {
    connectionString: config.databaseUrl,
    schema: queueSchema,
    max: 4,
    application_name: 'ftz-queue',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: '-c timezone=UTC -c statement_timeout=20000',
    Client: HeardClient,
  };
}

/**
 * @nestjs/bullmq builds queues without a backend argument, so BullMQ's default backend looks at the connection it is given: with
 * this, both engines can serve in one process, and setting it twice changes nothing.
 */
function chooseBackendByConnection(): void {
  const choose: BackendFactory = (name, options, extra) => {
    const isPostgres = 'connectionString' in options.connection;
    if (!isPostgres) return createRedisBackend(name, options, extra);
    const backend = createPostgresBackend(name, options as unknown as Parameters<typeof createPostgresBackend>[1], extra);
    hearListenClient(backend);
    return backend;
  };
  setDefaultBackendFactory(choose);
}

/** The client of its own with which BullMQ listens has, until it has connected, nobody who listens to it. */
function hearListenClient(backend: unknown): void {
  (backend as { connection: { pgModule: { Client: typeof HeardClient } } }).connection.pgModule = { Client: HeardClient };
}
