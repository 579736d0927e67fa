import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { EmbeddedIssuer } from '../platform/embedded-issuer.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { AccessRecoveryBody } from './access-recovery.dto.js';
import { AccessRecovery } from './access-recovery.entity.js';
import { evidenceOf } from './evidence.js';

/** A registrar has recognised a person who cannot sign in any more (失联), and asks that it be the same person under another subject. */
@Injectable()
export class RequestAccessRecovery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
    private readonly embedded: EmbeddedIssuer,
  ) {}

  /** Throws LawRefusal `person.subject-taken`, `.subject-retired`, `.recovery-pending`, `.recovery-not-independent`; Refusal 404, 422 for a strange issuer. */
  run(actor: Actor, personId: string, body: AccessRecoveryBody): Promise<AccessRecovery> {
    if (body.issuer !== (this.config.oidcIssuer ?? this.embedded.issuer))
      throw invalid('#/issuer', { zh: '不是本平台采用的身份提供方。', en: 'This is not the identity provider of the platform.' });
    return this.unitOfWork.run(actor, async (work) => {
      const oldSubject = await lockSubject(work, personId);
      if (actor.personId === personId) throw new LawRefusal([breach('person.recovery-not-independent')]);
      obey([...(await subjectIsFree(work, body.newSubject)), ...(await nonePending(work, personId))]);
      const recovery = await work.insert(AccessRecovery, {
        id: newId(),
        version: 1,
        personId,
        oldSubject,
        newSubject: body.newSubject,
        issuer: body.issuer,
        evidence: evidenceOf(body.evidence),
        reason: { ...body.reason },
        state: 'pending',
        requestedBy: actor.personId,
        requestedAt: work.now,
        decidedBy: null,
        decidedAt: null,
        decisionReason: null,
      });
      work.record({
        type: 'access.recovery-requested',
        article: null,
        tenderId: null,
        subject: { kind: 'access-recovery', id: recovery.id },
        payload: { personId, evidence: recovery.evidence, reason: recovery.reason },
        tellPeople: [personId],
      });
      return recovery;
    });
  }
}

/** The person's subject, under its lock. Throws Refusal 404. */
export async function lockSubject(work: Work, personId: string): Promise<string> {
  const rows = await work.query<{ subject: string }>('SELECT subject FROM people WHERE id = $1 FOR UPDATE', [personId]);
  if (!rows[0]) throw unknownResource();
  return rows[0].subject;
}

/** Nobody has the subject, and nobody ever gave it up. */
export async function subjectIsFree(work: Work, subject: string): Promise<Breaches> {
  const [row] = await work.query<{ taken: boolean; retired: boolean }>(
    `SELECT EXISTS (SELECT FROM people WHERE subject = $1) AS taken, EXISTS (SELECT FROM retired_subjects WHERE subject = $1) AS retired`,
    [subject],
  );
  if (row?.retired) return [breach('person.subject-retired', {}, { pointer: '#/newSubject' })];
  return row?.taken ? [breach('person.subject-taken', {}, { pointer: '#/newSubject' })] : [];
}

async function nonePending(work: Work, personId: string): Promise<Breaches> {
  const rows = await work.query(`SELECT 1 FROM access_recoveries WHERE person_id = $1 AND state = 'pending'`, [personId]);
  return rows.length > 0 ? [breach('person.recovery-pending')] : [];
}
