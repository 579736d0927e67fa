import type { Work } from '../platform/unit-of-work.js';
import { inForce } from './organizations.queries.js';

const standing = `
  SELECT id, person_id AS "personId" FROM memberships WHERE organization_id IS NULL AND 'registrar' = ANY (roles) AND ${inForce} ORDER BY id`;

/**
 * The registrars in force, locked: of two acts that count them, the later sees what the earlier left. Read anew after the lock: the statement that
 * waited for it does not see who was appointed meanwhile.
 */
export async function standingRegistrars(work: Work): Promise<{ id: string; personId: string }[]> {
  await work.query(`${standing} FOR UPDATE`);
  return work.query(standing);
}
