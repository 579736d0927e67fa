import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { invalid } from '../platform/refusal.js';
import { isRecipient } from './age-text.js';

/** An age X25519 recipient, `age1…`, as a field of a body; `requireRecipient` checks its checksum. */
export function IsRecipient(): PropertyDecorator {
  return applyDecorators(Matches(/^age1[02-9ac-hj-np-z]{58}$/));
}

/** Throws Refusal 422 for what looks like an age recipient and is none (its checksum fails). */
export function requireRecipient(recipient: string, pointer = '#/recipient'): void {
  if (!isRecipient(recipient)) throw invalid(pointer, { zh: '不是有效的age公钥。', en: 'Not a valid age recipient.' });
}
