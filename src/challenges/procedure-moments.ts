import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Delivered, ProcedureMoments } from './challenge-window.js';

/** The platform's own record of the tender's moments, from which art. 61 counts; with them, of one supplier alone, when it got the documents. Of some lots, their results alone count. */
export async function momentsOf(
  reader: Reader,
  tender: Tender,
  supplierId: string | null,
  lotIds: readonly string[] | null = null,
): Promise<ProcedureMoments> {
  const rows = await reader.query<
    Pick<ProcedureMoments, 'downloadedAt' | 'amendedAt' | 'amendmentDownloadedAt' | 'cancelledAt'> & { decidedAt: Instant | null }
  >(
    `SELECT (SELECT max(decided_at) FROM (
               SELECT decided_at, lot_id FROM awards WHERE tender_id = $1 AND state = 'active' UNION ALL
               SELECT decided_at, lot_id FROM lot_non_awards WHERE tender_id = $1 AND state = 'active') AS result
              WHERE $4::text[] IS NULL OR lot_id IS NULL OR lot_id = ANY ($4)) AS "decidedAt", first_download($1, $2) AS "downloadedAt",
            amended.at AS "amendedAt", first_download_since($1, $2, amended.at) AS "amendmentDownloadedAt",
            (SELECT min(published_at) FROM tender_notices WHERE tender_id = $1 AND kind IN ('cancellation', 'failure')) AS "cancelledAt"
       FROM (SELECT max(published_at) AS at FROM tender_notices
              WHERE tender_id = $1 AND kind = 'amendment' AND content -> 'material' = 'true' AND published_at > $3) AS amended`,
    [tender.id, supplierId, tender.documentsIssuedAt, lotIds],
  );
  const { documentsIssuedAt, bidsCloseAt, openedAt } = tender;
  return {
    documentsIssuedAt,
    documentsArePublic: tender.method !== 'invited',
    downloadedAt: rows[0]?.downloadedAt ?? null,
    amendedAt: rows[0]?.amendedAt ?? null,
    amendmentDownloadedAt: rows[0]?.amendmentDownloadedAt ?? null,
    bidsCloseAt,
    openedAt,
    awardDecidedAt: rows[0]?.decidedAt ?? null,
    cancelledAt: rows[0]?.cancelledAt ?? null,
    applicationDecided: supplierId === null ? null : await applicationDecided(reader, tender.id, supplierId),
    excluded: (supplierId === null ? null : await exclusionOf(reader, tender.id, supplierId)) ?? null,
  };
}

/** The last decision on the supplier's application, or that it was not chosen though it qualified; told to it alone. */
async function applicationDecided(reader: Reader, tenderId: string, supplierId: string): Promise<Delivered | null> {
  const rows = await reader.query<Delivered>(
    `SELECT made.id, made.decided_at AS "decidedAt",
            (SELECT min(told.delivered_at) FROM deliveries told WHERE told.tender_id = $1 AND told.organization_id = $2
                AND told.subject_id = one.id AND told.delivered_at >= made.decided_at
                AND told.topic = CASE WHEN made.outcome = 'qualified' THEN 'application.not-shortlisted' ELSE 'application.decided' END)
              AS "deliveredAt"
       FROM applications one JOIN application_decisions made ON made.application_id = one.id
      WHERE one.tender_id = $1 AND one.supplier_id = $2 AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)
      ORDER BY made.version DESC LIMIT 1`,
    [tenderId, supplierId],
  );
  return rows[0] ?? null;
}

/** The decision to exclude the supplier (art. 54), the last or the one that is named; undefined where there is none. */
export async function exclusionOf(
  reader: Reader,
  tenderId: string,
  supplierId: string,
  id: string | null = null,
): Promise<Delivered | undefined> {
  const rows = await reader.query<Delivered>(
    `SELECT made.id, made.decided_at AS "decidedAt",
            (SELECT min(told.delivered_at) FROM deliveries told WHERE told.tender_id = made.tender_id
               AND told.organization_id = made.supplier_id AND told.topic = 'exclusion.decided' AND told.subject_id = made.id) AS "deliveredAt"
       FROM exclusions made
      WHERE made.tender_id = $1 AND made.supplier_id = $2 AND made.state = 'excluded' AND ($3::uuid IS NULL OR made.id = $3)
      ORDER BY made.decided_at DESC, made.id LIMIT 1`,
    [tenderId, supplierId, id],
  );
  return rows[0];
}
