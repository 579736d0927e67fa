import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import type { Reader } from '../platform/reads.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { Text } from '../tenders/tender.entity.js';
import type { ApplicationDecision, Statement } from './application.entity.js';

/** The last row of a supplier's chain, with the decision on it. */
export interface ApplicationRow {
  id: string;
  tenderId: string;
  supplierId: string;
  supplierName: Text;
  action: 'submission' | 'replacement' | 'withdrawal';
  version: number;
  statements: Statement[];
  basedOn: string | null;
  receivedAt: Instant;
  decision: Omit<ApplicationDecision, 'applicationId' | 'decidedBy'> | null;
  /** Null before the shortlist. */
  shortlisted: boolean | null;
  rank: number | null;
}

const columns = `
  one.id, one.tender_id AS "tenderId", one.supplier_id AS "supplierId", supplier.name AS "supplierName", one.action, one.version, one.statements,
  one.based_on AS "basedOn", one.received_at AS "receivedAt",
  (SELECT json_build_object('id', made.id, 'version', made.version, 'outcome', made.outcome, 'reasons', made.reasons,
            'requirementIds', made.requirement_ids, 'exclusionId', made.exclusion_id, 'points', made.points, 'decidedAt', utc_text(made.decided_at), 'validUntil', made.valid_until)
     FROM application_decisions made WHERE made.application_id = one.id ORDER BY made.version DESC LIMIT 1) AS decision,
  CASE WHEN tender.state NOT IN ('prequalification', 'failed', 'cancelled')
       THEN EXISTS (SELECT FROM invited_suppliers WHERE tender_id = one.tender_id AND supplier_id = one.supplier_id) END AS shortlisted,
  (SELECT rank FROM invited_suppliers WHERE tender_id = one.tender_id AND supplier_id = one.supplier_id) AS rank`;

const lastOfChains = `
  FROM applications one JOIN organizations supplier ON supplier.id = one.supplier_id JOIN tenders tender ON tender.id = one.tender_id
 WHERE one.tender_id = $1 AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)`;

// The procuring entity reads nothing of an application, not even that it exists, while others may still apply.
const readable = `${lastOfChains} AND one.action <> 'withdrawal' AND platform_now() >= tender.applications_close_at`;

/** The supplier's own last row; null where it never applied. */
export async function ownApplication(reader: Reader, tenderId: string, supplierId: string): Promise<ApplicationRow | null> {
  const rows = await reader.query<ApplicationRow>(`SELECT ${columns} ${lastOfChains} AND one.supplier_id = $2`, [
    tenderId,
    supplierId,
  ]);
  return rows[0] ?? null;
}

/** Every application that stands, in the order of receipt; none before their deadline. */
export function standingApplications(reader: Reader, tenderId: string): Promise<ApplicationRow[]> {
  return reader.query(`SELECT ${columns} ${readable} ORDER BY one.received_at, one.id`, [tenderId]);
}

/** The same by pages, in the order of their ids. */
export async function pageOfApplications(reader: Reader, tenderId: string, query: PageQuery): Promise<Page<ApplicationRow>> {
  const limit = limitOf(query);
  const rows = await reader.query<ApplicationRow>(
    `SELECT ${columns} ${readable} AND ($2::uuid IS NULL OR one.id > $2) ORDER BY one.id LIMIT $3`,
    [tenderId, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** Null where no such application stands, and before the deadline. */
export async function standingApplication(reader: Reader, tenderId: string, id: string): Promise<ApplicationRow | null> {
  const rows = await reader.query<ApplicationRow>(`SELECT ${columns} ${readable} AND one.id = $2`, [tenderId, id]);
  return rows[0] ?? null;
}

/** A file that came with an application (申请附件). */
export interface ApplicationDocument {
  id: string;
  tenderId: string;
  name: string;
  mediaType: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  receivedAt: Instant;
}

/** What the supplier has handed in for the tender, oldest first. */
export function documentsOf(reader: Reader, tenderId: string, supplierId: string): Promise<ApplicationDocument[]> {
  return reader.query(
    `SELECT id, tender_id AS "tenderId", name, media_type AS "mediaType", bytes::float8 AS bytes, sha256, received_at AS "receivedAt"
       FROM application_documents WHERE tender_id = $1 AND supplier_id = $2 ORDER BY id LIMIT 500`,
    [tenderId, supplierId],
  );
}

/** A qualification that stands on a day. */
export interface StandingQualification {
  id: string;
  supplier: { id: string; name: Text };
  procurer: { id: string; name: Text };
  tenderId: string;
  itemClass: string | null;
  decidedAt: Instant;
  validUntil: CivilDate;
}

const qualifications = `
  SELECT made.id, json_build_object('id', supplier.id, 'name', supplier.name) AS supplier,
         json_build_object('id', procurer.id, 'name', procurer.name) AS procurer, tender.id AS "tenderId", tender.item_class AS "itemClass",
         made.decided_at AS "decidedAt", made.valid_until AS "validUntil"
    FROM application_decisions made JOIN applications one ON one.id = made.application_id
    JOIN tenders tender ON tender.id = one.tender_id JOIN organizations supplier ON supplier.id = one.supplier_id
    JOIN organizations procurer ON procurer.id = tender.procurer_id
   WHERE made.outcome = 'qualified'
     AND NOT EXISTS (SELECT FROM application_decisions later WHERE later.application_id = made.application_id AND later.version > made.version)
     AND made.valid_until >= (platform_now() AT TIME ZONE 'Asia/Shanghai')::date`;

/**
 * Whom the procuring entities found qualified, by the class of what they bought. To its own procuring entity at once; to others once the bids
 * of that tender are opened or it has ended, so that nobody learns who may bid.
 */
export async function qualifiedSuppliers(
  reader: Reader,
  viewer: string | null,
  query: PageQuery & { procurer?: string; itemClass?: string },
): Promise<Page<StandingQualification>> {
  const limit = limitOf(query);
  const rows = await reader.query<StandingQualification>(
    `${qualifications} AND (tender.procurer_id = $1 OR tender.opened_at IS NOT NULL OR tender.ended_on IS NOT NULL)
       AND ($2::uuid IS NULL OR tender.procurer_id = $2) AND ($3::text IS NULL OR tender.item_class = $3) AND ($4::uuid IS NULL OR made.id > $4)
     ORDER BY made.id LIMIT $5`,
    [viewer, query.procurer ?? null, query.itemClass ?? null, query.after ?? null, limit + 1],
  );
  return pageOf(rows, limit);
}

/** Whether the supplier has this qualification today, with this procuring entity and for the requirements that the tender has. */
export async function standsQualified(
  reader: Reader,
  args: { id: string; supplierId: string; procurerId: string; tenderId: string },
): Promise<boolean> {
  const rows = await reader.query(
    `${qualifications} AND made.id = $1 AND one.supplier_id = $2 AND tender.procurer_id = $3
       AND tender.content #> '{prequalification,requirements}' =
           (SELECT content #> '{prequalification,requirements}' FROM tenders WHERE id = $4)`,
    [args.id, args.supplierId, args.procurerId, args.tenderId],
  );
  return rows.length > 0;
}
