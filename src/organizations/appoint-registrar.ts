import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { addMember } from '../platform/people.js';
import { LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { RegistrarBody } from './access-recovery.dto.js';
import { inForce } from './organizations.queries.js';
import { RegistrarProposal } from './registrar-proposal.entity.js';
import { standingRegistrars } from './standing-registrars.js';

/**
 * A registrar (登记员) names another. The only one there is appoints at once, since what needs two of them needs a second; where there are more, it is a
 * proposal that another one decides on.
 */
@Injectable()
export class AppointRegistrar {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.already-member`, `registrar.already-proposed`, `person.subject-retired`. */
  run(actor: Actor, { subject, name }: RegistrarBody): Promise<RegistrarProposal> {
    return this.unitOfWork.run(actor, async (work) => {
      const standing = await standingRegistrars(work);
      await requireNoRegistrar(work, subject);
      const proposed = `SELECT 1 FROM registrar_proposals WHERE subject = $1 AND state = 'proposed'`;
      if ((await work.query(proposed, [subject])).length > 0) throw new LawRefusal([breach('registrar.already-proposed')]);
      const proposal: RegistrarProposal = {
        id: newId(),
        version: 1,
        subject,
        name: { zh: name.zh, en: name.en },
        state: 'proposed',
        proposedBy: actor.personId,
        proposedAt: work.now,
        decidedBy: null,
        decidedAt: null,
        reason: null,
        membershipId: null,
      };
      if (standing.length <= 1)
        return work.insert(RegistrarProposal, { ...proposal, state: 'appointed', membershipId: await appoint(work, proposal) });
      work.record({
        type: 'registrar.proposed',
        article: null,
        tenderId: null,
        subject: { kind: 'registrar-proposal', id: proposal.id },
        payload: { name: proposal.name },
        tellPeople: standing.map((one) => one.personId),
      });
      return work.insert(RegistrarProposal, proposal);
    });
  }
}

/** Who stands behind the appointment is whoever proposed it. Gives the membership's id. */
export async function appoint(work: Work, { subject, name, proposedBy }: RegistrarProposal): Promise<string> {
  const added = await addMember(work, { subject, name: { ...name }, organizationId: null, roles: ['registrar'] });
  await work.query(
    'INSERT INTO registrar_appointments (membership_id, person_id, appointed_by, appointed_at) VALUES ($1, $2, $3, $4)',
    [added.membershipId, added.personId, proposedBy, work.now],
  );
  return added.membershipId;
}

/** Throws LawRefusal `organization.already-member`. */
export async function requireNoRegistrar(work: Work, subject: string): Promise<void> {
  const standing = await work.query(
    `SELECT 1 FROM memberships member JOIN people person ON person.id = member.person_id
      WHERE person.subject = $1 AND member.organization_id IS NULL AND ${inForce}`,
    [subject],
  );
  if (standing.length > 0) throw new LawRefusal([breach('organization.already-member')]);
}
