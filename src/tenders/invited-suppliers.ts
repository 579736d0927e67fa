import type { Actor } from '../platform/actor.js';
import type { Reader } from '../platform/reads.js';
import type { Work } from '../platform/unit-of-work.js';
import { oversees } from './oversees.js';

/** One who is invited to bid (受邀供应商). */
export interface InvitedSupplier {
  supplierId: string;
  /** The application it qualified with. */
  applicationId: string | null;
  /** From 1, by the published criteria. */
  rank: number;
}

/** Fixes who is invited: from now on nobody else is admitted to bid, and nobody is added. The caller holds the tender's lock. */
export async function fixInvited(work: Work, tenderId: string, invited: readonly InvitedSupplier[]): Promise<void> {
  await work.query(
    `INSERT INTO invited_suppliers (tender_id, supplier_id, application_id, rank, shortlisted_at)
     SELECT $1, supplier_id, application_id, rank, $5
       FROM unnest($2::uuid[], $3::uuid[], $4::int[]) AS one (supplier_id, application_id, rank)`,
    [
      tenderId,
      invited.map((one) => one.supplierId),
      invited.map((one) => one.applicationId),
      invited.map((one) => one.rank),
      work.now,
    ],
  );
}

/** In the order of their rank; empty before the shortlist. */
export async function invitedSuppliers(reader: Reader, tenderId: string): Promise<InvitedSupplier[]> {
  return reader.query(
    `SELECT supplier_id AS "supplierId", application_id AS "applicationId", rank FROM invited_suppliers
      WHERE tender_id = $1 ORDER BY rank`,
    [tenderId],
  );
}

/** Whether the files of a readable tender may be read: under invited tendering by the procuring entity, whom it invited, overseers, and all after the opening. */
export async function mayReadDocuments(reader: Reader, actor: Actor | null, tenderId: string): Promise<boolean> {
  if (actor && (await oversees(reader, actor, tenderId))) return true;
  const rows = await reader.query(
    `SELECT 1 FROM tenders
      WHERE id = $1 AND (method <> 'invited' OR procurer_id = $2 OR opened_at IS NOT NULL
        OR (documents_issued_at IS NOT NULL
            AND EXISTS (SELECT FROM invited_suppliers WHERE tender_id = tenders.id AND supplier_id = $2)))`,
    [tenderId, actor?.organizationId ?? null],
  );
  return rows.length > 0;
}
