import { controlClosure } from '../organizations/organizations.queries.js';
import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { reviewerIsIndependent } from '../rules/reviewer-independence.js';

/** Art. 60: independent of the procuring entity and of every agency that has held its mandate for the tender, and keeper of none of its locks. */
export async function reviewBodyIsIndependent(
  reader: Reader,
  reviewBodyId: string,
  { procurerId, tenderId }: { procurerId: string; tenderId: string },
): Promise<Breaches> {
  const reviewBody = { id: reviewBodyId, ...(await controlClosure(reader, reviewBodyId)) };
  const agencies = await reader.query<{ id: string }>('SELECT agencies_of($1) AS id', [tenderId]);
  const custodianIds = await custodiansOf(reader, tenderId);
  const facts = { procurerId, reviewBody, custodianIds };
  const ofAgencies = agencies.flatMap(({ id }) => reviewerIsIndependent({ ...facts, agencyId: id }));
  return agencies.length > 0 ? ofAgencies.slice(0, 1) : reviewerIsIndependent({ ...facts, agencyId: null });
}

/** Whose people dealt a standing lock of the tender, or hold a share of one. */
async function custodiansOf(reader: Reader, tenderId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `SELECT organization_id AS id FROM lock_deals WHERE tender_id = $1 AND superseded_at IS NULL UNION
     SELECT share.organization_id FROM lock_shares share JOIN lock_deals deal ON deal.id = share.deal_id
      WHERE deal.tender_id = $1 AND deal.superseded_at IS NULL`,
    [tenderId],
  );
  return rows.map((one) => one.id);
}
