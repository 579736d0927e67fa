import type { Work } from '../platform/unit-of-work.js';
import { civilDateOf, type CivilDate } from '../rules/moment.js';
import { placeHold, releaseHold } from '../tenders/holds.js';

interface Cause {
  tenderId: string;
  causeKind: 'challenge' | 'complaint';
  causeId: string;
}

/** A challenge or complaint about some lots (null: about everything) bars the contracts on these alone. */
type CauseOfHold = Cause & { lotIds: readonly string[] | null };

/** 实施条例 art. 54, rulebook P14: no contract while the challenge or complaint is open. The caller holds the tender's lock. */
export async function holdContract(work: Work, cause: CauseOfHold, by: string): Promise<void> {
  await placeHold(work, { ...cause, kind: 'contract', placedBy: by });
}

/**
 * Once the challenge is answered, the hold stands as long as the supplier may complain: to `lastDay` inclusive, which ends by the clock.
 * Where that day is not known yet, the hold stays as it is.
 */
export async function limitContractHold(work: Work, cause: CauseOfHold, by: string, lastDay: CivilDate | null): Promise<void> {
  if (lastDay === null) return;
  await releaseHold(work, { ...cause, kind: 'contract', releasedBy: by });
  if (lastDay >= civilDateOf(work.now)) await placeHold(work, { ...cause, kind: 'contract', placedBy: by, endsOn: lastDay });
}

/** Releases whatever the cause holds, a suspension too. */
export async function releaseHolds(work: Work, cause: Cause, by: string): Promise<void> {
  await releaseHold(work, { ...cause, kind: 'contract', releasedBy: by });
  await releaseHold(work, { ...cause, kind: 'suspension', releasedBy: by });
}
