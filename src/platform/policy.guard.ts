import { createHash } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AdmittedRequest } from './actor.decorator.js';
import type { Actor, RequestFacts } from './actor.js';
import { canonicalJson } from './audit-leaf.js';
import { actorOfSubject } from './people.js';
import { admissionKey, createsKey, type Admission } from './policy.js';
import { Reads } from './reads.js';
import { forbidden, malformed } from './refusal.js';
import { Tokens, unauthenticated } from './tokens.js';

/** Denies by default; who the caller is and what it may is read from the database at this moment. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
    private readonly reads: Reads,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    const handler = context.getHandler();
    const admission = this.reflector.get<Admission | undefined>(admissionKey, handler);
    if (admission === undefined) return false;
    const actor = await this.actorOf(request);
    const facts = requestFacts(request, this.reflector.get<boolean | undefined>(createsKey, handler) === true);
    if (actor) request.actor = { ...actor, request: facts };
    if (admission === 'public') return true;
    if (!actor) throw unauthenticated();
    if (admission !== 'authenticated' && !admission.some((role) => actor.roles.includes(role))) {
      const wanted = admission.join(', ');
      throw forbidden({ zh: `需要以下角色之一：${wanted}。`, en: `One of these roles is needed: ${wanted}.` });
    }
    return true;
  }

  private async actorOf(request: AdmittedRequest): Promise<Omit<Actor, 'request'> | null> {
    const header = request.headers.authorization;
    if (header === undefined) return null;
    const claims = await this.tokens.verify(header);
    const actingFor = request.headers['acting-for'];
    return actorOfSubject(this.reads, claims, typeof actingFor === 'string' ? actingFor : null);
  }
}

function requestFacts(request: AdmittedRequest, keyed: boolean): RequestFacts {
  const route = `${request.method} ${request.url.split('?')[0] as string}`;
  const ifMatch = request.headers['if-match'];
  return {
    correlationId: request.id,
    route,
    idempotencyKey: keyed ? keyOf(request.headers['idempotency-key']) : null,
    fingerprint: keyed ? fingerprintOf(route, request) : '',
    ifMatch: ifMatch === undefined ? null : ifMatch,
  };
}

/** draft-ietf-httpapi-idempotency-key-header: a structured-field string; the bare form is taken too. Refusal 400 without one. */
function keyOf(header: string | string[] | undefined): string {
  const key = typeof header === 'string' ? header.trim().replace(/^"(.*)"$/, '$1') : '';
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw malformed('Idempotency-Key', {
    zh: '该操作需要Idempotency-Key请求头（1至255个可见ASCII字符）。',
    en: 'This act needs an Idempotency-Key header of 1 to 255 visible ASCII characters.',
  });
}

function fingerprintOf(route: string, request: AdmittedRequest): string {
  const isJson = (request.headers['content-type'] ?? 'application/json').startsWith('application/json');
  const digest = request.headers['content-digest'];
  const body = isJson ? canonicalJson(request.body ?? null) : String(digest ?? '');
  return createHash('sha256').update(`${route}\n${body}`).digest('hex');
}
