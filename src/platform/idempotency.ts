import type { QueryRunner } from 'typeorm';
import type { Actor } from './actor.js';
import { Refusal } from './refusal.js';

/**
 * Runs `perform` once per key (draft-ietf-httpapi-idempotency-key-header): the answer is stored in the same transaction as the
 * effect, and a repeat gets it back. Throws Refusal 409 while the same key is in flight, 422 where it came with another request.
 */
export async function answerOnce<Answer>(runner: QueryRunner, actor: Actor, perform: () => Promise<Answer>): Promise<Answer> {
  const { idempotencyKey: key, route, fingerprint } = actor.request;
  const owner = actor.keyOwner ?? actor.personId;
  if (key === null) return perform();
  await takeKey(runner, `${owner} ${route} ${key}`);
  const stored = (await runner.query(
    'SELECT fingerprint, answer FROM idempotency_keys WHERE person_id = $1 AND route = $2 AND key = $3',
    [owner, route, key],
  )) as { fingerprint: string; answer: { value: Answer } }[];
  if (stored[0]) {
    if (stored[0].fingerprint !== fingerprint) throw keyReused();
    return stored[0].answer.value;
  }
  const answer = await perform();
  await runner.query(
    `INSERT INTO idempotency_keys (person_id, route, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, $4, $5, platform_now())`,
    [owner, route, key, fingerprint, JSON.stringify({ value: answer })],
  );
  return answer;
}

async function takeKey(runner: QueryRunner, scope: string): Promise<void> {
  const rows = (await runner.query('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7)) AS taken', [scope])) as {
    taken: boolean;
  }[];
  if (rows[0]?.taken !== true) throw keyInFlight();
}

export function keyInFlight(): Refusal {
  return new Refusal(
    409,
    'idempotency-key-in-flight',
    { zh: '同一Idempotency-Key的请求正在处理中', en: 'A request with this Idempotency-Key is being processed' },
    [],
    { 'retry-after': '1' },
  );
}

export function keyReused(): Refusal {
  return new Refusal(422, 'idempotency-key-reused', {
    zh: '该Idempotency-Key已用于另一个不同的请求。',
    en: 'This Idempotency-Key was used with a different request.',
  });
}
