import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { mandateActs } from '../platform/delegated.js';
import { forbidden, invalid } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { requireAdministrator } from './administrators.js';
import type { MandateBody } from './delegation.dto.js';
import { Delegation } from './delegation.entity.js';
import { termsOf } from './delegation-terms.js';
import { organizationById, requireVerified } from './organizations.queries.js';
import { presentDelegation, type DelegationAnswer } from './present-delegation.js';

/** Four eyes and the contract stay with the procuring entity unless its mandate says otherwise. */
const ordinaryActs = mandateActs.filter((act) => act !== 'approve' && act !== 'sign');

/** A procuring entity gives a procurement agency (采购代理机构) its mandate (委托); both are told. */
@Injectable()
export class GrantMandate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `organization.not-verified`; Refusal 404 for another organisation, 403 for who does not administer it and for one that
   * does not procure, 422 for what is no verified agency, for tenders of others and for times that are over.
   */
  run(actor: Actor, organizationId: string, body: MandateBody): Promise<DelegationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await requireAdministrator(work, actor, organizationId);
      const principal = await requireVerified(work, organizationId);
      if (!principal.kinds.includes('procuring-entity'))
        throw forbidden({ zh: '该组织不是采购人。', en: 'This organisation is no procuring entity.' });
      const agency = await organizationById(work, body.agencyId);
      if (!agency || agency.id === organizationId || agency.verifiedAt === null || !agency.kinds.includes('agency'))
        throw invalid('#/agencyId', { zh: '不是经核验的采购代理机构。', en: 'This is no verified procurement agency.' });
      const terms = await termsOf(work, body, { sql: 'procurer_id = $2', params: [organizationId] });
      const mandate = await work.insert(Delegation, {
        ...terms,
        id: newId(),
        version: 1,
        kind: 'mandate',
        principalId: organizationId,
        agencyId: agency.id,
        personId: null,
        acts: [...(body.acts ?? ordinaryActs)],
        evidence: body.evidence ? { ...body.evidence } : null,
        grantedBy: actor.personId,
        grantedAt: work.now,
        endedBy: null,
        endedAt: null,
      });
      work.record({
        type: 'mandate.granted',
        article: null,
        tenderId: null,
        subject: { kind: 'mandate', id: mandate.id },
        payload: { ...presentDelegation(mandate) },
        tell: [organizationId, agency.id],
      });
      return presentDelegation(mandate);
    });
  }
}
