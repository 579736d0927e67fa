import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/actor.js';
import { unknownResource } from '../platform/refusal.js';
import { EmailVerification, NotificationSettings } from './notification.entity.js';
import {
  presentSettings,
  presentVerification,
  unsetSettings,
  type EmailVerificationAnswer,
  type NotificationSettingsAnswer,
} from './present-notifications.js';

/** A person's own settings and codes; nobody else reads them. */
@Injectable()
export class ReadNotifications {
  constructor(private readonly dataSource: DataSource) {}

  async settings({ personId }: Actor): Promise<NotificationSettingsAnswer> {
    const row = await this.dataSource.getRepository(NotificationSettings).findOneBy({ id: personId });
    return row ? presentSettings(row) : unsetSettings;
  }

  /** Throws Refusal 404 for another person's. */
  async verification({ personId }: Actor, id: string): Promise<EmailVerificationAnswer> {
    const row = await this.dataSource.getRepository(EmailVerification).findOneBy({ id, personId });
    if (!row) throw unknownResource();
    return presentVerification(row);
  }
}
