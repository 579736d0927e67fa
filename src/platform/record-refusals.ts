import type { Actor } from './actor.js';
import type { DomainEvent } from './audit-trail.js';
import { refusalOfDatabase } from './database-refusals.js';
import { LawRefusal } from './refusal.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * Runs an act; where the law refuses it, in the use case or by a trigger, that is recorded in a transaction of its own: the refused act
 * matters legally, too. `payloadOf` says what is recorded; null: this refusal matters to nobody later. Throws what the act throws.
 */
export async function recordingRefusals<Answer>(
  unitOfWork: UnitOfWork,
  actor: Actor,
  attempt: Omit<DomainEvent, 'payload'>,
  act: () => Promise<Answer>,
  payloadOf: (refusal: LawRefusal) => DomainEvent['payload'] | null = everyBreach,
): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    const refusal = error instanceof LawRefusal ? error : refusalOfDatabase(error);
    const payload = refusal instanceof LawRefusal ? payloadOf(refusal) : null;
    if (payload !== null) await unitOfWork.recordRefused(actor, { ...attempt, payload });
    throw error;
  }
}

function everyBreach(refusal: LawRefusal): DomainEvent['payload'] {
  const breaches = refusal.breaches.map(({ rule, severity, facts, derivation }) => ({
    rule,
    severity,
    facts,
    ...(derivation === undefined ? {} : { derivation }),
  }));
  return { breaches };
}
