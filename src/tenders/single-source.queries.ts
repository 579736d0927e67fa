import type { Reader } from '../platform/reads.js';
import type { SingleSourceGround } from '../rules/art-48-single-source.js';
import type { Breaches, Derivation } from '../rules/breach.js';
import { pendingOf } from '../rules/evaluate-types.js';
import type { CivilDate, Instant } from '../rules/moment.js';
import type { NoticePeriod } from '../rules/single-source-procedure.js';
import type { Objection, ObjectionState } from './objection.entity.js';
import type { Text } from './tender.entity.js';

/** What was announced, as it stands beside the tender. */
export interface AnnouncedSource {
  ground: SingleSourceGround;
  supplierId: string;
  /** The first instant at which an objection is late and the award possible. */
  noticeEndsAt: Instant;
  notice: NoticePeriod;
  publishedAt: Instant;
}

/** Null where the tender is no published single source. */
export async function announcedSource(reader: Reader, tenderId: string): Promise<AnnouncedSource | null> {
  const rows = await reader.query<AnnouncedSource>(
    `SELECT ground, supplier_id AS "supplierId", notice_ends_at AS "noticeEndsAt", notice, published_at AS "publishedAt"
       FROM single_sources WHERE tender_id = $1`,
    [tenderId],
  );
  return rows[0] ?? null;
}

/** How many objections stand open and upheld. */
export async function objectionCounts(reader: Reader, tenderId: string): Promise<{ open: number; upheld: number }> {
  const rows = await reader.query<{ open: number; upheld: number }>(
    `SELECT (count(*) FILTER (WHERE state = 'open'))::int AS open, (count(*) FILTER (WHERE state = 'upheld'))::int AS upheld
       FROM single_source_objections WHERE tender_id = $1`,
    [tenderId],
  );
  return rows[0] ?? { open: 0, upheld: 0 };
}

/** Who objected: told of what becomes of the procurement. */
export async function objectorsOf(reader: Reader, tenderId: string): Promise<string[]> {
  const rows = await reader.query<{ supplierId: string }>(
    'SELECT supplier_id AS "supplierId" FROM single_source_objections WHERE tender_id = $1 ORDER BY id',
    [tenderId],
  );
  return rows.map((one) => one.supplierId);
}

const selectObjections = `
  SELECT id, version, tender_id AS "tenderId", supplier_id AS "supplierId", state, reasons, evidence, received_at AS "receivedAt",
         review_due_on AS "reviewDueOn", review_due AS "reviewDue", review, warnings, reviewed_at AS "reviewedAt"
    FROM single_source_objections`;

/** Oldest first. */
export function objectionsOf(reader: Reader, tenderId: string): Promise<Objection[]> {
  return reader.query(`${selectObjections} WHERE tender_id = $1 ORDER BY id LIMIT 1000`, [tenderId]);
}

export interface ObjectionAnswer {
  id: string;
  version: number;
  state: ObjectionState;
  tenderId: string;
  /** Who objected, for itself and those who answer and oversee; everybody else reads the objection without its author. */
  supplierId: string | null;
  reasons: Text;
  evidence: string[] | null;
  receivedAt: Instant;
  reviewDueOn: CivilDate | null;
  derivation: Derivation;
  review: { reasons: Text } | null;
  reviewedAt: Instant | null;
  warnings: Breaches;
  pending?: string[];
}

export function presentObjection(objection: Objection, sees: boolean): ObjectionAnswer {
  const { id, version, state, tenderId, reasons, receivedAt, reviewDueOn, reviewDue, review, reviewedAt, warnings } = objection;
  return {
    id,
    version,
    state,
    tenderId,
    supplierId: sees ? objection.supplierId : null,
    reasons,
    evidence: sees ? objection.evidence : null,
    receivedAt,
    reviewDueOn,
    derivation: reviewDue,
    review,
    reviewedAt,
    warnings,
    ...pendingOf(reviewDue),
  };
}
