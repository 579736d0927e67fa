import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import type { VerificationBody } from './organization.dto.js';
import { Organization } from './organization.entity.js';
import { controlClosure, organizationById } from './organizations.queries.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';

/** A registrar establishes what an organisation is (核验): from then on the law counts on it. May be done again when the facts change. */
@Injectable()
export class VerifyOrganization {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 404 for an unknown organisation, 422 for an unknown parent or a loop of control, 428 and 412 by If-Match. */
  run(actor: Actor, id: string, body: VerificationBody): Promise<OrganizationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const row = await work.lock(Organization, id);
      requireMatch(actor, row);
      await requireSoundControl(work, id, body);
      await work.save(Organization, row, { ...changesOf(body), verifiedAt: work.now, verifiedBy: actor.personId });
      for (const controlled of body.controls ?? []) await recordControl(work, id, controlled);
      work.record({
        type: 'organization.verified',
        article: null,
        tenderId: null,
        subject: { kind: 'organization', id },
        payload: { basis: { ...body.basis }, ...changesOf(body), controls: body.controls ?? [] },
        tell: [id],
      });
      return presentOrganization(row, actor);
    });
  }
}

function changesOf(body: VerificationBody): Partial<Organization> {
  const { kinds, entityType, inZone, designation, parentId, smeSize } = body;
  return {
    ...(kinds ? { kinds } : {}),
    ...(entityType ? { entityType } : {}),
    ...(inZone === undefined || inZone === null ? {} : { inZone }),
    ...(designation ? { designation: { ...designation } } : {}),
    ...(parentId ? { parentId } : {}),
    ...(smeSize ? { smeSize } : {}),
  };
}

/** Whoever controls is known and is not controlled in turn. */
async function requireSoundControl(work: Work, id: string, { parentId, controls = [] }: VerificationBody): Promise<void> {
  const { controls: below, controlledBy: above } = await controlClosure(work, id);
  if (parentId && (parentId === id || below.includes(parentId) || !(await organizationById(work, parentId)))) {
    throw invalid('#/parentId', {
      zh: '没有该组织，或其受本组织控制。',
      en: 'There is no such organisation, or this one controls it.',
    });
  }
  for (const [index, controlled] of controls.entries()) {
    if (controlled === id || above.includes(controlled) || !(await organizationById(work, controlled))) {
      throw invalid(`#/controls/${index}`, {
        zh: '没有该组织，或其控制本组织。',
        en: 'There is no such organisation, or it controls this one.',
      });
    }
  }
}

async function recordControl(work: Work, controller: string, controlled: string): Promise<void> {
  await work.query(
    'INSERT INTO control_relations (controller_id, controlled_id, recorded_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [controller, controlled, work.now],
  );
}
