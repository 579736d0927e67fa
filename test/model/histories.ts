import fc from 'fast-check';
import { day, hour, startOf } from './days.js';
import { apply, forbidden } from './tender-model.js';
import type { Command } from './commands.js';
import { drafted, isOverdue, opensAt, suppliers, type Method, type Model } from './tender-state.js';

export interface History {
  method: Method;
  /** The day of the draft. */
  startsOn: number;
  commands: Command[];
}

const firstDay = day('2026-03-02');
const final = ['completed', 'failed', 'cancelled'];
const afterItsEndMax = 3;

/** Histories that get far: the model alone decides what is likely next, so nothing of the application is asked. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    method: fc.constantFrom<Method>('open', 'open', 'open', 'open', 'invited', 'invited', 'single-source'),
    startsOn: fc.integer({ min: 0, max: 40 }).map((days) => firstDay + days),
    dice: fc.array(fc.tuple(fc.nat(9_999), fc.nat(9_999)), { minLength: 18, maxLength: 40, size: 'max' }),
  })
  .map(({ method, startsOn, dice }) => ({ method, startsOn, commands: played(method, startsOn, dice) }));

export function startOfHistory({ method, startsOn }: Pick<History, 'method' | 'startsOn'>): Model {
  return drafted(method, startOf(startsOn) + 9 * hour);
}

function played(method: Method, startsOn: number, dice: [number, number][]): Command[] {
  const model = startOfHistory({ method, startsOn });
  const commands: Command[] = [];
  let late = 0;
  for (const [which, variant] of dice) {
    if (final.includes(model.state) && (late += 1) > afterItsEndMax) break;
    const command = pick(likely(model, variant), which);
    const refused = forbidden(model, command);
    if (refused === null) continue;
    commands.push(command);
    if (refused.length === 0) apply(model, command);
  }
  return commands;
}

type Likely = [weight: number, command: Command];

function pick(all: Likely[], which: number): Command {
  const total = all.reduce((sum, [weight]) => sum + weight, 0);
  let left = (which / 10_000) * total;
  const found = all.find(([weight]) => (left -= weight) < 0) ?? all[0];
  return (found as Likely)[1];
}

/** What somebody might try now, the next step of the procedure before everything else, and anything at all now and then. */
function likely(model: Model, variant: number): Likely[] {
  const supplier = suppliers[variant % 3] as (typeof suppliers)[number];
  const offer = variant % 23 === 0 ? 'dear' : variant % 19 === 0 ? 'broken' : 'fair';
  const challenged = model.challenges.length ? variant % model.challenges.length : 0;
  const complained = model.complaints.length ? variant % model.complaints.length : 0;
  const until =
    (['just before', 'the moment', 'just after', 'the moment', 'a day', 'a week', 'an hour'] as const)[variant % 7] ?? 'a day';
  const subject = (['documents', 'process', 'result', 'result'] as const)[variant % 4] ?? 'result';
  return [
    ...stepsOf(model, variant),
    ...reviewSteps(model, challenged, complained, variant),
    [0.5, { do: 'wait', until }],
    [0.06, { do: 'sweep' }],
    [0.12, { do: 'revise', by: variant % 5 === 0 ? 'li' : 'wang' }],
    [0.12, { do: 'publish' }],
    [0.1, { do: 'approve' }],
    [0.15, { do: 'amend', days: (variant % 5) - 1 }],
    [0.3, { do: 'bid', supplier, act: (['submit', 'replace', 'withdraw'] as const)[variant % 5] ?? 'replace', offer }],
    [0.25, { do: 'share', lock: variant % 2 ? 'A' : 'B', by: variant % 7 ? 'its holder' : 'the other' }],
    [0.12, { do: 'evaluate', unqualified: [] }],
    [0.12, { do: 'award', to: supplier }],
    [0.2, { do: 'contract', explained: variant % 3 > 0 }],
    [0.1, { do: 'complete' }],
    [0.12, { do: 'fail', reason: (['illegality', 'too-few-bids', 'no-conforming-bids'] as const)[variant % 3] ?? 'illegality' }],
    [0.12, { do: 'cancel', explained: variant % 3 > 0 }],
    [model.publishedAt === null ? 0.02 : 0.4, { do: 'challenge', supplier, subject }],
    [0.1, { do: 'object', supplier }],
    [0.1, { do: 'award-direct' }],
    [0.1, { do: 'shortlist' }],
    [0.1, { do: 'invite' }],
    [0.1, { do: 'apply', supplier }],
    [0.1, { do: 'decide-application', supplier, qualified: variant % 2 === 0 }],
    [0.1, { do: 'suspend', complaint: complained, days: variant % 40 }],
    [0.1, { do: 'complain', challenge: challenged }],
  ];
}

const steps: Record<string, (model: Model, variant: number) => Likely[]> = {
  draft: ({ method, locks, authors }) => [
    ...(['A', 'B'] as const).flatMap((lock): Likely[] =>
      method === 'single-source' || locks.includes(lock) ? [] : [[8, { do: 'seal', lock }]],
    ),
    [(locks.length === 2 || method === 'single-source') && !authors.includes('li') ? 12 : 0.3, { do: 'approve' }],
  ],
  approved: () => [
    [14, { do: 'publish' }],
    [1, { do: 'revise', by: 'wang' }],
  ],
  prequalification: ({ now, applications, applicationsCloseAt, declared }, variant) => {
    const closed = applicationsCloseAt !== null && now >= applicationsCloseAt;
    const missing = suppliers.filter((one) => applications[one] === undefined);
    const undecided = suppliers.filter((one) => applications[one] === 'undecided');
    if (!closed)
      return [
        ...missing.map((supplier): Likely => [5, { do: 'apply', supplier }]),
        [missing.length ? 0.5 : 8, { do: 'wait', until: 'the moment' }],
        [1, { do: 'amend', days: (variant % 4) + 1 }],
      ];
    return [
      [declared.includes('wang') ? 0 : 8, { do: 'declare', who: 'wang' }],
      ...undecided.map((supplier): Likely => [4, { do: 'decide-application', supplier, qualified: variant % 12 > 0 }]),
      [undecided.length ? 0.5 : 8, { do: 'shortlist' }],
      [undecided.length ? 0.5 : 4, { do: 'wait', until: 'the moment' }],
    ];
  },
  invited: ({ method, objections }, variant) => {
    if (method === 'invited') return [[10, { do: 'invite' }]];
    const open = suppliers.filter((one) => objections[one] === 'open');
    return [
      [1.5, { do: 'object', supplier: variant % 4 ? 'shenda' : 'rheinland' }],
      ...open.map((supplier): Likely => [6, { do: 'review-objection', supplier, upheld: variant % 6 === 0 }]),
      [4, { do: 'wait', until: variant % 2 ? 'just before' : 'the moment' }],
      [6, { do: 'award-direct' }],
    ];
  },
  open: ({ bids, method, invited }, variant) => {
    const may = suppliers.filter((one) => method === 'open' || invited.includes(one));
    const missing = may.filter((one) => bids[one] === undefined || bids[one].state === 'withdrawn');
    const standing = suppliers.filter((one) => bids[one]?.state === 'submitted');
    const offer = variant % 29 === 0 ? 'dear' : variant % 31 === 0 ? 'broken' : 'fair';
    return [
      ...missing.map((supplier): Likely => [5, { do: 'bid', supplier, act: 'submit', offer }]),
      ...standing.map((supplier): Likely => [0.5, { do: 'bid', supplier, act: variant % 3 ? 'replace' : 'withdraw', offer }]),
      [0.7, { do: 'amend', days: (variant % 4) + 1 }],
      [missing.length ? 0.6 : 9, { do: 'wait', until: variant % 3 ? 'the moment' : 'just before' }],
    ];
  },
  closed: (model, variant) => {
    const early = model.now < (opensAt(model) ?? 0);
    return [
      [early ? 8 : 0, { do: 'wait', until: variant % 5 ? 'the moment' : 'just before' }],
      ...(['A', 'B'] as const).map((lock): Likely => [
        early ? 0.5 : model.shares.includes(lock) ? 0.5 : 8,
        { do: 'share', lock, by: 'its holder' },
      ]),
    ];
  },
  opened: ({ declared }, variant) => [
    [declared.includes('chen') ? 0 : 8, { do: 'declare', who: 'chen' }],
    [
      declared.includes('chen') ? 10 : 0.3,
      { do: 'evaluate', unqualified: variant % 9 ? [] : [suppliers[variant % 3] ?? 'shenda'] },
    ],
  ],
  evaluated: ({ ranked }) => [
    ...(ranked?.[0] === undefined ? [] : ([[9, { do: 'award', to: ranked[0] }]] as Likely[])),
    [0.8, { do: 'challenge', supplier: 'shenda', subject: 'process' }],
    [(ranked?.length ?? 0) < 3 ? 4 : 0.2, { do: 'fail', reason: 'too-few-bids' }],
  ],
  awarded: ({ challenges, complaints, holds }, variant) => {
    const asked = challenges.length > 0;
    const settling = complaints.some((one) => one.state === 'filed' || one.state === 'accepted');
    return [
      [asked ? 0.5 : 5, { do: 'challenge', supplier: suppliers[variant % 3] ?? 'shenda', subject: 'result' }],
      [settling ? 0.5 : 2.5, { do: 'wait', until: variant % 4 ? 'the moment' : 'just before' }],
      [holds.length ? 1 : 4, { do: 'contract', explained: true }],
    ];
  },
  contracted: () => [[8, { do: 'complete' }]],
};

function stepsOf(model: Model, variant: number): Likely[] {
  return steps[model.state]?.(model, variant) ?? [];
}

function reviewSteps(model: Model, at: number, of: number, variant: number): Likely[] {
  const one = model.challenges[at];
  const case_ = model.complaints[of];
  const opened = one?.state === 'submitted' || one?.state === 'completing';
  const complained = model.complaints.some((other) => other.challenge === at);
  const mayComplain = one !== undefined && !complained && (one.state === 'answered' || isOverdue(model, one));
  const outcome =
    (['set-aside', 'set-aside', 'set-aside', 'set-aside', 'correct', 'rejected'] as const)[variant % 6] ?? 'rejected';
  return [
    ...(opened
      ? ([
          [3, { do: 'reply', challenge: at }],
          [0.7, { do: one.state === 'completing' ? 'complete-challenge' : 'request-completion', challenge: at }],
          [0.4, { do: 'withdraw-challenge', challenge: at }],
        ] as Likely[])
      : []),
    ...(one === undefined
      ? []
      : ([[0.4, { do: 'settle', challenge: at, by: variant % 2 ? 'supplier' : 'procurer' }]] as Likely[])),
    [mayComplain ? 6 : 0.05, { do: 'complain', challenge: at }],
    ...(case_?.state === 'filed'
      ? ([
          [6, { do: 'accept', complaint: of }],
          [0.5, { do: 'dismiss', complaint: of }],
        ] as Likely[])
      : []),
    ...(case_?.state === 'accepted'
      ? ([
          [8, { do: 'decide', complaint: of, outcome }],
          [0.4, { do: 'withdraw-complaint', complaint: of }],
        ] as Likely[])
      : []),
    ...(case_?.state === 'filed' || case_?.state === 'accepted'
      ? ([[1.2, { do: 'suspend', complaint: of, days: variant % 35 }]] as Likely[])
      : []),
    ...(case_ === undefined ? [] : ([[0.2, { do: 'dismiss', complaint: of }]] as Likely[])),
  ];
}

/** Whether the model meets a moment in the history of which this is so; the rules are those that forbid the command there. */
export function meets(history: History, holds: (model: Model, command: Command, rules: string[]) => boolean): boolean {
  const model = startOfHistory(history);
  return history.commands.some((command) => {
    const rules = forbidden(model, command);
    if (rules === null) return false;
    const met = holds(model, command, rules);
    if (rules.length === 0) apply(model, command);
    return met;
  });
}

/** A history of which nothing can be left out: whatever is left out, it is not `wrong` any longer. */
export async function shortened(history: History, wrong: (fewer: History) => Promise<boolean>): Promise<History> {
  let best = history;
  for (let width = Math.ceil(best.commands.length / 2); width >= 1; width = width === 1 ? 0 : Math.ceil(width / 2)) {
    for (let end = best.commands.length; end > 0; end -= width) {
      const commands = [...best.commands.slice(0, Math.max(0, end - width)), ...best.commands.slice(end)];
      const fewer = { ...best, commands };
      if (await wrong(fewer)) best = fewer;
    }
  }
  return best;
}

export function said(command: Command): string {
  const { do: what, ...rest } = command;
  return [what, ...Object.values(rest).map(String)].join(' ');
}
