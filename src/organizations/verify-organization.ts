import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { invalid, LawRefusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { evidenceOf } from './evidence.js';
import type { VerificationBody } from './organization.dto.js';
import { Organization, verificationStates, type VerificationDecision, type VerificationState } from './organization.entity.js';
import { controlClosure, organizationById } from './organizations.queries.js';
import { presentOrganization, type OrganizationAnswer } from './present-organization.js';
import { Verification } from './verification.entity.js';

/** From which states a decision is open; a finding may be made again when the facts change. */
const openFrom: Record<VerificationDecision, readonly VerificationState[]> = {
  verified: verificationStates,
  refused: ['pending'],
  suspended: ['verified'],
};

const eventOf: Record<VerificationDecision, string> = {
  verified: 'organization.verified',
  refused: 'organization.verification-refused',
  suspended: 'organization.verification-suspended',
};

/**
 * A registrar establishes what an organisation is (核验): from then on the law counts on it. It may refuse, and suspend later (a licence
 * withdrawn, say): then at once the organisation may do nothing that needs verification.
 */
@Injectable()
export class VerifyOrganization {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `organization.verification-state`; Refusal 404 for an unknown organisation, 422 for an unknown parent, a loop of
   * control, a refusal without reason or with facts, 428 and 412 by If-Match.
   */
  run(actor: Actor, id: string, body: VerificationBody): Promise<OrganizationAnswer> {
    const decision = body.decision ?? 'verified';
    requireForm(decision, body);
    return this.unitOfWork.run(actor, async (work) => {
      await oneAtATime(work);
      const row = await work.lock(Organization, id);
      requireMatch(actor, row);
      if (!openFrom[decision].includes(row.verification))
        throw new LawRefusal([breach('organization.verification-state', { state: row.verification, decision })]);
      await requireSoundControl(work, id, body);
      await work.save(Organization, row, findingOf(actor, decision, body, work.now));
      for (const controlled of body.controls ?? []) await recordControl(work, id, controlled);
      await work.insert(Verification, verificationOf(actor, id, decision, body, work.now));
      work.record({
        type: eventOf[decision],
        article: null,
        tenderId: null,
        subject: { kind: 'organization', id },
        payload: payloadOf(body),
        tell: [id],
      });
      return presentOrganization(row, actor);
    });
  }
}

/** A reason where one is due, and facts only where they are found. */
function requireForm(decision: VerificationDecision, body: VerificationBody): void {
  if (decision === 'verified') return;
  if (!body.reason) throw invalid('#/reason', { zh: '须说明理由。', en: 'A reason is needed.' });
  const [fact] = [...Object.keys(changesOf(body)), ...(body.controls ? ['controls'] : [])];
  if (fact !== undefined)
    throw invalid(`#/${fact}`, { zh: '仅在核验通过时记录。', en: 'Recorded only where the organisation is verified.' });
}

function findingOf(actor: Actor, decision: VerificationDecision, body: VerificationBody, now: string): Partial<Organization> {
  const found = decision === 'verified';
  return {
    ...changesOf(body),
    verification: decision,
    verificationReason: body.reason ? { ...body.reason } : null,
    verifiedAt: found ? now : null,
    verifiedBy: found ? actor.personId : null,
  };
}

function verificationOf(
  actor: Actor,
  organizationId: string,
  decision: VerificationDecision,
  body: VerificationBody,
  now: string,
): Verification {
  return {
    id: newId(),
    organizationId,
    decision,
    basis: { ...body.basis },
    reason: body.reason ? { ...body.reason } : null,
    evidence: evidenceOf(body.evidence),
    decidedBy: actor.personId,
    decidedAt: now,
  };
}

function payloadOf(body: VerificationBody): Record<string, unknown> {
  return {
    basis: { ...body.basis },
    ...(body.reason ? { reason: { ...body.reason } } : {}),
    ...changesOf(body),
    controls: body.controls ?? [],
    evidence: evidenceOf(body.evidence),
  };
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

/** Two verifications at once could each record half of a loop of control. Taken before the row, so that the two never wait for each other. */
async function oneAtATime(work: Work): Promise<void> {
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('control of organizations', 7))`);
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
