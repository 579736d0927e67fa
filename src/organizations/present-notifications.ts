import type { Language } from '../platform/mail-text.js';
import type { Instant } from '../rules/moment.js';
import type { Digest, EmailVerification, NotificationChannel, NotificationSettings } from './notification.entity.js';

export interface NotificationSettingsAnswer {
  version: number;
  email: string | null;
  emailVerifiedAt: Instant | null;
  language: Language;
  kinds: Record<string, NotificationChannel>;
  digest: Digest;
}

export interface EmailVerificationAnswer {
  id: string;
  version: number;
  email: string;
  triesLeft: number;
  requestedAt: Instant;
  expiresAt: Instant;
  confirmedAt: Instant | null;
}

export const verificationTriesMax = 5;

/** What holds for who has set nothing: the inbox alone, in Chinese. */
export const unsetSettings = {
  version: 0,
  email: null,
  emailVerifiedAt: null,
  language: 'zh',
  kinds: {},
  digest: 'none',
} as const satisfies NotificationSettingsAnswer;

export function presentSettings(row: NotificationSettings): NotificationSettingsAnswer {
  const { version, email, emailVerifiedAt, language, kinds, digest } = row;
  return { version, email, emailVerifiedAt, language, kinds, digest };
}

export function presentVerification(row: EmailVerification): EmailVerificationAnswer {
  const { id, version, email, tries, requestedAt, expiresAt, confirmedAt } = row;
  return { id, version, email, triesLeft: verificationTriesMax - tries, requestedAt, expiresAt, confirmedAt };
}
