import { createHash } from 'node:crypto';
import { requestFacts, type FactSource } from './request-facts.js';

const post = (headers: Record<string, string>, body?: unknown, url = '/v1/tenders?x=1'): FactSource => ({
  id: 'correlation-1',
  method: 'POST',
  url,
  headers,
  body,
});
const json = { 'idempotency-key': 'k', 'content-type': 'application/json; charset=utf-8' };

describe('the facts of a request', () => {
  it('are its route without query, its correlation id and its If-Match', () => {
    expect(requestFacts(post({ 'if-match': '"3-open"' }), false)).toEqual({
      correlationId: 'correlation-1',
      route: 'POST /v1/tenders',
      idempotencyKey: null,
      fingerprint: '',
      ifMatch: '"3-open"',
    });
  });

  it.each([
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"8e03978e"', '8e03978e'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ["~!#$%&'()*+,-./:;<=>?@[]^_`{|}", "~!#$%&'()*+,-./:;<=>?@[]^_`{|}"],
    ['k'.repeat(255), 'k'.repeat(255)],
  ])('take the key %s', (header, key) => {
    expect(requestFacts(post({ 'idempotency-key': header }), true).idempotencyKey).toBe(key);
  });

  it.each(['', '""', '"', '"a', 'a"', 'a"b', '"a"b"', '"a\\b"', 'a b', 'one, two', '"a b"', '钥匙', 'a\u007f', 'k'.repeat(256)])(
    'refuse the key %j',
    (header) => {
      expect(() => requestFacts(post({ 'idempotency-key': header }), true)).toThrow(
        expect.objectContaining({ status: 400, code: 'malformed' }) as Error,
      );
    },
  );

  it('refuse a request that needs a key and has none', () => {
    expect(() => requestFacts(post({}), true)).toThrow(
      expect.objectContaining({ status: 400, code: 'idempotency-key-missing' }) as Error,
    );
  });

  it('fingerprint the method, the address with its query and the canonical body', () => {
    const print = requestFacts(post(json, { b: 1, a: '二' }), true).fingerprint;
    expect(print).toBe(createHash('sha256').update('POST\n/v1/tenders?x=1\n{"a":"二","b":1}').digest('hex'));
    expect(requestFacts(post(json, { a: '二', b: 1 }), true).fingerprint).toBe(print);
    expect(requestFacts(post(json, { a: '二', b: 2 }), true).fingerprint).not.toBe(print);
    for (const url of ['/v1/tender?x=1', '/v1/tenders', '/v1/tenders?x=2'])
      expect(requestFacts(post(json, { a: '二', b: 1 }, url), true).fingerprint).not.toBe(print);
  });

  it('fingerprint for whom the caller acts: the answer to one organisation is none to another', () => {
    const print = (actingFor?: string): string =>
      requestFacts(post({ ...json, ...(actingFor ? { 'acting-for': actingFor } : {}) }, {}), true).fingerprint;
    expect(print('one')).toBe(print('ONE'));
    expect(print('one')).not.toBe(print('two'));
    expect(print('one')).not.toBe(print());
  });

  it('fingerprint a streamed body by the digest it declares, without touching the stream', () => {
    const stream = new ReadableStream();
    const print = (type: string, digest?: string): string =>
      requestFacts(post({ ...json, 'content-type': type, ...(digest ? { 'content-digest': digest } : {}) }, stream), true)
        .fingerprint;
    expect(print('application/age', 'sha-256=:a=:')).toBe(print('application/age', 'sha-256=:a=:'));
    expect(print('application/age', 'sha-256=:a=:')).not.toBe(print('application/age', 'sha-256=:b=:'));
    expect(print('application/jsonl')).toBe(print('application/age'));
  });
});
