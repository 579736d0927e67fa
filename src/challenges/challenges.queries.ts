import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import type { Reader } from '../platform/reads.js';
import type { Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ProcedureMoments } from './challenge-window.js';

/** The platform's own record of the tender's moments, from which art. 61 counts; with them, of one supplier alone, when it got the documents. Of some lots, their results alone count. */
export async function momentsOf(
  reader: Reader,
  tender: Tender,
  supplierId: string | null,
  lotIds: readonly string[] | null = null,
): Promise<ProcedureMoments> {
  const rows = await reader.query<
    Pick<ProcedureMoments, 'downloadedAt' | 'amendedAt' | 'amendmentDownloadedAt'> & { decidedAt: Instant | null }
  >(
    `SELECT (SELECT max(decided_at) FROM (
               SELECT decided_at, lot_id FROM awards WHERE tender_id = $1 AND state = 'active' UNION ALL
               SELECT decided_at, lot_id FROM lot_non_awards WHERE tender_id = $1 AND state = 'active') AS result
              WHERE $4::text[] IS NULL OR lot_id IS NULL OR lot_id = ANY ($4)) AS "decidedAt", first_download($1, $2) AS "downloadedAt",
            amended.at AS "amendedAt", first_download_since($1, $2, amended.at) AS "amendmentDownloadedAt"
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
  };
}

/** Whether the supplier's own last word in the tender is a bid. */
export async function takesPart(reader: Reader, tenderId: string, supplierId: string): Promise<boolean> {
  const rows = await reader.query<{ action: string }>('SELECT action FROM own_bids($1, $2) ORDER BY version DESC LIMIT 1', [
    tenderId,
    supplierId,
  ]);
  return rows[0] !== undefined && rows[0].action !== 'withdrawal';
}

/** When the decision to exclude the supplier was delivered to it (art. 54); undefined where there is no such decision. */
export async function exclusionDelivered(
  reader: Reader,
  exclusion: { id: string; tenderId: string; supplierId: string },
): Promise<Instant | null | undefined> {
  const rows = await reader.query<{ deliveredAt: Instant | null }>(
    `SELECT (SELECT min(told.delivered_at) FROM deliveries told WHERE told.tender_id = made.tender_id
               AND told.organization_id = made.supplier_id AND told.topic = 'exclusion.decided' AND told.subject_id = made.id) AS "deliveredAt"
       FROM exclusions made WHERE made.id = $1 AND made.tender_id = $2 AND made.supplier_id = $3 AND made.state = 'excluded'`,
    [exclusion.id, exclusion.tenderId, exclusion.supplierId],
  );
  return rows[0]?.deliveredAt;
}

/** Verified review bodies, oldest first; more than a few do not exist in one zone. */
export async function reviewBodies(reader: Reader): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `SELECT id FROM organizations WHERE 'review-body' = ANY (kinds) AND verified_at IS NOT NULL ORDER BY id LIMIT 50`,
  );
  return rows.map((one) => one.id);
}

/** The complaint on a challenge, for its parties: where it was transferred, the case that goes on. */
export async function complaintOn(reader: Reader, challengeId: string): Promise<{ id: string; reviewBodyId: string } | null> {
  const rows = await reader.query<{ id: string; reviewBodyId: string }>(
    `SELECT id, review_body_id AS "reviewBodyId" FROM complaints WHERE challenge_id = $1 AND state <> 'transferred'`,
    [challengeId],
  );
  return rows[0] ?? null;
}

/**
 * Which side of the challenge the caller acts for, on the caller's present membership, mandate or power of attorney; null for a stranger.
 * Throws LawRefusal where a mandate or power does not cover the tender.
 */
export function sideOf(
  actor: Actor,
  challenge: { supplierId: string; procurerId: string; tenderId: string },
): 'supplier' | 'procurer' | null {
  const isSupplier = actor.organizationId === challenge.supplierId && actor.roles.includes('supplier');
  const acting = actor.roles.includes('procurer') || actor.roles.includes('approver');
  const isProcurer = actor.organizationId === challenge.procurerId && acting;
  if (!isSupplier && !isProcurer) return null;
  requireCovered(actor, challenge.tenderId);
  return isSupplier ? 'supplier' : 'procurer';
}
