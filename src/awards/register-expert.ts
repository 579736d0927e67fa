import { Injectable } from '@nestjs/common';
import { organizationById } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { addMember } from '../platform/people.js';
import { invalid, LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { ExpertBody } from './expert.dto.js';
import { Expert } from './expert.entity.js';

/** A registrar takes a person into the pool of experts (评审专家库), with the fields it may be drawn for and the employer it may not judge. */
@Injectable()
export class RegisterExpert {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `organization.already-member` for a person of the platform, `person.subject-retired`; Refusal 422 for an unknown employer. */
  run(actor: Actor, { subject, name, ...body }: ExpertBody): Promise<Expert> {
    return this.unitOfWork.run(actor, async (work) => {
      const employerId = body.employerId?.toLowerCase() ?? null;
      if (employerId !== null && (await organizationById(work, employerId)) === null)
        throw invalid('#/employerId', { zh: '平台没有登记该组织。', en: 'No such organisation is registered.' });
      await isNotOfThePlatform(work, subject);
      const added = await addMember(work, { subject, name: { ...name }, organizationId: null, roles: ['evaluator'] });
      const expert = await work.insert(Expert, {
        ...added,
        id: newId(),
        version: 1,
        categories: [...body.categories],
        itemClasses: [...(body.itemClasses ?? [])],
        employerId,
        employer: body.employer ? { ...body.employer } : null,
        registeredBy: actor.personId,
        registeredAt: work.now,
        endedBy: null,
        endedAt: null,
      });
      const { id, personId, categories, itemClasses } = expert;
      const payload = { personId, categories, itemClasses, employerId };
      work.record({ type: 'expert.registered', article: 56, tenderId: null, subject: { kind: 'expert', id }, payload });
      return expert;
    });
  }
}

/** A second registration at once is stopped by the index on standing experts. */
async function isNotOfThePlatform(work: Work, subject: string): Promise<void> {
  const standing = await work.query(
    `SELECT 1 FROM people person JOIN memberships member ON member.person_id = person.id
      WHERE person.subject = $1 AND member.organization_id IS NULL AND (member.until IS NULL OR member.until > $2)`,
    [subject, work.now],
  );
  if (standing.length > 0) throw new LawRefusal([breach('organization.already-member')]);
}
