import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { NotificationSettingsBody } from './notification.dto.js';
import { NotificationSettings } from './notification.entity.js';
import { lockSettings } from './own-settings.js';
import { presentSettings, type NotificationSettingsAnswer } from './present-notifications.js';

/** A person says what it wants by mail beside its inbox, and to which address. A new address gets nothing until its code was confirmed. */
@Injectable()
export class SetNotifications {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws Refusal 428 and 412 by If-Match. */
  run(actor: Actor, body: NotificationSettingsBody): Promise<NotificationSettingsAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const row = await lockSettings(work, actor.personId);
      requireMatch(actor, { version: row.version });
      const email = body.email ?? null;
      await work.save(NotificationSettings, row, {
        email,
        emailVerifiedAt: email !== null && email === row.email ? row.emailVerifiedAt : null,
        language: body.language,
        kinds: { ...body.kinds },
        digest: body.digest ?? 'none',
        updatedAt: work.now,
      });
      const { language, kinds, digest, emailVerifiedAt } = row;
      work.record({
        type: 'person.notifications-set',
        article: null,
        tenderId: null,
        subject: { kind: 'person', id: actor.personId },
        payload: { language, kinds, digest, verified: emailVerifiedAt !== null },
      });
      return presentSettings(row);
    });
  }
}
