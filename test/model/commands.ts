import type { Lock, Model, Supplier } from './tender-state.js';

/** What somebody may try; each names everything it needs, so that any of them can be left out of a history. */
export type Command =
  | { do: 'revise'; by: 'wang' | 'li' }
  | { do: 'seal'; lock: Lock }
  | { do: 'approve' }
  | { do: 'publish' }
  | { do: 'amend'; days: number }
  | { do: 'apply'; supplier: Supplier }
  | { do: 'decide-application'; supplier: Supplier; qualified: boolean }
  | { do: 'shortlist' }
  | { do: 'invite' }
  | { do: 'object'; supplier: Supplier }
  | { do: 'review-objection'; supplier: Supplier; upheld: boolean }
  | { do: 'award-direct' }
  | { do: 'bid'; supplier: Supplier; act: 'submit' | 'replace' | 'withdraw'; offer: 'fair' | 'dear' | 'broken' }
  | { do: 'share'; lock: Lock; by: 'its holder' | 'the other' }
  | { do: 'wait'; until: 'an hour' | 'a day' | 'a week' | 'just before' | 'the moment' | 'just after' }
  | { do: 'sweep' }
  | { do: 'declare'; who: 'wang' | 'chen' }
  | { do: 'evaluate'; unqualified: Supplier[] }
  | { do: 'award'; to: Supplier }
  | { do: 'contract'; explained: boolean }
  | { do: 'complete' }
  | { do: 'fail'; reason: 'illegality' | 'too-few-bids' | 'no-conforming-bids' }
  | { do: 'cancel'; explained: boolean }
  | { do: 'challenge'; supplier: Supplier; subject: 'documents' | 'process' | 'result' }
  | On<'request-completion' | 'complete-challenge' | 'reply' | 'withdraw-challenge' | 'complain', { challenge: number }>
  | { do: 'settle'; challenge: number; by: 'supplier' | 'procurer' }
  | On<'accept' | 'dismiss' | 'withdraw-complaint', { complaint: number }>
  | { do: 'suspend'; complaint: number; days: number }
  | { do: 'decide'; complaint: number; outcome: 'set-aside' | 'correct' | 'rejected' };

type On<Do extends string, More> = Do extends string ? { do: Do } & More : never;

export type Of<Do extends Command['do']> = Extract<Command, { do: Do }>;

/**
 * What the model says of a command: the rules that forbid it (none: it is accepted), or null where there is nothing to try it on. The
 * application may name any of the rules; what counts is that it accepts exactly what no rule forbids.
 */
export type Judge<Do extends Command['do']> = (model: Model, command: Of<Do>) => string[] | null;

export interface Rule<Do extends Command['do']> {
  forbids: Judge<Do>;
  /** What an accepted command changes. */
  then(model: Model, command: Of<Do>): void;
}

export type Rules<Do extends Command['do']> = { [One in Do]: Rule<One> };

/** The rules whose condition holds. */
export function when(...conditions: [boolean, ...string[]][]): string[] {
  return conditions.flatMap(([holds, ...rules]) => (holds ? rules : []));
}
