import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import type { AccessRecoveryDecisionBody } from './access-recovery.dto.js';
import { AccessRecovery } from './access-recovery.entity.js';
import { lockSubject, subjectIsFree } from './request-access-recovery.js';

/**
 * A second registrar confirms that it is the same person, or does not. From that moment the old subject is nobody's; the person keeps its id,
 * its memberships and its history, and its organisations learn of it.
 */
@Injectable()
export class DecideAccessRecovery {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `person.recovery-not-independent`, `person.recovery-decided`, `person.subject-taken`, `person.subject-retired`;
   * Refusal 404, 428 and 412 by If-Match.
   */
  run(actor: Actor, id: string, body: AccessRecoveryDecisionBody): Promise<AccessRecovery> {
    return this.unitOfWork.run(actor, async (work) => {
      const recovery = await work.lock(AccessRecovery, id);
      if ([recovery.requestedBy, recovery.personId].includes(actor.personId))
        throw new LawRefusal([breach('person.recovery-not-independent')]);
      requireMatch(actor, recovery);
      if (recovery.state !== 'pending') throw new LawRefusal([breach('person.recovery-decided', { state: recovery.state })]);
      await work.save(AccessRecovery, recovery, {
        state: body.confirm ? 'confirmed' : 'refused',
        decidedBy: actor.personId,
        decidedAt: work.now,
        decisionReason: { ...body.reason },
      });
      if (body.confirm) await rebind(work, recovery);
      await recordDecision(work, recovery);
      return recovery;
    });
  }
}

async function rebind(work: Work, { id, personId, oldSubject, newSubject }: AccessRecovery): Promise<void> {
  await lockSubject(work, personId);
  obey(await subjectIsFree(work, newSubject));
  await work.query('UPDATE people SET subject = $2 WHERE id = $1', [personId, newSubject]);
  await work.query('INSERT INTO retired_subjects (subject, person_id, recovery_id, retired_at) VALUES ($1, $2, $3, $4)', [
    oldSubject,
    personId,
    id,
    work.now,
  ]);
  // Whoever had the account may have set the address.
  await work.query(
    'UPDATE notification_settings SET email_verified_at = NULL, version = version + 1, updated_at = $2 WHERE person_id = $1',
    [personId, work.now],
  );
}

/** Its administrators are told; where the person was the only one, the organisation is. Subjects are in no audit entry. */
async function recordDecision(work: Work, recovery: AccessRecovery): Promise<void> {
  const { id, personId, state, decisionReason } = recovery;
  const rows = await work.query<{ organizationId: string; administrators: string[] }>(
    `SELECT own.organization_id AS "organizationId", coalesce(array_agg(DISTINCT other.person_id) FILTER (WHERE other.id IS NOT NULL), '{}') AS administrators
       FROM memberships own
       LEFT JOIN memberships other ON other.organization_id = own.organization_id AND other.administrator AND other.person_id <> own.person_id
                                  AND (other.until IS NULL OR other.until > $2)
      WHERE own.person_id = $1 AND own.organization_id IS NOT NULL AND (own.until IS NULL OR own.until > $2) GROUP BY own.organization_id`,
    [personId, work.now],
  );
  const confirmed = state === 'confirmed';
  work.record({
    type: confirmed ? 'access.recovered' : 'access.recovery-refused',
    article: null,
    tenderId: null,
    subject: { kind: 'access-recovery', id },
    payload: { personId, reason: decisionReason },
    tell: confirmed ? rows.filter((row) => row.administrators.length === 0).map((row) => row.organizationId) : [],
    tellPeople: [...new Set([personId, ...(confirmed ? rows.flatMap((row) => row.administrators) : [])])],
  });
}
