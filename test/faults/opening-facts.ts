import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { TestApp } from '../app.js';

/** Everything that an opening writes, less what is of one tender alone, so that two openings of like boxes are equal. */
export interface OpeningFacts {
  state: string;
  opened: boolean;
  bids: { supplier: string; state: string; price: string | null; documents: string[]; rule: string | null }[];
  minutes: object | null;
  notices: number;
  securities: number;
  identities: number;
  /** Documents and file keys that are kept. */
  kept: number;
  fileKeys: number;
  /** Audit entries and outbox messages of the opening, by type. */
  entries: Record<string, number>;
  messages: Record<string, number>;
}

const events = `('tender.opened', 'bid.opened', 'bid.found-defective', 'tender.failed')`;

export async function openingFacts(app: Pick<TestApp, 'sql'>, tenderId: string): Promise<OpeningFacts> {
  const [row] = await app.sql<Omit<OpeningFacts, 'minutes'> & { minutes: string | null }>(
    `SELECT state, opened_at IS NOT NULL AS opened,
       (SELECT coalesce(json_agg(json_build_object('supplier', organization.identifier, 'state', bid.state, 'price', bid.price::text,
            'documents', (SELECT coalesce(json_agg(one ->> 'name'), '[]') FROM jsonb_array_elements(bid.content::jsonb -> 'documents') one),
            'rule', bid.defect::jsonb #>> '{breach,rule}') ORDER BY organization.identifier), '[]')
          FROM opened_bids bid JOIN organizations organization ON organization.id = bid.supplier_id WHERE bid.tender_id = tender.id) AS bids,
       (SELECT minutes FROM opening_minutes WHERE tender_id = tender.id) AS minutes,
       (SELECT count(*)::int FROM tender_notices WHERE tender_id = tender.id) AS notices,
       (SELECT count(*)::int FROM securities WHERE tender_id = tender.id) AS securities,
       (SELECT count(*)::int FROM opened_documents WHERE tender_id = tender.id) AS kept,
       (SELECT count(*)::int FROM opened_file_keys JOIN opened_bids ON opened_bids.id = bid_id WHERE tender_id = tender.id) AS "fileKeys",
       (SELECT count(*)::int FROM released_identities WHERE tender_id = tender.id) AS identities,
       (SELECT coalesce(json_object_agg(type, n), '{}') FROM (
          SELECT type, count(*) AS n FROM audit_entries WHERE tender_id = tender.id AND type IN ${events} GROUP BY type) one) AS entries,
       (SELECT coalesce(json_object_agg(topic, n), '{}') FROM (
          SELECT topic, count(*) AS n FROM outbox WHERE body ->> 'tenderId' = tender.id::text AND topic IN ${events} GROUP BY topic) one) AS messages
     FROM tenders tender WHERE id = $1`,
    [tenderId],
  );
  if (!row) throw new Error(`no tender ${tenderId}`);
  return { ...row, minutes: row.minutes === null ? null : alike(JSON.parse(row.minutes) as OpeningMinutes) };
}

/** The minutes without ids, hashes and moments of one tender. */
function alike({ format, envelope, openedAt, openableAt, locks, bids }: OpeningMinutes): object {
  return {
    format,
    envelope,
    openedAt,
    openableAt,
    locks: Object.entries(locks).map(([lock, { recipient, threshold, identitySha256, shares }]) => ({
      ...{ lock, recipient, threshold, identitySha256 },
      shares: shares.map(({ index, organizationId, used }) => ({ index, organizationId, used })),
    })),
    bids: bids.map(({ supplierId, supplierName, result, price, defect }) => ({
      supplierId,
      supplierName,
      result,
      price,
      defect,
    })),
  };
}
