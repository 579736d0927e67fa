import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { addMember } from '../platform/people.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { RegistrarBody } from './access-recovery.dto.js';
import { inForce } from './organizations.queries.js';

export interface RegistrarAnswer {
  id: string;
  personId: string;
}

/** A registrar (登记员) appoints another: what needs two of them needs a second, who confirms nothing of whoever appointed him. */
@Injectable()
export class AppointRegistrar {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.already-member`, `person.subject-retired`. */
  run(actor: Actor, { subject, name }: RegistrarBody): Promise<RegistrarAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const standing = await work.query(
        `SELECT 1 FROM memberships member JOIN people person ON person.id = member.person_id
          WHERE person.subject = $1 AND member.organization_id IS NULL AND ${inForce}`,
        [subject],
      );
      if (standing.length > 0) throw new LawRefusal([breach('organization.already-member')]);
      const added = await addMember(work, { subject, name: { ...name }, organizationId: null, roles: ['registrar'] });
      await work.query(
        'INSERT INTO registrar_appointments (membership_id, person_id, appointed_by, appointed_at) VALUES ($1, $2, $3, $4)',
        [added.membershipId, added.personId, actor.personId, work.now],
      );
      return { id: added.membershipId, personId: added.personId };
    });
  }
}
