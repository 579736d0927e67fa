import { OpenedBid } from '../bids/opened-bid.entity.js';
import { LawRefusal } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { bidMachine, type BidEvent, type BidState } from '../rules/bid.machine.js';
import { breach } from '../rules/breach.js';
import { advance } from '../rules/machine.js';
import type { Party } from '../rules/parties.js';
import type { Tender } from '../tenders/tender.entity.js';

/** Moves an opened bid by a row of its life cycle. Throws LawRefusal `bid.wrong-state` where there is none. */
export async function moveBid(
  work: Work,
  tender: Tender,
  bid: { id: string; version: number; state: BidState },
  event: BidEvent,
  party: Party,
): Promise<void> {
  const moments = { bidsCloseAt: tender.bidsCloseAt as string };
  const step = advance(bidMachine, bid.state, event, party, moments, { now: work.now });
  if (step.kind === 'breached') throw new LawRefusal(step.breaches);
  if (step.kind !== 'moved') throw new LawRefusal([breach('bid.wrong-state', { state: bid.state, event })]);
  await work.save(OpenedBid, bid as OpenedBid, { state: step.to });
}
