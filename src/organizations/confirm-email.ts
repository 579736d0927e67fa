import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { codeHash } from '../platform/send-mails.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { isBefore } from '../rules/moment.js';
import type { EmailConfirmationBody } from './notification.dto.js';
import { EmailVerification, NotificationSettings } from './notification.entity.js';
import { lockSettings } from './own-settings.js';
import { presentVerification, verificationTriesMax, type EmailVerificationAnswer } from './present-notifications.js';
import { eventOf } from './request-email-verification.js';

/** The code from the mailbox makes the address the person's. A wrong code is counted, though it is refused. */
@Injectable()
export class ConfirmEmail {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `notification.code-wrong`, `notification.verification-over`; Refusal 404 for another person's. */
  async run(actor: Actor, id: string, { code }: EmailConfirmationBody): Promise<EmailVerificationAnswer> {
    const answer = await this.unitOfWork.run(actor, async (work) => {
      const row = await work.lock(EmailVerification, id);
      if (row.personId !== actor.personId) throw unknownResource();
      if (row.confirmedAt !== null || row.tries >= verificationTriesMax || !isBefore(work.now, row.expiresAt))
        throw new LawRefusal([breach('notification.verification-over')]);
      return isRight(row, code) ? confirm(work, actor, row) : countWrong(work, actor, row);
    });
    if (answer.confirmedAt !== null) return answer;
    throw new LawRefusal([breach('notification.code-wrong', { triesLeft: answer.triesLeft }, { pointer: '#/code' })]);
  }
}

function isRight({ salt, codeHash: kept }: EmailVerification, code: string): boolean {
  return salt !== null && kept !== null && timingSafeEqual(codeHash(salt, code), kept);
}

async function confirm(work: Work, actor: Actor, row: EmailVerification): Promise<EmailVerificationAnswer> {
  const settings = await lockSettings(work, actor.personId);
  await work.save(EmailVerification, row, { confirmedAt: work.now });
  await work.save(NotificationSettings, settings, { email: row.email, emailVerifiedAt: work.now, updatedAt: work.now });
  work.record(eventOf('person.email-verified', actor, row));
  return presentVerification(row);
}

async function countWrong(work: Work, actor: Actor, row: EmailVerification): Promise<EmailVerificationAnswer> {
  await work.save(EmailVerification, row, { tries: row.tries + 1 });
  work.record(eventOf('person.email-code-wrong', actor, row));
  return presentVerification(row);
}
