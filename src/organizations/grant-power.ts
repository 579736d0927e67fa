import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { forbidden, invalid, LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { isBefore } from '../rules/moment.js';
import { requireAdministrator } from './administrators.js';
import type { PowerBody } from './delegation.dto.js';
import { Delegation } from './delegation.entity.js';
import { termsOf } from './delegation-terms.js';
import { inForce, requireVerified } from './organizations.queries.js';
import { presentDelegation, type DelegationAnswer } from './present-delegation.js';

/** A supplier gives a person who does not belong to it, a lawyer say, a power of attorney (授权委托书); the person is told. */
@Injectable()
export class GrantPower {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `organization.not-verified` and `organization.attorney-is-official`; Refusal 404 for another organisation, 403 for who does not administer it and for one that
   * does not supply, 422 for a person the platform does not know or who is a member, for unknown tenders and for times that are over.
   */
  run(actor: Actor, organizationId: string, body: PowerBody): Promise<DelegationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await requireAdministrator(work, actor, organizationId);
      const principal = await requireVerified(work, organizationId);
      if (!principal.kinds.includes('supplier'))
        throw forbidden({ zh: '该组织不是供应商。', en: 'This organisation is no supplier.' });
      const personId = await attorneyOf(work, organizationId, body);
      const terms = await termsOf(work, body, { sql: 'published_at IS NOT NULL', params: [] });
      const power = await work.insert(Delegation, {
        ...terms,
        validFrom: isBefore(terms.validFrom, work.now) ? work.now : terms.validFrom,
        id: newId(),
        version: 1,
        kind: 'power',
        principalId: organizationId,
        agencyId: null,
        personId,
        acts: [...body.acts],
        evidence: { ...body.evidence },
        grantedBy: actor.personId,
        grantedAt: work.now,
        endedBy: null,
        endedAt: null,
      });
      work.record({
        type: 'power-of-attorney.granted',
        article: null,
        tenderId: null,
        subject: { kind: 'power-of-attorney', id: power.id },
        payload: { ...presentDelegation(power) },
        tell: [organizationId],
        tellPeople: [personId],
      });
      return presentDelegation(power);
    });
  }
}

/** A known person who is no member of the supplier, since members act by their membership, and buys, evaluates, opens and oversees nowhere. */
async function attorneyOf(work: Work, organizationId: string, { personId, subject }: PowerBody): Promise<string> {
  const pointer = subject === undefined ? '#/personId' : '#/subject';
  if ((personId === undefined) === (subject === undefined))
    throw invalid(pointer, { zh: '请填写personId或subject之一。', en: 'Name the person by one of personId and subject.' });
  const rows = await work.query<{ id: string; member: boolean; official: boolean }>(
    `SELECT id, EXISTS (SELECT FROM memberships WHERE person_id = people.id AND organization_id = $3 AND ${inForce}) AS member,
            EXISTS (SELECT FROM memberships WHERE person_id = people.id AND NOT roles <@ ARRAY['supplier'] AND ${inForce}) AS official
       FROM people WHERE id = $1 OR subject = $2`,
    [personId ?? null, subject ?? null, organizationId],
  );
  const [found] = rows;
  if (!found) throw invalid(pointer, { zh: '平台尚未登记此人。', en: 'The platform does not know this person.' });
  if (found.member)
    throw invalid(pointer, { zh: '此人是本组织成员，无需授权。', en: 'This person is a member and needs no power.' });
  if (found.official) throw new LawRefusal([breach('organization.attorney-is-official', {}, { pointer })]);
  return found.id;
}
