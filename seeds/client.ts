import { createHash, randomUUID } from 'node:crypto';
import { demoClients } from '../src/platform/demo-clients.js';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface Sending {
  json?: unknown;
  /** A sealed bid, sent as application/age with its Content-Digest (RFC 9530). */
  sealed?: Uint8Array;
  /** A document: its bytes, media type and name. */
  file?: { bytes: Uint8Array; mediaType: string; name: string };
  ifMatch?: string;
  idempotencyKey?: string;
  language?: 'zh' | 'en';
}

/** A client of the public API, as anyone could write one: it knows nothing but HTTP. */
export class ApiClient {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(readonly base: string) {}

  /** Sends a request, as a demo client or as nobody. Throws only where no answer came. */
  async send(clientId: string | null, method: string, path: string, sending: Sending = {}): Promise<Answer> {
    const headers = new Headers({ 'accept-language': sending.language ?? 'zh-CN' });
    if (clientId !== null) headers.set('authorization', `Bearer ${await this.token(clientId)}`);
    if (method !== 'GET' && method !== 'PATCH') headers.set('idempotency-key', sending.idempotencyKey ?? randomUUID());
    if (sending.ifMatch !== undefined) headers.set('if-match', sending.ifMatch);
    const body = bodyOf(sending, headers);
    const answer = await fetch(`${this.base}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: answer.status, headers: answer.headers, body: parsed(await answer.text()) };
  }

  private token(clientId: string): Promise<string> {
    const token = this.tokens.get(clientId) ?? this.fetchToken(clientId);
    this.tokens.set(clientId, token);
    return token;
  }

  private async fetchToken(clientId: string): Promise<string> {
    const client = demoClients.find((one) => one.clientId === clientId);
    if (!client) throw new Error(`no demo client ${clientId}`);
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: client.clientSecret,
      scope: client.roles.join(' '),
    };
    const answer = await fetch(`${this.base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`no token for ${clientId}: ${answer.status}`);
    return token;
  }
}

function bodyOf(sending: Sending, headers: Headers): string | Uint8Array<ArrayBuffer> | undefined {
  if (sending.json !== undefined) {
    headers.set('content-type', 'application/json');
    return JSON.stringify(sending.json);
  }
  const bytes = sending.sealed ?? sending.file?.bytes;
  if (bytes === undefined) return undefined;
  headers.set('content-type', sending.file?.mediaType ?? 'application/age');
  headers.set('content-digest', `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`);
  if (sending.file) headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(sending.file.name)}`);
  return new Uint8Array(bytes);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}
