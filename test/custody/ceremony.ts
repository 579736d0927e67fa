import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { splitLock, type Deal, type HeldShare, type LockOf, type SplitLock } from '../../src/custody/deal-lock.js';
import { commitmentsOf, confirmationOf, openingShareOf, rehearsalShareOf, type SessionOf } from '../../src/custody/held-share.js';
import type { Lock } from '../../src/custody/share-commitment.js';
import type { Envelope } from '../../src/rules/custody.js';
import { demoDeal, demoHolders, type DemoHolders } from '../../seeds/demo-custodians.js';
import type { TestApp, Verb } from '../app.js';

/** What the parts of a ceremony need to know of a tender. */
export interface Locked {
  id: string;
  envelope: Envelope;
  deals: Record<Lock, Deal>;
  /** What each holder finds in what it was dealt. */
  held: Record<Lock, HeldShare[]>;
  holders: DemoHolders;
  /** For which organisation a holder acts, where it belongs to several. */
  actingFor: Readonly<Record<string, string>>;
}

export interface Said {
  status: number;
  body: Record<string, unknown>;
}

/** One request of a holder. */
export async function say(
  app: TestApp,
  client: string,
  verb: Verb,
  path: string,
  body: object,
  actingFor?: string,
): Promise<Said> {
  const request = (await app.as(client))(verb, path);
  if (actingFor !== undefined) void request.set('acting-for', actingFor);
  const answer = await request.send(body);
  return { status: answer.status, body: answer.body as Record<string, unknown> };
}

/** The request must succeed. */
export async function says(...args: Parameters<typeof say>): Promise<Said['body']> {
  const { status, body } = await say(...args);
  if (status >= 300) throw new Error(`${args[2]} ${args[3]} by ${args[1]}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const splits = new Map<string, Promise<SplitLock>>();

/** The keys of a lock, made once per process and count: what a tender adds is its commitments. */
export function splitOnce(lock: Lock, holders: number, threshold = 2, envelope: Envelope = 'bid'): Promise<SplitLock> {
  const name = `${envelope}-${lock}-${holders}-${threshold}`;
  const made = splits.get(name) ?? splitLock(holders, threshold);
  splits.set(name, made);
  return made;
}

/**
 * The bodies that both dealers hand in, from keys made once. The service never opens what is sealed for a holder, so that a deal of two costs no
 * encryption; of three, everything is real.
 */
export async function dealt(
  app: TestApp,
  id: string,
  {
    holders = demoHolders.two,
    actingFor = {},
    envelope = 'bid',
  }: Partial<Pick<Locked, 'holders' | 'actingFor' | 'envelope'>> = {},
): Promise<Locked> {
  const personIds = await peopleOf(app, [...holders.A, ...holders.B]);
  const of = { tenderId: id, envelope };
  const held = { A: await heldShares({ ...of, lock: 'A' }, holders), B: await heldShares({ ...of, lock: 'B' }, holders) };
  const deal = async (lock: Lock): Promise<Deal> => {
    const split = await splitOnce(lock, holders[lock].length, 2, envelope);
    const box: LockOf = { ...of, lock };
    if (holders[lock].length > 2) return demoDeal(box, split, holders[lock], personIds);
    const shares = held[lock].map((one, at) => ({
      index: one.index,
      personId: personIds[holders[lock][at] as string] as string,
      ...commitmentsOf(one),
      sealedShare: Buffer.from(`sealed for ${holders[lock][at]}`).toString('base64'),
    }));
    const { recipient, rehearsalRecipient, threshold } = split;
    return { envelope, lock, recipient, rehearsalRecipient, threshold, shares };
  };
  return { id, envelope, deals: { A: await deal('A'), B: await deal('B') }, held, holders, actingFor };
}

async function heldShares(of: LockOf, holders: DemoHolders): Promise<HeldShare[]> {
  const { lock, envelope } = of;
  const split = await splitOnce(lock, holders[lock].length, 2, envelope);
  const base64 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64');
  return holders[lock].map((_, at) => ({
    format: 'ftz-held-share-1',
    ...of,
    index: at + 1,
    share: base64(split.shares[at]),
    rehearsalShare: base64(split.rehearsalShares[at]),
  }));
}

/** What a dealer hands in of one lock, its recipients made for this once; `over` says otherwise. The shares make none of these keys. */
export async function freshDeal(app: TestApp, id: string, lock: Lock, over: Partial<Deal> = {}): Promise<Deal> {
  const [recipient, rehearsalRecipient] = [await freshRecipient(), await freshRecipient()];
  return { ...(await dealt(app, id)).deals[lock], recipient, rehearsalRecipient, ...over };
}

export async function freshRecipient(): Promise<string> {
  return identityToRecipient(await generateX25519Identity());
}

/** Both locks are dealt by their first holders, at the service. */
export async function sealed(app: TestApp, id: string, more: Parameters<typeof dealt>[2] = {}): Promise<Locked> {
  const locked = await dealt(app, id, more);
  for (const lock of ['A', 'B'] as const) await sealLock(app, locked, lock);
  return locked;
}

export function sealLock(app: TestApp, locked: Locked, lock: Lock): Promise<Said['body']> {
  return byHolder(app, locked, locked.holders[lock][0] as string, 'put', 'sealing', locked.deals[lock]);
}

/** Dealt, opened in a rehearsal by the first two of each lock, and confirmed by the others. */
export async function rehearsed(app: TestApp, id: string, more: Parameters<typeof dealt>[2] = {}): Promise<Locked> {
  const locked = await sealed(app, id, more);
  await rehearse(app, locked);
  return locked;
}

export async function rehearse(app: TestApp, locked: Locked): Promise<void> {
  const session = await begin(app, locked, 'rehearsal');
  for (const { client, lock, index } of holdersOf(locked)) {
    const held = locked.held[lock][index - 1] as HeldShare;
    if (index <= 2) await byHolder(app, locked, client, 'post', 'rehearsal/shares', await rehearsalShareOf(held, session));
    else await byHolder(app, locked, client, 'post', 'rehearsal/confirmations', confirmationOf(held));
  }
}

/** A session of the opening, begun by the first holder of lock A or by whoever is named. */
export async function begin(
  app: TestApp,
  locked: Locked,
  where: 'rehearsal' | 'opening/sessions' = 'opening/sessions',
  client: string = locked.holders.A[0] as string,
): Promise<SessionOf> {
  const { id, recipient } = await byHolder(app, locked, client, 'post', where, bodyOf(locked));
  return { id: String(id), recipient: String(recipient) };
}

/** What a session is asked for: nothing need be said of the only envelope. */
function bodyOf({ envelope }: Locked): object {
  return envelope === 'bid' ? {} : { envelope };
}

/** The body with which the holder of a share hands it in. */
export async function shareBody(
  locked: Locked,
  lock: Lock,
  index: number,
  session: SessionOf,
): Promise<{ client: string; body: Awaited<ReturnType<typeof openingShareOf>> }> {
  const client = locked.holders[lock][index - 1] as string;
  return { client, body: await openingShareOf(locked.held[lock][index - 1] as HeldShare, session) };
}

/** One holder hands in its share. */
export async function handInShare(app: TestApp, locked: Locked, lock: Lock, index: number, session: SessionOf): Promise<Said> {
  const { client, body } = await shareBody(locked, lock, index, session);
  return say(app, client, 'post', `/v1/tenders/${locked.id}/opening/shares`, body, locked.actingFor[client]);
}

/** A session, and two shares of each lock: the answer to the last one. Throws where any of it is refused. */
export async function openTogether(app: TestApp, locked: Locked): Promise<Said['body']> {
  const session = await begin(app, locked);
  let last: Said['body'] = {};
  for (const { lock, index } of holdersOf(locked).filter((one) => one.index <= 2)) {
    const { status, body } = await handInShare(app, locked, lock, index, session);
    if (status >= 300) throw new Error(`share ${lock}${index}: ${status} ${JSON.stringify(body)}`);
    last = body;
  }
  return last;
}

function holdersOf({ holders }: Locked): { client: string; lock: Lock; index: number }[] {
  return (['A', 'B'] as const).flatMap((lock) => holders[lock].map((client, at) => ({ client, lock, index: at + 1 })));
}

function byHolder(app: TestApp, locked: Locked, client: string, verb: Verb, part: string, body: object): Promise<Said['body']> {
  return says(app, client, verb, `/v1/tenders/${locked.id}/${part}`, body, locked.actingFor[client]);
}

/** Ids of people by demo client. */
async function peopleOf(app: TestApp, clients: readonly string[]): Promise<Record<string, string>> {
  const rows = await app.sql<{ subject: string; id: string }>('SELECT subject, id FROM people WHERE subject = ANY ($1)', [
    clients,
  ]);
  return Object.fromEntries(rows.map((one) => [one.subject, one.id]));
}
