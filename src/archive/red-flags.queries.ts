import type { Reader } from '../platform/reads.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { Bidder, BidPrice, SingleSource, ValuedPurchase } from '../rules/red-flags.js';

/** Who bid, with what it can be reached by and who acts for it; prices that are known. Only of bids that were opened. */
export async function openedBidders(reader: Reader, tenderId: string): Promise<{ bidders: Bidder[]; prices: BidPrice[] }> {
  const rows = await reader.query<{ bidId: string; supplierId: string; price: string | null; contacts: Bidder['contacts'] }>(
    `SELECT bid.id AS "bidId", bid.supplier_id AS "supplierId", bid.price::text AS price, jsonb_build_object(
              'address', CASE WHEN supplier.address ? 'streetAddress' THEN jsonb_build_array(supplier.address ->> 'streetAddress') ELSE '[]' END,
              'phone', jsonb_path_query_array(coalesce(supplier.contact, '{}'), '$.phone'), 'email', jsonb_path_query_array(coalesce(supplier.contact, '{}'), '$.email'),
              'contact', jsonb_path_query_array(coalesce(supplier.contact, '{}'), '$.name'),
              'agent', coalesce((SELECT jsonb_agg(person_id) FROM delegations WHERE kind = 'power' AND principal_id = bid.supplier_id
                                   AND granted_at <= bid.opened_at AND (ended_at IS NULL OR ended_at > bid.received_at)), '[]'),
              'submitter', coalesce((SELECT jsonb_agg(actor_person_id) FROM audit_entries WHERE subject_id = bid.id AND type IN ('bid.submitted', 'bid.replaced')), '[]'),
              'principal', coalesce((SELECT jsonb_agg(name ->> 'zh' || ' ' || encode(identity_hash, 'hex')) FROM organization_principals
                                      WHERE organization_id = bid.supplier_id AND state <> 'refused'), '[]')) AS contacts
       FROM opened_bids bid JOIN organizations supplier ON supplier.id = bid.supplier_id WHERE bid.tender_id = $1 ORDER BY bid.id`,
    [tenderId],
  );
  return {
    bidders: rows.map(({ supplierId, contacts }) => ({ supplierId, contacts })),
    prices: rows.flatMap(({ bidId, price }) => {
      const fen = parseMoney(price);
      return fen === null ? [] : [{ bidId, price: fen }];
    }),
  };
}

/** What the procuring entity bought from single sources, by award. */
export function singleSourcesOf(reader: Reader, procurerId: string): Promise<SingleSource[]> {
  return reader.query<SingleSource>(
    `SELECT award.tender_id AS "tenderId", award.supplier_id AS "supplierId", (award.decided_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "on"
       FROM awards award JOIN tenders tender ON tender.id = award.tender_id
      WHERE tender.procurer_id = $1 AND tender.method = 'single-source' AND award.state = 'active' ORDER BY award.decided_at`,
    [procurerId],
  );
}

/** What the procuring entity published of one item class, by estimated value, else budget. */
export async function purchasesOfClass(reader: Reader, procurerId: string, itemClass: string): Promise<ValuedPurchase[]> {
  const rows = await reader.query<{ tenderId: string; value: string; on: CivilDate }>(
    `SELECT id AS "tenderId", coalesce(estimated_value, budget)::text AS value, (published_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "on"
       FROM tenders WHERE procurer_id = $1 AND item_class = $2 AND published_at IS NOT NULL AND coalesce(estimated_value, budget) IS NOT NULL`,
    [procurerId, itemClass],
  );
  return rows.map((one) => ({ ...one, value: parseMoney(one.value) as Fen }));
}

/** When the published documents changed. */
export async function amendedAt(reader: Reader, tenderId: string): Promise<Instant[]> {
  const rows = await reader.query<{ at: Instant }>(
    `SELECT recorded_at AS at FROM audit_entries WHERE tender_id = $1 AND type = 'tender.amended' ORDER BY recorded_at`,
    [tenderId],
  );
  return rows.map((one) => one.at);
}
