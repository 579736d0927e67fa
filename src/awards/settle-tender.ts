import type { Work } from '../platform/unit-of-work.js';
import { retention } from '../rules/art-57-retention.js';
import type { CivilDate } from '../rules/moment.js';
import { advanceTender, stateNow } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import { openLots } from './lot-results.queries.js';

interface Outstanding {
  unsigned: number;
  unfinished: number;
  lastCompletedOn: CivilDate | null;
}

/**
 * Moves the tender on where nothing is left: contracted once every lot has its result and every award its contract, completed once every
 * contract is. The fifteen years of art. 57 are counted from the last of them. The caller holds the tender's lock.
 */
export async function settleTender(work: Work, tender: Tender, changes: Partial<Tender> = {}): Promise<void> {
  const [left] = await work.query<Outstanding>(
    `SELECT (SELECT count(*) FROM awards award WHERE award.tender_id = $1 AND award.state = 'active'
               AND NOT EXISTS (SELECT FROM contract_awards covered WHERE covered.award_id = award.id))::int AS unsigned,
            (SELECT count(*) FROM contracts WHERE tender_id = $1 AND state = 'signed')::int AS unfinished,
            (SELECT max(completed_on) FROM contracts WHERE tender_id = $1)::text AS "lastCompletedOn"`,
    [tender.id],
  );
  const { unsigned, unfinished, lastCompletedOn } = left as Outstanding;
  if (unsigned > 0 || (await openLots(work, tender)).length > 0) return;
  if (stateNow(tender, work.now) === 'awarded') await advanceTender(work, tender, 'contract', 'procurer', changes);
  if (unfinished > 0 || lastCompletedOn === null) return;
  const closingEvents = [tender.endedOn, lastCompletedOn].flatMap((on) => (on === null ? [] : [{ type: 'contract', on }]));
  const { endedOn, retainUntil } = retention({ closingEvents, legalHold: false });
  await advanceTender(work, tender, 'complete', 'procurer', { endedOn, retainUntil });
}
