import type { BidContent } from '../bids/bid-payload.dto.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { Text } from '../tenders/tender.entity.js';
import type { Contract } from './contract.entity.js';
import type { BidState } from '../rules/bid.machine.js';
import { civilDateOf, type CivilDate, type Instant } from '../rules/moment.js';

/** An opened bid as evaluation, award and debriefing read it. */
export interface EvaluatedBid {
  id: string;
  version: number;
  supplierId: string;
  supplierName: Text;
  state: BidState;
  /** As read out, or as corrected by rule and confirmed; null where the file was defective. */
  price: string | null;
  content: BidContent | null;
  receivedAt: Instant;
}

const selectBids = `
  SELECT bid.id, bid.version, bid.supplier_id AS "supplierId", supplier.name AS "supplierName", bid.state,
         coalesce((SELECT corrected FROM price_corrections WHERE bid_id = bid.id), bid.price) AS price, bid.content, bid.received_at AS "receivedAt"
    FROM opened_bids bid JOIN organizations supplier ON supplier.id = bid.supplier_id`;

/** Every bid of the tender that was opened, defective ones too, in the order of receipt. Empty before the opening. */
export function openedBids(reader: Reader, tenderId: string): Promise<EvaluatedBid[]> {
  return reader.query(`${selectBids} WHERE bid.tender_id = $1 ORDER BY bid.received_at, bid.id`, [tenderId]);
}

/** The same by pages, in the order of the bids' ids. */
export async function pageOfOpenedBids(reader: Reader, tenderId: string, query: PageQuery): Promise<Page<EvaluatedBid>> {
  const limit = limitOf(query);
  const rows = await reader.query<EvaluatedBid>(
    `${selectBids} WHERE bid.tender_id = $1 AND ($2::uuid IS NULL OR bid.id > $2) ORDER BY bid.id LIMIT $3`,
    [tenderId, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** The civil day of a supplier's first submission in the tender, application or bid: from it art. 54 counts back. Null where it submitted nothing. */
export async function participatedOn(reader: Reader, tenderId: string, supplierId: string): Promise<CivilDate | null> {
  const rows = await reader.query<{ receivedAt: Instant | null }>(
    `SELECT least((SELECT min(received_at) FROM own_bids($1, $2)),
                  (SELECT min(received_at) FROM applications WHERE tender_id = $1 AND supplier_id = $2)) AS "receivedAt"`,
    [tenderId, supplierId],
  );
  const receivedAt = rows[0]?.receivedAt ?? null;
  return receivedAt === null ? null : civilDateOf(receivedAt);
}

/** Whether the person is a member, now, of an organisation that stands behind an opened bid in the tender, or acts, or ever acted, for a bidder by power of attorney. */
export async function belongsToBidder(reader: Reader, tenderId: string, personId: string): Promise<boolean> {
  const rows = await reader.query<{ bidder: boolean }>(
    `SELECT EXISTS (SELECT FROM memberships member
                      JOIN opened_bids bid ON bid.supplier_id = member.organization_id
                        OR EXISTS (SELECT FROM jsonb_array_elements(bid.content->'consortium'->'members') partner
                                    WHERE lower(partner->>'organizationId') = member.organization_id::text)
                     WHERE bid.tender_id = $1 AND member.person_id = $2
                       AND (member.until IS NULL OR member.until > platform_now()))
         OR EXISTS (SELECT FROM delegations one JOIN opened_bids bid ON bid.supplier_id = one.principal_id
                     WHERE bid.tender_id = $1 AND one.person_id = $2 AND (one.ended_at IS NULL OR one.ended_at > one.valid_from)
                       AND (one.tender_ids IS NULL OR $1 = ANY (one.tender_ids))) AS bidder`,
    [tenderId, personId],
  );
  return rows[0]?.bidder === true;
}

/** Whether the person is a member, now, of the organisation. */
export async function isMemberOf(reader: Reader, personId: string, organizationId: string): Promise<boolean> {
  const rows = await reader.query(
    `SELECT 1 FROM memberships WHERE person_id = $1 AND organization_id = $2 AND (until IS NULL OR until > platform_now()) LIMIT 1`,
    [personId, organizationId],
  );
  return rows.length > 0;
}

/** What bars a contract, on some lots or (null) on the whole, at this moment (rulebook P14): holds that are not released and have not run out. */
export function openHolds(
  reader: Reader,
  tenderId: string,
  lotIds: readonly string[] | null,
): Promise<{ kind: string; causeKind: string; causeId: string }[]> {
  return reader.query(
    `SELECT kind, cause_kind AS "causeKind", cause_id AS "causeId" FROM procedure_holds
      WHERE tender_id = $1 AND released_at IS NULL AND (lot_ids IS NULL OR $2::text[] IS NULL OR lot_ids && $2::text[])
        AND (ends_on IS NULL OR (platform_now() AT TIME ZONE 'Asia/Shanghai')::date <= ends_on) ORDER BY placed_at, id`,
    [tenderId, lotIds],
  );
}

/** What a contract covers, and whether a ruling has stopped it. */
export interface Covered {
  awardIds: string[];
  lotIds: string[];
  stopped: boolean;
}

/** As SQL, for a query that has `contract`: what it covers, in the order of the awards. */
export const coveredColumns = `
  ARRAY (SELECT award_id FROM contract_awards WHERE contract_id = contract.id ORDER BY award_id <> contract.award_id, award_id) AS "awardIds",
  ARRAY (SELECT award.lot_id FROM contract_awards covered JOIN awards award ON award.id = covered.award_id
          WHERE covered.contract_id = contract.id AND award.lot_id IS NOT NULL
          ORDER BY award.id <> contract.award_id, award.id) AS "lotIds",
  contract_is_stopped(contract.id) AS stopped`;

export async function coveredAwards(reader: Reader, contractId: string): Promise<Covered> {
  const rows = await reader.query<Covered>(`SELECT ${coveredColumns} FROM contracts contract WHERE contract.id = $1`, [
    contractId,
  ]);
  return rows[0] as Covered;
}

/** Without a lock: which tender to lock, and whose the contract is. */
export async function contractById(
  reader: Reader,
  id: string,
): Promise<Pick<Contract, 'tenderId' | 'procurerId' | 'supplierId' | 'signedAt'> | null> {
  const rows = await reader.query<Pick<Contract, 'tenderId' | 'procurerId' | 'supplierId' | 'signedAt'>>(
    `SELECT tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId", signed_at AS "signedAt"
       FROM contracts WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
