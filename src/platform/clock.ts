import type pg from 'pg';
import { microsOf, instantOf, type Instant } from '../rules/moment.js';
import { ownerClient } from './database.js';
import type { Reader } from './reads.js';

const productionBody = 'SELECT clock_timestamp()';

/** Throws where the database's clock is not the real one; production starts only with the real one. */
export async function requireRealClock(reader: Reader): Promise<void> {
  const rows = await reader.query<{ body: string }>(
    `SELECT btrim(prosrc) AS body FROM pg_proc WHERE oid = 'platform_now()'::regprocedure`,
  );
  if (rows[0]?.body !== productionBody)
    throw new Error('platform_now() is not the real clock; a production service refuses to start on it');
}

/** How far another clock is before the database's, in milliseconds, and how far that may be wrong: half of what the question took. */
export interface ClockSkew {
  ms: number;
  plusMinusMs: number;
}

/** The process's real clock against the database's real one, whatever legal time is set to. */
export async function skewOfProcess(reader: Reader): Promise<ClockSkew> {
  return skewBetween(async () => {
    const [row] = await reader.query<{ ms: string }>(`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS ms`);
    return Number(row?.ms);
  });
}

/** The process's real clock, whatever legal time is set to: for what keeps its own time beside the database. */
export function realNow(): Date {
  return new Date();
}

/** The process's clock against one that `ask` reads, in milliseconds since 1970. */
export async function skewBetween(ask: () => Promise<number>): Promise<ClockSkew> {
  const [wall, started] = [Date.now(), performance.now()];
  const theirs = await ask();
  const tookMs = performance.now() - started;
  return { ms: wall + tookMs / 2 - theirs, plusMinusMs: tookMs / 2 };
}

/**
 * Replaces the platform's clock, as its owner: `now` goes on running from that instant, or stands still with `standing`.
 * For tests and demonstrations only. Throws RangeError for a text that is no instant.
 */
export async function setClock(ownerUrl: string, now: Instant, standing = false): Promise<void> {
  const micros = microsOf(now);
  if (micros === null) throw new RangeError('not an instant');
  const literal = `timestamptz '${instantOf(micros)}'`;
  await asOwner(ownerUrl, async (client) => {
    const body = standing
      ? `SELECT ${literal}`
      : `SELECT clock_timestamp() + interval '${await offsetMicros(client, literal)} microseconds'`;
    await replaceClock(client, body);
  });
}

/** The years a demonstration may visit: every sum of legal periods from there is a date the law and the database can hold. */
export function isSettable(instant: Instant): boolean {
  return /^2[01]\d\d-/.test(instant);
}

export async function resetClock(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, (client) => replaceClock(client, productionBody));
}

async function offsetMicros(client: pg.Client, literal: string): Promise<string> {
  const { rows } = await client.query<{ micros: string }>(
    `SELECT (extract(epoch FROM ${literal}) * 1000000 - extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text AS micros`,
  );
  return (rows[0] as { micros: string }).micros;
}

async function replaceClock(client: pg.Client, body: string): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock(7203470064)');
  await client.query(
    `CREATE OR REPLACE FUNCTION platform_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $clock$ ${body} $clock$`,
  );
  await client.query('COMMIT');
}

async function asOwner(ownerUrl: string, body: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await ownerClient(ownerUrl);
  try {
    await body(client);
  } finally {
    await client.end();
  }
}

const durationForm = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?$/;

/** The instant an ISO 8601 duration (days, hours, minutes, seconds) after another; null where the text is no such duration. */
export function advanced(now: Instant, duration: string): Instant | null {
  const parts = durationForm.exec(duration);
  const micros = microsOf(now);
  if (!parts || micros === null || !/\d/.test(duration)) return null;
  const [days, hours, minutes, seconds] = [parts[2], parts[3], parts[4], parts[5]].map((part) => BigInt(part ?? 0)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const total =
    (((days * 24n + hours) * 60n + minutes) * 60n + seconds) * 1_000_000n + BigInt((parts[6] ?? '').padEnd(6, '0') || '0');
  return instantOf(parts[1] ? micros - total : micros + total);
}
