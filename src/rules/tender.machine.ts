import { breach, type Breaches } from './breach.js';
import type { Machine, Row } from './machine.js';
import { isBefore, type Instant } from './moment.js';
import type { Party } from './parties.js';

export const tenderStates = [
  'draft',
  'approved',
  'prequalification',
  'invited',
  'open',
  'closed',
  'opened',
  'evaluated',
  'awarded',
  'contracted',
  'completed',
  'failed',
  'cancelled',
] as const;
export type TenderState = (typeof tenderStates)[number];

export const tenderEvents = [
  'approve',
  'revise',
  'publish',
  'publish-prequalification',
  'publish-direct',
  'shortlist',
  'invite',
  'amend',
  'close',
  'open',
  'evaluate',
  'award',
  'award-lots',
  'award-direct',
  'contract',
  'complete',
  'set-aside',
  'set-aside-lots',
  'set-aside-direct',
  'refuse-contract',
  'refuse-contract-lots',
  'refuse-contract-direct',
  'fail',
  'cancel',
] as const;
export type TenderEvent = (typeof tenderEvents)[number];

/** The moments of a tender that move it; null where they are not set yet. */
export interface TenderMoments {
  bidsCloseAt: Instant | null;
  applicationsCloseAt: Instant | null;
}

type TenderRow = Row<TenderState, TenderEvent, Party, TenderMoments>;

const cancellableByReviewer = ['prequalification', 'invited', 'open', 'closed', 'opened', 'evaluated', 'awarded'] as const;
const cancellable = ['draft', 'approved', ...cancellableByReviewer] as const;
const failing = ['prequalification', 'invited', 'closed', 'opened', 'evaluated'] as const;

/**
 * The life of a tender (采购项目). `suspended` is a hold and no state. `publish` opens an open tender, `publish-prequalification` an invited one,
 * which reaches `open` by `invite`, when the documents are issued and the clock of art. 51 starts; `publish-direct` announces a single source,
 * which goes from `invited` to its award by `award-direct`. `set-aside` goes one decision back: from the award to the evaluation, from the
 * evaluation to the opened bids; a direct award has no evaluation, so `set-aside-direct` goes back to the announced source.
 * Of several lots some may fall while the others stand: `set-aside-lots`, and `award-lots` decides them again.
 * `refuse-contract` is the same step back, found by the procuring entity where its winner does not sign.
 */
export const tenderMachine: Machine<TenderState, TenderEvent, Party, TenderMoments> = {
  name: 'tender',
  initial: 'draft',
  states: tenderStates,
  events: tenderEvents,
  final: ['completed', 'failed', 'cancelled'],
  rows: [
    { from: 'draft', on: 'approve', to: 'approved', by: 'approver', article: 51 },
    { from: 'approved', on: 'revise', to: 'draft', by: 'procurer', article: 51 },
    { from: 'approved', on: 'publish', to: 'open', by: 'procurer', article: 51 },
    { from: 'approved', on: 'publish-prequalification', to: 'prequalification', by: 'procurer', article: 49 },
    { from: 'approved', on: 'publish-direct', to: 'invited', by: 'procurer', article: 48 },
    {
      from: 'prequalification',
      on: 'amend',
      to: 'prequalification',
      by: 'procurer',
      article: 50,
      guards: [applicationsAreStillOpen],
    },
    { from: 'prequalification', on: 'shortlist', to: 'invited', by: 'procurer', article: 49, guards: [applicationsAreClosed] },
    { from: 'invited', on: 'invite', to: 'open', by: 'procurer', article: 51 },
    { from: 'open', on: 'amend', to: 'open', by: 'procurer', article: 51, guards: [bidsAreStillOpen] },
    // After an outage of the platform, whose register this is.
    { from: 'open', on: 'amend', to: 'open', by: 'registrar', article: 58, guards: [bidsAreStillOpen] },
    {
      from: 'prequalification',
      on: 'amend',
      to: 'prequalification',
      by: 'registrar',
      article: 58,
      guards: [applicationsAreStillOpen],
    },
    { from: 'open', on: 'close', to: 'closed', by: 'clock', article: 51, at: (tender) => tender.bidsCloseAt },
    { from: 'closed', on: 'open', to: 'opened', by: 'custodian', article: 58, guards: [bidsAreClosed] },
    { from: 'opened', on: 'evaluate', to: 'evaluated', by: 'evaluator', article: 56 },
    { from: 'evaluated', on: 'award', to: 'awarded', by: 'procurer', article: 56 },
    { from: 'awarded', on: 'award-lots', to: 'awarded', by: 'procurer', article: 59 },
    { from: 'invited', on: 'award-direct', to: 'awarded', by: 'procurer', article: 48 },
    { from: 'awarded', on: 'contract', to: 'contracted', by: 'procurer', article: 60 },
    { from: 'contracted', on: 'complete', to: 'completed', by: 'procurer', article: 57 },
    { from: 'awarded', on: 'set-aside', to: 'evaluated', by: 'reviewer', article: 60 },
    { from: 'awarded', on: 'set-aside-lots', to: 'awarded', by: 'reviewer', article: 60 },
    { from: 'awarded', on: 'set-aside-direct', to: 'invited', by: 'reviewer', article: 60 },
    { from: 'evaluated', on: 'set-aside', to: 'opened', by: 'reviewer', article: 60 },
    { from: 'awarded', on: 'refuse-contract', to: 'evaluated', by: 'approver', article: 60 },
    { from: 'awarded', on: 'refuse-contract-lots', to: 'awarded', by: 'approver', article: 60 },
    { from: 'awarded', on: 'refuse-contract-direct', to: 'invited', by: 'approver', article: 60 },
    ...failing.map((from): TenderRow => ({ from, on: 'fail', to: 'failed', by: 'procurer', article: 48 })),
    ...cancellable.map((from): TenderRow => ({ from, on: 'cancel', to: 'cancelled', by: 'procurer', article: 53 })),
    ...cancellableByReviewer.map((from): TenderRow => ({ from, on: 'cancel', to: 'cancelled', by: 'reviewer', article: 60 })),
  ],
};

function bidsAreStillOpen(tender: TenderMoments, { now }: { now: Instant }): Breaches {
  const { bidsCloseAt } = tender;
  return bidsCloseAt === null || isBefore(now, bidsCloseAt) ? [] : [breach('tender.deadline-passed', { bidsCloseAt, now })];
}

function bidsAreClosed(tender: TenderMoments, { now }: { now: Instant }): Breaches {
  const { bidsCloseAt } = tender;
  return bidsCloseAt !== null && isBefore(now, bidsCloseAt)
    ? [breach('opening.too-early', { openableAt: bidsCloseAt, now })]
    : [];
}

function applicationsAreStillOpen(tender: TenderMoments, { now }: { now: Instant }): Breaches {
  const { applicationsCloseAt } = tender;
  if (applicationsCloseAt === null || isBefore(now, applicationsCloseAt)) return [];
  return [breach('prequalification.deadline-passed', { applicationsCloseAt, now })];
}

function applicationsAreClosed(tender: TenderMoments, { now }: { now: Instant }): Breaches {
  const { applicationsCloseAt } = tender;
  if (applicationsCloseAt === null || !isBefore(now, applicationsCloseAt)) return [];
  return [breach('prequalification.still-open', { applicationsCloseAt, now })];
}
