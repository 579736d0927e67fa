import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import { forbidden, unknownResource } from '../platform/refusal.js';
import { administers } from './organizations.queries.js';

/** Throws Refusal 404 unless the caller acts for the organisation, 403 unless it administers it. */
export async function requireAdministrator(reader: Reader, actor: Actor, organizationId: string): Promise<void> {
  if (actor.organizationId !== organizationId) throw unknownResource();
  if (await administers(reader, actor.personId, organizationId)) return;
  throw forbidden({ zh: '仅本组织的管理员可以办理。', en: 'Only an administrator of the organisation does this.' });
}

/** As `requireAdministrator`, but a registrar may always. True for a registrar. */
export async function requireRegistrarOrAdministrator(reader: Reader, actor: Actor, organizationId: string): Promise<boolean> {
  if (actor.roles.includes('registrar')) return true;
  await requireAdministrator(reader, actor, organizationId);
  return false;
}
