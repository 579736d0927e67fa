import type { Reader } from '../platform/reads.js';
import { envelopesOf, locksAreRehearsed, type Envelope, type RehearsalStanding } from '../rules/custody.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import type { Instant } from '../rules/moment.js';
import type { Tender } from './tender.entity.js';

/** One share of a lock as its dealer registered it; the share itself is its holder's alone. */
export interface LockShare {
  index: number;
  personId: string;
  organizationId: string;
  commitment: string;
  rehearsalCommitment: string;
  confirmed: boolean;
}

/** A lock as it is dealt. */
export interface DealtLock {
  dealId: string;
  envelope: Envelope;
  lock: 'A' | 'B';
  recipient: string;
  rehearsalRecipient: string;
  threshold: number;
  dealerId: string;
  organizationId: string;
  dealtAt: Instant;
  shares: LockShare[];
}

/** Where the procuring entity names its custodians, what another organisation has dealt counts for nothing. */
export const standingLocks = `
  FROM lock_deals deal WHERE deal.tender_id = tender.id AND deal.superseded_at IS NULL
   AND deal.organization_id = coalesce((tender.content->'custodians'->>deal.lock)::uuid, deal.organization_id)`;

/** The locks that count: those of the custodians named, or all where none are. */
export async function locksOf(reader: Reader, tenderId: string, envelope: Envelope = 'bid'): Promise<DealtLock[]> {
  return reader.query<DealtLock>(
    `SELECT standing.* FROM tenders tender, LATERAL (
       SELECT deal.id AS "dealId", deal.envelope, deal.lock, deal.recipient, deal.rehearsal_recipient AS "rehearsalRecipient", deal.threshold,
              deal.dealer_id AS "dealerId", deal.organization_id AS "organizationId", deal.dealt_at AS "dealtAt",
              (SELECT json_agg(json_build_object('index', share.index, 'personId', share.person_id, 'organizationId', share.organization_id,
                        'commitment', share.commitment, 'rehearsalCommitment', share.rehearsal_commitment,
                        'confirmed', EXISTS (SELECT FROM share_confirmations done WHERE (done.deal_id, done.index) = (share.deal_id, share.index)))
                        ORDER BY share.index)
                 FROM lock_shares share WHERE share.deal_id = deal.id) AS shares ${standingLocks}
     ) standing WHERE tender.id = $1 AND standing.envelope = $2 ORDER BY standing.lock`,
    [tenderId, envelope],
  );
}

/** What the rehearsal has shown of these very deals: a lock that was dealt anew has to be rehearsed anew. */
export async function rehearsalOf(reader: Reader, locks: readonly DealtLock[]): Promise<RehearsalStanding> {
  const deals = locks.map((one) => one.dealId);
  const opened = await reader.query('SELECT FROM rehearsals WHERE deal_a = ANY ($1) AND deal_b = ANY ($1) LIMIT 1', [deals]);
  const unconfirmed = locks.flatMap(({ lock, shares }) =>
    shares.filter((one) => !one.confirmed).map((one) => `${lock}${one.index}`),
  );
  return { opened: opened.length > 0, unconfirmed };
}

/** The locks of every envelope that bids of the tender have. */
export async function locksOfAll(reader: Reader, { id, content }: Pick<Tender, 'id' | 'content'>): Promise<DealtLock[]> {
  const locks: DealtLock[] = [];
  for (const envelope of envelopesOf(content.openingSteps)) locks.push(...(await locksOf(reader, id, envelope)));
  return locks;
}

/** Each envelope has its two locks, dealt by two people of two organisations, and rehearsed. */
export async function boxIsReady(reader: Reader, { id, content }: Pick<Tender, 'id' | 'content'>): Promise<Breaches> {
  const found: Breach[] = [];
  for (const envelope of envelopesOf(content.openingSteps)) {
    const locks = await locksOf(reader, id, envelope);
    found.push(...locksAreReady(envelope, locks, await rehearsalOf(reader, locks)));
  }
  return found;
}

function locksAreReady(envelope: Envelope, locks: readonly DealtLock[], { opened, unconfirmed }: RehearsalStanding): Breaches {
  const [first, second] = locks;
  const [named, place] = envelope === 'bid' ? [{}, ''] : [{ envelope }, `${envelope} `];
  if (!first || !second) return [breach('tender.sealing-missing', { locks: locks.map((one) => one.lock), ...named })];
  if (first.dealerId === second.dealerId || first.organizationId === second.organizationId)
    return [breach('opening.same-person')];
  return locksAreRehearsed({ opened, unconfirmed: unconfirmed.map((one) => `${place}${one}`) });
}
