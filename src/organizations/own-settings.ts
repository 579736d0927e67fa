import type { Work } from '../platform/unit-of-work.js';
import { NotificationSettings } from './notification.entity.js';
import { unsetSettings } from './present-notifications.js';

/** The person's settings under their lock, made where there are none yet. */
export async function lockSettings(work: Work, personId: string): Promise<NotificationSettings> {
  const { version, language, kinds, digest } = unsetSettings;
  await work.query(
    `INSERT INTO notification_settings (person_id, version, language, kinds, digest, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [personId, version, language, JSON.stringify(kinds), digest, work.now],
  );
  return work.lock(NotificationSettings, personId);
}
