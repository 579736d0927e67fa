import { validate } from 'uuid';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { advance, nextDue, stateAt, type Advance } from '../rules/machine.js';
import type { Instant } from '../rules/moment.js';
import type { Party } from '../rules/parties.js';
import { tenderMachine, type TenderEvent, type TenderMoments, type TenderState } from '../rules/tender.machine.js';
import { isSuspended } from './holds.js';
import { Tender } from './tender.entity.js';

/** The tender, locked before everything that belongs to it. Throws Refusal 404 where there is none. */
export function lockTender(work: Work, id: string): Promise<Tender> {
  if (!validate(id)) throw unknownResource();
  return work.lock(Tender, id);
}

/** The moments that move a tender. */
export function tenderSubject({ bidsCloseAt, applicationsCloseAt }: TenderMoments): TenderMoments {
  return { bidsCloseAt, applicationsCloseAt };
}

/** The state at a moment, whether or not anybody has noticed yet: closed once the deadline has passed. */
export function stateNow(tender: Pick<Tender, 'state' | keyof TenderMoments>, now: Instant): TenderState {
  return stateAt(tenderMachine, tender.state, tenderSubject(tender), now);
}

/**
 * Moves the tender by a row of its life cycle and saves the changes with it. Writes down first what the clock has done meanwhile. Throws
 * LawRefusal `tender.wrong-state` or what the row's guards find; returns the guards' warnings.
 */
export async function advanceTender(
  work: Work,
  tender: Tender,
  event: TenderEvent,
  party: Party | 'clock',
  changes: Partial<Tender>,
): Promise<Breaches> {
  if (party !== 'clock') recordClockRows(work, tender);
  const state = party === 'clock' ? tender.state : stateNow(tender, work.now);
  const step = requireMoved(ask(tender, state, event, party, work.now), state, event);
  const dueAt = nextDue(tenderMachine, step.to, tenderSubject({ ...tender, ...changes }))?.at ?? null;
  await work.save(Tender, tender, { ...changes, state: step.to, dueAt });
  return step.breaches;
}

/** Throws as advanceTender does, and changes nothing: for acts that prepare a step, and for dry runs. */
export function requireTenderState(tender: Tender, event: TenderEvent, party: Party, now: Instant): void {
  const state = stateNow(tender, now);
  requireMoved(ask(tender, state, event, party, now), state, event);
}

/** Throws Refusal 428 or 412 unless the request names the tender's present entity tag. */
export async function requireTenderMatch(reader: Reader, actor: Actor, tender: Tender, now: Instant): Promise<void> {
  requireMatch(actor, { version: tender.version, state: await shownState(reader, tender, now) });
}

/** The state as answers show it: `suspended` hides the state under it (rulebook P14). */
export async function shownState(reader: Reader, tender: Tender, now: Instant): Promise<TenderState | 'suspended'> {
  return (await isSuspended(reader, tender.id)) ? 'suspended' : stateNow(tender, now);
}

function ask(tender: Tender, state: TenderState, event: TenderEvent, party: Party | 'clock', now: Instant): Advance<TenderState> {
  return advance(tenderMachine, state, event, party, tenderSubject(tender), { now });
}

function requireMoved(
  step: Advance<TenderState>,
  state: TenderState,
  event: TenderEvent,
): Extract<Advance<TenderState>, { kind: 'moved' }> {
  switch (step.kind) {
    case 'moved':
      return step;
    case 'breached':
      throw new LawRefusal(step.breaches);
    case 'wrong-party':
      throw new Error(`${event} in state ${state} belongs to ${step.allowed.join(', ')}`);
    case 'no-row':
      throw new LawRefusal([breach('tender.wrong-state', { state, event })]);
  }
}

/** Where a party acts before the sweeper came by, the close is written down as the clock's all the same. */
function recordClockRows(work: Work, tender: Tender): void {
  if (stateNow(tender, work.now) !== 'closed' || tender.state !== 'open') return;
  work.record(tenderClosed(tender));
}

/** The deadline has passed. */
export function tenderClosed(tender: Tender): Parameters<Work['record']>[0] {
  return {
    type: 'tender.closed',
    article: 51,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { bidsCloseAt: tender.bidsCloseAt },
  };
}
