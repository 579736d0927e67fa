import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { CONFIG, type Config } from './config.js';
import type { MailText } from './mail-text.js';

export interface Mail extends MailText {
  /** The row's id: the same mail sent twice carries the same Message-ID. */
  id: string;
  to: string;
}

const connectMsMax = 10_000;
const silenceMsMax = 15_000;
const keptMax = 100;

/** Hands mail to the SMTP server of SMTP_URL; without one, in development, keeps it as files that GET /dev/outbox shows. */
@Injectable()
export class MailTransport implements OnModuleDestroy {
  private readonly smtp: ReturnType<typeof createTransport> | null;
  private readonly folder: string;
  private readonly from: string;
  /** There is a development mailbox instead of a server; never in production. */
  readonly isDevelopment: boolean;

  constructor(@Inject(CONFIG) { smtpUrl, mailFrom, production, dataDir }: Config) {
    this.from = mailFrom;
    this.folder = join(dataDir, 'outbox');
    this.isDevelopment = smtpUrl === null && !production;
    this.smtp =
      smtpUrl === null
        ? null
        : createTransport({
            url: smtpUrl,
            requireTLS: production,
            connectionTimeout: connectMsMax,
            greetingTimeout: connectMsMax,
            socketTimeout: silenceMsMax,
          });
  }

  /** Whether mail can leave at all. */
  get isOn(): boolean {
    return this.smtp !== null || this.isDevelopment;
  }

  /** Throws what the server answers, or an Error where there is none. */
  async send({ id, to, subject, text }: Mail): Promise<void> {
    if (this.smtp) {
      const messageId = `<${id}@${this.from.split('@').at(-1) ?? 'procurement.invalid'}>`;
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await this.smtp.sendMail({
        from: this.from,
        to,
        subject,
        text,
        messageId,
        headers,
        disableUrlAccess: true,
        disableFileAccess: true,
      });
    } else if (this.isDevelopment) await this.keep({ id, to, subject, text });
    else throw new Error('no SMTP_URL');
  }

  /** The latest mails of the development mailbox, newest first. */
  async kept(): Promise<Mail[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const latest = names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .reverse()
      .slice(0, keptMax);
    return Promise.all(latest.map(async (name) => JSON.parse(await readFile(join(this.folder, name), 'utf8')) as Mail));
  }

  onModuleDestroy(): void {
    this.smtp?.close();
  }

  private async keep(mail: Mail): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, mail.id);
    await writeFile(`${file}.part`, JSON.stringify(mail), { mode: 0o600 });
    await rename(`${file}.part`, `${file}.json`);
  }
}
