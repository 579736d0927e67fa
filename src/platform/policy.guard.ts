import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AdmittedRequest } from './actor.decorator.js';
import { callerOrNewcomer } from './enrolment.js';
import { actorOfSubject, callerOfToken, type Caller } from './people.js';
import { admissionKey, createsKey, type Admission } from './policy.js';
import { Reads } from './reads.js';
import { forbidden } from './refusal.js';
import { requestFacts } from './request-facts.js';
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
    const caller = await this.admit(admission, request);
    const facts = requestFacts(request, this.reflector.get<boolean | undefined>(createsKey, handler) === true);
    if (caller) request.actor = { ...caller, request: facts };
    return true;
  }

  /** The caller, or null on a public route where nobody known calls. A false token is refused on every route. */
  private async admit(admission: Admission | undefined, { headers }: AdmittedRequest): Promise<Caller | null> {
    const token = headers.authorization === undefined ? null : await this.tokens.verify(headers.authorization);
    const actingFor = headers['acting-for'] === undefined ? null : String(headers['acting-for']);
    if (admission === 'public') return token && callerOfToken(this.reads, token, actingFor);
    if (!token) throw unauthenticated();
    if (admission === 'enrolling') return callerOrNewcomer(this.reads, token, actingFor);
    const caller = await actorOfSubject(this.reads, token, actingFor);
    requireAdmission(admission, caller);
    return caller;
  }
}

function requireAdmission(admission: Exclude<Admission, 'public' | 'enrolling'> | undefined, caller: Caller): void {
  if (admission === 'authenticated') return;
  const wanted = admission ?? [];
  if (wanted.some((role) => caller.roles.includes(role))) return;
  throw forbidden({
    zh: `需要以下角色之一：${wanted.join('、')}。`,
    en: `One of these roles is needed: ${wanted.join(', ')}.`,
  });
}
