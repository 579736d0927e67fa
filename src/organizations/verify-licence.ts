import { Injectable } from '@nestjs/common';
import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { licenceById, type LicenceAnswer } from './licences.queries.js';
import type { FindingBody } from './organization.dto.js';
import { Organization } from './organization.entity.js';

/** A registrar judges an electronic licence (电子证照核验, art. 58); the last finding counts, and each may be made again when the facts change. */
@Injectable()
export class VerifyLicence {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404, 412, 422 for a refusal without reason or a reason without refusal, 428. */
  run(actor: Actor, organizationId: string, id: string, body: FindingBody): Promise<LicenceAnswer> {
    const { decision, basis, reason } = body;
    requireReasonOfRefusal(body);
    return this.unitOfWork.run(actor, async (work) => {
      await work.lock(Organization, organizationId);
      const licence = validate(id) ? await licenceById(work, organizationId, id) : null;
      if (licence === null) throw unknownResource();
      requireMatch(actor, licence);
      await work.query(
        `INSERT INTO licence_verifications (id, licence_id, version, decision, basis, reason, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          newId(),
          id,
          licence.version + 1,
          decision,
          JSON.stringify(basis),
          reason === undefined ? null : JSON.stringify(reason),
          actor.personId,
          work.now,
        ],
      );
      work.record({
        type: decision === 'verified' ? 'licence.verified' : 'licence.refused',
        article: 58,
        tenderId: null,
        subject: { kind: 'licence', id },
        payload: { organizationId, type: licence.type, basis: { ...basis }, ...(reason ? { reason: { ...reason } } : {}) },
        tell: [organizationId],
      });
      return (await licenceById(work, organizationId, id)) as LicenceAnswer;
    });
  }
}

/** A refusal says why, and nothing else does. Throws Refusal 422. */
export function requireReasonOfRefusal({ decision, reason }: FindingBody): void {
  if ((decision === 'refused') === (reason !== undefined)) return;
  throw invalid('#/reason', {
    zh: '拒绝核验须说明理由，核验通过则不得附理由。',
    en: 'A refusal needs a reason, and nothing else has one.',
  });
}
