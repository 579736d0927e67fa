import type { Reader } from '../platform/reads.js';
import { breach, type Breaches } from '../rules/breach.js';

export type ExclusionState = 'notified' | 'stated' | 'excluded' | 'dropped';

/** An intended or decided exclusion (拒绝参与) as the steps of the procedure ask for it. */
export interface KnownExclusion {
  id: string;
  supplierId: string;
  breachId: string;
  state: ExclusionState;
}

/** Every exclusion of the tender, oldest first. Asked under the tender's lock by whatever they stop. */
export function exclusionsOf(reader: Reader, tenderId: string): Promise<KnownExclusion[]> {
  return reader.query(
    'SELECT id, supplier_id AS "supplierId", breach_id AS "breachId", state FROM exclusions WHERE tender_id = $1 ORDER BY notified_at, id',
    [tenderId],
  );
}

/** Art. 54: nothing is settled over the head of a supplier that is being heard. */
export function exclusionsAreDecided(known: readonly KnownExclusion[]): Breaches {
  const count = known.filter((one) => one.state === 'notified' || one.state === 'stated').length;
  return count === 0 ? [] : [breach('exclusion.undecided', { count })];
}

export function excludedBreaches(known: readonly KnownExclusion[], supplierId: string): string[] {
  return known.filter((one) => one.supplierId === supplierId && one.state === 'excluded').map((one) => one.breachId);
}
