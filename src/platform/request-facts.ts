import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { RequestFacts } from './actor.js';
import { canonicalJson } from './audit-leaf.js';
import { malformed, Refusal } from './refusal.js';

/** What of a request is read here. */
export type FactSource = Pick<FastifyRequest, 'id' | 'method' | 'url' | 'headers' | 'body'>;

/** What the act depends on. `keyed`: the route needs an Idempotency-Key. Refusal 400 where it is missing or no such key. */
export function requestFacts(request: FactSource, keyed: boolean): RequestFacts {
  const path = request.url.split('?')[0] as string;
  return {
    correlationId: request.id,
    route: `${request.method} ${path}`,
    idempotencyKey: keyed ? keyOf(request.headers['idempotency-key']) : null,
    fingerprint: keyed ? fingerprintOf(request) : '',
    ifMatch: request.headers['if-match'] ?? null,
  };
}

/** draft-ietf-httpapi-idempotency-key-header-07: a string of RFC 9651 (`"…"`); the bare form that most clients send is taken too. */
function keyOf(header: string | string[] | undefined): string {
  if (header === undefined) {
    const detail = { zh: '该操作需要Idempotency-Key请求头。', en: 'This act needs an Idempotency-Key header.' };
    throw new Refusal(400, 'idempotency-key-missing', detail, [{ pointer: 'Idempotency-Key', detail }]);
  }
  const text = String(header);
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  const key = quoted ?? (text.includes('"') ? '' : text);
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw malformed('Idempotency-Key', {
    zh: 'Idempotency-Key必须是1至255个可见ASCII字符。',
    en: 'The Idempotency-Key must be 1 to 255 visible ASCII characters.',
  });
}

/** The query belongs to the request. Bodies that arrive as streams are named by the digest they declare; the route compares it with what arrives. */
function fingerprintOf({ method, url, headers, body }: FactSource): string {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const isJson = mediaType === 'application/json' && body !== undefined;
  const content = isJson ? canonicalJson(body) : String(headers['content-digest'] ?? '');
  const actingFor = headers['acting-for'] === undefined ? '' : `\n${String(headers['acting-for']).toLowerCase()}`;
  return createHash('sha256').update(`${method}\n${url}\n${content}${actingFor}`).digest('hex');
}
