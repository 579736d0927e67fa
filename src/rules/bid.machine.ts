import { breach, type Breaches } from './breach.js';
import type { Machine } from './machine.js';
import { isBefore, type Instant } from './moment.js';
import type { Party } from './parties.js';

export const bidStates = [
  'submitted',
  'replaced',
  'withdrawn',
  'opened',
  'defective',
  'rejected',
  'unsuccessful',
  'successful',
] as const;
export type BidState = (typeof bidStates)[number];

export const bidEvents = [
  'replace',
  'withdraw',
  'open',
  'find-defective',
  'reject',
  'accept',
  'decline',
  'set-aside',
  'refuse-contract',
  'reopen',
] as const;
export type BidEvent = (typeof bidEvents)[number];

/** The moment that closes a bid's tender. */
export interface BidMoments {
  bidsCloseAt: Instant;
}

/**
 * The life of one sealed bid (投标). A bid that is replaced ends as `replaced` and another begins as `submitted`; replaced and withdrawn
 * bids are never opened. `set-aside` follows a review decision that has the evaluation redone. Where the winner
 * refuses the contract, its own bid ends by `refuse-contract` and those it had beaten stand again by `reopen`.
 */
export const bidMachine: Machine<BidState, BidEvent, Party, BidMoments> = {
  name: 'bid',
  initial: 'submitted',
  states: bidStates,
  events: bidEvents,
  final: ['replaced', 'withdrawn', 'defective'],
  rows: [
    { from: 'submitted', on: 'replace', to: 'replaced', by: 'supplier', article: 51, guards: [bidIsBeforeTheDeadline] },
    { from: 'submitted', on: 'withdraw', to: 'withdrawn', by: 'supplier', article: 51, guards: [bidIsBeforeTheDeadline] },
    { from: 'submitted', on: 'open', to: 'opened', by: 'custodian', article: 58, guards: [deadlineHasPassed] },
    { from: 'submitted', on: 'find-defective', to: 'defective', by: 'custodian', article: 58, guards: [deadlineHasPassed] },
    // The second of two envelopes cannot be read, or keeps not the terms.
    { from: 'opened', on: 'find-defective', to: 'defective', by: 'custodian', article: 58 },
    { from: 'opened', on: 'reject', to: 'rejected', by: 'evaluator', article: 56 },
    { from: 'opened', on: 'accept', to: 'successful', by: 'procurer', article: 56 },
    { from: 'opened', on: 'decline', to: 'unsuccessful', by: 'procurer', article: 56 },
    { from: 'rejected', on: 'set-aside', to: 'opened', by: 'reviewer', article: 60 },
    { from: 'unsuccessful', on: 'set-aside', to: 'opened', by: 'reviewer', article: 60 },
    { from: 'successful', on: 'set-aside', to: 'opened', by: 'reviewer', article: 60 },
    { from: 'successful', on: 'refuse-contract', to: 'unsuccessful', by: 'approver', article: 60 },
    { from: 'unsuccessful', on: 'reopen', to: 'opened', by: 'approver', article: 60 },
  ],
};

/** Rulebook P4: on time if and only if before the deadline, to the microsecond; at the deadline is late. */
export function bidIsBeforeTheDeadline(bid: BidMoments, { now }: { now: Instant }): Breaches {
  if (isBefore(now, bid.bidsCloseAt)) return [];
  return [breach('bid.late', { receivedAt: now, bidsCloseAt: bid.bidsCloseAt }, { pointer: '#/receivedAt' })];
}

function deadlineHasPassed(bid: BidMoments, { now }: { now: Instant }): Breaches {
  return isBefore(now, bid.bidsCloseAt) ? [breach('bid.still-sealed', { bidsCloseAt: bid.bidsCloseAt, now })] : [];
}
