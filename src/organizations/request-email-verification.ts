import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { MailTransport } from '../platform/mail-transport.js';
import { Refusal } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { instantOf, microsOf } from '../rules/moment.js';
import type { EmailVerificationBody } from './notification.dto.js';
import { EmailVerification } from './notification.entity.js';
import { presentVerification, type EmailVerificationAnswer } from './present-notifications.js';

const goodForMicros = 30n * 60n * 1_000_000n;
/** Nobody fills another's mailbox with codes. */
const perHourMax = 5;

/** A code goes to the address; whoever has it there has the mailbox. */
@Injectable()
export class RequestEmailVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly transport: MailTransport,
  ) {}

  /** Throws Refusal 429 after too many within the hour, 503 where the platform sends no mail. */
  run(actor: Actor, { email }: EmailVerificationBody): Promise<EmailVerificationAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      if (!this.transport.isOn) throw new Refusal(503, 'not-now', { zh: '平台未启用邮件。', en: 'The platform sends no mail.' });
      await requireFew(work, actor.personId);
      const row = await work.insert(EmailVerification, {
        id: newId(),
        version: 1,
        personId: actor.personId,
        email,
        salt: null,
        codeHash: null,
        tries: 0,
        requestedAt: work.now,
        expiresAt: instantOf((microsOf(work.now) as bigint) + goodForMicros),
        confirmedAt: null,
      });
      await work.query(
        `INSERT INTO mail_deliveries (id, person_id, email, language, verification_id, state, next_try_at, created_at)
         SELECT $1, $2, $3, coalesce((SELECT language FROM notification_settings WHERE person_id = $2), 'zh'), $4, 'pending', $5, $5`,
        [newId(), actor.personId, email, row.id, work.now],
      );
      work.record(eventOf('person.email-verification-requested', actor, row));
      return presentVerification(row);
    });
  }
}

async function requireFew(work: Work, personId: string): Promise<void> {
  await work.query(`SELECT pg_advisory_xact_lock(hashtextextended('mail code ' || $1, 7))`, [personId]);
  const rows = await work.query(
    `SELECT 1 FROM email_verifications WHERE person_id = $1 AND requested_at > $2::timestamptz - interval '1 hour'`,
    [personId, work.now],
  );
  if (rows.length < perHourMax) return;
  const title = { zh: '验证码请求过于频繁，请稍后再试。', en: 'Too many codes were asked for; try again later.' };
  throw new Refusal(429, 'too-many', title, [], { 'retry-after': '3600' });
}

/** The address itself is in no audit entry: those stay for ever. */
export function eventOf(type: string, actor: Actor, { id }: EmailVerification): Parameters<Work['record']>[0] {
  const subject = { kind: 'person', id: actor.personId };
  return { type, article: null, tenderId: null, subject, payload: { verificationId: id } };
}
