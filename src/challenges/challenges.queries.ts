import type { Actor } from '../platform/actor.js';
import { requireCovered } from '../platform/delegated.js';
import type { Reader } from '../platform/reads.js';
import type { ContestAnswer } from './knowledge-contest.entity.js';

/** Whether the supplier's own last word in the tender is a bid. */
export async function takesPart(reader: Reader, tenderId: string, supplierId: string): Promise<boolean> {
  const rows = await reader.query<{ action: string }>('SELECT action FROM own_bids($1, $2) ORDER BY version DESC LIMIT 1', [
    tenderId,
    supplierId,
  ]);
  return rows[0] !== undefined && rows[0].action !== 'withdrawal';
}

/** Whether the supplier has an application that stands. */
export async function hasApplied(reader: Reader, tenderId: string, supplierId: string): Promise<boolean> {
  const rows = await reader.query<{ applied: boolean }>(
    `SELECT EXISTS (SELECT FROM applications one WHERE tender_id = $1 AND supplier_id = $2 AND action <> 'withdrawal'
              AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)) AS applied`,
    [tenderId, supplierId],
  );
  return rows[0]?.applied === true;
}

/** Whether the supplier's own record shows that it took or meant to take part: a document, an application, an invitation, a bid. */
export async function showedInterest(reader: Reader, tenderId: string, supplierId: string): Promise<boolean> {
  const rows = await reader.query<{ shown: boolean }>(
    `SELECT first_download($1, $2) IS NOT NULL
            OR EXISTS (SELECT FROM applications WHERE tender_id = $1 AND supplier_id = $2)
            OR EXISTS (SELECT FROM invited_suppliers WHERE tender_id = $1 AND supplier_id = $2)
            OR EXISTS (SELECT FROM own_bids($1, $2)) AS shown`,
    [tenderId, supplierId],
  );
  return rows[0]?.shown === true;
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

/** The procuring entity's contest of the day of knowledge, for the parties and who reviews. */
export async function contestOf(reader: Reader, challengeId: string): Promise<ContestAnswer | null> {
  const rows = await reader.query<ContestAnswer>(
    `SELECT known_on AS "knownOn", grounds, evidence, contested_at AS "contestedAt" FROM knowledge_contests WHERE challenge_id = $1`,
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
