import type { Actor } from '../platform/actor.js';
import { LawRefusal } from '../platform/refusal.js';
import type { UnitOfWork } from '../platform/unit-of-work.js';

/** Runs a filing; where the law refuses it, that is recorded in a transaction of its own: the refused filing matters legally, too. */
export async function recordingRefusals<Answer>(
  unitOfWork: UnitOfWork,
  actor: Actor,
  attempt: { type: string; article: number; tenderId: string | null; subject: { kind: string; id: string | null } },
  filing: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await filing();
  } catch (error) {
    if (error instanceof LawRefusal) {
      const breaches = error.breaches.map(({ rule, severity, facts, derivation }) => ({
        rule,
        severity,
        facts,
        ...(derivation === undefined ? {} : { derivation }),
      }));
      await unitOfWork.recordRefused(actor, { ...attempt, payload: { breaches } });
    }
    throw error;
  }
}
