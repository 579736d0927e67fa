import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type pg from 'pg';
import { mriTender } from '../../seeds/demo-data.js';
import { newId } from '../../src/platform/unit-of-work.js';

/** A supplier organisation and the one person who bids for it. */
export interface Bidder {
  organizationId: string;
  personId: string;
  subject: string;
}

export interface Data {
  /** Published and open, oldest first. */
  tenders: string[];
  bidders: Bidder[];
  recipients: { A: string; B: string };
  buyers: Buyers;
}

/** Who drafted, approved and locked the tenders. */
export interface Buyers {
  procurer: string;
  notary: string;
  author: string;
  approver: string;
  custodian: string;
  /** What the custodian's shares are sealed to. */
  key: string;
}

const batch = 5_000;
export const categories = ['goods', 'services', 'works'] as const;

/** Writes tenders and suppliers straight into a migrated database, as the owner of its tables, and lets PostgreSQL count them. */
export async function layData(owner: pg.Client, counts: { tenders: number; bidders: number }): Promise<Data> {
  const people = await layBuyers(owner);
  const bidders = Array.from({ length: counts.bidders }, (_, index) => ({
    organizationId: newId(),
    personId: newId(),
    subject: `bench-supplier-${index}`,
  }));
  for (const some of slices(bidders)) await layBidders(owner, some, people.approver);
  const identities = { A: await generateX25519Identity(), B: await generateX25519Identity() };
  const recipients = { A: await identityToRecipient(identities.A), B: await identityToRecipient(identities.B) };
  const tenders = Array.from({ length: counts.tenders }, () => newId()).sort();
  let laid = 0;
  for (const some of slices(tenders)) {
    await layTenders(owner, some, laid, people, recipients);
    laid += some.length;
  }
  await owner.query('VACUUM (ANALYZE) tenders, lock_deals, lock_shares, tender_notices, organizations, people, memberships');
  return { tenders, bidders, recipients, buyers: people };
}

async function layBuyers(owner: pg.Client): Promise<Buyers> {
  const ids = { procurer: newId(), notary: newId(), author: newId(), approver: newId(), custodian: newId(), key: newId() };
  const staff = (['author', 'approver', 'custodian'] as const).map((name) => ({ personId: ids[name], subject: `bench-${name}` }));
  await layPeople(owner, staff);
  await layOrganizations(owner, [ids.procurer], 'procuring-entity', '上海市浦东新区人民医院', ids.approver);
  await layOrganizations(owner, [ids.notary], 'custodian', '上海市东方公证处', ids.approver);
  await owner.query(
    `INSERT INTO custodian_keys (id, person_id, recipient, nonce_sha256, challenged_at) VALUES ($1, $2, $3, '', platform_now())`,
    [ids.key, ids.custodian, await identityToRecipient(await generateX25519Identity())],
  );
  return ids;
}

export async function layBidders(owner: pg.Client, some: readonly Bidder[], verifier: string): Promise<void> {
  const organizations = some.map((one) => one.organizationId);
  await layOrganizations(owner, organizations, 'supplier', '申达医疗器械有限公司', verifier);
  await layPeople(owner, some);
  await owner.query(
    `INSERT INTO memberships (id, person_id, organization_id, roles, since)
     SELECT gen_random_uuid(), person, organization, ARRAY['supplier'], platform_now()
       FROM unnest($1::uuid[], $2::uuid[]) AS made (person, organization)`,
    [some.map((one) => one.personId), organizations],
  );
}

async function layPeople(owner: pg.Client, some: readonly { personId: string; subject: string }[]): Promise<void> {
  await owner.query(
    `INSERT INTO people (id, subject, name, created_at)
     SELECT id, subject, jsonb_build_object('zh', '经办人'), platform_now() FROM unnest($1::uuid[], $2::text[]) AS made (id, subject)`,
    [some.map((one) => one.personId), some.map((one) => one.subject)],
  );
}

async function layOrganizations(owner: pg.Client, ids: string[], kind: string, name: string, verifier: string): Promise<void> {
  await owner.query(
    `INSERT INTO organizations (id, version, kinds, name, scheme, identifier, country, in_zone, verification, verified_at, verified_by, created_by, created_at)
     SELECT id, 1, ARRAY[$2], jsonb_build_object('zh', $3::text), 'XX-bench', id::text, 'CN', true, 'verified', platform_now(), $4, $4, platform_now()
       FROM unnest($1::uuid[]) AS made (id)`,
    [ids, kind, name, verifier],
  );
}

/** One more open tender, whose bids close so many milliseconds from now. */
export async function layTender(owner: pg.Client, { tenders, buyers, recipients }: Data, closesInMs: number): Promise<string> {
  const id = newId();
  await layTenders(owner, [id], tenders.length, buyers, recipients, closesInMs);
  tenders.push(id);
  return id;
}

/** As the procedure would: drafted and locked first, then published, since locks do not change after publication. */
async function layTenders(
  owner: pg.Client,
  some: readonly string[],
  laid: number,
  people: Buyers,
  recipients: { A: string; B: string },
  closesInMs = 40 * 86_400_000,
): Promise<void> {
  await owner.query(
    `INSERT INTO tenders (id, version, reference_number, ocid, procurer_id, created_by, state, method, category, title, description, content,
       valuation, estimated_value, budget, item_class, budget_year, rule_profile, warnings, approved_by, approved_at, search_text, created_at)
     SELECT id, 3, 'SHFTZ-2026-' || lpad(($2 + number)::text, 7, '0'), 'ocds-bench-' || ($2 + number), $3, $4, 'approved', 'open',
            ($5::text[])[1 + number % 3], $6, $7, $8, $9, 12000000.00, 12000000.00, 'A02320700', 2026, $10, '[]', $11,
            platform_now(), '3.0t磁共振成像系统采购 ' || ($2 + number), platform_now()
       FROM unnest($1::uuid[]) WITH ORDINALITY AS made (id, number)`,
    [some, laid, people.procurer, people.author, categories, ...tenderTexts, people.approver],
  );
  await owner.query(
    `WITH dealt AS (
       INSERT INTO lock_deals (id, tender_id, envelope, lock, recipient, rehearsal_recipient, threshold, dealer_id, organization_id, dealt_at)
       SELECT gen_random_uuid(), id, 'bid', lock, recipient, rehearsal, 2, $2, $3, platform_now()
         FROM unnest($1::uuid[]) AS made (id), (VALUES ('A', $4, $5), ('B', $5, $4)) AS locks (lock, recipient, rehearsal)
       RETURNING id)
     INSERT INTO lock_shares (deal_id, index, person_id, organization_id, key_id, commitment, rehearsal_commitment, sealed_share)
     SELECT dealt.id, index, person, $3, $6, encode(sha256(person::text::bytea), 'hex'), encode(sha256(dealt.id::text::bytea), 'hex'), ''
       FROM dealt, unnest(ARRAY[$2, $7]::uuid[]) WITH ORDINALITY AS held (person, index)`,
    [some, people.custodian, people.notary, recipients.A, recipients.B, people.key, people.author],
  );
  await owner.query(
    `UPDATE tenders SET state = 'open', published_by = $2, published_at = moment.at, documents_issued_at = moment.at,
            bids_close_at = moment.close_at, opens_at = moment.close_at + interval '30 seconds', due_at = moment.close_at
       FROM (SELECT platform_now() AS at, platform_now() + make_interval(secs => $3 / 1000.0) AS close_at) moment WHERE id = ANY ($1)`,
    [some, people.approver, closesInMs],
  );
  await owner.query(
    `INSERT INTO tender_notices (id, tender_id, version, kind, published_at, content, content_sha256)
     SELECT gen_random_uuid(), id, 1, 'tender', platform_now(), '{}', encode(sha256('{}'), 'hex') FROM unnest($1::uuid[]) AS made (id)`,
    [some],
  );
}

const { title, description, purpose, contractForm, qualificationRequirements, specifications, criteria } = mriTender;
const { awardMethod, evaluators, smePlan, exclusionClause, valuation } = mriTender;
const content = {
  ...{ purpose, contractForm, byContract: true, qualificationRequirements, specifications, criteria, awardMethod, evaluators },
  ...{ smePlan, exclusionClause, reductions: [], lots: [], items: [] },
};
const ruleProfile = {
  name: 'SHFTZ_2023_23',
  effectiveOn: '2023-11-26',
  nationalConflicts: 'warn',
  bidPeriod: { article: 51, days: 40 },
  valuation: { article: 52, total: '12000000.00' },
};
/** Title, description, content, valuation and rule profile, as the statement takes them. */
const tenderTexts = [title, description, content, valuation, ruleProfile].map((one) => JSON.stringify(one));

function* slices<Item>(all: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < all.length; from += batch) yield all.slice(from, from + batch);
}
