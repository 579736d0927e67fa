import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { demoHolders } from '../../seeds/demo-custodians.js';
import { identityOf } from '../../src/custody/deal-lock.js';
import type { SessionOf } from '../../src/custody/held-share.js';
import { sealBid } from '../../src/bids/seal.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { demoClients } from '../../src/platform/demo-clients.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';
import { dealt, handInShare, say, splitOnce, type Locked, type Said } from '../custody/ceremony.js';

/** The deadline of every tender here; the clock starts a day before it. */
export const deadline = '2026-04-13T01:00:00.000000Z';
export const justBefore = '2026-04-13T00:59:59.999999Z';
export const justAfter = '2026-04-13T01:00:00.000001Z';
export const opensAt = '2026-04-13T01:00:30.000000Z';

export const suppliers = ['shenda', 'hujiang', 'rheinland'] as const;

export interface Box {
  id: string;
  keys: Record<'A' | 'B', string>;
  locked: Locked;
  recipients: Record<'A' | 'B', string>;
}

export interface BidsApp extends TestApp {
  organizations: Record<string, string>;
  person(clientId: string): Promise<string>;
  /** A published open tender with both locks registered, written straight into the database. */
  tender(changes?: { state?: string; published?: boolean }): Promise<Box>;
}

/** The application with the demo people and their organisations, and nothing else in it. */
export async function startBids(env: NodeJS.ProcessEnv = {}): Promise<BidsApp> {
  const app = await startTestApp({ seeded: false, now: '2026-04-12T01:00:00Z', env });
  const organizations: Record<string, string> = {};
  for (const key of new Set(demoClients.flatMap((one) => one.organization ?? []))) organizations[key] = newId();
  for (const [key, id] of Object.entries(organizations)) await insertOrganization(app, key, id);
  for (const client of demoClients)
    await insertPerson(app, client.clientId, client.organization && (organizations[client.organization] as string));
  const person = async (clientId: string): Promise<string> =>
    ((await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [clientId]))[0] as { id: string }).id;
  return { ...app, organizations, person, tender: (changes = {}) => insertTender(app, organizations, person, changes) };
}

async function insertOrganization(app: TestApp, key: string, id: string): Promise<void> {
  const kind = (suppliers as readonly string[]).includes(key)
    ? 'supplier'
    : ['notary', 'exchange'].includes(key)
      ? 'custodian'
      : 'procuring-entity';
  const verifier = newId();
  await app.sql(`INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, '{}', platform_now())`, [
    verifier,
    `verifier-${key}`,
  ]);
  await app.sql(
    `INSERT INTO organizations (id, version, kinds, name, scheme, identifier, country, in_zone, verification, verified_at, verified_by, created_by, created_at)
     VALUES ($1, 1, ARRAY[$2], jsonb_build_object('zh', $3::text), 'XX-test', $3, 'CN', true, 'verified', platform_now(), $4, $4, platform_now())`,
    [id, kind, key, verifier],
  );
}

async function insertPerson(app: TestApp, clientId: string, organizationId: string | null): Promise<void> {
  const roles = demoClients.find((one) => one.clientId === clientId)?.roles ?? [];
  const id = newId();
  await app.sql(`INSERT INTO people (id, subject, name, created_at) VALUES ($1, $2, '{}', platform_now())`, [id, clientId]);
  await app.sql(
    'INSERT INTO memberships (id, person_id, organization_id, roles, since) VALUES ($1, $2, $3, $4, platform_now())',
    [newId(), id, organizationId, roles],
  );
}

async function insertTender(
  app: TestApp,
  organizations: Record<string, string>,
  person: (clientId: string) => Promise<string>,
  changes: { state?: string; published?: boolean },
): Promise<Box> {
  const id = newId();
  const published = changes.published ?? true;
  const [author, approver] = [await person('procurer-wang'), await person('approver-li')];
  const insert = `INSERT INTO tenders (id, version, reference_number, ocid, procurer_id, created_by, state, method, category, title, description,
      content, warnings, approved_by, approved_at, search_text, created_at)
    VALUES ($1, 1, $2, $2, $3, $4, 'approved', 'open', 'goods', '{"zh":"磁共振成像系统","en":"MRI"}', '{"zh":"一套","en":"One set"}',
      '{"lots":[],"items":[]}', '[]', $5,
      platform_now(), '', platform_now())`;
  await app.sql(insert, [id, `SHFTZ-2026-${id.slice(-6)}`, organizations['hospital'], author, approver]);
  const locked = await dealt(app, id);
  for (const lock of ['A', 'B'] as const) await insertLock(app, organizations, locked, lock, author);
  if (published) {
    await app.sql(
      `UPDATE tenders SET state = $2, published_by = $3, published_at = timestamptz '2026-03-02T01:00:00Z', bids_close_at = $4, opens_at = $5,
         documents_issued_at = timestamptz '2026-03-02T01:00:00Z', due_at = $4 WHERE id = $1`,
      [id, changes.state ?? 'open', approver, deadline, opensAt],
    );
  }
  const recipients = { A: locked.deals.A.recipient, B: locked.deals.B.recipient };
  return { id, keys: { A: await keyOf('A'), B: await keyOf('B') }, recipients, locked };
}

/** The key that the shares of a lock make. */
async function keyOf(lock: 'A' | 'B'): Promise<string> {
  return (await identityOf((await splitOnce(lock, 2)).shares)) as string;
}

async function insertLock(
  app: TestApp,
  organizations: Record<string, string>,
  { id, deals, holders }: Locked,
  lock: 'A' | 'B',
  dealer: string,
): Promise<void> {
  const { recipient, rehearsalRecipient, threshold, shares } = deals[lock];
  const dealId = newId();
  const homeOf = (client: string): string =>
    organizations[demoClients.find((one) => one.clientId === client)?.organization ?? ''] as string;
  await app.sql(
    `INSERT INTO lock_deals (id, tender_id, envelope, lock, recipient, rehearsal_recipient, threshold, dealer_id, organization_id, dealt_at)
     VALUES ($1, $2, 'bid', $3, $4, $5, $6, $7, $8, platform_now())`,
    [dealId, id, lock, recipient, rehearsalRecipient, threshold, dealer, homeOf(holders[lock][0] as string)],
  );
  for (const [at, one] of shares.entries())
    await app.sql(
      `WITH held AS (
         INSERT INTO custodian_keys (id, person_id, recipient, nonce_sha256, challenged_at) VALUES ($8, $3, $7, '', platform_now()))
       INSERT INTO lock_shares (deal_id, index, person_id, organization_id, key_id, commitment, rehearsal_commitment, sealed_share)
       VALUES ($1, $2, $3, $4, $8, $5, $6, '')`,
      [
        dealId,
        one.index,
        one.personId,
        homeOf(holders[lock][at] as string),
        one.commitment,
        one.rehearsalCommitment,
        recipient,
        newId(),
      ],
    );
}

export function payloadFor(
  tender: Pick<Box, 'id'>,
  price = '1980000.00',
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    format: 'ftz-bid-1',
    tenderId: tender.id,
    price: { amount: price, currency: 'CNY' },
    offer: { zh: '磁共振成像系统一套', en: 'One MRI system' },
    answers: { quality: '质保五年' },
    tradeSecrets: [{ label: 'cost', text: '1234567.89' }],
    documents: [],
    ...changes,
  };
}

export async function sealedFor(
  tender: Pick<Box, 'id' | 'recipients'>,
  price?: string,
  changes?: Record<string, unknown>,
): Promise<Buffer> {
  return Buffer.from(await sealBid(payloadFor(tender, price, changes), tender.recipients.A, tender.recipients.B));
}

export function hand(caller: Caller, verb: 'post' | 'put', tender: Pick<Box, 'id'>, file: Buffer, key?: string): supertest.Test {
  const path = `/v1/tenders/${tender.id}/bids${verb === 'put' ? '/mine' : ''}`;
  return caller(verb, path, key).set('content-type', 'application/age').set('content-digest', contentDigest(file)).send(file);
}

const sessions = new WeakMap<Box, Promise<Said>>();

/** The session in which the shares of a box are handed in, begun by the first who needs it; what refused it, where it was. */
export function sessionOf(app: BidsApp, tender: Box): Promise<Said> {
  const begun =
    sessions.get(tender) ??
    say(app, demoHolders.two.A[0], 'post', `/v1/tenders/${tender.id}/opening/sessions`, {}).then((said) => {
      if (said.status >= 300) sessions.delete(tender);
      return said;
    });
  sessions.set(tender, begun);
  return begun;
}

/** A new session: what was handed in before counts for nothing. */
export function newSession(tender: Box): void {
  sessions.delete(tender);
}

/** Both holders of a lock hand in their shares, one after the other: the last answer, or the first refusal. */
export async function share(app: BidsApp, tender: Box, lock: 'A' | 'B'): Promise<Said> {
  const session = await sessionOf(app, tender);
  if (session.status >= 300) return session;
  const first = await handInShare(app, tender.locked, lock, 1, session.body as unknown as SessionOf);
  return first.status >= 300 ? first : handInShare(app, tender.locked, lock, 2, session.body as unknown as SessionOf);
}

/** All custodians, one after the other, at the earliest moment. */
export async function open(app: BidsApp, tender: Box): Promise<Said> {
  await app.setClock(opensAt);
  const first = await share(app, tender, 'A');
  return first.status >= 300 ? first : share(app, tender, 'B');
}

export function ruleOf(answer: { body: unknown }): string {
  return String((answer.body as { type?: string }).type).replace(/^urn:ftz:(rule|problem):/, '');
}
