import { keyOf } from '../bids/bid-partners.js';
import { verifiedPrincipals } from '../organizations/read-principals.js';
import type { Work } from '../platform/unit-of-work.js';
import { bidIsIndependent, type StandingBid } from '../rules/consortia.js';
import { breach, type Breaches } from '../rules/breach.js';
import type { Text } from '../tenders/tender.entity.js';
import type { EvaluatedBid } from './awards.queries.js';

/** What the law finds of a bid beside the others, and every registered organisation that stands behind it. */
export interface Independence {
  parties: string[];
  breaches: Breaches;
}

interface Registered {
  id: string;
  scheme: string;
  identifier: string;
  name: Text;
}

/** 实施条例 arts. 18, 22: the bids that stand, held against each other, the recorded relations of control and the verified principals. By bid id. */
export async function independenceOf(work: Work, bids: readonly EvaluatedBid[]): Promise<Map<string, Independence>> {
  const standing = await standingBids(work, bids);
  const ids = [...new Set(standing.flatMap((one) => one.registered))];
  const ties = { controls: await controlsAmong(work, ids), principals: await verifiedPrincipals(work, ids) };
  return new Map(
    standing.map((one) => [
      one.bidId,
      {
        parties: one.registered,
        breaches: [
          ...(one.unknown ? [breach('bid.consortium-incomplete', { missing: [unknownMember] })] : []),
          ...bidIsIndependent(one, standing, ties),
        ],
      },
    ]),
  );
}

/** Every registered organisation that stands behind a bid, consortium members among them. By bid id. */
export async function partiesOf(work: Work, bids: readonly EvaluatedBid[]): Promise<Map<string, string[]>> {
  return new Map((await standingBids(work, bids)).map(({ bidId, registered }) => [bidId, registered]));
}

interface KnownBid extends StandingBid {
  /** Those of its parties that the platform knows. */
  registered: string[];
  /** Whether a member says neither who it is nor is known. */
  unknown: boolean;
}

async function standingBids(work: Work, bids: readonly EvaluatedBid[]): Promise<KnownBid[]> {
  const registered = await registeredParties(work, bids);
  return bids.map((bid) => standingBid(bid, registered));
}

const unknownMember = { zh: '成员须为已登记的组织或写明身份', en: 'members that are registered or say who they are' };

/** The organisations named as bidder or member, by id and by register. */
async function registeredParties(work: Work, bids: readonly EvaluatedBid[]): Promise<Map<string, Registered>> {
  const keys = bids.flatMap((bid) => [bid.supplierId, ...(bid.content?.consortium?.members ?? []).map(keyOf)]);
  const rows = await work.query<Registered>(
    `SELECT id, scheme, identifier, name FROM organizations
      WHERE id::text = ANY ($1) OR scheme || ':' || upper(identifier) = ANY ($1)`,
    [keys],
  );
  return new Map(
    rows.flatMap((row): [string, Registered][] => [
      [row.id, row],
      [`${row.scheme}:${row.identifier.toUpperCase()}`, row],
    ]),
  );
}

function standingBid(bid: EvaluatedBid, registered: ReadonlyMap<string, Registered>): KnownBid {
  const members = (bid.content?.consortium?.members ?? []).map((one) => {
    const known = registered.get(keyOf(one));
    return { id: known?.id ?? keyOf(one), name: known?.name ?? one.identity?.name ?? null };
  });
  const others = members.filter((one) => one.id !== bid.supplierId);
  const parties = [{ id: bid.supplierId, name: bid.supplierName }, ...others.map(({ id, name }) => ({ id, name: name ?? {} }))];
  return {
    bidId: bid.id,
    parties,
    registered: parties.map(({ id }) => id).filter((id) => registered.has(id)),
    unknown: others.some((one) => one.name === null),
  };
}

/** Direct control or management only: who holds whom through others is not barred by art. 18. */
async function controlsAmong(work: Work, ids: readonly string[]): Promise<[string, string][]> {
  const rows = await work.query<{ above: string; below: string }>(
    `SELECT controller_id AS above, controlled_id AS below FROM control_relations
      WHERE controller_id = ANY ($1::uuid[]) AND controlled_id = ANY ($1::uuid[])
     UNION SELECT parent_id, id FROM organizations WHERE parent_id = ANY ($1::uuid[]) AND id = ANY ($1::uuid[])`,
    [ids],
  );
  return rows.map(({ above, below }) => [above, below]);
}
