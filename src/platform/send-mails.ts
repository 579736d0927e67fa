import { createHash, randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { pino } from 'pino';
import { DataSource } from 'typeorm';
import type { Bilingual } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import { LOG } from './logging.js';
import { codeMail, newsMail, type Language, type MailText, type NewsItem } from './mail-text.js';
import { MailTransport } from './mail-transport.js';

interface MailRow {
  id: string;
  personId: string;
  email: string;
  language: Language;
  verificationId: string | null;
  tries: number;
  name: Bilingual;
  /** Whether it is still the address that the person has shown to be its own. */
  current: boolean;
}

/** How long after each try the next one comes; after the last the mail is given up, and the inbox says so. */
const waitMinutes = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440] as const;
const batch = 50;

// The next try is set before this one, so that no lock is held while a server is slow and a sender that dies loses nothing.
const claim = `
  WITH taken AS (
    UPDATE mail_deliveries SET tries = tries + 1,
           next_try_at = platform_now() + make_interval(mins => ($1::int[])[least(tries + 1, cardinality($1::int[]))])
     WHERE id = (SELECT id FROM mail_deliveries WHERE next_try_at <= platform_now() ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING *)
  SELECT taken.id, taken.person_id AS "personId", taken.email, taken.language, taken.verification_id AS "verificationId", taken.tries, person.name,
         taken.verification_id IS NOT NULL OR EXISTS (SELECT FROM notification_settings settings WHERE settings.person_id = taken.person_id
           AND settings.email = taken.email AND settings.email_verified_at IS NOT NULL) AS current
    FROM taken JOIN people person ON person.id = taken.person_id`;

const itemsSql = `
  SELECT delivery.topic, tender.reference_number AS "referenceNumber", organization.name AS organization, delivery.delivered_at AS "deliveredAt"
    FROM mail_items item JOIN deliveries delivery ON delivery.id = item.delivery_id
    LEFT JOIN tenders tender ON tender.id = delivery.tender_id LEFT JOIN organizations organization ON organization.id = delivery.organization_id
   WHERE item.mail_id = $1 ORDER BY delivery.id`;

/** Sends the mails that are due, at least once each. A mail is a copy of the inbox: it may be late, the delivery is not. */
@Injectable()
export class SendMails {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transport: MailTransport,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {}

  /** One batch; true where there may be more. */
  async sendDue(): Promise<boolean> {
    if (!this.transport.isOn) return false;
    for (let sent = 0; sent < batch; sent += 1) {
      const mail = await this.claimOne();
      if (mail === null) return false;
      await this.send(mail);
    }
    return true;
  }

  private async claimOne(): Promise<MailRow | null> {
    const rows = await this.dataSource.query<MailRow[]>(claim, [[...waitMinutes]]);
    return rows[0] ?? null;
  }

  private async send(mail: MailRow): Promise<void> {
    if (!mail.current) return this.fail(mail, 'address-changed', true);
    try {
      const text = await this.textOf(mail);
      if (text === null) return await this.fail(mail, 'verification-over', true);
      await this.transport.send({ id: mail.id, to: mail.email, ...text });
    } catch (error) {
      const fault = faultOf(error);
      this.log.warn({ mailId: mail.id, tries: mail.tries, fault }, 'mail not sent');
      return this.fail(mail, fault, mail.tries >= waitMinutes.length);
    }
    await this.dataSource.query(
      `UPDATE mail_deliveries SET state = 'sent', sent_at = platform_now(), next_try_at = NULL, fault = NULL WHERE id = $1`,
      [mail.id],
    );
  }

  private async fail({ id }: MailRow, fault: string, givenUp: boolean): Promise<void> {
    await this.dataSource.query(
      `UPDATE mail_deliveries SET state = 'failed', fault = $2, next_try_at = CASE WHEN $3 THEN NULL ELSE next_try_at END WHERE id = $1`,
      [id, fault, givenUp],
    );
  }

  private async textOf({ id, language, name, verificationId }: MailRow): Promise<MailText | null> {
    if (verificationId !== null) return this.codeOf(verificationId, language, name);
    return newsMail(language, name, await this.dataSource.query<NewsItem[]>(itemsSql, [id]));
  }

  /** A new code with every try, of which only the hash is kept. Null where nobody waits for one any more. */
  private async codeOf(verificationId: string, language: Language, name: Bilingual): Promise<MailText | null> {
    const code = String(randomInt(100_000_000)).padStart(8, '0');
    const salt = randomBytes(16);
    const rows = await this.dataSource.query<{ expiresAt: Instant }[]>(
      `WITH renewed AS (
         UPDATE email_verifications SET salt = $2, code_hash = $3
          WHERE id = $1 AND confirmed_at IS NULL AND expires_at > platform_now() RETURNING expires_at
       ) SELECT expires_at AS "expiresAt" FROM renewed`,
      [verificationId, salt, codeHash(salt, code)],
    );
    return rows[0] ? codeMail(language, name, { code, expiresAt: rows[0].expiresAt }) : null;
  }
}

export function codeHash(salt: Buffer, code: string): Buffer {
  return createHash('sha256').update(salt).update(code, 'utf8').digest();
}

/** The error's code and the server's number, never its text: that may repeat what was sent. */
function faultOf(error: unknown): string {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return [code ?? 'unknown', responseCode].filter((part) => part !== undefined).join(' ');
}
