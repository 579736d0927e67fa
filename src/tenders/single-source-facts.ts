import { controlClosure, organizationById, type KnownOrganization } from '../organizations/organizations.queries.js';
import type { Reader } from '../platform/reads.js';
import type { FailedProcedure } from '../rules/failed-procedure.js';
import { parseMoney, type Fen } from '../rules/money.js';
import type { Instant } from '../rules/moment.js';
import { hashedRequirements, type HashedRequirements } from './requirements-hash.js';
import type { SingleSourceContent } from './single-source-content.js';
import type { Tender } from './tender.entity.js';

export interface EvidenceDocument {
  id: string;
  name: string;
  sha256: string;
}

/** The contract that a supplement adds to, and what was added so far. */
export interface SupplementedContract {
  procurerId: string;
  supplierId: string;
  state: string;
  amount: string;
  signedAt: Instant;
  isSupplement: boolean;
  /** Values of the earlier supplements, in fen: as awarded, else as announced. */
  supplements: readonly Fen[];
}

/** What the platform itself knows about the source and the ground that a draft names. */
export interface SingleSourceFacts {
  source: SingleSourceContent;
  supplier: KnownOrganization | null;
  /** Organisations that control the supplier or are controlled by it. */
  related: readonly string[];
  tiedToProcurer: boolean;
  documents: readonly EvidenceDocument[];
  failed: (FailedProcedure & { requirements: HashedRequirements; ceiling: Fen | null }) | null;
  original: SupplementedContract | null;
}

/** Gathers it: the same for the dry run and for the act. Null where there is nothing to gather. */
export async function singleSourceFacts(reader: Reader, tender: Tender): Promise<SingleSourceFacts | null> {
  const source = tender.method === 'single-source' ? tender.content.singleSource : undefined;
  if (source === undefined) return null;
  const closure = await controlClosure(reader, source.supplierId);
  const related = [...closure.controls, ...closure.controlledBy];
  return {
    source,
    supplier: await organizationById(reader, source.supplierId),
    related,
    tiedToProcurer: [source.supplierId, ...related].includes(tender.procurerId),
    documents: await reader.query<EvidenceDocument>(
      'SELECT id, name, sha256 FROM tender_documents WHERE tender_id = $1 ORDER BY id',
      [tender.id],
    ),
    failed: source.failedTenderId === undefined ? null : await failedProcedure(reader, tender, source.failedTenderId, source),
    original: source.supplementary
      ? await supplementedContract(reader, tender.id, source.supplementary.originalContractId)
      : null,
  };
}

// Of an invited tender that ended after the deadline of its applications: how many stood, and how many of them qualified.
const applicationsOf = `
  SELECT count(one.id)::int AS applications,
         CASE WHEN count(one.id) = count(decided.outcome)
              THEN (count(*) FILTER (WHERE decided.outcome = 'qualified'))::int END AS qualified
    FROM tenders tender
    LEFT JOIN applications one ON one.tender_id = tender.id AND one.action <> 'withdrawal'
         AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)
    LEFT JOIN LATERAL (SELECT outcome FROM application_decisions WHERE application_id = one.id ORDER BY version DESC LIMIT 1) decided ON true
   WHERE tender.id = $1 AND tender.method = 'invited' AND tender.state IN ('failed', 'cancelled')
     AND tender.applications_close_at <= (SELECT min(published_at) FROM tender_notices
                                           WHERE tender_id = tender.id AND kind IN ('cancellation', 'failure'))
   GROUP BY tender.id`;

type FailedRow = Pick<Tender, 'procurerId' | 'state' | 'method' | 'content' | 'budget' | 'publishedAt'>;

async function failedProcedure(
  reader: Reader,
  tender: Tender,
  failedId: string,
  { colluders = [] }: SingleSourceContent,
): Promise<SingleSourceFacts['failed']> {
  const [row] = await reader.query<FailedRow>(
    `SELECT procurer_id AS "procurerId", state, method, content, budget, published_at AS "publishedAt" FROM tenders
      WHERE id = $1 AND (published_at IS NOT NULL OR procurer_id = $2)`,
    [failedId, tender.procurerId],
  );
  if (!row) return null;
  const [outcome] = await reader.query<{ bids: number; conforming: number | null; qualified: number | null }>(
    'SELECT bids, conforming, qualified FROM procedure_outcome($1)',
    [failedId],
  );
  const [applied] = await reader.query<{ applications: number; qualified: number | null }>(applicationsOf, [failedId]);
  const [bidders] = await reader.query<{ count: string }>(
    'SELECT count(*) FROM opened_bids WHERE tender_id = $1 AND supplier_id = ANY ($2::uuid[])',
    [failedId, colluders],
  );
  return {
    sameProcurer: row.procurerId === tender.procurerId,
    endedWithoutAward: row.state === 'failed' || row.state === 'cancelled',
    wasPublic: row.publishedAt !== null && row.method !== 'single-source',
    bids: outcome?.bids ?? null,
    conforming: outcome?.conforming ?? null,
    qualified: outcome?.qualified ?? null,
    applications: applied?.applications ?? null,
    qualifiedApplicants: applied?.qualified ?? null,
    colluders: new Set(colluders).size,
    colludersAmongBidders: Number(bidders?.count ?? 0),
    requirements: hashedRequirements(row),
    ceiling: parseMoney(row.budget),
  };
}

async function supplementedContract(reader: Reader, tenderId: string, contractId: string): Promise<SupplementedContract | null> {
  const [contract] = await reader.query<Omit<SupplementedContract, 'supplements'>>(
    `SELECT contract.procurer_id AS "procurerId", contract.supplier_id AS "supplierId", contract.state, contract.amount,
            contract.signed_at AS "signedAt",
            EXISTS (SELECT FROM single_sources source WHERE source.tender_id = contract.tender_id AND source.ground = 'supplementary')
              AS "isSupplement"
       FROM contracts contract WHERE contract.id = $1`,
    [contractId],
  );
  if (!contract) return null;
  const rows = await reader.query<{ value: string }>(
    `SELECT coalesce(award.amount, source.value, 0)::text AS value
       FROM single_sources source JOIN tenders tender ON tender.id = source.tender_id AND tender.state NOT IN ('failed', 'cancelled')
       LEFT JOIN awards award ON award.tender_id = source.tender_id AND award.state = 'active'
      WHERE source.original_contract_id = $1 AND source.tender_id <> $2 ORDER BY source.tender_id`,
    [contractId, tenderId],
  );
  return { ...contract, supplements: rows.map(({ value }) => parseMoney(value) as Fen) };
}
