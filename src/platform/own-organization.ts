import type { Bilingual } from '../rules/breach.js';
import type { Actor } from './actor.js';
import { forbidden } from './refusal.js';

/** The organisation the caller acts for. Throws Refusal 403 with this detail where it acts for none. */
export function ownOrganization({ organizationId }: Pick<Actor, 'organizationId'>, detail: Bilingual): string {
  if (organizationId === null) throw forbidden(detail);
  return organizationId;
}
