import { controlClosure } from '../organizations/organizations.queries.js';
import type { Reader } from '../platform/reads.js';
import type { Breaches } from '../rules/breach.js';
import { reviewerIsIndependent } from '../rules/reviewer-independence.js';

/** Art. 60: independent of the procuring entity and of every agency that has held its mandate for the tender. */
export async function reviewBodyIsIndependent(
  reader: Reader,
  reviewBodyId: string,
  { procurerId, tenderId }: { procurerId: string; tenderId: string },
): Promise<Breaches> {
  const reviewBody = { id: reviewBodyId, ...(await controlClosure(reader, reviewBodyId)) };
  const agencies = await reader.query<{ id: string }>('SELECT agencies_of($1) AS id', [tenderId]);
  const ofAgencies = agencies.flatMap(({ id }) => reviewerIsIndependent({ procurerId, reviewBody, agencyId: id }));
  return agencies.length > 0 ? ofAgencies.slice(0, 1) : reviewerIsIndependent({ procurerId, reviewBody, agencyId: null });
}
