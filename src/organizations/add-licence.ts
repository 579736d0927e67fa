import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { licenceIsValid } from '../rules/art-58-licences.js';
import { civilDateOf } from '../rules/moment.js';
import { licenceById, type LicenceAnswer } from './licences.queries.js';
import type { LicenceBody } from './organization.dto.js';
import { Licence, usccScheme } from './organization.entity.js';
import { organizationById } from './organizations.queries.js';

/** Records an electronic licence (电子证照) of an organisation (art. 58). */
@Injectable()
export class AddLicence {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `licence.invalid` for one that is not valid today or is another holder's; Refusal 404 for another organisation. */
  run(actor: Actor, organizationId: string, body: LicenceBody): Promise<LicenceAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const organization = await organizationById(work, organizationId);
      const may = actor.organizationId === organizationId || actor.roles.includes('registrar');
      if (!organization || !may) throw unknownResource();
      const { holder, number, validFrom } = body;
      obey(
        licenceIsValid({
          licence: { holder, number, validFrom, validTo: body.validTo ?? null },
          on: civilDateOf(work.now),
          unifiedSocialCreditCode: organization.scheme === usccScheme ? organization.identifier : null,
        }),
      );
      const licence = await work.insert(Licence, {
        id: newId(),
        organizationId,
        type: body.type,
        number,
        issuer: { ...body.issuer },
        holder,
        validFrom,
        validTo: body.validTo ?? null,
        documentSha256: body.documentSha256 ?? null,
        addedBy: actor.personId,
        addedAt: work.now,
      });
      work.record({
        type: 'licence.added',
        article: 58,
        tenderId: null,
        subject: { kind: 'licence', id: licence.id },
        payload: { organizationId, type: licence.type, number, validFrom, validTo: licence.validTo },
      });
      return (await licenceById(work, organizationId, licence.id)) as LicenceAnswer;
    });
  }
}
