import { dayOf, morningOf, startOf, workingDaysAfter, rolled, type Day, type Micros } from './days.js';

export const suppliers = ['rheinland', 'shenda', 'hujiang'] as const;
/** In the order in which equal findings rank their bids: the model's own sum over prices and scores. */
export type Supplier = (typeof suppliers)[number];
export type Method = 'open' | 'invited' | 'single-source';
export type Lock = 'A' | 'B';

/** The rows of the life cycle in src/README.md, written down a second time: from, event, to. */
const tenderRows = `
  draft approve approved; approved revise draft; approved publish open; approved publish-prequalification prequalification
  approved publish-direct invited; prequalification amend prequalification; prequalification shortlist invited; invited invite open
  open amend open; open close closed; closed open opened; opened evaluate evaluated; evaluated award awarded
  invited award-direct awarded; awarded contract contracted; contracted complete completed
  awarded set-aside evaluated; awarded set-aside-direct invited; evaluated set-aside opened
  prequalification fail failed; invited fail failed; closed fail failed; opened fail failed; evaluated fail failed
  draft cancel cancelled; approved cancel cancelled; prequalification cancel cancelled; invited cancel cancelled; open cancel cancelled
  closed cancel cancelled; opened cancel cancelled; evaluated cancel cancelled; awarded cancel cancelled`;
const bidRows = `
  submitted replace replaced; submitted withdraw withdrawn; submitted open opened; submitted find-defective defective
  opened reject rejected; opened accept successful; opened decline unsuccessful
  rejected set-aside opened; unsuccessful set-aside opened; successful set-aside opened`;

type Row = [from: string, event: string, to: string];
const rowsOf = (text: string): Row[] => text.split(/[;\n]/).flatMap((row) => (row.trim() ? [row.trim().split(' ') as Row] : []));
const rows = { tender: rowsOf(tenderRows), bid: rowsOf(bidRows) };

/** Every event of the two life cycles, `tender award` and so on. */
export const events: string[] = [
  ...new Set([...rows.tender.map((row) => `tender ${row[1]}`), ...rows.bid.map((row) => `bid ${row[1]}`)]),
];

export interface Bid {
  state: string;
  /** `dear`: above the budget. `broken`: a file that opens to nothing. */
  offer: 'fair' | 'dear' | 'broken';
}

export interface Challenge {
  supplier: Supplier;
  state: 'submitted' | 'completing' | 'answered' | 'settled' | 'withdrawn';
  /** From when the time to reply counts. */
  replyFrom: Micros;
  repliedAt: Micros | null;
  completionsAsked: number;
  /** Who has proposed the terms. */
  proposedBy: 'supplier' | 'procurer' | null;
}

export interface Complaint {
  challenge: number;
  state: 'filed' | 'accepted' | 'dismissed' | 'upheld' | 'rejected' | 'withdrawn';
  suspendedOn: Day | null;
}

export interface Hold {
  kind: 'contract' | 'suspension';
  cause: 'challenge' | 'complaint';
  of: number;
  /** The last day; null: until it is released. */
  endsOn: Day | null;
}

/** What is known of one procurement, and of nothing else. */
export interface Model {
  method: Method;
  now: Micros;
  state: string;
  authors: string[];
  locks: Lock[];
  publishedAt: Micros | null;
  issuedAt: Micros | null;
  applicationsCloseAt: Micros | null;
  bidsCloseAt: Micros | null;
  applications: Partial<Record<Supplier, 'undecided' | 'qualified' | 'not-qualified'>>;
  invited: Supplier[];
  objections: Partial<Record<Supplier, 'open' | 'rejected' | 'upheld'>>;
  bids: Partial<Record<Supplier, Bid>>;
  shares: Lock[];
  openedAt: Micros | null;
  declared: string[];
  /** The bids of the standing report, best first. */
  ranked: Supplier[] | null;
  award: { to: Supplier; at: Micros } | null;
  contract: { signedAt: Micros; completed: boolean } | null;
  challenges: Challenge[];
  complaints: Complaint[];
  holds: Hold[];
  /** What happened, in its order. */
  events: string[];
  /** Submissions, replacements and withdrawals that were receipted. */
  receipts: number;
}

/** A procurement that has just been drafted by Wang. */
export function drafted(method: Method, now: Micros): Model {
  const none = { publishedAt: null, issuedAt: null, applicationsCloseAt: null, bidsCloseAt: null, openedAt: null };
  return {
    ...none,
    ...{ method, now, state: 'draft', authors: ['wang'], locks: [], applications: {}, invited: [], objections: {}, bids: {} },
    ...{ shares: [], declared: [], ranked: null, award: null, contract: null, challenges: [], complaints: [], holds: [] },
    ...{ events: [], receipts: 0 },
    ...planned(method, now),
  };
}

/** The deadline that a draft of today names: two days more than the law asks. */
export function planned(method: Method, now: Micros): Partial<Pick<Model, 'bidsCloseAt' | 'applicationsCloseAt'>> {
  if (method === 'single-source') return {};
  return method === 'open' ? { bidsCloseAt: bidsDue(now) } : { applicationsCloseAt: morningOf(dayOf(now) + 28) };
}

export function bidsDue(issuedAt: Micros): Micros {
  return morningOf(dayOf(issuedAt) + 42);
}

export function has(model: Model, event: string): boolean {
  return rows.tender.some(([from, on]) => from === model.state && on === event);
}

export function move(model: Model, event: string): void {
  model.state = nextOf('tender', model.state, event);
  model.events.push(`tender ${event}`);
}

export function moveBid(model: Model, supplier: Supplier, event: string): void {
  const bid = model.bids[supplier] as Bid;
  bid.state = nextOf('bid', bid.state, event);
  model.events.push(`bid ${event}`);
}

function nextOf(life: 'tender' | 'bid', state: string, event: string): string {
  const row = rows[life].find(([from, on]) => from === state && on === event);
  if (!row) throw new Error(`the model has no ${event} of a ${state} ${life}`);
  return row[2];
}

/** Bids are opened no sooner than half a minute after their deadline; a shortlist is made no sooner after that of the applications. */
export const grace: Micros = 30_000_000;

export function opensAt(model: Model): Micros | null {
  return model.bidsCloseAt === null ? null : model.bidsCloseAt + grace;
}

export function standing(model: Model): Hold[] {
  return model.holds.filter((one) => one.endsOn === null || dayOf(model.now) <= one.endsOn);
}

export function isSuspended(model: Model): boolean {
  return standing(model).some((one) => one.kind === 'suspension');
}

/** Art. 61 and 采购法 art. 52: ten days, rolled off a holiday, or seven working days, whichever ends later. */
export function lastToChallenge(knownOn: Day): Day {
  return Math.max(rolled(knownOn + 10), workingDaysAfter(knownOn, 7));
}

/** 实施条例 art. 53 (1): public documents are known when their notice of five working days ends; the invited get theirs at the issue. */
export function documentsKnownOn({ method, issuedAt }: Pick<Model, 'method' | 'issuedAt'>): Day | null {
  if (issuedAt === null) return null;
  return method === 'invited' ? dayOf(issuedAt) : workingDaysAfter(dayOf(issuedAt), 5);
}

/** The result notice stands for one working day; a challenge to the result counts from its end. */
export function resultKnownOn(awardedAt: Micros): Day {
  return workingDaysAfter(dayOf(awardedAt), 1);
}

/** Ten days after the award at least, and as long as its result may be challenged. */
export function contractFrom(awardedAt: Micros): Micros {
  return startOf(Math.max(dayOf(awardedAt) + 10, lastToChallenge(resultKnownOn(awardedAt))) + 1);
}

export function lastToReply(challenge: Challenge): Day {
  return workingDaysAfter(dayOf(challenge.replyFrom), 7);
}

export function lastToComplain(challenge: Challenge): Day {
  return workingDaysAfter(lastToReply(challenge), 15);
}

export function isOverdue(model: Model, challenge: Challenge): boolean {
  return challenge.state === 'submitted' && dayOf(model.now) > lastToReply(challenge);
}

/** The announcement of a single source stands for five working days. */
export function noticeEndsAt(model: Model): Micros | null {
  return model.publishedAt === null ? null : startOf(workingDaysAfter(dayOf(model.publishedAt), 5) + 1);
}
