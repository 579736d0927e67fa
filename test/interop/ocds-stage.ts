import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { sealBid } from '../../src/bids/seal.js';
import type { TestApp, Verb } from '../app.js';
import { pick, text } from './ocds-source.js';

/** A demo client, and for which organisation it acts where it belongs to several. */
export interface Who {
  client: string;
  for?: string;
}

export interface Said {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

/** What a live refusal said: a rule of the catalogue, or the problem where no rule is behind it. */
export interface Refused {
  id: string;
  status: number;
  facts: unknown;
  derivation: unknown;
}

export interface Sending {
  json?: object;
  /** Reads this path as the same caller first and names what it read in If-Match. */
  tagged?: string;
  headers?: Record<string, string>;
  bytes?: Buffer;
}

/** One request as HTTP has it; `who` null is the public. */
export async function send(app: TestApp, who: Who | null, verb: Verb, path: string, sending: Sending = {}): Promise<Said> {
  const request = who === null ? app.http(verb, path) : (await app.as(who.client))(verb, path);
  if (who?.for !== undefined) void request.set('acting-for', who.for);
  for (const [name, value] of Object.entries(sending.headers ?? {})) void request.set(name, value);
  if (sending.tagged !== undefined)
    void request.set('if-match', (await send(app, who, 'get', sending.tagged)).headers['etag'] ?? '');
  return said(await (sending.bytes ? request.send(sending.bytes) : sending.json ? request.send(sending.json) : request));
}

function said(answer: supertest.Response): Said {
  const { status, body, headers } = answer as { status: number; body: unknown; headers: Record<string, string> };
  return { status, body, headers };
}

/** The act must succeed: the answer's body. */
export async function does(...args: Parameters<typeof send>): Promise<unknown> {
  const { status, body } = await send(...args);
  if (status >= 300) throw new Error(`${args[2]} ${args[3]}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** The act must be refused: what the live answer says, `wanted` among it. */
export async function refused(wanted: string, ...args: Parameters<typeof send>): Promise<Refused> {
  const { status, body } = await send(...args);
  if (status < 400 || status >= 500) throw new Error(`${args[2]} ${args[3]} was not refused: ${status} ${JSON.stringify(body)}`);
  const errors = (pick(body, 'errors') ?? []) as { rule?: string; facts?: unknown; derivation?: unknown }[];
  const error = errors.find((one) => one.rule === wanted);
  const problem = text(body, 'type').replace(/^urn:ftz:problem:/, '');
  if (!error && problem !== wanted) throw new Error(`${args[2]} ${args[3]}: not ${wanted} but ${JSON.stringify(body)}`);
  return { id: error?.rule ?? problem, status, facts: error?.facts, derivation: error?.derivation };
}

export function upload(bytes: Buffer, mediaType: string, name: string): Sending {
  return {
    bytes,
    headers: {
      'content-type': mediaType,
      'content-digest': contentDigest(bytes),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  };
}

/** A sealed bid as its request; `items` are the unit prices it names. */
export async function sealed(
  tenderId: string,
  price: string,
  recipients: { A: string; B: string },
  items: readonly object[] = [],
): Promise<Sending> {
  const payload = {
    format: 'ftz-bid-1',
    tenderId,
    price: { amount: price, currency: 'CNY' },
    items,
    offer: { zh: '自行车道改善', en: 'Cycle lane improvements' },
    answers: {},
    tradeSecrets: [],
    documents: [],
  };
  const bytes = Buffer.from(await sealBid(payload, recipients.A, recipients.B));
  return { bytes, headers: { 'content-type': 'application/age', 'content-digest': contentDigest(bytes) } };
}
