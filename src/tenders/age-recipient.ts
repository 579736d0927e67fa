import { Encrypter } from 'age-encryption';
import { invalid } from '../platform/refusal.js';

/** Throws Refusal 422 for what looks like an age recipient and is none (its checksum fails). */
export function requireRecipient(recipient: string): void {
  try {
    new Encrypter().addRecipient(recipient);
  } catch {
    throw invalid('#/recipient', { zh: '不是有效的age公钥。', en: 'Not a valid age recipient.' });
  }
}
