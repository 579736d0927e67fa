import { resolve } from 'node:path';
import { formatMoney, parseMoney } from '../rules/money.js';
import { statementSecondsMax } from './database.js';
import type { S3Config } from './s3-blobs.js';

export interface Config {
  production: boolean;
  /** The service's login role: it owns nothing. */
  databaseUrl: string;
  /** The owner's account; only for migrations and the settable clock. */
  databaseOwnerUrl: string | null;
  redisUrl: string | null;
  dataDir: string;
  /** Where documents are kept; null: in DATA_DIR. */
  s3: S3Config | null;
  port: number;
  host: string;
  devClock: boolean;
  /** An outside OIDC issuer, or null for the embedded one. */
  oidcIssuer: string | null;
  oidcAudience: string;
  /** The address clients use; the embedded issuer names itself by it. */
  publicUrl: string;
  nationalConflicts: 'warn' | 'block';
  /** Seconds between the deadline and the earliest opening: never less than the longest time a submission's statement may take. */
  openingGraceSeconds: number;
  /** The identifier (统一社会信用代码) of the organisation that runs the platform, which keeps at most one share of a lock; null where none is named. */
  operatorOrganization: string | null;
  /** CNY from which this place must tender openly (公开招标数额标准); purchases by other means may not add up past it. A decimal string. */
  openTenderingThreshold: string;
  /** Where mail is handed in (`smtp://user:password@host:port`), or null: then a development mailbox keeps it. */
  smtpUrl: string | null;
  mailFrom: string;
  poolSize: number;
  logLevel: string;
  /** The name of the log (C2SP tlog-checkpoint): the address of its resources without the scheme. Another name is another log. */
  logOrigin: string;
  /** A checkpoint is signed no sooner than so many seconds after the last. */
  checkpointSeconds: number;
  /** Witnesses of the log: where each is asked, and its verifier key. */
  witnesses: readonly { url: string; vkey: string }[];
}

export const CONFIG = Symbol('config');

/** Reads the environment. Throws one Error that lists every fault found, so that a newcomer mends them in one go. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const faults: string[] = [];
  const production = env['NODE_ENV'] === 'production';
  const devClock = env['DEV_CLOCK'] === '1';
  const databaseUrl = postgresUrl(env, 'DATABASE_URL', faults) ?? '';
  if (!databaseUrl && !faults.length) faults.push('DATABASE_URL is missing: the PostgreSQL address of the service role');
  const databaseOwnerUrl = postgresUrl(env, 'DATABASE_OWNER_URL', faults);
  if (devClock && production) faults.push('DEV_CLOCK=1 is refused when NODE_ENV=production');
  if (devClock && !databaseOwnerUrl)
    faults.push('DEV_CLOCK=1 needs DATABASE_OWNER_URL: only the owner may replace platform_now()');
  if (production && !env['OIDC_ISSUER']) faults.push('OIDC_ISSUER is missing: the embedded issuer never runs in production');
  if (env['SMTP_URL'] && !env['MAIL_FROM'])
    faults.push('MAIL_FROM is missing: the address that mails sent through SMTP_URL come from');
  const port = whole(env, 'PORT', 3000, 0, 65535, faults);
  const publicUrl = url(env, 'PUBLIC_URL', ['https:', 'http:'], faults) ?? `http://127.0.0.1:${port}`;
  const config: Config = {
    production,
    databaseUrl,
    databaseOwnerUrl,
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:'], faults),
    dataDir: resolve(env['DATA_DIR'] ?? '.data'),
    s3: s3Of(env, production, faults),
    port,
    host: env['HOST'] ?? '127.0.0.1',
    devClock,
    oidcIssuer: url(env, 'OIDC_ISSUER', production ? ['https:'] : ['https:', 'http:'], faults),
    oidcAudience: env['OIDC_AUDIENCE'] ?? 'urn:ftz:procurement',
    publicUrl,
    nationalConflicts: oneOf(env, 'POLICY_NATIONAL_CONFLICTS', ['warn', 'block'], faults),
    openingGraceSeconds: whole(env, 'OPENING_GRACE_SECONDS', 30, statementSecondsMax, 3600, faults),
    operatorOrganization: env['OPERATOR_ORGANIZATION'] || null,
    openTenderingThreshold: money(env, 'OPEN_TENDERING_THRESHOLD', '4000000.00', faults),
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:'], faults),
    mailFrom: env['MAIL_FROM'] || 'no-reply@procurement.invalid',
    poolSize: whole(env, 'DATABASE_POOL', 16, 2, 200, faults),
    logLevel: oneOf(env, 'LOG_LEVEL', ['info', 'debug', 'warn', 'error', 'silent'], faults),
    logOrigin: origin(env, `${new URL(publicUrl).host}/v1/log`, faults),
    checkpointSeconds: whole(env, 'LOG_CHECKPOINT_SECONDS', 60, 0, 3600, faults),
    witnesses: witnesses(env, faults),
  };
  requireNone(faults);
  return config;
}

/** Where documents are kept, for a command that needs nothing else of the service's settings. Throws as `readConfig` does. */
export function readS3Config(env: NodeJS.ProcessEnv): S3Config | null {
  const faults: string[] = [];
  const s3 = s3Of(env, env['NODE_ENV'] === 'production', faults);
  requireNone(faults);
  return s3;
}

function requireNone(faults: readonly string[]): void {
  if (faults.length > 0)
    throw new Error(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

/** `S3_URL` is the address of the bucket: `https://host/bucket`. Without a key the kit looks for one where it always does. */
function s3Of(env: NodeJS.ProcessEnv, production: boolean, faults: string[]): S3Config | null {
  const address = url(env, 'S3_URL', production ? ['https:'] : ['https:', 'http:'], faults);
  if (address === null) return null;
  const { origin, pathname, username, password, search, hash } = new URL(address);
  const [, bucket = ''] = /^\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (bucket === '' || `${username}${password}${search}${hash}` !== '')
    faults.push('S3_URL names one bucket and nothing else: https://host/bucket');
  const [accessKeyId = '', secretAccessKey = ''] = [env['S3_ACCESS_KEY_ID'], env['S3_SECRET_ACCESS_KEY']];
  if ((accessKeyId === '') !== (secretAccessKey === '')) faults.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together');
  const retentionYears = whole(env, 'S3_RETENTION_YEARS', 15, 15, 100, faults);
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null;
  return { endpoint: origin, bucket, region: env['S3_REGION'] || 'us-east-1', credentials, retentionYears };
}

function postgresUrl(env: NodeJS.ProcessEnv, name: string, faults: string[]): string | null {
  return url(env, name, ['postgres:', 'postgresql:'], faults);
}

function url(env: NodeJS.ProcessEnv, name: string, protocols: string[], faults: string[]): string | null {
  const text = env[name];
  if (!text) return null;
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocols.includes(protocol)) return text;
  faults.push(`${name} must be an address beginning with ${protocols.map((one) => `${one}//`).join(' or ')}`);
  return null;
}

function whole(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number, faults: string[]): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  faults.push(`${name} must be a whole number from ${min} to ${max}`);
  return fallback;
}

function money(env: NodeJS.ProcessEnv, name: string, fallback: string, faults: string[]): string {
  const text = env[name] || fallback;
  const fen = parseMoney(text);
  if (fen === null) faults.push(`${name} must be an amount in CNY with at most two decimals`);
  return fen === null ? fallback : formatMoney(fen);
}

function origin(env: NodeJS.ProcessEnv, fallback: string, faults: string[]): string {
  const text = env['LOG_ORIGIN'] || fallback;
  if (!/^[^\s+\p{Cc}]{1,255}$/u.test(text)) faults.push('LOG_ORIGIN is a name without spaces and plus signs');
  return text;
}

/** WITNESS_URL and WITNESS_KEY are lists of the same length, separated by spaces. */
function witnesses(env: NodeJS.ProcessEnv, faults: string[]): Config['witnesses'] {
  const [urls = [], keys = []] = ['WITNESS_URL', 'WITNESS_KEY'].map((name) => (env[name] ?? '').split(/\s+/).filter(Boolean));
  if (urls.length !== keys.length) faults.push('WITNESS_URL and WITNESS_KEY must name the same number of witnesses');
  if (!urls.every((one) => /^https?:$/.test(URL.canParse(one) ? new URL(one).protocol : '')))
    faults.push('WITNESS_URL must be addresses beginning with http:// or https://');
  return urls.map((one, at) => ({ url: one.replace(/\/+$/, ''), vkey: keys[at] ?? '' }));
}

function oneOf<const Values extends readonly [string, ...string[]]>(
  env: NodeJS.ProcessEnv,
  name: string,
  values: Values,
  faults: string[],
): Values[number] {
  const text = env[name] || values[0];
  if (!values.includes(text)) faults.push(`${name} must be one of ${values.join(', ')}`);
  return text;
}
