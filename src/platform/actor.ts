import type { Instant } from '../rules/moment.js';
import type { Authority, DelegatedAct } from './delegated.js';

export const roles = [
  'procurer',
  'approver',
  'supplier',
  'evaluator',
  'custodian',
  'reviewer',
  'supervisor',
  'auditor',
  'registrar',
] as const;
export type Role = (typeof roles)[number];

/** What of the HTTP request an act depends on. */
export interface RequestFacts {
  correlationId: string;
  /** Method and path, the scope of an idempotency key. */
  route: string;
  idempotencyKey: string | null;
  /** Hex SHA-256 of method, path and canonical body. */
  fingerprint: string;
  ifMatch: string | null;
}

/** Who acts: read from the database at the request's moment, never believed from the token alone. */
export interface Actor {
  personId: string;
  /** Null for a person of the platform itself (a registrar, say) who belongs to no organisation. */
  organizationId: string | null;
  /** The roles of the membership that the token's scopes also carry. */
  roles: readonly Role[];
  /** When the person logged in, where its token says so (OpenID Connect `auth_time`). */
  loggedInAt?: Instant;
  /** Only of who acts for the organisation without belonging to it: what it relies on, in force at the request's moment. */
  authorities?: readonly Authority[];
  /** What the route lets such a caller do; one of them must be in what it relies on. */
  acts?: readonly DelegatedAct[];
  /** Only where a route lets people enrol and the platform does not know this one yet: `personId` is then the id it will get. */
  newcomer?: { subject: string };
  /** Whose the idempotency keys are, where a person may become known between two tries; else the person's own. */
  keyOwner?: string;
  request: RequestFacts;
}

/** The same actor in an act of its own, beside the one whose answer is stored under the request's Idempotency-Key. */
export function unkeyed(actor: Actor): Actor {
  return { ...actor, request: { ...actor.request, idempotencyKey: null } };
}

/** The clock and other parts of the system act under this actor. */
export function systemActor(correlationId: string): Actor {
  return {
    personId: '00000000-0000-7000-8000-000000000000',
    organizationId: null,
    roles: [],
    request: { correlationId, route: 'clock', idempotencyKey: null, fingerprint: '', ifMatch: null },
  };
}
