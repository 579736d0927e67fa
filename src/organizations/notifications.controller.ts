import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ConfirmEmail } from './confirm-email.js';
import { EmailConfirmationBody, EmailVerificationBody, NotificationSettingsBody } from './notification.dto.js';
import type { EmailVerificationAnswer, NotificationSettingsAnswer } from './present-notifications.js';
import { ReadNotifications } from './read-notifications.js';
import { RequestEmailVerification } from './request-email-verification.js';
import { SetNotifications } from './set-notifications.js';

@Controller('v1/me')
export class NotificationsController {
  constructor(
    private readonly reading: ReadNotifications,
    private readonly setting: SetNotifications,
    private readonly requesting: RequestEmailVerification,
    private readonly confirming: ConfirmEmail,
  ) {}

  @Policy('authenticated')
  @Get('notification-settings')
  settings(@By() actor: Actor): Promise<NotificationSettingsAnswer> {
    return this.reading.settings(actor);
  }

  @Policy('authenticated')
  @Creates()
  @Put('notification-settings')
  set(@By() actor: Actor, @Body() body: NotificationSettingsBody): Promise<NotificationSettingsAnswer> {
    return this.setting.run(actor, body);
  }

  @Policy('authenticated')
  @Creates()
  @Post('email-verifications')
  request(@By() actor: Actor, @Body() body: EmailVerificationBody): Promise<EmailVerificationAnswer> {
    return this.requesting.run(actor, body);
  }

  @Policy('authenticated')
  @Get('email-verifications/:id')
  verification(@By() actor: Actor, @IdParam() id: string): Promise<EmailVerificationAnswer> {
    return this.reading.verification(actor, id);
  }

  @Policy('authenticated')
  @Creates()
  @Post('email-verifications/:id/confirmation')
  confirm(@By() actor: Actor, @IdParam() id: string, @Body() body: EmailConfirmationBody): Promise<EmailVerificationAnswer> {
    return this.confirming.run(actor, id, body);
  }
}
