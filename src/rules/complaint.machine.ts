import { breach, type Breaches } from './breach.js';
import type { Machine } from './machine.js';
import type { Party } from './parties.js';

export const complaintStates = [
  'filed',
  'completing',
  'accepted',
  'dismissed',
  'transferred',
  'upheld',
  'partly-upheld',
  'rejected',
  'withdrawn',
] as const;
export type ComplaintState = (typeof complaintStates)[number];

export const complaintEvents = [
  'request-completion',
  'complete',
  'accept',
  'dismiss',
  'transfer',
  'uphold',
  'uphold-partly',
  'reject',
  'withdraw',
] as const;
export type ComplaintEvent = (typeof complaintEvents)[number];

export interface ComplaintFacts {
  completionsRequested?: number;
}

/** The life of a complaint (投诉) before the review authority. A suspension is a hold on the tender and no state of the complaint. */
export const complaintMachine: Machine<ComplaintState, ComplaintEvent, Party, ComplaintFacts> = {
  name: 'complaint',
  initial: 'filed',
  states: complaintStates,
  events: complaintEvents,
  final: ['dismissed', 'transferred', 'upheld', 'partly-upheld', 'rejected', 'withdrawn'],
  rows: [
    { from: 'filed', on: 'request-completion', to: 'completing', by: 'reviewer', article: 60, guards: [completionIsAskedOnce] },
    { from: 'completing', on: 'complete', to: 'filed', by: 'supplier', article: 60 },
    { from: 'filed', on: 'accept', to: 'accepted', by: 'reviewer', article: 60 },
    { from: 'filed', on: 'transfer', to: 'transferred', by: 'reviewer', article: 60 },
    { from: 'filed', on: 'dismiss', to: 'dismissed', by: 'reviewer', article: 60 },
    { from: 'completing', on: 'dismiss', to: 'dismissed', by: 'reviewer', article: 60 },
    { from: 'accepted', on: 'dismiss', to: 'dismissed', by: 'reviewer', article: 60 },
    { from: 'accepted', on: 'uphold', to: 'upheld', by: 'reviewer', article: 60 },
    { from: 'accepted', on: 'uphold-partly', to: 'partly-upheld', by: 'reviewer', article: 60 },
    { from: 'accepted', on: 'reject', to: 'rejected', by: 'reviewer', article: 60 },
    { from: 'filed', on: 'withdraw', to: 'withdrawn', by: 'supplier', article: 60 },
    { from: 'completing', on: 'withdraw', to: 'withdrawn', by: 'supplier', article: 60 },
    { from: 'accepted', on: 'withdraw', to: 'withdrawn', by: 'supplier', article: 60 },
  ],
};

function completionIsAskedOnce(complaint: ComplaintFacts): Breaches {
  return (complaint.completionsRequested ?? 0) > 0 ? [breach('complaint.completion-once')] : [];
}
