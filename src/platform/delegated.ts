import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { breach } from '../rules/breach.js';
import type { Actor } from './actor.js';
import { LawRefusal } from './refusal.js';

/** What an agency may be given to do (委托事项); `approve` and `sign` only where the mandate says so. */
export const mandateActs = ['tender', 'prequalification', 'award', 'challenge', 'approve', 'sign'] as const;
export type MandateAct = (typeof mandateActs)[number];

/** What a person may be given to do for a supplier (授权事项). `sign`: to bind it by an agreement, a settlement among them. */
export const powerActs = ['bid', 'apply', 'challenge', 'complain', 'sign'] as const;
export type PowerAct = (typeof powerActs)[number];

export type DelegatedAct = MandateAct | PowerAct;

/** A mandate (委托) or power of attorney (授权委托书) as the caller's row says at the request's moment. */
export interface Authority {
  id: string;
  kind: 'mandate' | 'power';
  /** Null for a power of attorney. */
  agencyId: string | null;
  acts: readonly DelegatedAct[];
  /** Null: every tender. */
  tenderIds: readonly string[] | null;
}

export const delegatedKey = 'delegated';

/**
 * The route may be called by who acts for an organisation without belonging to it: under a mandate or power that names one of the acts, or,
 * where none is named here, any act (for reading only). A route without this is for an organisation's own people.
 */
export function Delegated(...acts: DelegatedAct[]): MethodDecorator {
  return applyDecorators(SetMetadata(delegatedKey, acts), ApiExtension('x-delegated', acts));
}

/** The refusal of who claims to act for an organisation and may not: `organization.mandate-missing` or `organization.power-missing`. */
export function authorityMissing(authorities: readonly Pick<Authority, 'kind'>[]): LawRefusal {
  const mandate = authorities.some((one) => one.kind === 'mandate');
  return new LawRefusal([breach(mandate ? 'organization.mandate-missing' : 'organization.power-missing')]);
}

/** Whether the caller may act here as far as tenders go: its own people always, others where a mandate or power covers the tender. */
export function covers({ authorities }: Pick<Actor, 'authorities'>, tenderId: string | null): boolean {
  if (authorities === undefined) return true;
  return authorities.some((one) => one.tenderIds === null || (tenderId !== null && one.tenderIds.includes(tenderId)));
}

/** Throws LawRefusal where the caller's mandate or power does not cover the tender. */
export function requireCovered(actor: Pick<Actor, 'authorities'>, tenderId: string): void {
  if (actor.authorities !== undefined && !covers(actor, tenderId)) throw authorityMissing(actor.authorities);
}
