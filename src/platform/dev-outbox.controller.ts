import { Controller, Get } from '@nestjs/common';
import { MailTransport, type Mail } from './mail-transport.js';
import { Policy } from './policy.js';
import { unknownResource } from './refusal.js';

/** The mails nobody sent, for a person who tries the platform out; 404 in production and wherever mail is really sent. */
@Controller('dev/outbox')
export class DevOutboxController {
  constructor(private readonly transport: MailTransport) {}

  @Policy('public')
  @Get()
  async list(): Promise<{ items: Mail[]; next: null }> {
    if (!this.transport.isDevelopment) throw unknownResource();
    return { items: await this.transport.kept(), next: null };
  }
}
