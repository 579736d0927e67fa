import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AdmittedRequest } from './actor.decorator.js';
import { authorityMissing, covers, delegatedKey, type DelegatedAct } from './delegated.js';
import { underRoute } from './delegated-caller.js';
import { callerOrNewcomer } from './enrolment.js';
import { actorOfSubject, callerOfToken, type Caller } from './people.js';
import { admissionKey, createsKey, type Admission } from './policy.js';
import { Reads } from './reads.js';
import { forbidden } from './refusal.js';
import { requestFacts } from './request-facts.js';
import { Tokens, unauthenticated, type VerifiedToken } from './tokens.js';

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
    const { authorization } = request.headers;
    const token = authorization === undefined ? null : await this.tokens.verify(authorization);
    const known = await this.admit(admission, token, request);
    const acts = this.reflector.get<readonly DelegatedAct[] | undefined>(delegatedKey, handler);
    const caller = known?.authorities ? admitDelegated(known, admission, acts, request) : known;
    if (caller) requireAdmission(admission, caller);
    const facts = requestFacts(request, this.reflector.get<boolean | undefined>(createsKey, handler) === true);
    const login = token?.loggedInAt === undefined ? {} : { loggedInAt: token.loggedInAt };
    if (caller) request.actor = { ...caller, ...login, request: facts };
    return true;
  }

  /** The caller, or null on a public route where nobody known calls. A false token is refused on every route. */
  private async admit(
    admission: Admission | undefined,
    token: VerifiedToken | null,
    { headers }: AdmittedRequest,
  ): Promise<Caller | null> {
    const actingFor = headers['acting-for'] === undefined ? null : String(headers['acting-for']);
    if (admission === 'public') return token && callerOfToken(this.reads, token, actingFor);
    if (!token) throw unauthenticated();
    if (admission === 'enrolling') return callerOrNewcomer(this.reads, token, actingFor);
    return actorOfSubject(this.reads, token, actingFor);
  }
}

/**
 * Who acts for an organisation without belonging to it does only what the route delegates; on a public route it is anybody where its mandate or
 * power does not reach. Throws LawRefusal `organization.mandate-missing`, `organization.power-missing`.
 */
function admitDelegated(
  caller: Caller,
  admission: Admission | undefined,
  acts: readonly DelegatedAct[] | undefined,
  { routeOptions, params }: AdmittedRequest,
): Caller | null {
  const ofTender = /\/tenders\/:id(\/|$)/.test(routeOptions.url ?? '');
  const tenderId = ofTender ? (params as { id: string }).id.toLowerCase() : null;
  const admitted = underRoute(caller, acts, tenderId);
  const isListed = tenderId === null && !covers(caller, null);
  if (admission === 'public') return isListed ? null : admitted;
  if (admitted) return admitted;
  throw authorityMissing(caller.authorities ?? []);
}

function requireAdmission(admission: Admission | undefined, caller: Caller): void {
  if (typeof admission === 'string') return;
  const wanted = admission ?? [];
  if (wanted.some((role) => caller.roles.includes(role))) return;
  throw forbidden({
    zh: `需要以下角色之一：${wanted.join('、')}。`,
    en: `One of these roles is needed: ${wanted.join(', ')}.`,
  });
}
